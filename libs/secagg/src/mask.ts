/** @module Masks put on a vector and taken off (secure-aggregation.md, section 1.7, step 3): block by block, all masks of a block at a time. */
import { WORD_WINDOW_BYTES, type WordVector } from '@muster/vector';
import { Keystream } from './keystream.ts';
import type { MaskedVector } from './masked-vector.ts';

/** A keystream for each segment, added or subtracted. */
export interface Mask {
  readonly sign: 1 | -1;
  /** Of the parameters and of the tail; 32 bytes each. */
  readonly keys: readonly [Uint8Array, Uint8Array];
}

/** Ciphers that are open together: each takes about a kilobyte. */
const BATCH = 256;

/** Modulo 2^bits of each segment; the order of the masks makes no difference. The keys are not kept. */
export function applyMasks(vector: MaskedVector, masks: readonly Mask[]): void {
  for (let first = 0; first < masks.length; first += BATCH) {
    const batch = masks.slice(first, first + BATCH);
    applyTo(vector.parameters, batch, 0);
    applyTo(vector.tail, batch, 1);
  }
}

/** Blocks outside and masks inside: a block of the vector stays in the cache while all masks go over it. */
function applyTo(words: WordVector, masks: readonly Mask[], segment: 0 | 1): void {
  const streams = masks.map(({ sign, keys }) => ({ sign, stream: new Keystream(keys[segment]) }));
  for (let offset = 0; offset < words.sizeBytes; offset += WORD_WINDOW_BYTES) {
    const sizeBytes = Math.min(WORD_WINDOW_BYTES, words.sizeBytes - offset);
    const window = words.window.subarray(0, sizeBytes);
    for (const { sign, stream } of streams) {
      stream.fill(window);
      if (sign > 0) words.addWindow(offset, sizeBytes);
      else words.subtractWindow(offset, sizeBytes);
    }
  }
}

/** Overwrites the keys. */
export function wipeMasks(masks: readonly Mask[]): void {
  for (const { keys } of masks) for (const key of keys) key.fill(0);
}
