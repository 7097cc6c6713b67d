/** @module The file of an exact sum, written inside the ingest thread: its event loop is nobody's. */
import { createHash } from 'node:crypto';
import type { Accumulator } from '@muster/vector';
import { faultPoint } from '../fault-point.ts';
import type { Files } from '../files.ts';

/** Sums written at a time: 512 KiB. */
const WINDOW_LENGTH = 65_536;

/**
 * Writes all sums, i64 little-endian, to a new file that is durable when this returns. Throws the system's error; then there is no file.
 */
export function saveSums(
  sums: Accumulator,
  path: string,
  files: Files,
): { readonly hash: string; readonly sizeBytes: number } {
  const sha = createHash('sha256');
  const file = files.create(path);
  try {
    for (let start = 0; start < sums.length; start += WINDOW_LENGTH) {
      const bytes = sums.toBytes(start, Math.min(WINDOW_LENGTH, sums.length - start));
      sha.update(bytes);
      file.append(bytes);
      if (bytes.buffer instanceof ArrayBuffer) bytes.buffer.transfer(0); // or all of the sum would wait for the collector
    }
    file.sync();
    faultPoint('seal-saved');
  } catch (thrown) {
    files.remove(path);
    throw thrown;
  } finally {
    file.close();
  }
  return { hash: sha.digest('hex'), sizeBytes: 8 * sums.length };
}
