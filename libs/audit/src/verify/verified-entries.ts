/** @module Entries of a log that somebody reads without verifying all of it: each bundle is shown to be under the signed root first. */

import { MusterError } from '@muster/errors';
import { leafHashes, rootOfHashes, sameHash } from '@muster/merkle';
import type { LogPolicy } from '../log-policy.ts';
import { openUnderPolicy } from '../log-policy.ts';
import { formatLogProof } from '../log-proof.ts';
import { TILE_WIDTH, tileAt } from '../tile.ts';
import { TreeReader } from '../tree-reader.ts';
import { entriesOf, type LogSource, readBundle, readCheckpoint, readTile } from './log-source.ts';

export interface VerifiedEntry {
  readonly index: number;
  readonly entry: Uint8Array;
}

/**
 * Entries `from` up to but without `to`, in order. Rejects with AUDIT_TILE_INVALID where a bundle is not the one that was signed, and
 * like `TreeReader.hashes`.
 */
export async function* verifiedEntries(
  source: LogSource,
  reader: TreeReader,
  from: number,
  to: number,
): AsyncGenerator<VerifiedEntry> {
  const { size } = reader.head;
  for (let first = from - (from % TILE_WIDTH); first < Math.min(to, size); first += TILE_WIDTH) {
    const tile = tileAt('entries', first / TILE_WIDTH, size);
    if (!tile) return;
    const bundle = await readBundle(source, tile);
    const entries = entriesOf(bundle, tile.width);
    const [signed] = await reader.hashes([{ start: first, end: first + tile.width }]);
    if (!signed || !sameHash(signed, rootOfHashes(leafHashes(entries))))
      throw new MusterError('AUDIT_TILE_INVALID', `${bundle.path} holds other entries than were signed`, {
        detail: { path: bundle.path },
      });
    for (const [i, entry] of entries.entries())
      if (first + i >= from && first + i < to) yield { index: first + i, entry };
  }
}

/**
 * A `.tlog-proof` of an entry under the newest checkpoint, with the entry in it as extra data: whoever has the policy needs nothing else.
 * Rejects with INVALID_ARGUMENT for an entry beyond the checkpoint, and like `openUnderPolicy` and `verifiedEntries`.
 */
export async function proveEntry(
  source: LogSource,
  policy: LogPolicy,
  index: number,
): Promise<VerifiedEntry & { readonly proof: Uint8Array; readonly origin: string; readonly size: number }> {
  const note = await readCheckpoint(source);
  const { origin, size, root } = openUnderPolicy(note, policy).checkpoint;
  if (index >= size)
    throw new MusterError(
      'INVALID_ARGUMENT',
      `the log has ${size} entries: the last one is number ${size - 1}`,
    );
  const reader = new TreeReader({ size, root }, (tile) => readTile(source, tile));
  const hashes = await reader.inclusionProof(index);
  for await (const { entry } of verifiedEntries(source, reader, index, index + 1)) {
    const proof = formatLogProof({ index, hashes, checkpoint: note, extra: entry });
    return { index, entry, proof, origin, size };
  }
  throw new MusterError('AUDIT_TILE_INVALID', `the log does not give entry ${index}`);
}
