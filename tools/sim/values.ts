/** @module Models and updates of the simulated federation: f32, little-endian. */
import type { Schedule } from './schedule.ts';

/** What a run begins with. */
export function initialModelOf({ parameters, seed }: Schedule): Uint8Array {
  const start = seed.length;
  return bytesOf(Float32Array.from({ length: parameters }, (_, index) => Math.sin(start + index)));
}

export function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
