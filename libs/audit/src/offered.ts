/**
 * @module The gate before any work: an offer counts only if it is in the federation's log, under a checkpoint that enough witnesses have
 * cosigned, and if the site is among those who were asked. Without the catalogue of events: whoever only waits for offers stays small.
 */
import { MusterError } from '@muster/errors';
import { parseCheckpoint } from './checkpoint.ts';
import { verifyPlace } from './cohort.ts';
import type { LogPolicy } from './log-policy.ts';
import { parseLogProof, verifyLogProof } from './log-proof.ts';
import { parseNote } from './signed-note.ts';
import { decodeBase64, decodeUtf8 } from './strict-text.ts';

const OFFERED = 'fl.audit.v1.task.offered';
const PUBLISHED = 'fl.audit.v1.model.published';

/** What came with an offer. */
export interface LoggedOffer {
  /** The event task.offered, byte for byte as the log has it. */
  readonly entry: Uint8Array;
  /** `.tlog-proof` of it. */
  readonly proof: Uint8Array;
  readonly cohortIndex: number;
  readonly cohortPath: readonly Uint8Array[];
}

/** What the offer itself says; hashes in hex. */
export interface OfferClaim {
  readonly run: string;
  readonly round: number;
  readonly attempt: number;
  readonly plan: string;
  readonly model: string;
  readonly layout: string;
  readonly quorum: number;
  /** Of the site that was asked. */
  readonly pseudonym: string;
}

/** Where the offer is in the log, and when a quorum of witnesses had seen it. */
export interface ProvenOffer {
  readonly origin: string;
  readonly index: number;
  readonly size: number;
  /** POSIX seconds of the witnesses' clocks; null under a policy that asks for none. */
  readonly quorumTimeS: number | null;
}

/**
 * Throws AUDIT_UNLOGGED for an offer whose event says something else than the offer, AUDIT_PROOF_INVALID for an entry or a place that is not
 * proven, and as `openUnderPolicy` for a checkpoint that is not the log's or has no quorum.
 */
export function verifyOffer(
  { entry, proof, cohortIndex, cohortPath }: LoggedOffer,
  claim: OfferClaim,
  policy: LogPolicy,
): ProvenOffer {
  const { index, checkpoint, quorumTimeS } = verifyLogProof(proof, entry, policy);
  const said = eventData(entry, OFFERED);
  const differs = (['run', 'round', 'attempt'] as const).find((name) => said[name] !== claim[name]);
  if (differs) throw unlogged(`it is logged for another ${differs}`);
  for (const name of ['plan', 'model', 'layout'] as const)
    if (said[name] !== `sha256:${claim[name]}`) throw unlogged(`it is logged with another ${name}`);
  if (said.minCohort !== claim.quorum) throw unlogged('it is logged with another quorum');
  const root = typeof said.cohortRoot === 'string' ? decodeBase64(said.cohortRoot) : null;
  if (!root || typeof said.cohort !== 'number') throw unlogged('its cohort cannot be read');
  verifyPlace(claim.pseudonym, { index: cohortIndex, path: cohortPath }, { size: said.cohort, root });
  return { origin: checkpoint.origin, index, size: checkpoint.size, quorumTimeS };
}

/** What an offer of an evaluation says; hashes in hex. */
export type ModelClaim = Pick<OfferClaim, 'run' | 'round' | 'plan' | 'model'>;

/** As `verifyOffer`, of a model that is to be evaluated: the event is the one that has published it. */
export function verifyModel(
  { entry, proof }: Pick<LoggedOffer, 'entry' | 'proof'>,
  claim: ModelClaim,
  policy: LogPolicy,
): ProvenOffer {
  const { index, checkpoint, quorumTimeS } = verifyLogProof(proof, entry, policy);
  const said = eventData(entry, PUBLISHED);
  const differs = (['run', 'round'] as const).find((name) => said[name] !== claim[name]);
  if (differs) throw unlogged(`its model is logged for another ${differs}`);
  for (const name of ['plan', 'model'] as const)
    if (said[name] !== `sha256:${claim[name]}`) throw unlogged(`its model is logged with another ${name}`);
  return { origin: checkpoint.origin, index, size: checkpoint.size, quorumTimeS };
}

/** Where a proof says that the offer is, ORIGIN#INDEX, for a site that asks for none: nothing is verified. Throws AUDIT_PROOF_INVALID, AUDIT_NOTE_INVALID. */
export function claimedPlace({ proof }: Pick<LoggedOffer, 'proof'>): string {
  const { index, checkpoint } = parseLogProof(proof);
  return `${parseCheckpoint(parseNote(checkpoint).text).origin}#${index}`;
}

function eventData(entry: Uint8Array, type: string): Readonly<Record<string, unknown>> {
  let event: unknown;
  try {
    event = JSON.parse(decodeUtf8(entry) ?? '');
  } catch {
    event = undefined;
  }
  if (event === null || typeof event !== 'object' || Reflect.get(event, 'type') !== type)
    throw unlogged('the entry of the log is about something else');
  const data: unknown = Reflect.get(event, 'data');
  if (data === null || typeof data !== 'object') throw unlogged('the entry of the log says nothing');
  return { ...data };
}

function unlogged(why: string): MusterError {
  return new MusterError('AUDIT_UNLOGGED', `the offer is not the one in the federation's log: ${why}`);
}
