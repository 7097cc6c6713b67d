/** @module The keys of one round and the secrets that two sites agree on: X25519 (RFC 7748), by node:crypto. Raw keys are 32 bytes. */
import {
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  diffieHellman,
  type KeyObject,
} from 'node:crypto';
import { MusterError } from '@muster/errors';
import { copyOf, sameBytes } from './bytes.ts';

/** DER heads that turn a raw seed into PKCS #8 and a raw public key into SPKI (RFC 8410). */
const PRIVATE_HEAD = Buffer.from('302e020100300506032b656e04220420', 'hex');
const PUBLIC_HEAD = Buffer.from('302a300506032b656e032100', 'hex');

/**
 * The points of low order and the encodings of them that are not reduced (RFC 7748, section 6.1; as in libsodium's `has_small_order`): with
 * any of them both secrets are zero, and known to everybody. The top bit of a key does not count.
 */
const LOW_ORDER = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
].map((key) => new Uint8Array(Buffer.from(key, 'hex')));

export interface AgreementKey {
  readonly publicKey: Uint8Array;
  readonly privateKey: KeyObject;
}

/** The pair of a seed of 32 bytes, which is not kept. */
export function agreementKey(seed: Uint8Array): AgreementKey {
  const der = Buffer.concat([PRIVATE_HEAD, seed]);
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  der.fill(0);
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return { privateKey, publicKey: new Uint8Array(spki.subarray(PUBLIC_HEAD.length)) };
}

/** Whether nobody can agree on a secret with the owner of this key: of another length, or a point of low order. */
export function isUnusable(publicKey: Uint8Array): boolean {
  if (publicKey.length !== 32) return true;
  const reduced = copyOf(publicKey);
  reduced[31] = (reduced[31] ?? 0) & 0x7f;
  return LOW_ORDER.some((point) => sameBytes(point, reduced));
}

/** The shared secret of 32 bytes, to derive keys from. SECAGG_REFUSED for a key that `isUnusable`. */
export function agree(own: KeyObject, peer: Uint8Array): KeyObject {
  let secret: Buffer;
  try {
    const publicKey = createPublicKey({
      key: Buffer.concat([PUBLIC_HEAD, peer]),
      format: 'der',
      type: 'spki',
    });
    secret = diffieHellman({ privateKey: own, publicKey });
  } catch (cause) {
    throw new MusterError('SECAGG_REFUSED', 'an X25519 key with which no secret can be agreed on', { cause });
  }
  // OpenSSL refuses these by itself; whatever takes its place may not.
  if (secret.every((byte) => byte === 0))
    throw new MusterError('SECAGG_REFUSED', 'an X25519 key of low order');
  // Taken in once: several keys are derived from it.
  const agreed = createSecretKey(secret);
  secret.fill(0);
  return agreed;
}
