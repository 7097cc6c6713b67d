/**
 * @module The generator that masks come from (secure-aggregation.md, section 1.7, step 3): the AES-256 keystream with a nonce of 96 zero bits
 * and a 32-bit counter from 2, which is what AES-256-GCM makes of zeros.
 */
import { createCipheriv } from 'node:crypto';
import { MusterError } from '@muster/errors';

/** Larger pieces make the cipher allocate by mmap and fault its pages in, which costs more than the cipher (section 1.7). */
export const BLOCK_BYTES = 65_536;
/** The counter has 32 bits: 64 GiB less the two blocks that GCM keeps for itself. */
const BYTES_MAX = 2 ** 36 - 32;

const ZEROS = Buffer.alloc(BLOCK_BYTES);
const NONCE = Buffer.alloc(12);
/** The same nonce, and the counter where GCM begins to encrypt. */
const FIRST_COUNTER = Buffer.concat([NONCE, Buffer.of(0, 0, 0, 2)]);

/**
 * Which of OpenSSL's ciphers makes it: the bytes are the same. With the vector instructions of some processors GCM is nearly twice as quick as
 * CTR, though it computes a tag that nobody asked for; without them it is the slower one.
 */
export type KeystreamCipher = 'aes-256-gcm' | 'aes-256-ctr';

/** The keystream of one 32-byte key, from its beginning. The key is not kept. */
export class Keystream {
  readonly #cipher: { update(zeros: Uint8Array): Uint8Array };
  #used = 0;

  constructor(key: Uint8Array, cipher: KeystreamCipher = 'aes-256-gcm') {
    this.#cipher = createCipheriv(cipher, key, cipher === 'aes-256-gcm' ? NONCE : FIRST_COUNTER);
  }

  /** The next 1 to BLOCK_BYTES bytes. INVALID_ARGUMENT for any other number, and beyond 64 GiB. */
  next(sizeBytes: number): Uint8Array {
    this.#used += sizeBytes;
    if (!(sizeBytes >= 1 && sizeBytes <= BLOCK_BYTES && this.#used <= BYTES_MAX))
      throw new MusterError('INVALID_ARGUMENT', `${sizeBytes} bytes of a keystream`);
    return this.#cipher.update(sizeBytes === BLOCK_BYTES ? ZEROS : ZEROS.subarray(0, sizeBytes));
  }
}

/** The first bytes of a keystream, of any number. */
export function keystreamBytes(key: Uint8Array, sizeBytes: number): Uint8Array {
  const stream = new Keystream(key);
  const bytes = new Uint8Array(sizeBytes);
  for (let at = 0; at < sizeBytes; at += BLOCK_BYTES)
    bytes.set(stream.next(Math.min(BLOCK_BYTES, sizeBytes - at)), at);
  return bytes;
}

const TRIALS = 9;
const TRIAL_BLOCKS = 16;

/** The cipher that is quicker on this machine, by a clock of any unit; takes about ten milliseconds, once. */
export function quickestCipher(now: () => number): KeystreamCipher {
  const timeOf = (cipher: KeystreamCipher): number => {
    const stream = new Keystream(new Uint8Array(32), cipher);
    const startedAt = now();
    for (let i = 0; i < TRIAL_BLOCKS; i++) stream.next(BLOCK_BYTES);
    return now() - startedAt;
  };
  // In turns, so that what else the machine does weighs on both; the least of each is the cipher's own.
  const least = { 'aes-256-gcm': Number.POSITIVE_INFINITY, 'aes-256-ctr': Number.POSITIVE_INFINITY };
  for (let trial = 0; trial < TRIALS; trial++)
    for (const cipher of ['aes-256-gcm', 'aes-256-ctr'] as const)
      least[cipher] = Math.min(least[cipher], timeOf(cipher));
  return least['aes-256-ctr'] < least['aes-256-gcm'] ? 'aes-256-ctr' : 'aes-256-gcm';
}
