/**
 * @module A shared secret from the shares that came, some of them wrong (secure-aggregation.md, section 1.8): what its owner committed to
 * tells whether it is the right one.
 */
import type { Field } from './field.ts';
import { correct } from './reed-solomon.ts';
import { type PlacedShare, valueAt } from './shamir.ts';

export interface Recovered {
  readonly secret: Uint8Array;
  /** Places of the shares that are wrong. */
  readonly wrong: readonly number[];
}

/** Subsets that are tried where more shares are wrong than the decoder can correct: 8 of 64 in any place, or half of 14. */
const SUBSETS_MAX = 4_000;

/**
 * The secret that `isRight` accepts, and the places whose shares contradict it; undefined where it cannot be found among these shares. The
 * shares are of different places and one length. Those of `suspects`, places that lied before, are put to use last.
 */
export function recover(
  field: Field,
  threshold: number,
  shares: readonly PlacedShare[],
  isRight: (secret: Uint8Array) => boolean,
  suspects: ReadonlySet<number> = new Set(),
): Recovered | undefined {
  if (shares.length < threshold) return undefined;
  const ordered = [...shares].sort((a, b) => Number(suspects.has(a.x)) - Number(suspects.has(b.x)));
  const first = ordered.slice(0, threshold);
  const secret = valueAt(field, 0, first);
  if (isRight(secret)) return { secret, wrong: contradicting(field, first, ordered) };
  if (shares.length === threshold) return undefined;
  const corrected = correct(field, threshold, ordered);
  if (corrected && isRight(corrected.secret)) return corrected;
  let tried = 0;
  for (const subset of subsets(ordered, threshold)) {
    if (tried++ === SUBSETS_MAX) return undefined;
    const candidate = valueAt(field, 0, subset);
    if (isRight(candidate)) return { secret: candidate, wrong: contradicting(field, subset, ordered) };
  }
  return undefined;
}

/** Places of the shares that are not on the polynomials of these, which are right. */
function contradicting(
  field: Field,
  right: readonly PlacedShare[],
  all: readonly PlacedShare[],
): readonly number[] {
  return all
    .filter((share) => !right.includes(share))
    .filter(({ x, value }) => Buffer.compare(valueAt(field, x, right), value) !== 0)
    .map(({ x }) => x)
    .sort((a, b) => a - b);
}

/** All subsets of a size, those first that leave out the last elements. */
function* subsets<T>(elements: readonly T[], size: number): Generator<readonly T[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (let last = size - 1; last < elements.length; last++) {
    const end = elements[last];
    if (end === undefined) return;
    for (const rest of subsets(elements.slice(0, last), size - 1)) yield [...rest, end];
  }
}
