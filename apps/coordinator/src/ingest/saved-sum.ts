/** @module The file of an exact sum, written inside the ingest thread: its event loop is nobody's. */
import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import type { Accumulator } from '@muster/vector';
import { faultPoint } from '../fault-point.ts';

/** Sums written at a time: 512 KiB. */
const WINDOW_LENGTH = 65_536;

/**
 * Writes all sums, i64 little-endian, to a new file that is durable when this returns. Throws the system's error; then there is no file.
 */
export function saveSums(
  sums: Accumulator,
  path: string,
): { readonly hash: string; readonly sizeBytes: number } {
  const sha = createHash('sha256');
  const file = openSync(path, 'wx', 0o600);
  try {
    for (let start = 0; start < sums.length; start += WINDOW_LENGTH) {
      const bytes = sums.toBytes(start, Math.min(WINDOW_LENGTH, sums.length - start));
      sha.update(bytes);
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, bytes.length - at);
    }
    fsyncSync(file);
    faultPoint('seal-saved');
  } catch (thrown) {
    rmSync(path, { force: true });
    throw thrown;
  } finally {
    closeSync(file);
  }
  return { hash: sha.digest('hex'), sizeBytes: 8 * sums.length };
}
