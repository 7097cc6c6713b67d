/** @module The decision of a witness: whether to cosign a checkpoint that a log submits (C2SP tlog-witness, "add-checkpoint"). */

import { MusterError } from '@muster/errors';
import { type ShownFork, shownFork, type TreeHead, verifyConsistency } from '@muster/merkle';
import {
  type AddCheckpoint,
  parseAddCheckpoint,
  SIZE_CONTENT_TYPE,
  type WitnessAnswer,
} from './add-checkpoint.ts';
import { parseCheckpoint } from './checkpoint.ts';
import { type OpenedCheckpoint, openCheckpoint } from './signed-checkpoint.ts';
import { parseNote } from './signed-note.ts';
import type { VerifierKey } from './verifier-key.ts';

/** What a witness knows of a log. */
export interface WitnessedLog {
  /** The log's keys, named by its origin. */
  readonly keys: readonly VerifierKey[];
  /** The head that it has cosigned last; the empty tree before the first. */
  readonly latest: TreeHead;
}

/**
 * To cosign, the witness first moves what it has stored from `from` to `to` in one atomic step that fails when it is no longer at
 * `from`, makes that durable, and only then signs `text` and answers: else two requests at a time could roll it back. When the
 * step fails it decides again.
 */
export type WitnessDecision =
  | {
      readonly kind: 'cosign';
      readonly origin: string;
      readonly from: TreeHead;
      readonly to: TreeHead;
      readonly text: string;
    }
  | WitnessRefusal;

/** A refusal, with the status to answer. */
export interface WitnessRefusal {
  readonly kind: 'refuse';
  readonly status: 400 | 403 | 404 | 409 | 422;
  /** One line for people. */
  readonly reason: string;
  /** Size that the witness stands at, for 409. */
  readonly storedSize?: number;
  /**
   * The log has signed this note, and it is not shown to go on from what the witness cosigned (422). `fork` when that note, this one
   * and the log's own proof show that it does not; else a proof may just be wrong.
   */
  readonly suspicion?:
    | (ShownFork & { readonly kind: 'fork'; readonly note: Uint8Array })
    | { readonly kind: 'unproven'; readonly note: Uint8Array };
}

/**
 * Decides on the body of a request, in the order of the specification (C2SP tlog-witness, "add-checkpoint"): malformed 400, unknown origin
 * 404, no or no valid signature of the log 403, old size beyond the new one 400, old size other than the stored one 409, no
 * consistency 422. Never throws for what a request holds. `logOf` gives what the witness knows of an origin.
 */
export function decideAddCheckpoint(
  body: Uint8Array,
  logOf: (origin: string) => WitnessedLog | undefined,
): WitnessDecision {
  let request: AddCheckpoint;
  let origin: string;
  try {
    request = parseAddCheckpoint(body);
    origin = parseCheckpoint(parseNote(request.checkpoint).text).origin;
  } catch (error) {
    return refuse(400, error);
  }
  const log = logOf(origin);
  if (!log) return { kind: 'refuse', status: 404, reason: `this witness does not know the log ${origin}` };
  try {
    const keys = log.keys.filter(({ name }) => name === origin);
    return decideOn(request, openCheckpoint(request.checkpoint, keys), log.latest);
  } catch (error) {
    return refuse(403, error);
  }
}

function decideOn(
  { oldSize, proof, checkpoint: note }: AddCheckpoint,
  { checkpoint, text }: OpenedCheckpoint,
  latest: TreeHead,
): WitnessDecision {
  const { origin, size, root } = checkpoint;
  if (oldSize > size)
    return { kind: 'refuse', status: 400, reason: `the old size ${oldSize} is beyond the new one, ${size}` };
  if (oldSize !== latest.size) {
    const reason = `this witness stands at ${latest.size}, not at ${oldSize}`;
    return { kind: 'refuse', status: 409, reason, storedSize: latest.size };
  }
  try {
    verifyConsistency(latest, checkpoint, proof);
  } catch (error) {
    const fork = shownFork(latest, checkpoint, proof);
    return {
      ...refuse(422, error),
      suspicion: fork ? { kind: 'fork', note, ...fork } : { kind: 'unproven', note },
    };
  }
  return { kind: 'cosign', origin, from: latest, to: { size, root }, text };
}

function refuse(status: WitnessRefusal['status'], error: unknown): WitnessRefusal {
  if (!(error instanceof MusterError)) throw error;
  return { kind: 'refuse', status, reason: error.message };
}

/** The answer to a refusal (C2SP tlog-witness, "add-checkpoint"): 409 carries the stored size, the others their reason. */
export function refusalAnswer({ status, reason, storedSize }: WitnessRefusal): WitnessAnswer {
  return storedSize === undefined
    ? { status, contentType: 'text/plain; charset=utf-8', body: Buffer.from(`${reason}\n`) }
    : { status, contentType: SIZE_CONTENT_TYPE, body: Buffer.from(`${storedSize}\n`) };
}

/** The answer 200 with the cosignature lines that `cosign` made (C2SP tlog-witness, "add-checkpoint"). */
export function cosignedAnswer(lines: readonly string[]): WitnessAnswer {
  return {
    status: 200,
    contentType: 'text/plain; charset=utf-8',
    body: Buffer.from(lines.map((line) => `${line}\n`).join('')),
  };
}
