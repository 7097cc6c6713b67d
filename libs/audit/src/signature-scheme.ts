/** @module Raw signatures: Ed25519 (RFC 8032) and ML-DSA-44 (FIPS 204), by keys that are bytes. */
import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { MusterError } from '@muster/errors';

/** Sizes in bytes, and the DER that goes before a raw key: PKCS #8 with a seed, SPKI (RFC 8410; RFC 9881). */
const SCHEMES = {
  ed25519: {
    publicKeyBytes: 32,
    signatureBytes: 64,
    pkcs8: Buffer.from('302e020100300506032b657004220420', 'hex'),
    spki: Buffer.from('302a300506032b6570032100', 'hex'),
  },
  'ml-dsa-44': {
    publicKeyBytes: 1312,
    signatureBytes: 2420,
    pkcs8: Buffer.from('3034020100300b060960864801650304031104228020', 'hex'),
    spki: Buffer.from('30820532300b06096086480165030403110382052100', 'hex'),
  },
} as const;

export type SchemeName = keyof typeof SCHEMES;

/** A seed of either scheme. */
export const SEED_BYTES = 32;

/** The private key of a 32-byte seed. Throws AUDIT_KEY_INVALID for another length, or where this runtime lacks the scheme. */
export function privateKeyOf(scheme: SchemeName, seed: Uint8Array): KeyObject {
  if (seed.length !== SEED_BYTES)
    throw new MusterError('AUDIT_KEY_INVALID', `the seed of a key has 32 bytes, not ${seed.length}`);
  const der = Buffer.concat([SCHEMES[scheme].pkcs8, seed]);
  try {
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  } catch (cause) {
    throw new MusterError('AUDIT_KEY_INVALID', `this Node.js makes no ${scheme} key`, { cause });
  } finally {
    der.fill(0);
  }
}

/** The raw public key of a private key. */
export function rawPublicKey(scheme: SchemeName, privateKey: KeyObject): Uint8Array {
  const der = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return new Uint8Array(der.subarray(SCHEMES[scheme].spki.length));
}

/**
 * A raw public key, ready to verify with. Throws AUDIT_KEY_INVALID for another length, for bytes that are no key, or where this
 * runtime lacks the scheme (ML-DSA-44 needs Node.js 24.6 or later).
 */
export function publicKeyOf(scheme: SchemeName, raw: Uint8Array): KeyObject {
  const { publicKeyBytes, spki } = SCHEMES[scheme];
  if (raw.length !== publicKeyBytes)
    throw new MusterError(
      'AUDIT_KEY_INVALID',
      `an ${scheme} key has ${publicKeyBytes} bytes, not ${raw.length}`,
    );
  try {
    return createPublicKey({ key: Buffer.concat([spki, raw]), format: 'der', type: 'spki' });
  } catch (cause) {
    throw new MusterError('AUDIT_KEY_INVALID', `this Node.js takes no such ${scheme} key`, { cause });
  }
}

/** Signature over the message, of the scheme that the key is of. */
export function signRaw(privateKey: KeyObject, message: Uint8Array): Uint8Array {
  return new Uint8Array(sign(null, message, privateKey));
}

/** Whether the signature is the key's over the message; false for one of another length. */
export function verifyRaw(
  scheme: SchemeName,
  publicKey: KeyObject,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  return signature.length === SCHEMES[scheme].signatureBytes && verify(null, message, publicKey, signature);
}
