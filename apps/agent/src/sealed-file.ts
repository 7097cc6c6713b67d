/** @module An update in a file, sealed for the aggregator: whoever else holds the bytes, on the way or on a disk, cannot read them. */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { loadSeals, SEAL_RECORD_BYTES, SealedRecords, systemRandom } from '@muster/identity';
import { hex } from '@muster/protocol';

export interface SealedFile {
  /** SHA-256 of the sealed bytes, hex. */
  readonly hash: string;
  readonly sizeBytes: number;
  /** Opens it, hex: the site's own copy stays readable to the site. */
  readonly key: string;
}

/** Seals an update in a file for the holder of a key, into a new file. */
export type SealFile = (plain: string, target: string, recipient: Uint8Array) => Promise<SealedFile>;

/** Seals `plain` into the new file `target` for the holder of `recipient` (X25519, 32 bytes). Throws the system's error. */
export const sealFile: SealFile = async (plain, target, recipient) => {
  const { key, box } = (await loadSeals()).create(recipient, systemRandom);
  const records = new SealedRecords(key);
  const sha = createHash('sha256');
  await using source = await open(plain, 'r');
  await using sealed = await open(target, 'w', 0o600);
  const { size } = await source.stat();
  let sizeBytes = 0;
  const append = async (bytes: Uint8Array): Promise<void> => {
    sha.update(bytes);
    await sealed.write(bytes, 0, bytes.length, sizeBytes);
    sizeBytes += bytes.length;
  };
  await append(box);
  const record = new Uint8Array(SEAL_RECORD_BYTES);
  for (let at = 0; at < size; at += SEAL_RECORD_BYTES) {
    const { bytesRead } = await source.read(record, 0, SEAL_RECORD_BYTES, at);
    const isLast = at + bytesRead >= size;
    await append(records.seal(at / SEAL_RECORD_BYTES, isLast, record.subarray(0, bytesRead)));
  }
  return { hash: sha.digest('hex'), sizeBytes, key: hex(key) };
};
