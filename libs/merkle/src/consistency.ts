/** @module Consistency proofs: a larger tree begins with a smaller one (RFC 6962, section 2.1.2; checked as in RFC 9162, 2.1.4.2). */
import { MusterError } from '@muster/errors';
import { EMPTY_ROOT, nodeHash, sameHash } from './merkle.ts';
import { bitLength, checkHashes, checkLength, checkWhole, onesIn } from './proof.ts';
import { type Range, splitOf } from './range.ts';

/** How many entries a tree has, and the hash over them all. */
export interface TreeHead {
  readonly size: number;
  readonly root: Uint8Array;
}

/**
 * The subtrees whose hashes are the proof: PROOF(oldSize, D[newSize]) of RFC 6962, section 2.1.2, and none from the empty
 * tree, of which each tree is a continuation. Throws AUDIT_PROOF_INVALID unless 0 <= oldSize <= newSize.
 */
export function consistencyPath(oldSize: number, newSize: number): readonly Range[] {
  checkWhole(oldSize, 'the old size');
  checkWhole(newSize, 'the new size');
  if (oldSize > newSize)
    throw new MusterError(
      'AUDIT_PROOF_INVALID',
      `a tree of ${newSize} entries does not go on from ${oldSize}`,
    );
  if (oldSize === 0 || oldSize === newSize) return [];
  const path: Range[] = [];
  let [start, end] = [0, newSize];
  // The verifier knows the root of the old tree, so a subtree that is the whole of the old tree is left out.
  while (end !== oldSize) {
    const middle = start + splitOf(end - start);
    if (oldSize <= middle) {
      path.push({ start: middle, end });
      end = middle;
    } else {
      path.push({ start, end: middle });
      start = middle;
    }
  }
  if (start > 0) path.push({ start, end });
  return path.reverse();
}

/**
 * Throws AUDIT_PROOF_INVALID unless the proof shows that the new tree begins with the old one. From size 0 the old root must be
 * the empty root and the proof empty; between equal sizes the roots must be equal and the proof empty.
 */
export function verifyConsistency(old: TreeHead, next: TreeHead, proof: readonly Uint8Array[]): void {
  checkWhole(old.size, 'the old size');
  checkWhole(next.size, 'the new size');
  checkHashes([old.root, next.root, ...proof]);
  if (old.size > next.size)
    throw new MusterError('AUDIT_PROOF_INVALID', `the tree shrank from ${old.size} to ${next.size} entries`);
  for (const { size, root } of [old, next])
    if (size === 0 && !sameHash(root, EMPTY_ROOT))
      throw new MusterError(
        'AUDIT_PROOF_INVALID',
        'a tree of no entries has the root of the empty tree only',
      );
  if (old.size === 0 || old.size === next.size) {
    checkLength(proof, 0);
    if (old.size === next.size && !sameHash(old.root, next.root))
      throw new MusterError('AUDIT_PROOF_INVALID', `two trees of ${old.size} entries have different roots`);
    return;
  }
  const [oldRoot, newRoot] = rootsFrom(old, next.size, proof);
  if (!sameHash(oldRoot, old.root))
    throw new MusterError('AUDIT_PROOF_INVALID', 'the proof leads to another root of the old tree');
  if (!sameHash(newRoot, next.root))
    throw new MusterError('AUDIT_PROOF_INVALID', 'the proof leads to another root of the new tree');
}

/** Shown of a log that has signed both trees, of which the new one does not begin with the old one. */
export interface ShownFork {
  /** What it begins with in place of the old one, and the proof from there to its root; null where both are of one size. */
  readonly beginning: { readonly root: Uint8Array; readonly proof: readonly Uint8Array[] } | null;
}

/**
 * What two heads and the proof between them show by themselves (RFC 6962, section 2.1.2): a fork, or nothing. A proof from a size that is a
 * power of two leaves out the root of that size, so it shows none; nor does one that does not lead to the new root.
 */
export function shownFork(
  old: TreeHead,
  next: TreeHead,
  proof: readonly Uint8Array[],
): ShownFork | undefined {
  if (old.size === next.size) return sameHash(old.root, next.root) ? undefined : { beginning: null };
  if (old.size === 0 || old.size > next.size) return undefined;
  try {
    checkHashes(proof);
    const [root, newRoot] = rootsFrom(old, next.size, proof);
    const isOther = sameHash(newRoot, next.root) && !sameHash(root, old.root);
    return isOther ? { beginning: { root, proof } } : undefined;
  } catch {
    return undefined; // it is no proof between these sizes
  }
}

/** Both roots as the proof has them; 0 < old.size < newSize. */
function rootsFrom(
  old: TreeHead,
  newSize: number,
  proof: readonly Uint8Array[],
): readonly [Uint8Array, Uint8Array] {
  // Number's own bit operators cut to 32 bits.
  const size = BigInt(old.size);
  const last = size - 1n;
  const depth = bitLength(last ^ (BigInt(newSize) - 1n));
  const shift = bitLength(size & -size) - 1;
  const inner = depth - shift;
  const border = onesIn(last >> BigInt(depth));
  const isPower = size === 1n << BigInt(shift);
  checkLength(proof, inner + border + (isPower ? 0 : 1));
  const [seed = old.root, ...rest] = isPower ? [old.root, ...proof] : proof;
  const mask = last >> BigInt(shift);
  let [oldRoot, newRoot] = [seed, seed];
  rest.forEach((hash, k) => {
    if (k >= inner || (mask >> BigInt(k)) & 1n) {
      oldRoot = nodeHash(hash, oldRoot);
      newRoot = nodeHash(hash, newRoot);
    } else newRoot = nodeHash(newRoot, hash);
  });
  return [oldRoot, newRoot];
}
