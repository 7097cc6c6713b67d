/** @module The files of a log as it grows: which ones are new, and their bytes (C2SP tlog-tiles). The checkpoint is written after them. */

import { MusterError } from '@muster/errors';
import { HASH_BYTES, leafHashes, sameHash } from '@muster/merkle';
import { encodeBundle } from './bundle.ts';
import { appendLeaves, edgeTiles, type RightEdge } from './right-edge.ts';
import { TILE_WIDTH, type Tile, tileAt, tilePath } from './tile.ts';

/** A file of the log: never changed once it is written. */
export interface LogFile {
  /** Below the prefix of the log, with `/` between folders. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Index of the first entry of the bundle that a tree of `size` entries leaves unfinished: `filesBetween` needs those from there on. */
export function unfinishedBundleStart(size: number): number {
  return size - (size % TILE_WIDTH);
}

/**
 * What a log writes to grow from the size of `edge`: the bundles and tiles of the new size that the old one had not, and the
 * new edge (C2SP tlog-tiles, "Merkle Tree", "Partial Tiles", "Log entries"). `entries` begin at `unfinishedBundleStart(edge.size)`.
 * The same entries give the same files, so all of it may be written again after a crash. Throws AUDIT_TILE_INVALID when the entries
 * that the edge already covers are missing or are not those that it was made from, and for an entry beyond 65,535 bytes.
 */
export function filesBetween(
  edge: RightEdge,
  entries: readonly Uint8Array[],
): { readonly edge: RightEdge; readonly files: readonly LogFile[] } {
  const covered = edge.size % TILE_WIDTH;
  const leaves = leafHashes(entries);
  if (!sameHash(leaves.subarray(0, covered * HASH_BYTES), edge.levels[0] ?? new Uint8Array()))
    throw new MusterError(
      'AUDIT_TILE_INVALID',
      `the entries from ${unfinishedBundleStart(edge.size)} on are not those that the log was built from`,
    );
  if (entries.length === covered) return { edge, files: [] };
  const { edge: next, tiles } = appendLeaves(edge, leaves.subarray(covered * HASH_BYTES));
  const newPartials = edgeTiles(next).filter(({ level, index, width }) => {
    const old = tileAt(level, index, edge.size);
    return old?.width !== width;
  });
  return {
    edge: next,
    files: [
      ...bundlesOf(unfinishedBundleStart(edge.size), entries),
      ...[...tiles, ...newPartials].map((tile) => ({ path: tilePath(tile), bytes: tile.bytes })),
    ],
  };
}

function bundlesOf(start: number, entries: readonly Uint8Array[]): readonly LogFile[] {
  return Array.from({ length: Math.ceil(entries.length / TILE_WIDTH) }, (_, i) => {
    const bundled = entries.slice(i * TILE_WIDTH, (i + 1) * TILE_WIDTH);
    const bundle: Tile = { level: 'entries', index: start / TILE_WIDTH + i, width: bundled.length };
    return { path: tilePath(bundle), bytes: encodeBundle(bundled) };
  });
}
