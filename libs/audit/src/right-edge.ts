/** @module The right edge of a tree: the hashes of its partial tiles, all that is needed to go on and to know the root. */

import { MusterError } from '@muster/errors';
import { EMPTY_ROOT, HASH_BYTES, nodeHash, nodesOf, rootOfHashes, type TreeHead } from '@muster/merkle';
import { levelsOf, partialTiles, partialWidth, TILE_WIDTH, type Tile } from './tile.ts';

const TILE_BYTES = TILE_WIDTH * HASH_BYTES;

/** At each tile level, lowest first, the bytes of the partial tile (C2SP tlog-tiles, "Partial Tiles"); empty where there is none. */
export interface RightEdge {
  readonly size: number;
  readonly levels: readonly Uint8Array[];
}

/** A tile with its bytes, 32 to a hash. */
export interface FilledTile extends Tile {
  readonly bytes: Uint8Array;
}

/** The edge of the tree without entries. */
export const EMPTY_EDGE: RightEdge = { size: 0, levels: [] };

/**
 * The edge of a tree of `size` entries from the bytes of its levels, as they were stored or fetched. Throws AUDIT_TILE_INVALID
 * for a size that is no whole number, and unless each level has just the hashes that a tree of this size leaves over.
 */
export function rightEdge(size: number, levels: readonly Uint8Array[]): RightEdge {
  const count = Number.isSafeInteger(size) && size >= 0 ? levelsOf(size) : Number.NaN;
  const fits = levels.every((bytes, level) => bytes.length === partialWidth(level, size) * HASH_BYTES);
  if (levels.length !== count || !fits)
    throw new MusterError(
      'AUDIT_TILE_INVALID',
      `these hashes are not the right edge of a tree of ${size} entries`,
    );
  return { size, levels };
}

/** The edge of a tree of `size` entries out of its tiles. Rejects like `read`, and with AUDIT_TILE_INVALID as `rightEdge`. */
export async function readEdge(size: number, read: (tile: Tile) => Promise<Uint8Array>): Promise<RightEdge> {
  const levels: Uint8Array[] = Array.from({ length: levelsOf(size) }, () => new Uint8Array());
  for (const tile of partialTiles(size)) if (tile.level !== 'entries') levels[tile.level] = await read(tile);
  return rightEdge(size, levels);
}

/** Size and root of the tree that the edge ends (RFC 6962, section 2.1). */
export function headOf({ size, levels }: RightEdge): TreeHead {
  const peaks = levels.flatMap((bytes) => peaksOf(bytes).reverse());
  return {
    size,
    root: peaks.length === 0 ? EMPTY_ROOT : peaks.reduce((right, left) => nodeHash(left, right)),
  };
}

/** Roots of the complete subtrees in a partial tile, from left to right. */
function peaksOf(bytes: Uint8Array): Uint8Array[] {
  return nodesOf({ start: 0, end: bytes.length / HASH_BYTES }).map(({ level, index }) => {
    const length = 2 ** level * HASH_BYTES;
    return rootOfHashes(bytes.subarray(index * length, (index + 1) * length));
  });
}

/**
 * The edge after these leaf hashes, 32 bytes each, and the tiles that they fill, lower levels first (C2SP tlog-tiles, "Merkle
 * Tree"). Throws AUDIT_TILE_INVALID for a length that is no multiple of 32.
 */
export function appendLeaves(
  edge: RightEdge,
  leaves: Uint8Array,
): { readonly edge: RightEdge; readonly tiles: readonly FilledTile[] } {
  if (leaves.length % HASH_BYTES !== 0)
    throw new MusterError('AUDIT_TILE_INVALID', `${leaves.length} bytes are no run of 32-byte hashes`);
  const size = edge.size + leaves.length / HASH_BYTES;
  const tiles: FilledTile[] = [];
  let incoming = leaves;
  const levels = Array.from({ length: levelsOf(size) }, (_, level) => {
    const hashes = Buffer.concat([edge.levels[level] ?? Buffer.alloc(0), incoming]);
    const first = Math.floor(edge.size / TILE_WIDTH ** (level + 1));
    const full = Math.floor(hashes.length / TILE_BYTES);
    const roots = Buffer.alloc(full * HASH_BYTES);
    for (let i = 0; i < full; i++) {
      const bytes = new Uint8Array(hashes.subarray(i * TILE_BYTES, (i + 1) * TILE_BYTES));
      tiles.push({ level, index: first + i, width: TILE_WIDTH, bytes });
      roots.set(rootOfHashes(bytes), i * HASH_BYTES);
    }
    incoming = roots;
    return new Uint8Array(hashes.subarray(full * TILE_BYTES));
  });
  return { edge: { size, levels }, tiles };
}

/** The partial tiles of the tree that the edge ends, lower levels first (C2SP tlog-tiles, "Partial Tiles"). */
export function edgeTiles({ size, levels }: RightEdge): readonly FilledTile[] {
  return partialTiles(size).map((tile) => ({
    ...tile,
    bytes: levels[Number(tile.level)] ?? new Uint8Array(),
  }));
}
