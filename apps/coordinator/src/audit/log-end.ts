/** @module Where a log ended that a later one goes on from, as far as is known here. */
import {
  headOf,
  type LogFolder,
  parseCheckpoint,
  parseNote,
  type SigningKey,
  signCheckpoint,
} from '@muster/audit';
import type { AuditRows } from '@muster/store';

export interface EndedLog {
  readonly origin: string;
  /** Signs its checkpoints, where the coordinator has no other key by now. */
  readonly key: SigningKey;
  /** What it signed last, as the lock has it; undefined where that is gone. */
  readonly locked: Uint8Array | undefined;
  readonly rows: Pick<AuditRows, 'edge'>;
  readonly folder: Pick<LogFolder, 'read'>;
}

/**
 * The checkpoint that is served. Where that is lost, or older than the rows, the one that was locked; where that is gone too, the one over what the
 * rows say was signed: signed once more, as it was, without its cosignatures.
 */
export async function endOf({ origin, key, locked, rows, folder }: EndedLog): Promise<Uint8Array> {
  const edge = rows.edge();
  const served = await folder.read('checkpoint').catch(() => undefined);
  if (served && sizeOf(served) >= edge.size) return served;
  return locked ?? signCheckpoint({ origin, ...headOf(edge) }, [key], 0);
}

/** -1 of what is no checkpoint. */
function sizeOf(note: Uint8Array): number {
  try {
    return parseCheckpoint(parseNote(note).text).size;
  } catch {
    return -1;
  }
}
