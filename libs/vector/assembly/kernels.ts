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

/** words[i] += others[i] for `sizeBytes` of u16, modulo 2^16 in each lane: no carry crosses from one to the next. */
export function add16(words: usize, others: usize, sizeBytes: i32): void {
  const end = others + <usize>sizeBytes;
  const endOfBlocks = others + <usize>(sizeBytes & ~63);
  let to = words;
  let from = others;
  while (from < endOfBlocks) {
    v128.store(to, i16x8.add(v128.load(to), v128.load(from)));
    v128.store(to, i16x8.add(v128.load(to, 16), v128.load(from, 16)), 16);
    v128.store(to, i16x8.add(v128.load(to, 32), v128.load(from, 32)), 32);
    v128.store(to, i16x8.add(v128.load(to, 48), v128.load(from, 48)), 48);
    to += 64;
    from += 64;
  }
  while (from < end) {
    store<u16>(to, load<u16>(to) + load<u16>(from));
    to += 2;
    from += 2;
  }
}

/** words[i] -= others[i] for `sizeBytes` of u16, modulo 2^16 in each lane. */
export function subtract16(words: usize, others: usize, sizeBytes: i32): void {
  const end = others + <usize>sizeBytes;
  const endOfBlocks = others + <usize>(sizeBytes & ~63);
  let to = words;
  let from = others;
  while (from < endOfBlocks) {
    v128.store(to, i16x8.sub(v128.load(to), v128.load(from)));
    v128.store(to, i16x8.sub(v128.load(to, 16), v128.load(from, 16)), 16);
    v128.store(to, i16x8.sub(v128.load(to, 32), v128.load(from, 32)), 32);
    v128.store(to, i16x8.sub(v128.load(to, 48), v128.load(from, 48)), 48);
    to += 64;
    from += 64;
  }
  while (from < end) {
    store<u16>(to, load<u16>(to) - load<u16>(from));
    to += 2;
    from += 2;
  }
}

/** words[i] += others[i] for `sizeBytes` of u32, modulo 2^32. */
export function add32(words: usize, others: usize, sizeBytes: i32): void {
  const end = others + <usize>sizeBytes;
  const endOfBlocks = others + <usize>(sizeBytes & ~63);
  let to = words;
  let from = others;
  while (from < endOfBlocks) {
    v128.store(to, i32x4.add(v128.load(to), v128.load(from)));
    v128.store(to, i32x4.add(v128.load(to, 16), v128.load(from, 16)), 16);
    v128.store(to, i32x4.add(v128.load(to, 32), v128.load(from, 32)), 32);
    v128.store(to, i32x4.add(v128.load(to, 48), v128.load(from, 48)), 48);
    to += 64;
    from += 64;
  }
  while (from < end) {
    store<u32>(to, load<u32>(to) + load<u32>(from));
    to += 4;
    from += 4;
  }
}

/** words[i] -= others[i] for `sizeBytes` of u32, modulo 2^32. */
export function subtract32(words: usize, others: usize, sizeBytes: i32): void {
  const end = others + <usize>sizeBytes;
  const endOfBlocks = others + <usize>(sizeBytes & ~63);
  let to = words;
  let from = others;
  while (from < endOfBlocks) {
    v128.store(to, i32x4.sub(v128.load(to), v128.load(from)));
    v128.store(to, i32x4.sub(v128.load(to, 16), v128.load(from, 16)), 16);
    v128.store(to, i32x4.sub(v128.load(to, 32), v128.load(from, 32)), 32);
    v128.store(to, i32x4.sub(v128.load(to, 48), v128.load(from, 48)), 48);
    to += 64;
    from += 64;
  }
  while (from < end) {
    store<u32>(to, load<u32>(to) - load<u32>(from));
    to += 4;
    from += 4;
  }
}

/** words[i] -= others[i] for `sizeBytes` of u64, modulo 2^64; `add` is its sister. */
export function subtract64(words: usize, others: usize, sizeBytes: i32): void {
  const end = others + <usize>sizeBytes;
  const endOfBlocks = others + <usize>(sizeBytes & ~15);
  let to = words;
  let from = others;
  while (from < endOfBlocks) {
    v128.store(to, i64x2.sub(v128.load(to), v128.load(from)));
    to += 16;
    from += 16;
  }
  if (from < end) store<u64>(to, load<u64>(to) - load<u64>(from));
}

/**
 * words[i] = stochastic rounding of values[i] * scale, held within -bound..bound, for `count` floats, a multiple of 4: the whole part, and
 * one more where the fraction is above the upper 24 bits of random[i] as a fraction. Compared, not added: a float32 of 2^23 has no room for
 * a fraction, so that value + fraction would be rounded before it is cut. `bound` is at most 2^23.
 */
