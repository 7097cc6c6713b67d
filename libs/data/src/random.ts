/** @module Seeded randomness: equal seeds give equal draws on every machine. Not for secrets. */
import { createHash } from 'node:crypto';
import { MusterError } from '@muster/errors';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** A whole number or a name; several of them together are one seed. */
export type Seed = number | string;

/**
 * A stream of draws from xoroshiro128+ (Blackman and Vigna, 2018). Its 128 bits of state are SHA-256 of the seeds, so
 * that near seeds (7, 8; round 1, round 2) give unrelated streams, which the generator's own seeding does not.
 */
export class SeededRandom {
  readonly #generator: ReturnType<typeof xoroshiro128plusFromState>;

  /** @throws INVALID_ARGUMENT if a number among the seeds is no safe integer */
  constructor(...seeds: readonly Seed[]) {
    for (const seed of seeds) {
      if (typeof seed === 'number' && !Number.isSafeInteger(seed)) {
        throw new MusterError('INVALID_ARGUMENT', `A seed is a whole number or a name, not ${seed}.`);
      }
    }
    const digest = createHash('sha256').update('muster seed\0').update(JSON.stringify(seeds)).digest();
    this.#generator = xoroshiro128plusFromState([0, 4, 8, 12].map((at) => digest.readInt32LE(at)));
  }

  /** Uniform in [0, 1), 53 bits. */
  uniform(): number {
    return uniformFloat64(this.#generator);
  }

  /** A whole number uniform in [0, bound), without modulo bias; 1 <= bound <= 2^32. */
  below(bound: number): number {
    return uniformInt(this.#generator, 0, bound - 1);
  }
}

/**
 * A permutation of 0 .. n-1, each equally likely (Fisher-Yates; Durstenfeld 1964). The same n and seeds give the same
 * permutation; `seededPermutation(n, seed, epoch)` is a fresh order for every epoch.
 */
export function seededPermutation(n: number, ...seeds: readonly Seed[]): Uint32Array {
  const order = new Uint32Array(n);
  for (let i = 0; i < n; i++) order[i] = i;
  const random = new SeededRandom(...seeds);
  for (let i = n - 1; i > 0; i--) {
    const j = random.below(i + 1);
    const held = order[i] ?? 0;
    order[i] = order[j] ?? 0;
    order[j] = held;
  }
  return order;
}
