/**
 * @module A cohort in 32 bytes: the root over the sorted pseudonyms of its sites. A federation of thousands puts no leaf into the log for each;
 * a site is shown by a path that it is among those who were asked, or who counted.
 */

import { MusterError } from '@muster/errors';
import {
  HASH_BYTES,
  inclusionPath,
  leafHash,
  leafHashes,
  rootOfHashes,
  verifyInclusion,
} from '@muster/merkle';

const PREFIX = Buffer.from('fl-cohort/v1\n');

/** Where a site is in a cohort. */
export interface CohortPlace {
  readonly index: number;
  /** Inclusion proof (RFC 6962, section 2.1.1), 32 bytes each. */
  readonly path: readonly Uint8Array[];
}

export class Cohort {
  readonly root: Uint8Array;
  readonly #sorted: readonly string[];
  readonly #leaves: Uint8Array;

  /** Each pseudonym once, in any order. */
  constructor(pseudonyms: readonly string[]) {
    this.#sorted = pseudonyms.toSorted();
    this.#leaves = leafHashes(this.#sorted.map(entryOf));
    this.root = rootOfHashes(this.#leaves);
  }

  get size(): number {
    return this.#sorted.length;
  }

  /** Throws NOT_IN_COHORT. */
  placeOf(pseudonym: string): CohortPlace {
    const index = this.#sorted.indexOf(pseudonym);
    if (index < 0) throw new MusterError('NOT_IN_COHORT', `${pseudonym} is not in the cohort`);
    const path = inclusionPath(index, this.size).map(({ start, end }) =>
      rootOfHashes(this.#leaves.subarray(start * HASH_BYTES, end * HASH_BYTES)),
    );
    return { index, path };
  }
}

/** Throws AUDIT_PROOF_INVALID unless the site is in the cohort of this size and root (RFC 6962, section 2.1.1). */
export function verifyPlace(
  pseudonym: string,
  { index, path }: CohortPlace,
  { size, root }: { readonly size: number; readonly root: Uint8Array },
): void {
  verifyInclusion({ index, size, leaf: leafHash(entryOf(pseudonym)), root }, path);
}

function entryOf(pseudonym: string): Uint8Array {
  return Buffer.concat([PREFIX, Buffer.from(pseudonym)]);
}
