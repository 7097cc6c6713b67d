/** @module Signatures with a domain label (secure-aggregation.md, section 1.11): no signed thing can pass for another. */
import { createHash } from 'node:crypto';
import { type KeyPair, signRaw, verifyRaw } from './keys.ts';

/** Everything that is ever signed. */
export type Label =
  | 'cert'
  | 'csr'
  | 'manifest'
  | 'hs/c'
  | 'hs/a'
  | 'offer'
  | 'outcome'
  | 'update'
  | 'evaluation'
  | 'evaluation-report'
  | 'policy'
  | 'policy/published';

/** A signed field: bytes, a text (UTF-8) or a whole number (u64, little-endian). */
export type Field = Uint8Array | string | number;

/** `"fl/sig/v1\0" ‖ label ‖ 0x00 ‖ SHA256(fields in order, each behind its length as u32 LE)`. */
function payload(label: Label, fields: readonly Field[]): Uint8Array {
  const hash = createHash('sha256');
  for (const field of fields) {
    const bytes = fieldBytes(field);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(bytes.length);
    hash.update(length).update(bytes);
  }
  return Buffer.concat([Buffer.from(`fl/sig/v1\0${label}\0`, 'latin1'), hash.digest()]);
}

function fieldBytes(field: Field): Uint8Array {
  if (typeof field === 'string') return Buffer.from(field, 'utf8');
  if (typeof field !== 'number') return field;
  const bytes = Buffer.alloc(8);
  // A figure that is no whole number is signed as NaN would be: by a value that no honest field has.
  bytes.writeBigUInt64LE(Number.isSafeInteger(field) && field >= 0 ? BigInt(field) : 0xffff_ffff_ffff_ffffn);
  return bytes;
}

/** Ed25519 signature of the fields under the label, 64 bytes. */
export function sign(label: Label, fields: readonly Field[], key: KeyPair): Uint8Array {
  return signRaw(key, payload(label, fields));
}

/** Whether the signature is `publicKey`'s over just these fields under this label. */
export function verify(
  label: Label,
  fields: readonly Field[],
  publicKey: Uint8Array,
  signature: Uint8Array,
): boolean {
  return verifyRaw(publicKey, payload(label, fields), signature);
}
