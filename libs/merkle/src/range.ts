/** @module Ranges of entries and the complete subtrees that they fall into (RFC 6962, section 2.1). Numbers are exact up to 2^53 - 1. */
import { nodeHash } from './merkle.ts';

/** Entries `start` up to but without `end`; a subtree of the tree, so `start` is a multiple of the largest power of two in it. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A complete subtree: entries `index * 2^level` up to but without `(index + 1) * 2^level`. */
export interface TreeNode {
  readonly level: number;
  readonly index: number;
}

/** The k of RFC 6962, section 2.1: the largest power of two below `size`, which is at least 2. */
export function splitOf(size: number): number {
  let k = 1;
  while (k * 2 < size) k *= 2;
  return k;
}

/** The complete subtrees of a range, from left to right; each is smaller than the one before. */
export function nodesOf({ start, end }: Range): readonly TreeNode[] {
  const nodes: TreeNode[] = [];
  let from = start;
  for (let level = 52, width = 2 ** 52; level >= 0; level--, width /= 2) {
    if (end - from < width) continue;
    nodes.push({ level, index: from / width });
    from += width;
  }
  return nodes;
}

/** MTH of a range from the hashes of its nodes in the order of `nodesOf` (RFC 6962, section 2.1); there is at least one. */
export function foldNodes(hashes: readonly Uint8Array[]): Uint8Array {
  return hashes.reduceRight((right, left) => nodeHash(left, right));
}
