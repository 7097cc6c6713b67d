/** @module One line of the journal: its JSON form, its reader, and the walk over a file of them. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { MusterError } from '@muster/errors';
import { toJson } from '../row.ts';
import { fileFault } from '../storage-fault.ts';

/** One line, chained to the one before it. */
export interface JournalLine {
  /** From 1, without gaps. */
  readonly seq: number;
  /** SHA-256 of the bytes of the line before, without its newline, hex. */
  readonly prev: string;
  readonly atMs: number;
  readonly kind: string;
  readonly body: unknown;
}

/** `prev` of the first line. */
export const NO_LINE_HASH = '0'.repeat(64);

/** A longer line is refused: a journal tells what happened, it does not carry it. */
export const LINE_BYTES_MAX = 64 * 1024;

export function lineText(line: JournalLine): string {
  const { seq, prev, atMs, kind, body } = line;
  return toJson({ seq, prev, atMs, kind, body });
}

/** Throws STORAGE_CORRUPT. */
export function parseLine(text: string): JournalLine {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (typeof value === 'object' && value !== null && 'seq' in value && 'prev' in value && 'atMs' in value) {
    const { seq, prev, atMs } = value;
    const kind = 'kind' in value ? value.kind : undefined;
    const body = 'body' in value ? value.body : undefined;
    if (
      typeof seq === 'number' &&
      typeof prev === 'string' &&
      typeof atMs === 'number' &&
      typeof kind === 'string'
    ) {
      return { seq, prev, atMs, kind, body };
    }
  }
  throw new MusterError('STORAGE_CORRUPT', `the journal has a line that is none: ${text.slice(0, 80)}`);
}

/** The whole lines in the first `end` bytes of the file, each with the SHA-256 of its bytes. */
export async function* linesOf(path: string, end: number): AsyncIterable<{ text: string; hash: string }> {
  if (end === 0) return;
  let rest: Buffer = Buffer.alloc(0);
  try {
    const chunks: AsyncIterable<Buffer> = createReadStream(path, { end: end - 1 });
    for await (const chunk of chunks) {
      let from = 0;
      const joined = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      for (let at = joined.indexOf(0x0a); at >= 0; at = joined.indexOf(0x0a, from)) {
        const bytes = joined.subarray(from, at);
        yield { text: bytes.toString(), hash: createHash('sha256').update(bytes).digest('hex') };
        from = at + 1;
      }
      rest = joined.subarray(from);
    }
  } catch (thrown) {
    throw fileFault(thrown, `reading the journal ${path}`);
  }
}
