/**
 * @module The WASM kernels of @muster/vector (AssemblyScript, fixed-width SIMD). Each has a plain twin in ../src/plain.ts that gives the
 * same bits; that is why every lane and every tail follows the same arithmetic, one rounding per operation, nothing fused.
 * Memory is imported and belongs to the caller: no kernel allocates, and there is no static data.
 */

/** 1.5 * 2^52: adding it to |t| <= 2^50 leaves rint(t), ties to even, in the low bits of the sum. See ../src/fixed-point.ts. */
const MAGIC: f64 = 6755399441055744.0;

/** The next two floats as the bits of term + MAGIC. An 8-byte load that widens is one instruction; splitting a 16-byte one takes two. */
// @ts-ignore: decorator
@inline function terms(values: usize, scales: v128): v128 {
  const pair = f64x2.promote_low_f32x4(v128.load64_zero(values));
  return f64x2.add(f64x2.mul(pair, scales), f64x2.splat(MAGIC));
}

/**
 * sums[i] += rint(values[i] * scale) + bits(MAGIC) for `count` floats, modulo 2^64. The bits of MAGIC stay in, and are taken out once
 * when a sum is read: without the subtraction here a fold takes two thirds of the time.
 */
export function fold(sums: usize, values: usize, count: i32, scale: f64): void {
  const scales = f64x2.splat(scale);
  const end = values + (<usize>count << 2);
  const endOfBlocks = values + (<usize>(count & ~7) << 2);
  let to = sums;
  let from = values;
  while (from < endOfBlocks) {
    v128.store(to, i64x2.add(v128.load(to), terms(from, scales)));
    v128.store(to, i64x2.add(v128.load(to, 16), terms(from + 8, scales)), 16);
    v128.store(to, i64x2.add(v128.load(to, 32), terms(from + 16, scales)), 32);
    v128.store(to, i64x2.add(v128.load(to, 48), terms(from + 24, scales)), 48);
    to += 64;
    from += 32;
  }
  while (from < end) {
    store<i64>(to, load<i64>(to) + reinterpret<i64>(<f64>load<f32>(from) * scale + MAGIC));
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

/** The floats of a block from `values`, squared and added to the lanes. */
// @ts-ignore: decorator
@inline function addSquares(sums: v128, values: usize): v128 {
  const pair = f64x2.promote_low_f32x4(v128.load64_zero(values));
  return f64x2.add(sums, f64x2.mul(pair, pair));
}

/**
 * One pass over `count` floats, a multiple of 8, updating the state: eight f64 sums of squares (lane j holds the floats at j modulo 8),
 * then four i32, the greatest magnitudes as bits. Of floats without sign the order is that of their bits, with infinity and then NaN
 * above all numbers; an integer maximum is one instruction, the NaN-aware one of floats is many.
 */
export function scan(state: usize, values: usize, count: i32): void {
  let sum01 = v128.load(state);
  let sum23 = v128.load(state, 16);
  let sum45 = v128.load(state, 32);
  let sum67 = v128.load(state, 48);
  let greatest = v128.load(state, 64);
  const magnitude = i32x4.splat(0x7fffffff);
  const end = values + (<usize>count << 2);
  for (let from = values; from < end; from += 32) {
    sum01 = addSquares(sum01, from);
    sum23 = addSquares(sum23, from + 8);
    sum45 = addSquares(sum45, from + 16);
    sum67 = addSquares(sum67, from + 24);
    greatest = i32x4.max_s(greatest, v128.and(v128.load(from), magnitude));
    greatest = i32x4.max_s(greatest, v128.and(v128.load(from, 16), magnitude));
  }
  v128.store(state, sum01);
  v128.store(state, sum23, 16);
  v128.store(state, sum45, 32);
  v128.store(state, sum67, 48);
  v128.store(state, greatest, 64);
}
