/** @module A log whose checkpoint the policy accepts, read entry by entry: nothing of it is shown before it is under the signed root. */
import {
  type LogSource,
  openUnderPolicy,
  readCheckpoint,
  readTile,
  type TreeHead,
  TreeReader,
  type VerifiedEntry,
  verifiedEntries,
} from '@muster/audit';
import { readPolicy, sourceOf } from './audit-files.ts';
import type { ReadOptions } from './entries.ts';

export interface VerifiedLog extends Pick<TreeHead, 'size'> {
  readonly origin: string;
  /** Entries `from` up to but without `to`; all without them. Rejects with AUDIT_TILE_INVALID for one that was not signed. */
  entries(from?: number, to?: number): AsyncGenerator<VerifiedEntry>;
}

/** Rejects like `openUnderPolicy`, and as the source does. */
export async function openVerifiedLog(
  where: string,
  { policy, ...reach }: ReadOptions,
): Promise<VerifiedLog> {
  const source = await sourceOf(where, reach);
  const { checkpoint } = openUnderPolicy(await readCheckpoint(source), await readPolicy(policy));
  return verifiedLogOf(source, checkpoint);
}

/** Of a head that was verified before. */
export function verifiedLogOf(
  source: LogSource,
  { origin, ...head }: TreeHead & { readonly origin: string },
): VerifiedLog {
  const reader = new TreeReader(head, (tile) => readTile(source, tile));
  return {
    origin,
    size: head.size,
    entries: (from = 0, to = head.size) => verifiedEntries(source, reader, from, Math.min(to, head.size)),
  };
}
