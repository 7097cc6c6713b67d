/** @module Proof files: that an entry is in a log, for whoever has the log's policy and nothing else (C2SP tlog-proof). */

import { MusterError } from '@muster/errors';
import { HASH_BYTES, leafHash, verifyInclusion } from '@muster/merkle';
import { type AssessedCheckpoint, type LogPolicy, openUnderPolicy } from './log-policy.ts';
import { decodeBase64, decodeUtf8, encodeBase64, parseDecimal } from './strict-text.ts';

const HEADER = 'c2sp.org/tlog-proof@v1';
/** Hashes from a leaf to the root of the largest tree that numbers here can count. */
const PROOF_HASHES_MAX = 53;
/** 100 signatures of the largest type in base64, and the proof. */
const PROOF_BYTES_MAX = 1024 * 1024;

export interface LogProof {
  /** Place of the entry in the log, from 0. */
  readonly index: number;
  /** Inclusion proof, 32 bytes each. */
  readonly hashes: readonly Uint8Array[];
  /** The signed checkpoint with its cosignatures, verbatim. */
  readonly checkpoint: Uint8Array;
  /** Not covered by any signature; null where there is none. */
  readonly extra: Uint8Array | null;
}

/** A proof that holds: the entry is number `index` of the checkpoint's tree. */
export interface VerifiedLogProof extends AssessedCheckpoint {
  readonly index: number;
}

/** The proof as the bytes of a `.tlog-proof` file (C2SP tlog-proof, "Format"). */
export function formatLogProof({ index, hashes, checkpoint, extra }: LogProof): Uint8Array {
  const lines = [
    HEADER,
    ...(extra ? [`extra ${encodeBase64(extra)}`] : []),
    `index ${index}`,
    ...hashes.map(encodeBase64),
    '',
    '',
  ];
  return Buffer.concat([Buffer.from(lines.join('\n')), checkpoint]);
}

/**
 * The proof in the bytes of a file (C2SP tlog-proof, "Format"); the checkpoint in it is not looked at. Throws AUDIT_PROOF_INVALID for
 * another first line, lines in another order, an index with leading zeros or beyond 2^53 - 1, hashes that are not the base64 of 32
 * bytes, more than 53 of them, no blank line after them, more than 1 MiB.
 */
export function parseLogProof(bytes: Uint8Array): LogProof {
  const text = bytes.length <= PROOF_BYTES_MAX ? decodeUtf8(bytes) : null;
  const end = text?.indexOf('\n\n') ?? -1;
  if (text === null || end < 0)
    throw malformed('it is a head, a blank line and a checkpoint, of at most 1 MiB');
  const [header, ...lines] = text.slice(0, end).split('\n');
  if (header !== HEADER) throw malformed(`its first line is ${HEADER}`);
  const extraText = lines[0]?.startsWith('extra ') ? lines.shift()?.slice('extra '.length) : undefined;
  const extra = extraText === undefined ? null : decodeBase64(extraText);
  if (extraText !== undefined && !extra) throw malformed('the extra data is not base64');
  const indexLine = lines.shift() ?? '';
  const index = indexLine.startsWith('index ') ? parseDecimal(indexLine.slice('index '.length)) : null;
  if (index === null) throw malformed('it names the index of the entry');
  if (lines.length > PROOF_HASHES_MAX) throw malformed(`no tree is ${lines.length} hashes high`);
  const hashes = lines.map((line) => {
    const hash = decodeBase64(line);
    if (hash?.length !== HASH_BYTES) throw malformed(`no hash: ${line.slice(0, 80)}`);
    return hash;
  });
  return { index, hashes, checkpoint: Buffer.from(text.slice(end + 2)), extra };
}

/**
 * Verifies that `entry`, the bytes as the log stores them, is what the proof says, under a checkpoint that the policy accepts (C2SP
 * tlog-proof). Throws AUDIT_PROOF_INVALID for a malformed proof or one of another entry, and like `openUnderPolicy`.
 */
export function verifyLogProof(proof: Uint8Array, entry: Uint8Array, policy: LogPolicy): VerifiedLogProof {
  const { index, hashes, checkpoint } = parseLogProof(proof);
  const opened = openUnderPolicy(checkpoint, policy);
  verifyInclusion({ index, ...opened.checkpoint, leaf: leafHash(entry) }, hashes);
  return { ...opened, index };
}

function malformed(why: string): MusterError {
  return new MusterError('AUDIT_PROOF_INVALID', `not a proof file of a log: ${why}`);
}
