/** @module Chance from a seed, for tests: the same seed gives the same numbers. */
import { digest } from './federation.ts';

export class Chance {
  readonly #state: Uint32Array;

  constructor(seed: string) {
    this.#state = new Uint32Array(digest('chance', seed).slice(0, 16).buffer);
  }

  /** A whole number from 0 up to but without `bound`. */
  below(bound: number): number {
    return Math.floor((this.#next() / 2 ** 32) * bound);
  }

  happens(probability: number): boolean {
    return this.#next() / 2 ** 32 < probability;
  }

  /** xoshiro128** (Blackman and Vigna). */
  #next(): number {
    const s = this.#state;
    const [a = 0, b = 0, c = 0, d = 0] = s;
    const five = Math.imul(b, 5);
    const result = Math.imul((five << 7) | (five >>> 25), 9);
    const shifted = b << 9;
    const [c1, d1] = [c ^ a, d ^ b];
    s[1] = b ^ c1;
    s[0] = a ^ d1;
    s[2] = c1 ^ shifted;
    s[3] = (d1 << 11) | (d1 >>> 21);
    return result >>> 0;
  }
}
