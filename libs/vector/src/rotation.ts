/** @module The randomised Hadamard rotation HD of a block of floats, and its inverse (secure-aggregation.md, section 1.8). */
import { MusterError } from '@muster/errors';
import type { Engine } from './engine.ts';

/** Most floats of a block. */
export const ROTATION_LENGTH_MAX = 2 ** 20;
const LENGTH_MIN = 8;

export interface Rotation {
  /**
   * H·D·block in place, without the factor 1/√length: signs are turned where the top bit of a block's own u32 of `random` is set, then the
   * Walsh-Hadamard transform. INVALID_ARGUMENT unless the length is a power of two from 8 to 2^20 and there are 4 random bytes for each.
   */
  rotate(block: Float32Array, random: Uint8Array): void;
  /** D·H·block in place: `rotate` with the same random bytes undone, but for a factor of the length. */
  turnBack(block: Float32Array, random: Uint8Array): void;
}

/** A rotation with memory of its own for the largest block that it is given. The same input gives the same bits on every engine. */
export function makeRotation(engine: Engine): Rotation {
  let workspace = engine.open(8 * LENGTH_MIN);
  const load = (block: Float32Array, random: Uint8Array): Float32Array => {
    const { length } = block;
    const isPower = length >= LENGTH_MIN && length <= ROTATION_LENGTH_MAX && (length & (length - 1)) === 0;
    if (!isPower || random.length < 4 * length)
      throw new MusterError('INVALID_ARGUMENT', `a block of ${length} and ${random.length} random bytes`);
    if (workspace.buffer.byteLength < 8 * length) workspace = engine.open(8 * length);
    const floats = new Float32Array(workspace.buffer, 0, length);
    floats.set(block);
    new Uint8Array(workspace.buffer, 4 * length, 4 * length).set(random.subarray(0, 4 * length));
    return floats;
  };
  return {
    rotate(block, random) {
      const floats = load(block, random);
      workspace.flip(0, 4 * block.length, block.length);
      workspace.hadamard(0, block.length);
      block.set(floats);
    },
    turnBack(block, random) {
      const floats = load(block, random);
      workspace.hadamard(0, block.length);
      workspace.flip(0, 4 * block.length, block.length);
      block.set(floats);
    },
  };
}
