/** @module Updates of virtual agents, sealed as a site seals them; but the same values are the same bytes each time, so that tests can send them again. */
import { createHash } from 'node:crypto';
import { loadSeals, sealUpdate } from '@muster/identity';

export interface SealedUpdate {
  readonly bytes: Uint8Array;
  /** SHA-256 of them. */
  readonly hash: Uint8Array;
}

const seals = await loadSeals();
/** Thousands of agents of a benchmark send the same buffer. */
const known = new WeakMap<Uint8Array, Map<string, SealedUpdate>>();

/** `plain` (f32 little-endian), sealed for the holder of `recipient`. */
export function sealedFor(recipient: Uint8Array, plain: Uint8Array): SealedUpdate {
  const name = Buffer.from(recipient).toString('hex');
  const ofPlain = known.get(plain) ?? new Map<string, SealedUpdate>();
  known.set(plain, ofPlain);
  const before = ofPlain.get(name);
  if (before) return before;
  const seed = createHash('sha256').update(recipient).update(plain).digest();
  let drawn = 0;
  const random = (length: number): Uint8Array => {
    drawn += 1;
    return createHash('sha512').update(seed).update(String(drawn)).digest().subarray(0, length);
  };
  const bytes = sealUpdate(plain, seals, recipient, random);
  const sealed = { bytes, hash: createHash('sha256').update(bytes).digest() };
  ofPlain.set(name, sealed);
  return sealed;
}
