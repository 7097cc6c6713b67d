/** @module Inclusion proofs: an entry is in a tree (RFC 6962, section 2.1.1; checked as in RFC 9162, 2.1.3.2). */
import { MusterError } from '@muster/errors';
import { nodeHash, sameHash } from './merkle.ts';
import { bitLength, checkHashes, checkLength, checkWhole, onesIn } from './proof.ts';
import { type Range, splitOf } from './range.ts';

/** What an inclusion proof claims: the leaf with this hash is entry `index` of the tree of `size` entries with this root. */
export interface InclusionClaim {
  readonly index: number;
  readonly size: number;
  readonly leaf: Uint8Array;
  readonly root: Uint8Array;
}

/**
 * The subtrees whose hashes are the proof, from the leaf's sibling up: PATH(index, D[size]) of RFC 6962, section 2.1.1.
 * Throws AUDIT_PROOF_INVALID unless 0 <= index < size.
 */
export function inclusionPath(index: number, size: number): readonly Range[] {
  checkWhole(size, 'the size of the tree');
  checkWhole(index, 'the index of the entry');
  if (index >= size)
    throw new MusterError('AUDIT_PROOF_INVALID', `entry ${index} is beyond a tree of ${size} entries`);
  const path: Range[] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const middle = start + splitOf(end - start);
    if (index < middle) {
      path.push({ start: middle, end });
      end = middle;
    } else {
      path.push({ start, end: middle });
      start = middle;
    }
  }
  return path.reverse();
}

/**
 * Throws AUDIT_PROOF_INVALID unless the proof leads from the leaf to the root: of another length, with a hash of another
 * length than 32, for an index beyond the size, or to another root.
 */
export function verifyInclusion(claim: InclusionClaim, proof: readonly Uint8Array[]): void {
  checkWhole(claim.size, 'the size of the tree');
  checkWhole(claim.index, 'the index of the entry');
  if (claim.index >= claim.size)
    throw new MusterError(
      'AUDIT_PROOF_INVALID',
      `entry ${claim.index} is beyond a tree of ${claim.size} entries`,
    );
  // Number's own bit operators cut to 32 bits.
  const index = BigInt(claim.index);
  const inner = bitLength(index ^ (BigInt(claim.size) - 1n));
  const border = onesIn(index >> BigInt(inner));
  checkHashes([claim.leaf, claim.root, ...proof]);
  checkLength(proof, inner + border);
  const root = proof.reduce(
    (hash, sibling, k) =>
      k >= inner || (index >> BigInt(k)) & 1n ? nodeHash(sibling, hash) : nodeHash(hash, sibling),
    claim.leaf,
  );
  if (!sameHash(root, claim.root))
    throw new MusterError('AUDIT_PROOF_INVALID', 'the proof leads to another root than the one signed');
}
