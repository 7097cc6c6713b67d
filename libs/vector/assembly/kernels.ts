/**
 * @module The WASM kernels of @muster/vector (AssemblyScript, fixed-width SIMD). Each has a plain twin in ../src/plain.ts that gives the
 * same bits; that is why every lane and every tail follows the same arithmetic, one rounding per operation, nothing fused.
 * Memory is imported and belongs to the caller: no kernel allocates, and there is no static data.
 */

/** 1.5 * 2^52: adding it to |t| <= 2^50 leaves rint(t), ties to even, in the low bits of the sum. See ../src/fixed-point.ts. */
const MAGIC: f64 = 6755399441055744.0;
const MAGIC_BITS: i64 = 0x4338000000000000;

/** The upper two floats, where promote_low_f32x4 finds them. */
// @ts-ignore: decorator
@inline function upper(values: v128): v128 {
  return v128.shuffle<u32>(values, values, 2, 3, 0, 1);
}

/** Two floats, low in `values`, as two i64 terms. */
// @ts-ignore: decorator
@inline function terms(values: v128, scale: v128): v128 {
  const shifted = f64x2.add(f64x2.mul(f64x2.promote_low_f32x4(values), scale), f64x2.splat(MAGIC));
  return i64x2.sub(shifted, i64x2.splat(MAGIC_BITS));
}

/** sums[i] += rint(values[i] * scale) for `count` floats; i64 modulo 2^64, kept from wrapping by the caller. */
export function fold(sums: usize, values: usize, count: i32, scale: f64): void {
  const scales = f64x2.splat(scale);
  const end = values + (<usize>count << 2);
  const endOfBlocks = values + (<usize>(count & ~7) << 2);
  let to = sums;
  let from = values;
  while (from < endOfBlocks) {
    const first = v128.load(from);
    const second = v128.load(from, 16);
    v128.store(to, i64x2.add(v128.load(to), terms(first, scales)));
    v128.store(to, i64x2.add(v128.load(to, 16), terms(upper(first), scales)), 16);
    v128.store(to, i64x2.add(v128.load(to, 32), terms(second, scales)), 32);
    v128.store(to, i64x2.add(v128.load(to, 48), terms(upper(second), scales)), 48);
    to += 64;
    from += 32;
  }
  while (from < end) {
    const term = reinterpret<i64>(<f64>load<f32>(from) * scale + MAGIC) - MAGIC_BITS;
    store<i64>(to, load<i64>(to) + term);
    to += 8;
    from += 4;
  }
}

/** sums[i] += others[i] for `count` i64. */
export function add(sums: usize, others: usize, count: i32): void {
  const end = others + (<usize>count << 3);
  const endOfBlocks = others + (<usize>(count & ~1) << 3);
  let to = sums;
  let from = others;
  while (from < endOfBlocks) {
    v128.store(to, i64x2.add(v128.load(to), v128.load(from)));
    to += 16;
    from += 16;
  }
  if (from < end) store<i64>(to, load<i64>(to) + load<i64>(from));
}

/**
 * One pass over `count` floats, a multiple of 8, updating the state: eight f64 sums of squares (lane j holds the floats at j modulo 8),
 * then four f32 greatest magnitudes, NaN if any was NaN.
 */
export function scan(state: usize, values: usize, count: i32): void {
  let sum01 = v128.load(state);
  let sum23 = v128.load(state, 16);
  let sum45 = v128.load(state, 32);
  let sum67 = v128.load(state, 48);
  let greatest = v128.load(state, 64);
  const end = values + (<usize>count << 2);
  for (let from = values; from < end; from += 32) {
    const first = v128.load(from);
    const second = v128.load(from, 16);
    const v01 = f64x2.promote_low_f32x4(first);
    const v23 = f64x2.promote_low_f32x4(upper(first));
    const v45 = f64x2.promote_low_f32x4(second);
    const v67 = f64x2.promote_low_f32x4(upper(second));
    sum01 = f64x2.add(sum01, f64x2.mul(v01, v01));
    sum23 = f64x2.add(sum23, f64x2.mul(v23, v23));
    sum45 = f64x2.add(sum45, f64x2.mul(v45, v45));
    sum67 = f64x2.add(sum67, f64x2.mul(v67, v67));
    greatest = f32x4.max(greatest, f32x4.max(f32x4.abs(first), f32x4.abs(second)));
  }
  v128.store(state, sum01);
  v128.store(state, sum23, 16);
  v128.store(state, sum45, 32);
  v128.store(state, sum67, 48);
  v128.store(state, greatest, 64);
}
