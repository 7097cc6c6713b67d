/** @module Merkle trees of RFC 6962: hashes, roots, proofs that an entry is in a tree and that a tree goes on from a smaller one. */
export {
  consistencyPath,
  type ShownFork,
  shownFork,
  type TreeHead,
  verifyConsistency,
} from './consistency.ts';
export { HashTree } from './hash-tree.ts';
export { type InclusionClaim, inclusionPath, verifyInclusion } from './inclusion.ts';
export {
  EMPTY_ROOT,
  HASH_BYTES,
  leafHash,
  leafHashes,
  nodeHash,
  rootOfHashes,
  sameHash,
} from './merkle.ts';
export { foldNodes, nodesOf, type Range, type TreeNode } from './range.ts';
