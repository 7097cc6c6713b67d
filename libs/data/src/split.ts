/** @module Which rows a site trains on and which it holds out: seeded, and known to the site alone. */
import { MusterError } from '@muster/errors';
import { type Seed, seededPermutation } from './random.ts';

/** Every row of a data set, in exactly one of the two; the first row is 0. */
export interface Split {
  /** Row numbers, ascending. */
  readonly train: Uint32Array;
  readonly holdout: Uint32Array;
}

/**
 * Splits rows 0 .. size-1. Of them round(size * holdout) are held out, at least one if `holdout` > 0 and at most
 * size - 1, so that whoever has two rows has one of each. Every row is in exactly one part.
 * @throws INVALID_ARGUMENT if `size` is no whole number >= 0 or `holdout` is outside [0, 1)
 */
export function splitDataset(
  size: number,
  options: { readonly seed: Seed; readonly holdout: number },
): Split {
  const { seed, holdout } = options;
  if (!Number.isSafeInteger(size) || size < 0 || !(holdout >= 0 && holdout < 1)) {
    throw new MusterError('INVALID_ARGUMENT', `No split of ${size} rows with a holdout of ${holdout}.`);
  }
  const wanted = holdout === 0 ? 0 : Math.max(1, Math.round(size * holdout));
  const count = Math.max(0, Math.min(wanted, size - 1));
  const order = seededPermutation(size, 'split', seed);
  return { train: order.slice(count).sort(), holdout: order.slice(0, count).sort() };
}