export function quantize(words: usize, values: usize, random: usize, count: i32, scale: f32, bound: f32): void {
  const scales = f32x4.splat(scale);
  const highest = f32x4.splat(bound);
  const lowest = f32x4.splat(-bound);
  const unit = f32x4.splat(<f32>(1.0 / 16777216.0));
  const end = values + (<usize>count << 2);
  let to = words;
  let chance = random;
  for (let from = values; from < end; from += 16) {
    const scaled = f32x4.min(f32x4.max(f32x4.mul(v128.load(from), scales), lowest), highest);
    const whole = f32x4.floor(scaled);
    const threshold = f32x4.mul(f32x4.convert_i32x4_u(i32x4.shr_u(v128.load(chance), 8)), unit);
    // A true comparison is a lane of ones, which is -1.
    const more = f32x4.lt(threshold, f32x4.sub(scaled, whole));
    v128.store(to, i32x4.sub(i32x4.trunc_sat_f32x4_s(whole), more));
    to += 16;
    chance += 16;
  }
}

/** halves[i] = words[i] as i16 for `count` i32, a multiple of 8, each within -2^15..2^15-1. Both may begin at the same place. */
export function narrow(halves: usize, words: usize, count: i32): void {
  const end = words + (<usize>count << 2);
  let to = halves;
  for (let from = words; from < end; from += 32) {
    v128.store(to, i16x8.narrow_i32x4_s(v128.load(from), v128.load(from, 16)));
    to += 16;
  }
}

/** Turns the sign of values[i] where the top bit of random[i] is set, for `count` floats, a multiple of 4. */
export function flip(values: usize, random: usize, count: i32): void {
  const signs = i32x4.splat(0x80000000);
  const end = values + (<usize>count << 2);
  let chance = random;
  for (let at = values; at < end; at += 16) {
    v128.store(at, v128.xor(v128.load(at), v128.and(v128.load(chance), signs)));
    chance += 16;
  }
}

/** Floats that are transformed while they lie in the cache. */
const HADAMARD_PART: i32 = 16384;

/**
 * The Walsh-Hadamard transform of `count` floats in place, without a factor; `count` is a power of two and at least 4. Stages in the order
 * of their stride, 1, 2, 4 and so on: what one butterfly adds and subtracts is what it is in the plain twin.
 */
export function hadamard(values: usize, count: i32): void {
  const part = min(count, HADAMARD_PART);
  for (let start = 0; start < count; start += part) {
    const from = values + (<usize>start << 2);
    firstStages(from, part);
    stages(from, 4, part);
  }
  stages(values, part, count);
}

/** Strides 1 and 2. */
function firstStages(values: usize, count: i32): void {
  const odd = i32x4(0, 0x80000000, 0, 0x80000000);
  const upper = i32x4(0, 0, 0x80000000, 0x80000000);
  const end = values + (<usize>count << 2);
  for (let at = values; at < end; at += 16) {
    const x = v128.load(at);
    // a + b and a - b: the sign of b is turned in every second lane.
    const evens = v128.shuffle<f32>(x, x, 0, 0, 2, 2);
    const odds = v128.shuffle<f32>(x, x, 1, 1, 3, 3);
    const y = f32x4.add(evens, v128.xor(odds, odd));
    const lows = v128.shuffle<f32>(y, y, 0, 1, 0, 1);
    const highs = v128.shuffle<f32>(y, y, 2, 3, 2, 3);
    v128.store(at, f32x4.add(lows, v128.xor(highs, upper)));
  }
}

/** Strides from `stride`, which is at least 4, up to half of `count`: two at a time while there are two. */
function stages(values: usize, stride: i32, count: i32): void {
  let h = stride;
  while (h * 4 <= count) {
    const step = <usize>h << 2;
    for (let start = 0; start < count; start += h * 4) {
      const first = values + (<usize>start << 2);
      for (let at = first; at < first + step; at += 16) {
        const x0 = v128.load(at);
        const x1 = v128.load(at + step);
        const x2 = v128.load(at + 2 * step);
        const x3 = v128.load(at + 3 * step);
        const a0 = f32x4.add(x0, x1);
        const a1 = f32x4.sub(x0, x1);
        const a2 = f32x4.add(x2, x3);
        const a3 = f32x4.sub(x2, x3);
        v128.store(at, f32x4.add(a0, a2));
        v128.store(at + step, f32x4.add(a1, a3));
        v128.store(at + 2 * step, f32x4.sub(a0, a2));
        v128.store(at + 3 * step, f32x4.sub(a1, a3));
      }
    }
    h *= 4;
  }
  if (h * 2 > count) return;
  const step = <usize>h << 2;
  for (let start = 0; start < count; start += h * 2) {
    const first = values + (<usize>start << 2);
    for (let at = first; at < first + step; at += 16) {
      const a = v128.load(at);
      const b = v128.load(at + step);
      v128.store(at, f32x4.add(a, b));
      v128.store(at + step, f32x4.sub(a, b));
    }
  }
}
