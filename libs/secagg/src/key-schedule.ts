/** @module Which key is made from which secret (secure-aggregation.md, section 1.11): HKDF-SHA256 (RFC 5869) salted by the round. Keys are 32 bytes. */
import { hkdfSync, type KeyObject } from 'node:crypto';
import { label, u8, u32 } from './bytes.ts';

function derive(secret: Uint8Array | KeyObject, roundId: Uint8Array, info: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, roundId, info, 32));
}

/** A part of the vector that is masked by a keystream of its own. */
export interface Segment {
  readonly segment: number;
  readonly bits: number;
}

const MASK = label('fl/mask/v1');
const SELF = label('fl/self/v1');
const BOX = label('fl/enc/v1');

/** Of the mask that the sites at `a` and `b` have between them, from the secret that their mask keys agree on. */
export function maskKey(
  secret: KeyObject,
  roundId: Uint8Array,
  [a, b]: readonly [number, number],
  { segment, bits }: Segment,
): Uint8Array {
  const info = [MASK, u32(Math.min(a, b)), u32(Math.max(a, b)), u8(segment), u8(bits)];
  return derive(secret, roundId, Buffer.concat(info));
}

/** Of a site's own mask, from its seed b. */
export function selfKey(
  seed: Uint8Array,
  roundId: Uint8Array,
  site: number,
  { segment, bits }: Segment,
): Uint8Array {
  return derive(seed, roundId, Buffer.concat([SELF, u32(site), u8(segment), u8(bits)]));
}

/** Of the box with shares that goes one way between two sites, from the secret that their box keys agree on. It seals one box. */
export function boxKey(secret: KeyObject, roundId: Uint8Array, from: number, to: number): Uint8Array {
  return derive(secret, roundId, Buffer.concat([BOX, u32(from), u32(to)]));
}
