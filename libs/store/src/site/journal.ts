/**
 * @module A site's own journal: one JSON object a line, each with its number and the SHA-256 of the line before it, so
 * that a changed, removed or inserted line shows. It is the site's file alone, and text that a person can read.
 *
 * A line is on disk (fsync) before `append` resolves. Lines that wait while an fsync runs share the next one. A crash
 * can leave a torn last line, one without its newline: it was never acknowledged, so opening cuts it off. Anything
 * else that does not fit is STORAGE_CORRUPT and is left as it is, for a person to look at.
 */
import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { asMusterError, MusterError } from '@muster/errors';
import { fileFault } from '../storage-fault.ts';
import { headBefore, lastNewline, openOrCreate } from './journal-file.ts';
import { type JournalHead, missingBefore, refuseMissing } from './journal-head.ts';
import {
  type JournalLine,
  LINE_BYTES_MAX,
  linesOf,
  lineText,
  NO_LINE_HASH,
  parseLine,
} from './journal-line.ts';

/** Lines waiting for the disk; beyond it the caller is told OVERLOADED. */
const WAITING_MAX = 4096;

/** What is to be written down; `atMs` is milliseconds since 1970. */
export interface JournalEntry {
  readonly atMs: number;
  readonly kind: string;
  /** A JSON document. */
  readonly body: unknown;
}

interface Waiting {
  readonly entry: JournalEntry;
  readonly resolve: (line: JournalHead) => void;
  readonly reject: (fault: MusterError) => void;
}

/** Where the newest line is kept besides, so that a journal that was cut is found. */
export interface HeadKeeper {
  /** As it was kept last. */
  readonly kept: JournalHead | undefined;
  /** Called with each new head, before its lines are acknowledged; what it throws refuses them. */
  keep(head: JournalHead): void;
}

const KEPT_NOWHERE: HeadKeeper = { kept: undefined, keep: () => {} };

/**
 * Opens or makes the journal at `path` (mode 0600). Throws STORAGE_CORRUPT (also when it does not reach the head that was kept),
 * STORAGE_FAILED, STORAGE_FULL.
 */
export async function openJournal(path: string, keeper: HeadKeeper = KEPT_NOWHERE): Promise<Journal> {
  let handle: FileHandle | undefined;
  try {
    // Not append mode: writes go to the known end, so a line that failed half-way is written over, not continued.
    handle = await openOrCreate(path);
    const end = await lastNewline(handle);
    if ((await handle.stat()).size > end) {
      await handle.truncate(end);
      await handle.sync();
    }
    const head = await headBefore(handle, end);
    if (keeper.kept) refuseMissing(await missingBefore(keeper.kept, head, path, end), path);
    return new Journal(path, handle, end, head, keeper);
  } catch (thrown) {
    await handle?.close();
    throw fileFault(thrown, `opening the journal ${path}`);
  }
}

/**
 * The open journal of a site, of which this process is the only writer. Lines are chained by their hashes (`prev`).
 */
export class Journal implements AsyncDisposable {
  readonly #path: string;
  #handle: FileHandle;
  readonly #keeper: HeadKeeper;
  #end: number;
  #head: JournalHead;
  #waiting: Waiting[] = [];
  #flushing: Promise<void> | undefined;
  /** Nobody knows what lies behind `#end`: a write failed and could not be taken back, or an fsync failed. */
  #isInDoubt = false;
  #closed: MusterError | undefined;

  constructor(path: string, handle: FileHandle, end: number, head: JournalHead, keeper: HeadKeeper) {
    this.#path = path;
    this.#handle = handle;
    this.#keeper = keeper;
    this.#end = end;
    this.#head = head;
  }

  /** The last durable line. */
  get head(): JournalHead {
    return this.#head;
  }

