/** @module A whole tree in memory, of which any entry can be proved at once (RFC 6962, section 2.1.1). */
import { MusterError } from '@muster/errors';
import { EMPTY_ROOT, HASH_BYTES, nodeHash } from './merkle.ts';

/** Over the hashes of its entries, 32 bytes each, one after the other. */
export class HashTree {
  readonly size: number;
  /** EMPTY_ROOT of no entries. */
  readonly root: Uint8Array;
  /** From the leaves up; an odd last node is carried up unchanged. */
  readonly #levels: readonly (readonly Uint8Array[])[];

  constructor(leaves: Uint8Array) {
    this.size = leaves.length / HASH_BYTES;
    let level = Array.from({ length: this.size }, (_, i) =>
      leaves.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES),
    );
    const levels = [level];
    while (level.length > 1) {
      level = Array.from({ length: Math.ceil(level.length / 2) }, (_, i) => {
        const [left = EMPTY_ROOT, right] = [level[2 * i], level[2 * i + 1]];
        return right === undefined ? left : nodeHash(left, right);
      });
      levels.push(level);
    }
    this.#levels = levels;
    this.root = level[0] ?? EMPTY_ROOT;
  }

  /** PATH(index, D[size]), from the leaf's sibling up. AUDIT_PROOF_INVALID for an index that is none. */
  proofOf(index: number): readonly Uint8Array[] {
    if (!Number.isInteger(index) || index < 0 || index >= this.size)
      throw new MusterError('AUDIT_PROOF_INVALID', `entry ${index} is beyond a tree of ${this.size} entries`);
    return this.#levels.flatMap((level, height) => level[Math.floor(index / 2 ** height) ^ 1] ?? []);
  }
}
