/** @module What an engine of kernels gives: arithmetic on a block of memory, in SIMD or plainly, with the same bits. */

/** A block of memory and the arithmetic on it. Positions are in bytes: of sums and of the state divisible by 8, of values by 4. */
export interface Workspace {
  readonly buffer: ArrayBuffer;
  /**
   * i64 sums[i] += rint(f32 values[i] * scale) + 2^48 * FOLD_BIAS_TOP, modulo 2^64; |values[i] * scale| <= 2^50 is the caller's duty.
   */
  fold(sums: number, values: number, count: number, scale: number): void;
  /** i64 sums[i] += i64 others[i], modulo 2^64. */
  add(sums: number, others: number, count: number): void;
  /**
   * Takes `count` floats, a multiple of 8, into the state: eight f64 sums of squares (lane j holds the floats at j modulo 8), then four
   * i32, the bits of the greatest magnitudes (lane k: at k modulo 4), where infinity and then NaN are above all numbers.
   */
  scan(state: number, values: number, count: number): void;
  /** words[i] += others[i] modulo 2^bits, for whole words in `sizeBytes`; both begin at a multiple of 8. */
  addWords(words: number, others: number, sizeBytes: number, bits: WordBits): void;
  /** words[i] -= others[i] modulo 2^bits, likewise. */
  subtractWords(words: number, others: number, sizeBytes: number, bits: WordBits): void;
  /**
   * i32 words[i] = f32 values[i] * scale, held within -bound..bound, rounded down, and up where the fraction is above the upper 24 bits of
   * u32 random[i]; `count` is a multiple of 4, `scale` and `bound` are f32, the latter at most 2^23.
   */
  quantize(words: number, values: number, random: number, count: number, scale: number, bound: number): void;
  /** i16 halves[i] = i32 words[i], each of which fits; `count` is a multiple of 8. Both may begin at the same place. */
  narrow(halves: number, words: number, count: number): void;
  /** Turns the sign of f32 values[i] where the top bit of u32 random[i] is set; `count` is a multiple of 4. */
  flip(values: number, random: number, count: number): void;
  /** Walsh-Hadamard transform of f32 values in place, without a factor; `count` is a power of two from 4. */
  hadamard(values: number, count: number): void;
}

/** Bits of a word under masks. */
export type WordBits = 16 | 32 | 64;

/**
 * What each fold leaves in a sum: the bits of 1.5 * 2^52, of which only the upper 16 are not zero, 0x4338. So the bias of any number of
 * folds is taken out of the upper 16 bits of a sum alone, modulo 2^16.
 */
export const FOLD_BIAS_TOP = 0x4338;

export type EngineKind = 'simd' | 'plain';

export interface Engine {
  /** Most bytes of a workspace. */
  readonly sizeBytesMax: number;
  /** A workspace of at least this many bytes, all zero. Its memory is given back once nothing refers to it. */
  open(sizeBytes: number): Workspace;
}
