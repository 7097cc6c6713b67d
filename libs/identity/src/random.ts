/** @module Where unpredictable bytes come from: passed in, so that a test can replay a handshake. */
import { randomBytes } from 'node:crypto';

/** `length` bytes that nobody can guess. */
export type RandomBytes = (length: number) => Uint8Array;

/** From the generator of the operating system. */
export const systemRandom: RandomBytes = (length) => randomBytes(length);
