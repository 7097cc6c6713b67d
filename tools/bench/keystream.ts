/** @module AES alone: the keystream of masks, made block by block as the masks are, and not looked at. */
import { createCipheriv, randomBytes } from 'node:crypto';

const BLOCK_BYTES = 65_536;
/** Ciphers that are open together, as when masks are put on. */
const BATCH = 256;

export function makeKeystreams(count: number, sizeBytes: number): void {
  const zeros = Buffer.alloc(BLOCK_BYTES);
  for (let first = 0; first < count; first += BATCH) {
    const ciphers = Array.from({ length: Math.min(BATCH, count - first) }, () =>
      createCipheriv('aes-256-gcm', randomBytes(32), Buffer.alloc(12)),
    );
    for (let at = 0; at < sizeBytes; at += BLOCK_BYTES)
      for (const cipher of ciphers) {
        const { buffer } = cipher.update(zeros.subarray(0, sizeBytes - at));
        // Left to the garbage collector it would cost more than the cipher.
        if (buffer instanceof ArrayBuffer) buffer.transfer(0);
      }
  }
}

/** Seconds of processor time, of this process, that some work takes. */
export function cpuS(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
