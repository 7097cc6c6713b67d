/**
 * @module Evidence that a log has forked, for whoever has its key and nothing else: two signed checkpoints of which neither goes on from the other.
 * Of one size they speak for themselves. Else a consistency proof shows that the larger tree begins with another tree than the smaller
 * one: it is what the tiles of the larger tree fold to, and any program that knows RFC 6962 can check it.
 */

import { hash } from 'node:crypto';
import { canonicalJson, parseCanonicalJson } from '@muster/canonical';
import { MusterError } from '@muster/errors';
import { type ShownFork, sameHash, verifyConsistency } from '@muster/merkle';
import { z } from 'zod';
import type { Checkpoint } from '../checkpoint.ts';
import { openCheckpoint } from '../signed-checkpoint.ts';
import { decodeBase64, decodeUtf8, encodeBase64 } from '../strict-text.ts';
import type { VerifierKey } from '../verifier-key.ts';

const TYPE = 'muster.audit.fork.v1';
const EVIDENCE_BYTES_MAX = 2 * 1024 * 1024;
const hashText = z.string().length(44);

const evidenceSchema = z.strictObject({
  type: z.literal(TYPE),
  /** Signed notes, as they were. */
  first: z.string(),
  second: z.string(),
  /** Root of the second tree's first entries, as many as the first tree has; absent where both are of one size. */
  root: hashText.optional(),
  /** From that root to the second one's. */
  proof: z.array(hashText).max(128).optional(),
});

export interface ForkEvidence extends ShownFork {
  /** The smaller one, or either. */
  readonly first: Uint8Array;
  readonly second: Uint8Array;
}

/** Both trees of a fork. */
export interface Fork {
  readonly first: Checkpoint;
  readonly second: Checkpoint;
}

/** The bytes of the file, canonical JSON, and its name: `fork-<SHA-256>.json`. */
export function formatForkEvidence({ first, second, beginning }: ForkEvidence): {
  readonly name: string;
  /** SHA-256, hex. */
  readonly digest: string;
  readonly bytes: Uint8Array;
} {
  const bytes = Buffer.from(
    canonicalJson({
      type: TYPE,
      first: decodeUtf8(first) ?? '',
      second: decodeUtf8(second) ?? '',
      ...(beginning ? { root: encodeBase64(beginning.root), proof: beginning.proof.map(encodeBase64) } : {}),
    }),
  );
  const digest = hash('sha256', bytes);
  return { name: `fork-${digest}.json`, digest, bytes };
}

/**
 * Both trees of a fork that the file proves. `keys` are the log's own: witnesses vouch for what they saw, the log alone can fork. Throws
 * AUDIT_PROOF_INVALID where nothing is proven, and like `openCheckpoint` for what the log has not signed.
 */
export function verifyForkEvidence(bytes: Uint8Array, keys: readonly VerifierKey[]): Fork {
  const { first: firstNote, second: secondNote, root, proof } = parse(bytes);
  const open = (note: string): Checkpoint => {
    const { checkpoint, signatures } = openCheckpoint(Buffer.from(note), keys);
    if (signatures.some(({ key }) => key.name === checkpoint.origin)) return checkpoint;
    throw new MusterError(
      'AUDIT_NOTE_UNTRUSTED',
      `the log has not signed the checkpoint of ${checkpoint.origin}`,
    );
  };
  const fork = { first: open(firstNote), second: open(secondNote) };
  const { first, second } = fork;
  if (first.origin !== second.origin) throw unproven('the checkpoints are of two logs');
  if (first.size === second.size) {
    if (sameHash(first.root, second.root)) throw unproven('both checkpoints are of one tree');
    return fork;
  }
  const beginning = decodeBase64(root ?? '');
  const hashes = (proof ?? []).map((text) => decodeBase64(text) ?? new Uint8Array());
  if (!beginning || first.size > second.size)
    throw unproven('it does not show what the larger tree begins with');
  if (sameHash(beginning, first.root)) throw unproven('the larger tree begins with the smaller one');
  verifyConsistency({ size: first.size, root: beginning }, second, hashes);
  return fork;
}

function parse(bytes: Uint8Array): z.infer<typeof evidenceSchema> {
  const text = bytes.length <= EVIDENCE_BYTES_MAX ? decodeUtf8(bytes) : null;
  try {
    return evidenceSchema.parse(parseCanonicalJson(text ?? ''));
  } catch (cause) {
    throw new MusterError('AUDIT_PROOF_INVALID', 'the file is no evidence of a fork', { cause });
  }
}

function unproven(why: string): MusterError {
  return new MusterError('AUDIT_PROOF_INVALID', `no fork is proven: ${why}`);
}
