/** @module Tiles and entry bundles by their place: paths, widths, which of them a tree of some size has (C2SP tlog-tiles). */

import { MusterError } from '@muster/errors';
import type { TreeNode } from '@muster/merkle';
import { parseDecimal } from './strict-text.ts';

/** Hashes of a full tile, entries of a full bundle. */
export const TILE_WIDTH = 256;
/** Tree levels from the bottom hashes of a tile to those of the tile above. */
const TILE_HEIGHT = 8;
/** The path has room for more levels; a tree of 2^53 - 1 entries ends at this one. */
const TREE_LEVEL_MAX = 6;
const LEVEL_MAX = 63;

/** A tile of hashes at a level from 0, or the bundle of the entries beneath a tile of level 0. */
export interface Tile {
  readonly level: number | 'entries';
  /** Place within its level, from 0. */
  readonly index: number;
  /** Hashes or entries in it, 1 to 256; fewer than 256 make it partial. */
  readonly width: number;
}

/**
 * Path below the prefix of the log: `tile/<L>/<N>[.p/<W>]` (C2SP tlog-tiles, "Merkle Tree" and "Log entries"). Throws
 * AUDIT_TILE_INVALID for a level, an index or a width out of its range.
 */
export function tilePath({ level, index, width }: Tile): string {
  const isLevel = level === 'entries' || (Number.isInteger(level) && level >= 0 && level <= LEVEL_MAX);
  const isWidth = Number.isInteger(width) && width >= 1 && width <= TILE_WIDTH;
  if (!isLevel || !isWidth || !Number.isSafeInteger(index) || index < 0)
    throw new MusterError('AUDIT_TILE_INVALID', `no tile ${index} of width ${width} at level ${level}`);
  const groups = [String(index % 1000).padStart(3, '0')];
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000))
    groups.unshift(`x${String(rest % 1000).padStart(3, '0')}`);
  return `tile/${level}/${groups.join('/')}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}

/**
 * The tile at a path. Throws AUDIT_TILE_INVALID for whatever `tilePath` would not write: leading zeros, groups of another
 * length, width 0 or 256, a level beyond 63 (C2SP tlog-tiles, "Merkle Tree").
 */
export function parseTilePath(path: string): Tile {
  const [, levelText = '', groups = '', widthText] =
    /^tile\/([0-9]+|entries)\/((?:x[0-9]{3}\/)*[0-9]{3})(?:\.p\/([0-9]+))?$/.exec(path) ?? [];
  const level = levelText === 'entries' ? levelText : parseDecimal(levelText);
  const index = Number(groups.replaceAll(/[x/]/g, ''));
  const width = widthText === undefined ? TILE_WIDTH : parseDecimal(widthText);
  if (
    level === null ||
    width === null ||
    !Number.isSafeInteger(index) ||
    tilePath({ level, index, width }) !== path
  )
    throw new MusterError('AUDIT_TILE_INVALID', `no path of a tile: ${path.slice(0, 120)}`);
  return { level, index, width };
}

/** Complete hashes at a tile level of a tree: floor(size / 256^level). Entries lie beneath level 0, one to a hash. */
function widthOfLevel(level: number | 'entries', size: number): number {
  return Math.floor(size / TILE_WIDTH ** (level === 'entries' ? 0 : level));
}

/**
 * Width of the partial tile at a level: floor(size / 256^level) mod 256; 0 where there is none (C2SP tlog-tiles, "Partial
 * Tiles").
 */
export function partialWidth(level: number | 'entries', size: number): number {
  return widthOfLevel(level, size) % TILE_WIDTH;
}

/** The tile at a place in a tree of `size` entries, as wide as it is there; null where the tree has none. */
export function tileAt(level: number | 'entries', index: number, size: number): Tile | null {
  const width = Math.min(TILE_WIDTH, widthOfLevel(level, size) - index * TILE_WIDTH);
  return width > 0 ? { level, index, width } : null;
}

/** The partial tiles of hashes of a tree, lowest level first: its right edge (C2SP tlog-tiles, "Partial Tiles"). */
export function partialTiles(size: number): readonly Tile[] {
  return Array.from({ length: levelsOf(size) }, (_, level) => ({
    level,
    index: Math.floor(widthOfLevel(level, size) / TILE_WIDTH),
    width: partialWidth(level, size),
  })).filter(({ width }) => width > 0);
}

/** Tile levels of a tree that hold a hash; 0 of the empty tree. */
export function levelsOf(size: number): number {
  let levels = 0;
  while (levels <= TREE_LEVEL_MAX && widthOfLevel(levels, size) > 0) levels++;
  return levels;
}

/**
 * Bundles, then tiles of hashes, that a tree of `newSize` entries has and one of `oldSize` has not, in the order in which to
 * write or fetch them (C2SP tlog-tiles). From 0 it is the whole log; of equal sizes, nothing.
 */
export function* tilesBetween(oldSize: number, newSize: number): Generator<Tile> {
  const levels: (number | 'entries')[] = [
    'entries',
    ...Array.from({ length: levelsOf(newSize) }, (_, i) => i),
  ];
  for (const level of levels) {
    if (widthOfLevel(level, oldSize) === widthOfLevel(level, newSize)) continue;
    let index = Math.floor(widthOfLevel(level, oldSize) / TILE_WIDTH);
    for (let tile = tileAt(level, index, newSize); tile; tile = tileAt(level, ++index, newSize)) yield tile;
  }
}

/** Where the hashes lie from which a node is made: `count` of them from `first` on, in a tile (C2SP tlog-tiles, "Merkle Tree"). */
export interface NodePlace {
  readonly level: number;
  readonly index: number;
  readonly first: number;
  readonly count: number;
}

/** The tile and the bottom hashes beneath a node of the tree. */
export function placeOfNode({ level, index }: TreeNode): NodePlace {
  const count = 2 ** (level % TILE_HEIGHT);
  const nodesPerTile = TILE_WIDTH / count;
  return {
    level: Math.floor(level / TILE_HEIGHT),
    index: Math.floor(index / nodesPerTile),
    first: (index % nodesPerTile) * count,
    count,
  };
}
