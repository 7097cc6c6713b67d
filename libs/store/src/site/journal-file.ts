/** @module The file of a journal: made, and read from its end. */
import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { JournalHead } from './journal-head.ts';
import { LINE_BYTES_MAX, NO_LINE_HASH, parseLine } from './journal-line.ts';

/** The file at `path`, made (mode 0600, its name durable) when it is not there. Throws the system's error. */
export async function openOrCreate(path: string): Promise<FileHandle> {
  try {
    const handle = await open(path, 'wx+', 0o600);
    if (process.platform !== 'win32') {
      const folder = await open(dirname(path), 'r');
      await folder.sync().finally(() => folder.close());
    }
    return handle;
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST')
      return await open(path, 'r+');
    throw thrown;
  }
}

/** Offset just after the last newline, found from the end. */
export async function lastNewline(handle: FileHandle): Promise<number> {
  const window = Buffer.alloc(LINE_BYTES_MAX);
  let end = (await handle.stat()).size;
  while (end > 0) {
    const start = Math.max(0, end - window.length);
    const { bytesRead } = await handle.read(window, 0, end - start, start);
    const at = window.lastIndexOf(0x0a, bytesRead - 1);
    if (at >= 0 && bytesRead > 0) return start + at + 1;
    end = start;
  }
  return 0;
}

/** The last whole line, which ends before `end`. */
export async function headBefore(handle: FileHandle, end: number): Promise<JournalHead> {
  if (end === 0) return { seq: 0, hash: NO_LINE_HASH };
  const start = Math.max(0, end - LINE_BYTES_MAX - 2);
  const window = Buffer.alloc(end - 1 - start);
  await handle.read(window, 0, window.length, start);
  const text = window.subarray(window.lastIndexOf(0x0a) + 1);
  const line = parseLine(text.toString());
  return { seq: line.seq, hash: createHash('sha256').update(text).digest('hex') };
}
