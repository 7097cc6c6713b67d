/**
 * @module The files beside those of the newest tree: partial tiles and bundles of sizes that were published before. Each must be the beginning
 * of what is there now, or somebody who looked then saw something else.
 */

import { asMusterError, MusterError } from '@muster/errors';
import { HASH_BYTES } from '@muster/merkle';
import { parseTilePath, type Tile, tileAt, tilePath } from '../tile.ts';
import { entriesOf, type LogSource, readBundle, readTile } from './log-source.ts';

export interface OlderFiles {
  readonly checked: number;
  /** Names that belong to no log; tiles beyond the checkpoint. */
  readonly strange: readonly string[];
}

/** Rejects with AUDIT_TILE_INVALID for a partial file that is not the beginning of the file in its place; nothing where the source lists no files. */
export async function checkOlderFiles(source: LogSource, size: number): Promise<OlderFiles> {
  const strange: string[] = [];
  let checked = 0;
  let last: { readonly path: string; readonly bytes: Uint8Array } | undefined;
  for await (const path of source.list?.() ?? []) {
    const old = tileOf(path);
    const now = old && tileAt(old.level, old.index, size);
    if (path === 'checkpoint' || (old && now?.width === old.width)) continue;
    if (!old || !now || old.width > now.width) {
      strange.push(path);
      continue;
    }
    if (last?.path !== tilePath(now))
      last = { path: tilePath(now), bytes: await contentOf(source, now, now.width) };
    const bytes = await source.read(path, last.bytes.length);
    const due = old.level === 'entries' ? lengthOf(last.bytes, old.width) : old.width * HASH_BYTES;
    if (Buffer.compare(bytes, last.bytes.subarray(0, due)) !== 0)
      throw new MusterError('AUDIT_TILE_INVALID', `${path} is not the beginning of ${last.path}`, {
        detail: { path, offset: offsetOf(bytes, last.bytes.subarray(0, due)) },
      });
    checked += 1;
  }
  return { checked, strange };
}

function tileOf(path: string): Tile | undefined {
  try {
    return parseTilePath(path);
  } catch (thrown) {
    if (asMusterError(thrown).code === 'AUDIT_TILE_INVALID') return undefined;
    throw thrown;
  }
}

async function contentOf(source: LogSource, tile: Tile, width: number): Promise<Uint8Array> {
  if (tile.level !== 'entries') return await readTile(source, tile);
  const bundle = await readBundle(source, tile);
  entriesOf(bundle, width);
  return bundle.bytes;
}

/** Bytes of the first `count` entries of a bundle that was taken apart before. */
function lengthOf(bundle: Uint8Array, count: number): number {
  const view = new DataView(bundle.buffer, bundle.byteOffset, bundle.length);
  let at = 0;
  for (let i = 0; i < count; i++) at += 2 + view.getUint16(at);
  return at;
}

function offsetOf(a: Uint8Array, b: Uint8Array): number {
  const at = a.findIndex((byte, i) => byte !== b[i]);
  return at < 0 ? Math.min(a.length, b.length) : at;
}
