/** @module Trees too large to build, for tests: every entry hashes alike but one, so each subtree costs its height. */
import { leafHash, nodeHash } from '../merkle.ts';
import { foldNodes, nodesOf, type Range } from '../range.ts';

const COMMON = leafHash(new Uint8Array([1]));

/** A tree whose entry `index` alone is `leaf`. */
export class TallTree {
  readonly index: number;
  readonly leaf: Uint8Array = leafHash(new Uint8Array([2]));
  readonly #common: Uint8Array[] = [COMMON];

  constructor(index: number) {
    this.index = index;
    for (let level = 1; level <= 52; level++) {
      const below = this.#common[level - 1] ?? COMMON;
      this.#common.push(nodeHash(below, below));
    }
  }

  /** MTH of a range that is a subtree. */
  hash(range: Range): Uint8Array {
    return foldNodes(nodesOf(range).map(({ level, index }) => this.#node(level, index)));
  }

  #node(level: number, index: number): Uint8Array {
    if (Math.floor(this.index / 2 ** level) !== index) return this.#common[level] ?? COMMON;
    if (level === 0) return this.leaf;
    return nodeHash(this.#node(level - 1, 2 * index), this.#node(level - 1, 2 * index + 1));
  }
}
