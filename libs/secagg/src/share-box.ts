/**
 * @module The box in which a neighbour's shares travel (secure-aggregation.md, section 1.5): `AES-256-GCM(x ‖ share of the mask key's seed ‖
 * share of b) ‖ tag`, with the round and both places authenticated. The nonce is zero: a key seals one box, one way, in one round.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { u32 } from './bytes.ts';

export const SECRET_BYTES = 32;
const TAG_BYTES = 16;
const NONCE = Buffer.alloc(12);

/** A neighbour's shares of the two secrets of an owner. */
export interface SharePair {
  /** Place at which the polynomials were evaluated: 1 and more. */
  readonly x: number;
  readonly maskSeed: Uint8Array;
  readonly selfSeed: Uint8Array;
}

export interface BoxAddress {
  readonly roundId: Uint8Array;
  readonly from: number;
  readonly to: number;
}

/** Bytes of a box; a place above 255 takes two. */
export function boxBytes(fieldBits: 8 | 16): number {
  return fieldBits / 8 + 2 * SECRET_BYTES + TAG_BYTES;
}

export function sealShares(
  key: Uint8Array,
  { roundId, from, to }: BoxAddress,
  fieldBits: 8 | 16,
  { x, maskSeed, selfSeed }: SharePair,
): Uint8Array {
  const place = fieldBits === 8 ? Uint8Array.of(x) : Uint8Array.of(x & 0xff, x >> 8);
  const plain = Buffer.concat([place, maskSeed, selfSeed]);
  const cipher = createCipheriv('aes-256-gcm', key, NONCE);
  cipher.setAAD(Buffer.concat([roundId, u32(from), u32(to)]));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  plain.fill(0);
  return new Uint8Array(sealed);
}

/** Undefined for a box that was not sealed so: another key, address or size, or a bit changed. */
export function openShares(
  key: Uint8Array,
  { roundId, from, to }: BoxAddress,
  fieldBits: 8 | 16,
  box: Uint8Array,
): SharePair | undefined {
  if (box.length !== boxBytes(fieldBits)) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, NONCE);
  decipher.setAAD(Buffer.concat([roundId, u32(from), u32(to)]));
  decipher.setAuthTag(box.subarray(-TAG_BYTES));
  const plain = decipher.update(box.subarray(0, -TAG_BYTES));
  try {
    decipher.final();
    const placeBytes = fieldBits / 8;
    return {
      x: fieldBits === 8 ? plain.readUInt8() : plain.readUInt16LE(),
      maskSeed: new Uint8Array(plain.subarray(placeBytes, placeBytes + SECRET_BYTES)),
      selfSeed: new Uint8Array(plain.subarray(placeBytes + SECRET_BYTES)),
    };
  } catch {
    return undefined;
  } finally {
    plain.fill(0);
  }
}
