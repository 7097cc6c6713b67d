/** @module Floats to whole numbers by stochastic rounding: unbiased, with an error below one (secure-aggregation.md, section 1.8). */
import { MusterError } from '@muster/errors';
import type { Engine } from './engine.ts';

/** Floats at a time. */
export const QUANTIZER_LENGTH_MAX = 16_384;
/** A float32 above this has no room for a fraction, so nothing could be rounded by chance. */
const BOUND_MAX = 2 ** 23;

export interface Rounding {
  /** Whole numbers of this width, two's complement, little-endian. */
  readonly bits: 16 | 32;
  /** Factor of each value, a positive number; used as float32. */
  readonly scale: number;
  /** What is beyond -bound..bound after scaling becomes the nearer of the two; at most 2^23, and within the width when rounded up. */
  readonly bound: number;
}

/** Rounds floats on one engine, with windows of its own. The same values, chances and rounding give the same bits on every engine. */
export type Quantizer = (values: Float32Array, random: Uint8Array, rounding: Rounding) => Uint8Array;

const VALUES = 0;
const RANDOM = 4 * QUANTIZER_LENGTH_MAX;
const WORDS = 2 * RANDOM;

/**
 * `quantizer(values, random, rounding)`: up to QUANTIZER_LENGTH_MAX finite floats with 4 random bytes for each. What it returns is lent until the
 * next call. INVALID_ARGUMENT for more floats, fewer random bytes, or a bound that is negative, above 2^23 or beyond the width.
 */
export function makeQuantizer(engine: Engine): Quantizer {
  const workspace = engine.open(3 * RANDOM);
  const floats = new Float32Array(workspace.buffer, VALUES, QUANTIZER_LENGTH_MAX);
  const chances = new Uint8Array(workspace.buffer, RANDOM, RANDOM);
  return (values, random, { bits, scale, bound }) => {
    const bytes = 4 * values.length;
    if (values.length > QUANTIZER_LENGTH_MAX || random.length < bytes)
      throw new MusterError('INVALID_ARGUMENT', `${values.length} values and ${random.length} random bytes`);
    if (!(bound >= 0 && bound <= Math.min(BOUND_MAX, 2 ** (bits - 1) - 1)))
      throw new MusterError('INVALID_ARGUMENT', `a bound of ${bound} for ${bits} bits`);
    floats.set(values);
    chances.set(random.subarray(0, bytes));
    // Kernels take whole vectors of 8: what is behind the values is rounded too, and not looked at.
    const count = Math.ceil(values.length / 8) * 8;
    floats.fill(0, values.length, count);
    workspace.quantize(WORDS, VALUES, RANDOM, count, Math.fround(scale), Math.fround(bound));
    if (bits === 16) workspace.narrow(WORDS, WORDS, count);
    return new Uint8Array(workspace.buffer, WORDS, (values.length * bits) / 8);
  };
}
