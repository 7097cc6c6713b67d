/**
 * @module Every file of a log against its signed root: entries are hashed, all tiles and the root are made again from them (C2SP tlog-tiles), and
 * what differs is named by file, entry and byte. Streams: one bundle at a time is held, and a few are fetched ahead.
 */

import { asMusterError, MusterError } from '@muster/errors';
import { HASH_BYTES, leafHash, leafHashes, rootOfHashes, sameHash, type TreeHead } from '@muster/merkle';
import {
  appendLeaves,
  EMPTY_EDGE,
  edgeTiles,
  type FilledTile,
  headOf,
  type RightEdge,
} from '../right-edge.ts';
import { TILE_WIDTH, type Tile, tileAt, tilePath } from '../tile.ts';
import { TreeReader } from '../tree-reader.ts';
import { entriesOf, type LogSource, type ReadBundle, readBundle, readTile } from './log-source.ts';

/** Bundles that are fetched before they are due. */
const AHEAD = 8;

/** Entries that follow one another, hashed. They agree with their tile; that both agree with the root is known when the check is over. */
export interface EntryBatch {
  /** Index of the first. */
  readonly first: number;
  readonly entries: readonly Uint8Array[];
  /** 32 bytes each. */
  readonly leaves: Uint8Array;
}

/** Where something is not as it was signed. */
interface Wrong {
  readonly path: string;
  readonly entry?: number;
  readonly offset: number;
  readonly message: string;
}

/** An entry and its hash in the tile are at odds: what to say if it is the entry that is wrong, and if it is the tile. */
interface Doubt {
  readonly entry: Wrong;
  readonly tile: Wrong;
}

interface Fetched {
  readonly tile: Tile;
  readonly bundle: Promise<ReadBundle>;
  readonly hashes: Promise<Uint8Array>;
}

/** Rejects with AUDIT_TILE_INVALID, whose detail is `path`, `entry`, `offset` of the first wrong byte as far as it can be told. */
export async function checkTree(
  source: LogSource,
  head: TreeHead,
  take: (batch: EntryBatch) => void,
): Promise<void> {
  const reader = new TreeReader(head, (tile) => readTile(source, tile));
  let edge: RightEdge = EMPTY_EDGE;
  let wrong: Wrong | undefined;
  let doubt: Doubt | undefined;
  for await (const { tile, bundle, hashes } of fetchedAhead(source, head.size)) {
    const [read, level0] = await Promise.all([bundle, hashes]);
    const entries = decoded(read, tile, level0);
    const leaves = leafHashes(entries);
    const differs = firstDifference(leaves, level0);
    if (differs >= 0) {
      const places = placesOf(read, tile, entries, differs);
      const culprit = await culpritOf(reader, tile, leaves, level0);
      if (culprit) throw refused(places[culprit]);
      doubt ??= places;
    } else if (!doubt) take({ first: edge.size, entries, leaves });
    const grown = appendLeaves(edge, leaves);
    wrong ??= await firstWrongTile(source, grown.tiles);
    edge = grown.edge;
  }
  wrong ??= await firstWrongTile(source, edgeTiles(edge));
  const isSigned = sameHash(headOf(edge).root, head.root);
  // With the right root all entries are right, and what differs from them is a tile.
  if (doubt) throw refused(isSigned ? doubt.tile : doubt.entry);
  if (wrong) throw refused(wrong);
  if (!isSigned)
    throw refused({
      path: 'checkpoint',
      offset: 0,
      message:
        'entries and tiles agree with one another and not with the root that was signed: they were written anew, or belong to another checkpoint',
    });
}

