/** @module The updates that a site has kept, opened by the site's own keys: what was in them, whoever could read them on the way. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SEAL_RECORD_BYTES, SealedRecords, sealedOffset, unsealedBytes } from '@muster/identity';

/** SHA-256 of the values of each update that the site kept for a run, oldest first. `folder`: of the site. */
export function openedUpdates(folder: string, run: string): readonly string[] {
  const state = join(folder, 'state');
  using database = new DatabaseSync(join(state, 'site.db'), { readOnly: true });
  const rows = database
    .prepare(
      'SELECT update_hash, report_json FROM work WHERE run = ? AND update_hash IS NOT NULL ORDER BY round, attempt',
    )
    .all(run);
  return rows.map(({ update_hash: hash, report_json: report }) => {
    const { sealKey } = JSON.parse(String(report));
    const name = String(hash);
    const sealed = readFileSync(join(state, 'blobs', 'sha256', name.slice(0, 2), name.slice(2)));
    return createHash('sha256')
      .update(opened(sealed, Buffer.from(sealKey, 'hex')))
      .digest('hex');
  });
}

function opened(sealed: Uint8Array, key: Uint8Array): Uint8Array {
  const records = new SealedRecords(key);
  const size = unsealedBytes(sealed.length);
  const parts: Uint8Array[] = [];
  for (let at = 0; at < size; at += SEAL_RECORD_BYTES) {
    const end = Math.min(sealed.length, sealedOffset(at + SEAL_RECORD_BYTES));
    const isLast = at + SEAL_RECORD_BYTES >= size;
    parts.push(records.open(at / SEAL_RECORD_BYTES, isLast, sealed.subarray(sealedOffset(at), end)));
  }
  return Buffer.concat(parts);
}
