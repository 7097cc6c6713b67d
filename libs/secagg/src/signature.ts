/**
 * @module What sites and coordinator sign in a round (secure-aggregation.md, section 1.11): `"fl/sig/v1\0" ‖ label ‖ 0x00 ‖ SHA256(fields in
 * order)`, Ed25519 (RFC 8032). All fields of a label but the last are of fixed width, so that no two lists of fields read alike.
 */
import { createPublicKey, type KeyObject, sign as signBytes, verify as verifyBytes } from 'node:crypto';
import { MusterError } from '@muster/errors';
import { label as labelled, sha256 } from './bytes.ts';

export type SignatureLabel = 'round' | 'adv' | 'y' | 'cons' | 'abort';

function payload(label: SignatureLabel, fields: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat([labelled('fl/sig/v1'), labelled(label), sha256(...fields)]);
}

/** DER head that turns a raw Ed25519 public key into SPKI (RFC 8410). */
const PUBLIC_HEAD = Buffer.from('302a300506032b6570032100', 'hex');
/** The keys of a federation are the same round after round, and to take one in costs a third of a verification. */
const VERIFYING_KEYS_MAX = 4_096;
const verifyingKeys = new Map<string, KeyObject>();

/** An Ed25519 key of 32 bytes, to verify with. SECAGG_REFUSED for bytes that are none. */
function verifyingKey(raw: Uint8Array): KeyObject {
  const name = Buffer.from(raw).toString('latin1');
  const known = verifyingKeys.get(name);
  if (known !== undefined) return known;
  let key: KeyObject;
  try {
    key = createPublicKey({ key: Buffer.concat([PUBLIC_HEAD, raw]), format: 'der', type: 'spki' });
  } catch (cause) {
    throw new MusterError('SECAGG_REFUSED', 'bytes that are no Ed25519 key', { cause });
  }
  if (verifyingKeys.size === VERIFYING_KEYS_MAX) verifyingKeys.clear();
  verifyingKeys.set(name, key);
  return key;
}

/** 64 bytes. */
export function sign(label: SignatureLabel, fields: readonly Uint8Array[], key: KeyObject): Uint8Array {
  return new Uint8Array(signBytes(null, payload(label, fields), key));
}

/** Whether the signature is that of the key, raw, over just these fields under this label. */
export function isSigned(
  label: SignatureLabel,
  fields: readonly Uint8Array[],
  key: Uint8Array,
  signature: Uint8Array,
): boolean {
  return signature.length === 64 && verifyBytes(null, payload(label, fields), verifyingKey(key), signature);
}
