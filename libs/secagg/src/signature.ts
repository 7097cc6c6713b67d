/**
 * @module What sites and coordinator sign in a round (secure-aggregation.md, section 1.11): `"fl/sig/v1\0" ‖ label ‖ 0x00 ‖ SHA256(fields in
 * order)`, Ed25519 (RFC 8032). All fields of a label but the last are of fixed width, so that no two lists of fields read alike.
 */
import { type KeyObject, sign as signBytes, verify as verifyBytes } from 'node:crypto';
import { label as labelled, sha256 } from './bytes.ts';

export type SignatureLabel = 'round' | 'adv' | 'y' | 'cons' | 'abort';

function payload(label: SignatureLabel, fields: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat([labelled('fl/sig/v1'), labelled(label), sha256(...fields)]);
}

/** 64 bytes. */
export function sign(label: SignatureLabel, fields: readonly Uint8Array[], key: KeyObject): Uint8Array {
  return signBytes(null, payload(label, fields), key);
}

/** Whether the signature is that of the key over just these fields under this label. */
export function isSigned(
  label: SignatureLabel,
  fields: readonly Uint8Array[],
  key: KeyObject,
  signature: Uint8Array,
): boolean {
  return signature.length === 64 && verifyBytes(null, payload(label, fields), key, signature);
}
