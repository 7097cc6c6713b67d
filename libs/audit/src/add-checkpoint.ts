/** @module The request of add-checkpoint as bytes, and a witness's answer as the log reads it (C2SP tlog-witness, "add-checkpoint"). */

import { type ErrorCode, isErrorCode, MusterError } from '@muster/errors';
import { HASH_BYTES } from '@muster/merkle';
import { withCosignatures } from './signed-checkpoint.ts';
import { decodeBase64, decodeUtf8, encodeBase64, parseDecimal } from './strict-text.ts';
import type { VerifierKey } from './verifier-key.ts';

/** Content type of the answer 409, whose body is a size. */
export const SIZE_CONTENT_TYPE = 'text/x.tlog.size';
const PROOF_HASHES_MAX = 63;
/** A request with 63 hashes and a note of 100 large signatures fits; whoever reads one from a socket stops here. */
export const ADD_CHECKPOINT_BYTES_MAX = 1024 * 1024;

/** Longer than any code of the table of errors. */
const CODE_BYTES_MAX = 64;

export interface AddCheckpoint {
  /** Size of the checkpoint that the witness has cosigned last, as far as the log knows. */
  readonly oldSize: number;
  /** Consistency proof from there, 32 bytes each. */
  readonly proof: readonly Uint8Array[];
  /** The log's signed checkpoint. */
  readonly checkpoint: Uint8Array;
}

/** What a witness answers. */
export interface WitnessAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Uint8Array;
}

/** What an answer means to the log. */
export type WitnessReply =
  /** `checkpoint` has the witness's cosignatures added. */
  | { readonly kind: 'cosigned'; readonly checkpoint: Uint8Array }
  /** The witness stands at `size`: prove from there. */
  | { readonly kind: 'elsewhere'; readonly size: number }
  /** 422, or 409 without a size as witnesses of v1.0.0 answer it: the witness has seen another tree, or the proof was bad. */
  | { readonly kind: 'inconsistent' }
  /** `code`: why a site has no part in the log; undefined where the witness does not say it by a code. */
  | { readonly kind: 'refused'; readonly status: number; readonly code: ErrorCode | undefined };

/** The body of the request (C2SP tlog-witness, "add-checkpoint"). */
export function formatAddCheckpoint({ oldSize, proof, checkpoint }: AddCheckpoint): Uint8Array {
  const lines = [`old ${oldSize}`, ...proof.map(encodeBase64), '', ''];
  return Buffer.concat([Buffer.from(lines.join('\n')), checkpoint]);
}

/**
 * The parts of a request's body; the checkpoint in it is not looked at. Throws MALFORMED for a body beyond 1 MiB or not UTF-8, no line
 * `old <size>`, more than 63 proof lines, one that is not the base64 of 32 bytes, no blank line after them (C2SP tlog-witness,
 * "add-checkpoint").
 */
export function parseAddCheckpoint(body: Uint8Array): AddCheckpoint {
  const text = body.length <= ADD_CHECKPOINT_BYTES_MAX ? decodeUtf8(body) : null;
  const end = text?.indexOf('\n\n') ?? -1;
  if (text === null || end < 0)
    throw new MusterError('MALFORMED', 'a request is a proof, a blank line, a checkpoint');
  const [first = '', ...lines] = text.slice(0, end).split('\n');
  const oldSize = first.startsWith('old ') ? parseDecimal(first.slice('old '.length)) : null;
  if (oldSize === null) throw new MusterError('MALFORMED', 'a request begins with the line: old <size>');
  if (lines.length > PROOF_HASHES_MAX)
    throw new MusterError('MALFORMED', `a consistency proof has at most ${PROOF_HASHES_MAX} hashes`);
  const proof = lines.map((line) => {
    const hash = decodeBase64(line);
    if (hash?.length !== HASH_BYTES) throw new MusterError('MALFORMED', `no hash: ${line.slice(0, 80)}`);
    return hash;
  });
  return { oldSize, proof, checkpoint: Buffer.from(text.slice(end + 2)) };
}

/** The answer of a witness that has no part in the log, whatever is submitted: the code of why is its first word, for the log to act on. */
export function objectionAnswer({ code, message }: Pick<MusterError, 'code' | 'message'>): WitnessAnswer {
  const body = Buffer.from(`${code}: ${message}\n`);
  return { status: 403, contentType: 'text/plain; charset=utf-8', body };
}

/**
 * What a witness's answer to the submission of `checkpoint` means; `keys` are that witness's (C2SP tlog-witness, "add-checkpoint"). Throws
 * MALFORMED for an answer 200 that is no signature lines or a 409 whose size is none, SIGNATURE_INVALID and AUDIT_NOTE_UNTRUSTED
 * for cosignatures that do not hold or are not the witness's.
 */
export function readWitnessAnswer(
  answer: WitnessAnswer,
  checkpoint: Uint8Array,
  keys: readonly VerifierKey[],
): WitnessReply {
  const { status } = answer;
  const isSize = answer.contentType.split(';')[0]?.trim() === SIZE_CONTENT_TYPE;
  if (status === 200)
    return { kind: 'cosigned', checkpoint: withCosignatures(checkpoint, linesOf(answer), keys) };
  if (status === 409 && isSize) {
    const [line = ''] = linesOf(answer);
    const size = parseDecimal(line);
    if (size === null) throw new MusterError('MALFORMED', `no size of a tree: ${line.slice(0, 80)}`);
    return { kind: 'elsewhere', size };
  }
  if (status === 422 || status === 409) return { kind: 'inconsistent' };
  return { kind: 'refused', status, code: status === 403 ? objectionOf(answer) : undefined };
}

function objectionOf({ body }: WitnessAnswer): ErrorCode | undefined {
  const [word = ''] = Buffer.from(body.subarray(0, CODE_BYTES_MAX)).toString('latin1').split(':');
  return isErrorCode(word) ? word : undefined;
}

function linesOf({ body }: WitnessAnswer): readonly string[] {
  const text = body.length <= ADD_CHECKPOINT_BYTES_MAX ? decodeUtf8(body) : null;
  if (!text?.endsWith('\n'))
    throw new MusterError('MALFORMED', 'the answer of the witness is no text of lines');
  return text.slice(0, -1).split('\n');
}
