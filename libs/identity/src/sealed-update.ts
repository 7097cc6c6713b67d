/**
 * @module Updates that only the aggregator can read, on whatever relay or disk they lie (secure-aggregation.md, section 6, "Sealed
 * updates"). A fresh key in a box for the aggregator (`crypto_box_seal` of libsodium, which is loaded only for that), then records of
 * 64 KiB under AES-256-GCM. The site signs the SHA-256 of all of it with the round that it is for.
 */
import { type CipherGCM, createCipheriv, createDecipheriv, type DecipherGCM } from 'node:crypto';
import { MusterError } from '@muster/errors';
import { type KeyPair, seedOf } from './keys.ts';
import type { RandomBytes } from './random.ts';

const KEY_BYTES = 32;
const BOX_OVERHEAD_BYTES = 48;
/** What a sealed update begins with. */
export const SEAL_BOX_BYTES = KEY_BYTES + BOX_OVERHEAD_BYTES;
/** Of a record, before it is sealed; the last may be shorter. */
export const SEAL_RECORD_BYTES = 65_536;
const TAG_BYTES = 16;
const LABEL = Buffer.from('fl/sealed-update/v1\0', 'latin1');

/** Bytes that `plainBytes` (1 or more) of an update have when they are sealed. */
export function sealedBytes(plainBytes: number): number {
  return SEAL_BOX_BYTES + plainBytes + TAG_BYTES * Math.ceil(plainBytes / SEAL_RECORD_BYTES);
}

/** What `sealedBytes` made of it; less than 1 for a size that no sealed update has. */
export function unsealedBytes(sealed: number): number {
  const records = sealed - SEAL_BOX_BYTES;
  return records - TAG_BYTES * Math.ceil(records / (SEAL_RECORD_BYTES + TAG_BYTES));
}

/** Where the record that holds the plain byte `offset`, a multiple of SEAL_RECORD_BYTES, begins in the sealed update. */
export function sealedOffset(offset: number): number {
  return SEAL_BOX_BYTES + (offset / SEAL_RECORD_BYTES) * (SEAL_RECORD_BYTES + TAG_BYTES);
}

/** Keys of sealed updates in their boxes. */
export interface Seals {
  /** A new key, and the box that gives it to the holder of `recipient` (X25519, 32 bytes) alone. */
  create(recipient: Uint8Array, random: RandomBytes): { readonly key: Uint8Array; readonly box: Uint8Array };
  /** The key in a box. Throws SEAL_BROKEN when it is not for this recipient, or was changed. */
  open(box: Uint8Array, recipient: KeyPair): Uint8Array;
}

/** Loads libsodium, the first time. */
export async function loadSeals(): Promise<Seals> {
  const { default: sodium } = await import('libsodium-wrappers-sumo');
  await sodium.ready;
  return {
    create(recipient, random) {
      const key = random(KEY_BYTES);
      // As crypto_box_seal does it, whose randomness cannot be given.
      const seed = random(sodium.crypto_box_SEEDBYTES);
      const { publicKey, privateKey } = sodium.crypto_box_seed_keypair(seed);
      const both = Buffer.concat([publicKey, recipient]);
      const nonce = sodium.crypto_generichash(sodium.crypto_box_NONCEBYTES, both, null);
      const sealed = sodium.crypto_box_easy(key, nonce, recipient, privateKey);
      sodium.memzero(privateKey);
      return { key, box: Buffer.concat([publicKey, sealed]) };
    },
    open(box, recipient) {
      const seed = seedOf(recipient);
      try {
        return sodium.crypto_box_seal_open(box, recipient.publicKey, seed);
      } catch (cause) {
        throw new MusterError('SEAL_BROKEN', 'the update is not sealed for this coordinator', { cause });
      } finally {
        seed.fill(0);
      }
    },
  };
}

/** The records of one update. A key seals one update: the number of a record is its nonce. */
export class SealedRecords {
  readonly #key: Uint8Array;

  constructor(key: Uint8Array) {
    this.#key = key;
  }

  /** Record `index` with its tag. */
  seal(index: number, isLast: boolean, plain: Uint8Array): Uint8Array {
    const cipher: CipherGCM = createCipheriv('aes-256-gcm', this.#key, nonce(index));
    cipher.setAAD(additional(isLast));
    const bytes = cipher.update(plain);
    cipher.final();
    return Buffer.concat([bytes, cipher.getAuthTag()]);
  }

  /** Throws SEAL_BROKEN for a record that was changed, moved, cut off or added. */
  open(index: number, isLast: boolean, sealed: Uint8Array): Uint8Array {
    const end = sealed.length - TAG_BYTES;
    if (end < 0) throw new MusterError('SEAL_BROKEN', 'a record of the update is shorter than its tag');
    const decipher: DecipherGCM = createDecipheriv('aes-256-gcm', this.#key, nonce(index));
    decipher.setAAD(additional(isLast));
    decipher.setAuthTag(sealed.subarray(end));
    const plain = decipher.update(sealed.subarray(0, end));
    try {
      decipher.final();
    } catch (cause) {
      throw new MusterError('SEAL_BROKEN', `record ${index} of the update is not what was sealed`, { cause });
    }
    return plain;
  }
}

/** A whole update that fits into memory, sealed. */
export function sealUpdate(
  plain: Uint8Array,
  seals: Seals,
  recipient: Uint8Array,
  random: RandomBytes,
): Uint8Array {
  const { key, box } = seals.create(recipient, random);
  const records = new SealedRecords(key);
  const parts = [box];
  for (let at = 0; at < plain.length; at += SEAL_RECORD_BYTES) {
    const end = at + SEAL_RECORD_BYTES;
    parts.push(records.seal(at / SEAL_RECORD_BYTES, end >= plain.length, plain.subarray(at, end)));
  }
  key.fill(0);
  return Buffer.concat(parts);
}

function nonce(index: number): Uint8Array {
  const bytes = Buffer.alloc(12);
  bytes.writeBigUInt64LE(BigInt(index), 4);
  return bytes;
}

function additional(isLast: boolean): Uint8Array {
  return Buffer.concat([LABEL, Buffer.from([isLast ? 1 : 0])]);
}
