/** @module Chance from a seed: the same seed and the same name give the same numbers, whatever else is drawn. */
import { createHash } from 'node:crypto';

export class Chance {
  readonly #name: string;
  readonly #state: Uint32Array;

  /** `name` says what it is for: two names of one seed are two independent streams. */
  constructor(name: string) {
    this.#name = name;
    const digest = createHash('sha256').update(name).digest();
    this.#state = new Uint32Array(digest.buffer.slice(digest.byteOffset, digest.byteOffset + 16));
  }

  /** A stream of its own: what is drawn from it changes nothing here. */
  of(part: string): Chance {
    return new Chance(`${this.#name}/${part}`);
  }

  /** Uniform in [0, 1). */
  readonly uniform = (): number => this.#next() / 2 ** 32;

  /** A whole number from `least` to `most`. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.uniform() * (most - least + 1));
  }

  /** A number from `least` to `most`. */
  between(least: number, most: number): number {
    return least + this.uniform() * (most - least);
  }

  /** True with this probability. */
  happens(probability: number): boolean {
    return this.uniform() < probability;
  }

  pick<const T>(values: readonly T[]): T {
    const value = values[Math.floor(this.uniform() * values.length)];
    if (value === undefined) throw new RangeError('nothing to pick from');
    return value;
  }

  readonly bytes = (length: number): Uint8Array => Uint8Array.from({ length }, () => this.#next() & 0xff);

  /** sfc32 (PractRand, Doty-Humphrey). */
  #next(): number {
    const s = this.#state;
    const [a = 0, b = 0, c = 0, counter = 0] = s;
    const result = (a + b + counter) >>> 0;
    s[3] = counter + 1;
    s[0] = b ^ (b >>> 9);
    s[1] = c + (c << 3);
    s[2] = ((c << 21) | (c >>> 11)) + result;
    return result;
  }
}
