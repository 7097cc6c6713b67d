/**
 * @module A disclosure: what an entry of a log hides, with all that somebody needs to see that it is that and nothing else. One file; its reader
 * needs the log's policy besides, and neither the log nor the vault.
 */

import { canonicalJson, parseCanonicalJson } from '@muster/canonical';
import { asMusterError, MusterError } from '@muster/errors';
import { leafHash, verifyInclusion } from '@muster/merkle';
import { z } from 'zod';
import { opensCommitment, SALT_BYTES } from './commitment.ts';
import type { HiddenClass } from './event/catalogue.ts';
import { type AuditEvent, readEvent } from './event/event.ts';
import type { LogPolicy } from './log-policy.ts';
import { formatLogProof, parseLogProof } from './log-proof.ts';
import { decodeBase64, decodeUtf8, encodeBase64 } from './strict-text.ts';
import { type CheckedCheckpoint, checkCheckpoint } from './verify/checkpoint-check.ts';

const TYPE = 'muster.audit.disclosure.v1';
/** A proof of a megabyte, an entry of eight kilobytes, two payloads. */
const DISCLOSURE_BYTES_MAX = 2 * 1024 * 1024;

/** What an entry hides of one class. */
export interface DisclosedPart {
  readonly class: HiddenClass;
  /** 32 bytes. */
  readonly salt: Uint8Array;
  readonly payload: unknown;
}

export interface Disclosure {
  /** A `.tlog-proof` (C2SP tlog-proof); it need not carry the entry. */
  readonly proof: Uint8Array;
  /** As the log stores it. */
  readonly entry: Uint8Array;
  readonly disclosed: readonly DisclosedPart[];
}

/** A disclosure that holds, but for what the findings say of its checkpoint: no quorum, a signature that is nearly known. */
export interface VerifiedDisclosure extends Pick<CheckedCheckpoint, 'checkpoint' | 'cosigners' | 'findings'> {
  readonly index: number;
  readonly event: AuditEvent;
  readonly disclosed: readonly DisclosedPart[];
}

const disclosureSchema = z.strictObject({
  type: z.literal(TYPE),
  proof: z.string(),
  entry: z.string(),
  disclosed: z
    .array(
      z.strictObject({ class: z.enum(['conf', 'pii']), salt: z.string().length(44), payload: z.unknown() }),
    )
    .min(1)
    .max(2),
});

/** The bytes of the file: canonical JSON (RFC 8785) and a line's end. */
export function formatDisclosure({ proof, entry, disclosed }: Disclosure): Uint8Array {
  const document: z.infer<typeof disclosureSchema> = {
    type: TYPE,
    proof: Buffer.from(formatLogProof({ ...parseLogProof(proof), extra: null })).toString(),
    entry: encodeBase64(entry),
    disclosed: disclosed.map(({ class: hidden, salt, payload }) => ({
      class: hidden,
      salt: encodeBase64(salt),
      payload,
    })),
  };
  return Buffer.from(`${canonicalJson(document)}\n`);
}

/** Throws AUDIT_PROOF_INVALID for bytes that `formatDisclosure` does not write. */
export function parseDisclosure(bytes: Uint8Array): Disclosure {
  const text = bytes.length <= DISCLOSURE_BYTES_MAX ? decodeUtf8(bytes) : null;
  if (!text?.endsWith('\n')) throw malformed('it is a line of JSON, of at most 2 MiB');
  let json: unknown;
  try {
    json = parseCanonicalJson(text.slice(0, -1));
  } catch (thrown) {
    throw malformed(asMusterError(thrown).message);
  }
  const parsed = disclosureSchema.safeParse(json);
  if (!parsed.success) throw malformed(z.prettifyError(parsed.error));
  const entry = decodeBase64(parsed.data.entry);
  if (!entry) throw malformed('the entry is not base64');
  const disclosed = parsed.data.disclosed.map(({ class: hidden, salt: text64, payload }) => {
    const salt = decodeBase64(text64);
    if (salt?.length !== SALT_BYTES) throw malformed('a salt is base64 of 32 bytes');
    return { class: hidden, salt, payload };
  });
  return { proof: Buffer.from(parsed.data.proof), entry, disclosed };
}

/**
 * Verifies that the entry is in the log, under a checkpoint of the policy, and that it has committed to what is disclosed. Throws
 * AUDIT_PROOF_INVALID where it is not or has not, AUDIT_EVENT_INVALID for an entry that is no event, AUDIT_NOTE_INVALID,
 * AUDIT_NOTE_UNTRUSTED, SIGNATURE_INVALID; what is wrong with the witnesses is in the findings. `nowS`: POSIX seconds.
 */
export function verifyDisclosure(bytes: Uint8Array, policy: LogPolicy, nowS: number): VerifiedDisclosure {
  const { proof, entry, disclosed } = parseDisclosure(bytes);
  const { index, hashes, checkpoint: note, extra } = parseLogProof(proof);
  if (extra) throw malformed('its proof carries another entry');
  const { checkpoint, cosigners, findings } = checkCheckpoint(note, { policy, nowS, maxAgeS: null });
  verifyInclusion({ index, ...checkpoint, leaf: leafHash(entry) }, hashes);
  const event = readEvent(entry);
  const seen = new Set<HiddenClass>();
  for (const { class: hidden, salt, payload } of disclosed) {
    const commitment = decodeBase64(event[`fl${hidden}`] ?? '');
    if (!commitment || commitment.length === 0 || seen.has(hidden))
      throw malformed(`entry ${index} does not hide this: ${hidden}`);
    if (!opensCommitment(commitment, payload, salt))
      throw new MusterError(
        'AUDIT_PROOF_INVALID',
        `entry ${index} has committed to something else: salt or payload (${hidden}) is another one`,
      );
    seen.add(hidden);
  }
  return { index, event, checkpoint, cosigners, findings, disclosed };
}

function malformed(why: string): MusterError {
  return new MusterError('AUDIT_PROOF_INVALID', `not a disclosure of an entry: ${why}`);
}
