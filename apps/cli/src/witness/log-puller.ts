/**
 * @module A witness that goes and looks: it reads the checkpoint of a log where the log is served, shows itself from the tiles that it goes on from what was
 * cosigned last, and cosigns it as if it had been submitted.
 */
import {
  checkContinuity,
  formatAddCheckpoint,
  type LogSource,
  openCheckpoint,
  readCheckpoint,
  readTile,
  TreeReader,
} from '@muster/audit';
import { MusterError } from '@muster/errors';
import type { PublicWitness } from './public-witness.ts';

export interface Pulled {
  readonly origin: string;
  readonly size: number;
  /** With the log's signature and the witness's. */
  readonly checkpoint: Uint8Array;
}

/**
 * Cosigns the newest checkpoint that the source serves. Throws AUDIT_FORK for a log that shows two histories (then the evidence is kept),
 * AUDIT_ROLLED_BACK for one that has become smaller, AUDIT_TILE_INVALID where its files are not those that it signed, AUDIT_PROOF_INVALID when the witness
 * does not cosign, and like the source.
 */
export async function pullCheckpoint(source: LogSource, witness: PublicWitness): Promise<Pulled> {
  const note = await readCheckpoint(source);
  const { checkpoint } = openCheckpoint(note, witness.logs);
  const { origin, size } = checkpoint;
  const stands = witness.standsAt(origin);
  const latest = witness.latest(origin);
  const reader = new TreeReader(checkpoint, (tile) => readTile(source, tile));
  const before = latest && { origin, ...stands, note: latest };
  const evidence = before && (await checkContinuity(before, { ...checkpoint, note }, reader));
  if (evidence) {
    await witness.forked(origin, evidence);
    throw new MusterError('AUDIT_FORK', `the log ${origin} has signed two histories`);
  }
  const proof = await reader.consistencyProof(stands.size);
  const answer = await witness.answer(formatAddCheckpoint({ oldSize: stands.size, proof, checkpoint: note }));
  const cosigned = witness.latest(origin);
  if (answer.status !== 200 || !cosigned)
    throw new MusterError(
      'AUDIT_PROOF_INVALID',
      `the checkpoint of ${origin} is not cosigned: ${Buffer.from(answer.body).toString().trim()}`,
    );
  return { origin, size, checkpoint: cosigned };
}
