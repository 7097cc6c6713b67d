/** @module Where a log that is verified is read from, by paths alone, and how much of each file at most: nobody is believed about a size. */

import { asMusterError, MusterError } from '@muster/errors';
import { HASH_BYTES } from '@muster/merkle';
import { decodeBundle, ENTRY_BYTES_MAX } from '../bundle.ts';
import { TILE_WIDTH, type Tile, tilePath } from '../tile.ts';

/** 100 signatures of the largest type in base64, and the text. */
const CHECKPOINT_BYTES_MAX = 512 * 1024;
const LENGTH_BYTES = 2;

/** A folder, a server. */
export interface LogSource {
  /** As people call it: a path, a URL. */
  readonly name: string;
  /**
   * The bytes of a file, at most `bytesMax` and one more: whoever gets more than `bytesMax` knows that the file is longer. Rejects with
   * NOT_FOUND, with AUDIT_TILE_INVALID for what is no plain file, and with UNAVAILABLE, TIMEOUT and the like where nothing can be said.
   */
  read(path: string, bytesMax: number): Promise<Uint8Array>;
  /** Paths of all files that are there; only where they can be listed. */
  list?(): AsyncIterable<string>;
}

/** Entries with the file that they were read from. */
export interface ReadBundle {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Entries in the file: 256 where a full one was read in place of a partial one. */
  readonly width: number;
}

/** Rejects with AUDIT_NOTE_INVALID for a file that is too long, and like `LogSource.read`. */
export async function readCheckpoint(source: LogSource): Promise<Uint8Array> {
  const bytes = await source.read('checkpoint', CHECKPOINT_BYTES_MAX);
  if (bytes.length > CHECKPOINT_BYTES_MAX)
    throw new MusterError('AUDIT_NOTE_INVALID', 'the checkpoint is longer than 100 signatures can make it');
  return bytes;
}

/**
 * A tile of hashes, or the full one in place of a partial one that was dropped (C2SP tlog-tiles, "Partial Tiles"). Rejects with
 * AUDIT_TILE_INVALID for a tile that is not there or of another length.
 */
export async function readTile(source: LogSource, tile: Tile): Promise<Uint8Array> {
  const { path, bytes, width } = await readAt(source, tile, ({ width: w }) => w * HASH_BYTES);
  if (bytes.length !== width * HASH_BYTES)
    throw new MusterError(
      'AUDIT_TILE_INVALID',
      `${path} has ${shown(bytes, width * HASH_BYTES)} bytes, and ${width * HASH_BYTES} are due`,
      { detail: { path, offset: Math.min(bytes.length, width * HASH_BYTES) } },
    );
  return bytes.subarray(0, tile.width * HASH_BYTES);
}

/** The file of a bundle, not taken apart. Rejects with AUDIT_TILE_INVALID for one that is not there or longer than its entries can be. */
export async function readBundle(source: LogSource, tile: Tile): Promise<ReadBundle> {
  const most = ({ width }: Tile) => width * (LENGTH_BYTES + ENTRY_BYTES_MAX);
  const read = await readAt(source, tile, most);
  if (read.bytes.length > most(read))
    throw new MusterError('AUDIT_TILE_INVALID', `${read.path} is longer than ${read.width} entries can be`, {
      detail: { path: read.path, offset: most(read) },
    });
  return read;
}

/** The entries of a bundle that belong to a tree in which it is `width` wide. Throws AUDIT_TILE_INVALID. */
export function entriesOf({ bytes, width }: ReadBundle, due: number): readonly Uint8Array[] {
  return decodeBundle(bytes, width).slice(0, due);
}

async function readAt(
  source: LogSource,
  tile: Tile,
  most: (tile: Tile) => number,
): Promise<ReadBundle & Tile> {
  try {
    const path = tilePath(tile);
    return { ...tile, path, bytes: await source.read(path, most(tile)) };
  } catch (thrown) {
    if (asMusterError(thrown).code !== 'NOT_FOUND') throw thrown;
  }
  const full = { ...tile, width: TILE_WIDTH };
  try {
    const path = tilePath(full);
    return { ...full, path, bytes: await source.read(path, most(full)) };
  } catch (thrown) {
    if (asMusterError(thrown).code !== 'NOT_FOUND') throw thrown;
    const path = tilePath(tile);
    throw new MusterError('AUDIT_TILE_INVALID', `the log has no ${path}, which its checkpoint covers`, {
      detail: { path },
    });
  }
}

function shown({ length }: Uint8Array, due: number): string {
  return length > due ? `more than ${due}` : String(length);
}
