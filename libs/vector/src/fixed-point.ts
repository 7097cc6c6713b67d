/** @module The fixed point in which updates are summed: why a sum is exact, and why it cannot overflow. */
import { MusterError } from '@muster/errors';

/**
 * A weighted value x*w becomes the i64 `rint(fl(x * (w * 2^scaleBits)))`, and sums of i64 do not depend on order.
 *
 * - w * 2^scaleBits is exact: w < 2^53 is whole, the other factor a power of two.
 * - fl, the product in f64, is rounded once (only when x*w needs more than 53 bits: w > 2^29), the same on every machine.
 * - Rounding is monotone, so |x| <= valueMax and w <= weightMax give |fl(x*w*2^scaleBits)| <= fl(valueMax*weightMax) * 2^scaleBits,
 *   and scaleBits is chosen so that this is at most 2^50 (TERM_MAX).
 * - For |t| <= 2^50 the f64 sum t + 1.5*2^52 lies in [2^52, 2^53), where neighbouring f64 are 1 apart: the addition itself rounds t to
 *   a whole number, ties to even, and the bits of the sum less the bits of 1.5*2^52 are that number as i64.
 * - FOLDS_MAX = 2^12 terms of at most 2^50 stay within 2^62 < 2^63.
 *
 * The error of a weighted mean is at most 2^-(scaleBits+1) * members / totalWeight, before the two roundings of the f64 result.
 */
export interface FixedPoint {
  /** Binary digits after the point, 0 to 100. */
  readonly scaleBits: number;
  /** Greatest magnitude of a value. */
  readonly valueMax: number;
  /** Greatest weight of a member; weights are whole numbers from 1. */
  readonly weightMax: number;
}

/** Greatest magnitude of one term. */
const TERM_MAX = 2 ** 50;
/** Most terms that one parameter may sum up: members of a round. */
export const FOLDS_MAX = 2 ** 12;
/** Greatest weight: 2^12 members of 2^30 examples weigh 2^42, and stay exact in f64. */
const WEIGHT_LIMIT = 2 ** 30;
/** More digits than a float32 of any use has; it keeps 2^scaleBits and its inverse normal numbers. */
const SCALE_BITS_MAX = 100;

/**
 * The finest fixed point for values of |x| <= valueMax and whole weights of 1 to weightMax (at most 2^30).
 * INVALID_ARGUMENT if their product is beyond 2^50, which leaves no digit for the fraction.
 */
export function fixedPoint({ valueMax, weightMax }: { valueMax: number; weightMax: number }): FixedPoint {
  if (!(Number.isFinite(valueMax) && valueMax > 0)) {
    throw new MusterError('INVALID_ARGUMENT', `valueMax is ${valueMax}, not a positive number`);
  }
  if (!Number.isInteger(weightMax) || weightMax < 1 || weightMax > WEIGHT_LIMIT) {
    throw new MusterError('INVALID_ARGUMENT', `weightMax is ${weightMax}, not a whole number from 1 to 2^30`);
  }
  const greatest = valueMax * weightMax;
  if (greatest > TERM_MAX) {
    throw new MusterError('INVALID_ARGUMENT', `valueMax * weightMax is ${greatest}, beyond 2^50`);
  }
  let scaleBits = 0;
  while (scaleBits < SCALE_BITS_MAX && greatest * 2 ** (scaleBits + 1) <= TERM_MAX) scaleBits += 1;
  return { scaleBits, valueMax, weightMax };
}

/** The factor of a member's values: weight * 2^scaleBits, exact. INVALID_ARGUMENT for a weight out of range. */
export function foldScale(weight: number, fp: FixedPoint): number {
  if (!Number.isInteger(weight) || weight < 1 || weight > fp.weightMax) {
    throw new MusterError(
      'INVALID_ARGUMENT',
      `a weight of ${weight}, not a whole number from 1 to ${fp.weightMax}`,
    );
  }
  return weight * 2 ** fp.scaleBits;
}
