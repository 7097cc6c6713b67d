/** @module Signing keys, written `PRIVATE+KEY+name+id+seed` as golang.org/x/mod/sumdb/note writes them. */
import type { KeyObject } from 'node:crypto';
import { MusterError } from '@muster/errors';
import { privateKeyOf, rawPublicKey } from './signature-scheme.ts';
import { decodeBase64, encodeBase64 } from './strict-text.ts';
import {
  makeVerifierKey,
  type SignatureType,
  schemeOf,
  typeByte,
  typeOfByte,
  type VerifierKey,
} from './verifier-key.ts';

/** A private key with the verifier key that goes with it. */
export interface SigningKey {
  readonly verifier: VerifierKey;
  readonly privateKey: KeyObject;
}

/** The key of a 32-byte seed. Throws AUDIT_KEY_INVALID for a bad name or seed, and for ML-DSA-44 where the runtime lacks it. */
export function makeSigningKey(name: string, type: SignatureType, seed: Uint8Array): SigningKey {
  const scheme = schemeOf(type);
  const privateKey = privateKeyOf(scheme, seed);
  return { verifier: makeVerifierKey(name, type, rawPublicKey(scheme, privateKey)), privateKey };
}

/** The text of a private key; whoever has it signs as `name`. Throws like `makeSigningKey`. */
export function formatSigningKey(name: string, type: SignatureType, seed: Uint8Array): string {
  const { id } = makeSigningKey(name, type, seed).verifier;
  return `PRIVATE+KEY+${name}+${id}+${encodeBase64(Buffer.concat([Uint8Array.of(typeByte(type)), seed]))}`;
}

/** The key that a text writes. Throws AUDIT_KEY_INVALID, without the text, for another form and for an id that is not the key's. */
export function parseSigningKey(text: string): SigningKey {
  const [, name = '', id, base64 = ''] =
    /^PRIVATE\+KEY\+([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text) ?? [];
  const bytes = decodeBase64(base64);
  const type = typeOfByte(bytes?.[0]);
  if (!bytes || !type) throw new MusterError('AUDIT_KEY_INVALID', 'no private key of a known type');
  const key = makeSigningKey(name, type, bytes.subarray(1));
  if (key.verifier.id !== id)
    throw new MusterError(
      'AUDIT_KEY_INVALID',
      `the id of the private key of ${name} is not the one in its text`,
    );
  return key;
}
