/** @module All that a process has in memory, read past it: for tests of what must not be there. Linux. */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';

/** Larger regions are read in parts of this size, which overlap. */
const PART_BYTES = 64 * 1024 * 1024;
const OVERLAP_BYTES = 1024;

/** Every writable region, in parts. What cannot be read, such as a device, is left out. */
export function* memoryOf(pid: number): Generator<Buffer> {
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  try {
    for (const line of readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n')) {
      const [, from = '', to = '', rights = ''] = /^([0-9a-f]+)-([0-9a-f]+) (\S+)/.exec(line) ?? [];
      if (!rights.startsWith('rw')) continue;
      const end = Number.parseInt(to, 16);
      for (let at = Number.parseInt(from, 16); at < end; at += PART_BYTES - OVERLAP_BYTES) {
        const part = Buffer.alloc(Math.min(PART_BYTES, end - at));
        try {
          yield part.subarray(0, readSync(memory, part, 0, part.length, at));
        } catch {
          break;
        }
      }
    }
  } finally {
    closeSync(memory);
  }
}

/** Whether some aligned run of whole numbers of 32 bits is these, each at most `tolerance` off. */
export function holdsNumbers(bytes: Buffer, wanted: readonly number[], tolerance: number): boolean {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : Buffer.from(bytes);
  const words = new Int32Array(aligned.buffer, aligned.byteOffset, aligned.length >> 2);
  const [first = 0] = wanted;
  for (let at = 0; at + wanted.length <= words.length; at += 1) {
    if (Math.abs((words[at] ?? 0) - first) > tolerance) continue;
    if (wanted.every((number, index) => Math.abs((words[at + index] ?? 0) - number) <= tolerance))
      return true;
  }
  return false;
}
