/**
 * @module The generator that masks come from (secure-aggregation.md, section 1.7, step 3): the AES-256 keystream with a nonce of 96 zero bits
 * and a 32-bit counter from 2, which is what AES-256-GCM makes of zeros. OpenSSL's GCM is quicker than its CTR.
 */
import { type CipherGCM, createCipheriv } from 'node:crypto';
import { MusterError } from '@muster/errors';

/** Larger pieces make the cipher allocate by mmap and fault its pages in, which costs more than the cipher (section 1.7). */
export const BLOCK_BYTES = 65_536;
/** The counter has 32 bits: 64 GiB less the two blocks that GCM keeps for itself. */
const BYTES_MAX = 2 ** 36 - 32;

const ZEROS = Buffer.alloc(BLOCK_BYTES);
const NONCE = Buffer.alloc(12);

/** The keystream of one 32-byte key, from its beginning. The key is not kept. */
export class Keystream {
  readonly #cipher: CipherGCM;
  #used = 0;

  constructor(key: Uint8Array) {
    this.#cipher = createCipheriv('aes-256-gcm', key, NONCE);
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
