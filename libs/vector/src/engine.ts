/** @module What an engine of kernels gives: arithmetic on a block of memory, in SIMD or plainly, with the same bits. */

/** A block of memory and the arithmetic on it. Positions are in bytes: of sums and of the state divisible by 8, of values by 4. */
export interface Workspace {
  readonly buffer: ArrayBuffer;
  /** i64 sums[i] += rint(f32 values[i] * scale); |values[i] * scale| <= 2^50 is the caller's duty. */
  fold(sums: number, values: number, count: number, scale: number): void;
  /** i64 sums[i] += i64 others[i], modulo 2^64. */
  add(sums: number, others: number, count: number): void;
  /**
   * Takes `count` floats, a multiple of 8, into the state: eight f64 sums of squares (lane j holds the floats at j modulo 8), then four
   * f32 greatest magnitudes (lane k: at k modulo 4), NaN once a NaN was among them.
   */
  scan(state: number, values: number, count: number): void;
}

export type EngineKind = 'simd' | 'plain';

export interface Engine {
  readonly kind: EngineKind;
  /** Most bytes of a workspace. */
  readonly sizeBytesMax: number;
  /** A workspace of at least this many bytes, all zero. Its memory is given back once nothing refers to it. */
  open(sizeBytes: number): Workspace;
}
