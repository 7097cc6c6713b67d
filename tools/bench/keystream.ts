/** @module AES alone: the keystream of masks, made block by block as the masks are, and not looked at. */
import { createCipheriv, randomBytes } from 'node:crypto';
import type { KeystreamCipher } from '@muster/secagg';

const BLOCK_BYTES = 65_536;
/** Ciphers that are open together, as when masks are put on. */
const BATCH = 256;

export function makeKeystreams(count: number, sizeBytes: number, cipher: KeystreamCipher): void {
  const nonce = Buffer.alloc(cipher === 'aes-256-gcm' ? 12 : 16);
  const zeros = Buffer.alloc(BLOCK_BYTES);
  for (let first = 0; first < count; first += BATCH) {
    const ciphers = Array.from({ length: Math.min(BATCH, count - first) }, () =>
      createCipheriv(cipher, randomBytes(32), nonce),
    );
    for (let at = 0; at < sizeBytes; at += BLOCK_BYTES)
      for (const each of ciphers) each.update(zeros.subarray(0, sizeBytes - at));
  }
}

/** Seconds of processor time, of this process, that some work takes. */
export function cpuS(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
