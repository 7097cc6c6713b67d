/** @module Drawing a cohort: an unbiased sample without replacement from a seed that is kept with the round. */
import { compareNames } from './outcome.ts';

/**
 * `count` of `sites` (all, if there are fewer), sorted by name. The order of `sites` and duplicates do not matter; the same seed
 * (an unsigned 32-bit number) draws the same sites. Fisher-Yates over the sorted names; indices by rejection, so without bias.
 */
export function drawCohort(sites: readonly string[], count: number, seed: number): readonly string[] {
  const urn = [...new Set(sites)].sort(compareNames);
  const next = splitMix32(seed);
  const drawn: string[] = [];
  while (drawn.length < count && urn.length > 0) {
    const [site] = urn.splice(below(urn.length, next), 1);
    if (site !== undefined) drawn.push(site);
  }
  return drawn.sort(compareNames);
}

/** Uniform in 0..limit-1: numbers from the last, incomplete span of 2^32 are drawn again. */
function below(limit: number, next: () => number): number {
  const whole = 2 ** 32 - (2 ** 32 % limit);
  for (;;) {
    const number = next();
    if (number < whole) return number % limit;
  }
}

/** SplitMix32 (Steele, Lea, Flood 2014, with the 32-bit finaliser of MurmurHash3). Not for secrets. */
function splitMix32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return (mixed ^ (mixed >>> 16)) >>> 0;
  };
}