  /**
   * Appends a line; resolves with its number and hash once it is on disk. Lines keep the order of the calls.
   * Throws STORAGE_FULL, STORAGE_FAILED (nothing was added; later appends may succeed), STORAGE_CORRUPT (the file was altered since),
   * OVERLOADED, INVALID_ARGUMENT (a line over 64 KiB), UNAVAILABLE (closed).
   */
  append(entry: JournalEntry): Promise<JournalHead> {
    if (this.#closed !== undefined) return Promise.reject(this.#closed);
    if (this.#waiting.length >= WAITING_MAX) {
      return Promise.reject(
        new MusterError('OVERLOADED', 'too many lines wait for the journal', { retryAfterMs: 1000 }),
      );
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ entry, resolve, reject });
      this.#flushing ??= this.#flush();
    });
  }

  /** At most `limit` lines with a number above `after`, oldest first. Throws STORAGE_CORRUPT, STORAGE_FAILED. */
  async read(options: { readonly after: number; readonly limit: number }): Promise<JournalLine[]> {
    const found: JournalLine[] = [];
    if (options.limit <= 0) return found;
    for await (const { text } of linesOf(this.#path, this.#end)) {
      const line = parseLine(text);
      if (line.seq <= options.after) continue;
      found.push(line);
      if (found.length >= options.limit) break;
    }
    return found;
  }

  /**
   * Reads the whole chain and returns its head. Throws STORAGE_CORRUPT, naming the first line that does not follow
   * from the one before.
   */
  async verify(): Promise<JournalHead> {
    const expected = this.#head;
    let head: JournalHead = { seq: 0, hash: NO_LINE_HASH };
    for await (const { text, hash } of linesOf(this.#path, this.#end)) {
      const line = parseLine(text);
      if (line.seq !== head.seq + 1 || line.prev !== head.hash) throw broken(head.seq + 1);
      head = { seq: line.seq, hash };
    }
    // Lines that were appended while we read are beyond `expected` and are no fault.
    if (head.seq < expected.seq || (head.seq === expected.seq && head.hash !== expected.hash))
      throw broken(head.seq);
    return head;
  }

  /** Waits for the lines under way, then closes. */
  async close(): Promise<void> {
    await this.#flushing;
    this.#closed ??= new MusterError('UNAVAILABLE', 'the journal is closed');
    await this.#handle.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #flush(): Promise<void> {
    // Let the calls of this turn join the first batch.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      await this.#write(batch);
    }
    this.#flushing = undefined;
  }

  async #write(batch: readonly Waiting[]): Promise<void> {
    const lines: Buffer[] = [];
    const done: (() => void)[] = [];
    let head = this.#head;
    for (const { entry, resolve, reject } of batch) {
      const text = encode(entry, head);
      if (text instanceof MusterError) {
        reject(text);
        continue;
      }
      const hash = createHash('sha256').update(text).digest('hex');
      head = { seq: head.seq + 1, hash };
      const line = head;
      lines.push(text, NEWLINE);
      done.push(() => resolve(line));
    }
    if (done.length === 0) return;
    const bytes = Buffer.concat(lines);
    try {
      if (this.#isInDoubt) await this.#openAgain();
      await this.#persist(bytes);
    } catch (thrown) {
      const fault = fileFault(thrown, `writing the journal ${this.#path}`);
      for (const { reject } of batch) reject(fault);
      return;
    }
    // The lines are there, whether their head can be kept or not: a journal may tell more than left, never less.
    this.#end += bytes.length;
    this.#head = head;
    try {
      this.#keeper.keep(head);
    } catch (thrown) {
      const fault = asMusterError(thrown);
      for (const { reject } of batch) reject(fault);
      return;
    }
    for (const resolve of done) resolve();
  }

  async #persist(bytes: Buffer): Promise<void> {
    let written = 0;
    try {
      while (written < bytes.length) {
        written += (await this.#handle.write(bytes, written, bytes.length - written, this.#end + written))
          .bytesWritten;
      }
      await this.#handle.datasync();
    } catch (thrown) {
      // Cut off what got through, so that readers see whole lines, and none that was refused.
      const isCut = await this.#handle.truncate(this.#end).then(
        () => true,
        () => false,
      );
      this.#isInDoubt = !isCut || written === bytes.length;
      throw thrown;
    }
  }

  /**
   * After a failed fsync nobody knows which pages are on disk, and a second one of the same pages may falsely succeed. So what was refused
   * is cut off, and what comes in its place is written and synced anew; the lines before it were on disk already. By another handle, as
   * the file system may have been mounted again.
   */
  async #openAgain(): Promise<void> {
    const handle = await open(this.#path, 'r+');
    try {
      const { size } = await handle.stat();
      const head = size < this.#end ? undefined : await headBefore(handle, this.#end);
      if (head?.hash !== this.#head.hash) throw broken(this.#head.seq);
      await handle.truncate(this.#end);
      await handle.sync();
    } catch (thrown) {
      await handle.close();
      throw thrown;
    }
    await this.#handle.close().catch(() => {}); // of a file system that is gone, perhaps
    this.#handle = handle;
    this.#isInDoubt = false;
  }
}

const NEWLINE = Buffer.from('\n');

function encode(entry: JournalEntry, head: JournalHead): Buffer | MusterError {
  let text: Buffer;
  try {
    text = Buffer.from(lineText({ seq: head.seq + 1, prev: head.hash, ...entry }));
  } catch (thrown) {
    return new MusterError('INVALID_ARGUMENT', 'the entry has no JSON form', { cause: thrown });
  }
  if (text.length <= LINE_BYTES_MAX) return text;
  return new MusterError('INVALID_ARGUMENT', `a line of ${text.length} bytes is over ${LINE_BYTES_MAX}`);
}

function broken(seq: number): MusterError {
  return new MusterError(
    'STORAGE_CORRUPT',
    `the journal was altered: line ${seq} does not follow from the one before`,
    {
      detail: { seq },
    },
  );
}