/** Bundles and the tiles of their hashes, in order, fetched before they are due. */
async function* fetchedAhead(source: LogSource, size: number): AsyncGenerator<Fetched> {
  const waiting: Fetched[] = [];
  for (let index = 0; ; index++) {
    const tile = tileAt('entries', index, size);
    if (tile) {
      const fetched = {
        tile,
        bundle: readBundle(source, tile),
        hashes: readTile(source, { ...tile, level: 0 }),
      };
      // Whoever takes it hears of the failure; until then it is nobody's.
      fetched.bundle.catch(() => {});
      fetched.hashes.catch(() => {});
      waiting.push(fetched);
    }
    if (tile && waiting.length < AHEAD) continue;
    const next = waiting.shift();
    if (!next) return;
    yield next;
  }
}

/** The entries; where the bundle cannot be taken apart, the first entry that is not the one that its hash says is named. */
function decoded(read: ReadBundle, tile: Tile, level0: Uint8Array): readonly Uint8Array[] {
  try {
    return entriesOf(read, tile.width);
  } catch (thrown) {
    const error = asMusterError(thrown);
    const view = new DataView(read.bytes.buffer, read.bytes.byteOffset, read.bytes.length);
    let at = 0;
    let index = 0;
    for (; index < tile.width && at + 2 <= read.bytes.length; index++) {
      const end = at + 2 + view.getUint16(at);
      if (end > read.bytes.length || !isLeafAt(level0, index, read.bytes.subarray(at + 2, end))) break;
      at = end;
    }
    const entry = tile.index * TILE_WIDTH + index;
    throw refused({ path: read.path, entry, offset: at, message: error.message });
  }
}

function isLeafAt(level0: Uint8Array, index: number, entry: Uint8Array): boolean {
  return sameHash(leafHash(entry), level0.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES));
}

/** Index of the first byte in which two runs differ; -1 where they are the same. */
function firstDifference(a: Uint8Array, b: Uint8Array): number {
  if (Buffer.compare(a, b) === 0) return -1;
  const at = a.findIndex((byte, i) => byte !== b[i]);
  return at < 0 ? Math.min(a.length, b.length) : at;
}

function placesOf({ path }: ReadBundle, tile: Tile, entries: readonly Uint8Array[], differs: number): Doubt {
  const place = Math.floor(differs / HASH_BYTES);
  const entry = tile.index * TILE_WIDTH + place;
  const offset = entries.slice(0, place).reduce((sum, { length }) => sum + 2 + length, 0);
  const tileFile = tilePath({ ...tile, level: 0 });
  return {
    entry: { path, entry, offset, message: `entry ${entry} is not the one that was signed` },
    tile: {
      path: tileFile,
      entry,
      offset: differs,
      message: `${tileFile} is not what was signed: the hash of entry ${entry} is another one`,
    },
  };
}

/** Which of a full bundle and its tile hashes to what was signed decides on the other; undefined where the tiles above cannot tell. */
async function culpritOf(
  reader: TreeReader,
  { index, width }: Tile,
  leaves: Uint8Array,
  level0: Uint8Array,
): Promise<'entry' | 'tile' | undefined> {
  if (width < TILE_WIDTH) return undefined;
  const start = index * TILE_WIDTH;
  const signed = await reader.hashes([{ start, end: start + width }]).catch(() => undefined);
  const [root] = signed ?? [];
  if (root && sameHash(root, rootOfHashes(leaves))) return 'tile';
  return root && sameHash(root, rootOfHashes(level0)) ? 'entry' : undefined;
}

/** The first of the tiles above level 0, made from entries, whose file has other bytes. */
async function firstWrongTile(source: LogSource, tiles: readonly FilledTile[]): Promise<Wrong | undefined> {
  for (const tile of tiles.filter(({ level }) => level !== 0)) {
    const bytes = await readTile(source, tile);
    const offset = firstDifference(tile.bytes, bytes);
    const path = tilePath(tile);
    if (offset >= 0) return { path, offset, message: `${path} is not what the entries beneath it hash to` };
  }
  return undefined;
}

function refused({ path, entry, offset, message }: Wrong): MusterError {
  return new MusterError('AUDIT_TILE_INVALID', message, {
    detail: { path, offset, ...(entry === undefined ? {} : { entry }) },
  });
}
