/** @module Key pairs: Ed25519 to sign (RFC 8032), X25519 to agree on secrets (RFC 7748). Raw keys are 32 bytes. */
import {
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  type KeyObject,
  sign as signBytes,
  verify as verifyBytes,
} from 'node:crypto';
import { MusterError } from '@muster/errors';
import type { RandomBytes } from './random.ts';

/** DER heads that turn a raw 32-byte seed into PKCS #8 and a raw public key into SPKI (RFC 8410). */
const HEADS = {
  ed25519: {
    pkcs8: Buffer.from('302e020100300506032b657004220420', 'hex'),
    spki: Buffer.from('302a300506032b6570032100', 'hex'),
  },
  x25519: {
    pkcs8: Buffer.from('302e020100300506032b656e04220420', 'hex'),
    spki: Buffer.from('302a300506032b656e032100', 'hex'),
  },
} as const;
type Curve = keyof typeof HEADS;

/** An Ed25519 pair (signing) or an X25519 pair (sealing). */
export interface KeyPair {
  readonly curve: Curve;
  /** Raw public key, 32 bytes. */
  readonly publicKey: Uint8Array;
  readonly privateKey: KeyObject;
}

/** The two key pairs of one party. */
export interface Identity {
  readonly signing: KeyPair;
  readonly sealing: KeyPair;
}

export function keyPairFromSeed(curve: Curve, seed: Uint8Array): KeyPair {
  if (seed.length !== 32)
    throw new MusterError('KEY_FILE_INVALID', `a ${curve} key has 32 bytes, not ${seed.length}`);
  const der = Buffer.concat([HEADS[curve].pkcs8, seed]);
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  der.fill(0);
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return { curve, privateKey, publicKey: new Uint8Array(spki.subarray(HEADS[curve].spki.length)) };
}

/** A fresh pair, from 32 bytes of `random`. */
export function makeKeyPair(curve: Curve, random: RandomBytes): KeyPair {
  return keyPairFromSeed(curve, random(32));
}

/** Raw 32-byte seed of a private key, for a key file. The caller wipes it. */
export function seedOf(pair: KeyPair): Uint8Array {
  const der = pair.privateKey.export({ format: 'der', type: 'pkcs8' });
  return der.subarray(HEADS[pair.curve].pkcs8.length);
}

function publicKeyObject(curve: Curve, raw: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.concat([HEADS[curve].spki, raw]), format: 'der', type: 'spki' });
}

/** Ed25519 signature, 64 bytes. */
export function signRaw(pair: KeyPair, message: Uint8Array): Uint8Array {
  return signBytes(null, message, pair.privateKey);
}

/** Whether `signature` is the key's over `message`; false for anything malformed. */
export function verifyRaw(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  try {
    return verifyBytes(null, message, publicKeyObject('ed25519', publicKey), signature);
  } catch {
    return false;
  }
}

/**
 * X25519 shared secret, 32 bytes. Throws SIGNATURE_INVALID for a low-order public key, whose secret anybody knows (RFC 7748,
 * section 6.1; OpenSSL refuses most, the zero check stays for what it lets through).
 */
export function sharedSecret(own: KeyPair, peer: Uint8Array): Uint8Array {
  let secret: Buffer;
  try {
    secret = diffieHellman({ privateKey: own.privateKey, publicKey: publicKeyObject('x25519', peer) });
  } catch (cause) {
    throw new MusterError('SIGNATURE_INVALID', "the peer's X25519 key is refused", { cause });
  }
  if (secret.every((byte) => byte === 0))
    throw new MusterError('SIGNATURE_INVALID', "the peer's X25519 key has low order");
  return secret;
}
