/** @module `muster agent rounds`: what this site took part in, how each ended, and whether the coordinator has signed for it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { verify } from '@muster/identity';
import { decodeMessage, outcomeFields } from '@muster/protocol';
import { readWork, type WorkRecord } from '@muster/store';
import { enrolledFolder } from './folder.ts';

export interface RoundEntry {
  readonly run: string;
  readonly round: number;
  readonly attempt: number;
  readonly status: string;
  readonly code: string;
  readonly reason: string;
  readonly updateHash: string | null;
  readonly at: string;
  /** `signed`: the receipt was checked now. `invalid`: it is not what the coordinator signed. `none`: none came. */
  readonly receipt: 'signed' | 'invalid' | 'none';
}

/** The newest `limit`, newest first; none where no daemon has run yet. Throws NOT_FOUND, STORAGE_FAILED, STORAGE_CORRUPT. */
export function readRounds(directory: string, limit: number): readonly RoundEntry[] {
  const database = join(enrolledFolder(directory).state, 'site.db');
  if (!existsSync(database)) return [];
  return readWork(database, limit).map((record) => {
    const { work, receipt } = record;
    return {
      run: work.run,
      round: work.round,
      attempt: work.attempt,
      status: work.status,
      code: receipt?.code ?? '',
      reason: receipt?.reason ?? '',
      updateHash: work.updateHash,
      at: new Date(work.atMs).toISOString(),
      receipt: checked(record),
    };
  });
}

/** An outcome with the longest reason is a fraction of it. */
const RECEIPT_BYTES_MAX = 16_384;

function checked({ work, receipt }: WorkRecord): RoundEntry['receipt'] {
  if (!receipt) return 'none';
  try {
    const outcome = decodeMessage('Outcome', receipt.message, RECEIPT_BYTES_MAX);
    const { ref, signature } = outcome;
    const isOfThis = ref?.run === work.run && ref.round === work.round && ref.attempt === work.attempt;
    if (!ref || !isOfThis || outcome.outcome !== receipt.outcome) return 'invalid';
    const key = Buffer.from(receipt.signedBy, 'hex');
    return verify('outcome', outcomeFields({ ...outcome, ref }), key, signature) ? 'signed' : 'invalid';
  } catch {
    return 'invalid';
  }
}
