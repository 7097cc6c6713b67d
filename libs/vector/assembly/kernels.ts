/**
 * @module The WASM kernels of @muster/vector (AssemblyScript, fixed-width SIMD). Each has a plain twin in ../src/plain.ts that gives the
 * same bits; that is why every lane and every tail follows the same arithmetic, one rounding per operation, nothing fused.
 * Memory is imported and belongs to the caller: no kernel allocates, and there is no static data.
 */

/**
 * sums[i] += bits(fl(values[i] * scale) + magic) for `count` floats, modulo 2^64. With magic = 1.5 * 2^52 and |values[i] * scale| <= 2^50
 * this adds rint(values[i] * scale), ties to even, and the bits of magic, which are taken out once when a sum is read: to subtract them
 * here would take half as long again. See ../src/fixed-point.ts.
 *
 * `magic` is an argument because V8 builds a constant vector anew, from a general register, wherever it is used; an argument stays in a
 * vector register. An 8-byte load that widens is one instruction; splitting a 16-byte one takes two.
 */
export function fold(sums: usize, values: usize, count: i32, scale: f64, magic: f64): void {
  const scales = f64x2.splat(scale);
  const magics = f64x2.splat(magic);
  const end = values + (<usize>count << 2);
  const endOfBlocks = values + (<usize>(count & ~7) << 2);
  let to = sums;
  let from = values;
  while (from < endOfBlocks) {
    const a = f64x2.add(f64x2.mul(f64x2.promote_low_f32x4(v128.load64_zero(from)), scales), magics);
    const b = f64x2.add(f64x2.mul(f64x2.promote_low_f32x4(v128.load64_zero(from, 8)), scales), magics);
    const c = f64x2.add(f64x2.mul(f64x2.promote_low_f32x4(v128.load64_zero(from, 16)), scales), magics);
    const d = f64x2.add(f64x2.mul(f64x2.promote_low_f32x4(v128.load64_zero(from, 24)), scales), magics);
    v128.store(to, i64x2.add(v128.load(to), a));
    v128.store(to, i64x2.add(v128.load(to, 16), b), 16);
    v128.store(to, i64x2.add(v128.load(to, 32), c), 32);
    v128.store(to, i64x2.add(v128.load(to, 48), d), 48);
    to += 64;
    from += 32;
  }
  while (from < end) {
    store<i64>(to, load<i64>(to) + reinterpret<i64>(<f64>load<f32>(from) * scale + magic));
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
 * then four i32, the greatest magnitudes as bits. Of floats without sign the order is that of their bits, with infinity and then NaN
 * above all numbers; an integer maximum is one instruction, the NaN-aware one of floats is many. `magnitudeMask`, 0x7fffffff, is an
 * argument for the reason given at fold.
 */
export function scan(state: usize, values: usize, count: i32, magnitudeMask: i32): void {
  let sum01 = v128.load(state);
  let sum23 = v128.load(state, 16);
  let sum45 = v128.load(state, 32);
  let sum67 = v128.load(state, 48);
  let greatest = v128.load(state, 64);
  const magnitude = i32x4.splat(magnitudeMask);
  const end = values + (<usize>count << 2);
  for (let from = values; from < end; from += 32) {
    const a = f64x2.promote_low_f32x4(v128.load64_zero(from));
    const b = f64x2.promote_low_f32x4(v128.load64_zero(from, 8));
    const c = f64x2.promote_low_f32x4(v128.load64_zero(from, 16));
    const d = f64x2.promote_low_f32x4(v128.load64_zero(from, 24));
    sum01 = f64x2.add(sum01, f64x2.mul(a, a));
    sum23 = f64x2.add(sum23, f64x2.mul(b, b));
    sum45 = f64x2.add(sum45, f64x2.mul(c, c));
    sum67 = f64x2.add(sum67, f64x2.mul(d, d));
    greatest = i32x4.max_s(greatest, v128.and(v128.load(from), magnitude));
    greatest = i32x4.max_s(greatest, v128.and(v128.load(from, 16), magnitude));
  }
  v128.store(state, sum01);
  v128.store(state, sum23, 16);
  v128.store(state, sum45, 32);
  v128.store(state, sum67, 48);
  v128.store(state, greatest, 64);
}
