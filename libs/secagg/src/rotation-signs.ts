/** @module The signs D of the rotation, the same at all sites of a round: they spread an update, and hide nothing (secure-aggregation.md, section 1.8). */
import { label, sha256, u32 } from './bytes.ts';
import type { Block } from './encoding.ts';
import { keystreamBytes } from './keystream.ts';

/** A u32 for each word of the block, whose top bit turns the sign: keystream of `SHA256("fl/rotate/v1\0" ‖ roundId ‖ u32 first parameter)`. */
export function rotationSigns(roundId: Uint8Array, { start, words }: Block): Uint8Array {
  return keystreamBytes(sha256(label('fl/rotate/v1'), roundId, u32(start)), 4 * words);
}
