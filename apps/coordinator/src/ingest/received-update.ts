/**
 * @module One update inside the ingest thread. Its bytes are in a spool file, so that they outlast this process, and a small one's are in
 * memory besides, where folding finds them; the hash is that of those that are here.
 */
import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { type ErrorCode, MusterError } from '@muster/errors';
import {
  SEAL_BOX_BYTES,
  SEAL_RECORD_BYTES,
  SealedRecords,
  sealedOffset,
  unsealedBytes,
} from '@muster/identity';
import type { ScanResult } from '@muster/vector';
import { faultPoint } from '../fault-point.ts';
import type { Files, OpenFile } from '../files.ts';

/** Floats looked at together: 256 KiB, which stay in a core's cache. */
export const WINDOW_LENGTH = 65_536;
const WINDOW_BYTES = WINDOW_LENGTH * 4;

interface Where {
  readonly sizeBytes: number;
  readonly isSealed: boolean;
  readonly path: string;
  readonly cached: boolean;
}

/** Memory of updates that are done with, kept for the next: all updates of a run have one size. */
const spare: Uint8Array<ArrayBuffer>[] = [];

export class ReceivedUpdate {
  readonly sizeBytes: number;
  /** Of its values, open. */
  readonly #plainBytes: number;
  readonly #path: string;
  readonly #files: Files;
  readonly #file: OpenFile;
  /** All bytes once more, in memory. */
  #copy: Uint8Array<ArrayBuffer> | undefined;
  /** What is in memory was opened there. */
  #isCopyOpen: boolean;
  /** Of a sealed update, once its key is known. */
  #records: SealedRecords | undefined;
  readonly #sha = createHash('sha256');
  #hash: string | undefined;
  #offset = 0;

  /** Takes up what is in the file already. Throws the system's error when the file cannot be made or read, OBJECT_CORRUPT when it shrinks. */
  constructor({ sizeBytes, isSealed, path, cached }: Where, files: Files) {
    this.sizeBytes = sizeBytes;
    this.#plainBytes = isSealed ? unsealedBytes(sizeBytes) : sizeBytes;
    this.#isCopyOpen = !isSealed;
    this.#path = path;
    this.#files = files;
    this.#file = files.open(path);
    try {
      this.#copy = cached ? memory(sizeBytes) : undefined;
      this.#takeUp();
    } catch (thrown) {
      this.#file.close();
      throw thrown;
    }
  }

  /** Bytes that are here. */
  get offset(): number {
    return this.#offset;
  }

  /** Takes the bytes that follow those that are here. Throws MALFORMED for any other, and as the constructor. */
  write(offset: number, bytes: Uint8Array): void {
    if (offset !== this.#offset || offset + bytes.length > this.sizeBytes)
      throw new MusterError('MALFORMED', `a chunk at ${offset}, ${this.#offset} is next`);
    try {
      this.#file.append(bytes);
    } catch (thrown) {
      this.#file.truncate(this.#offset); // a full disk may have taken a part
      throw thrown;
    }
    faultPoint('upload-appended');
    this.#took(bytes);
  }

  /** SHA-256 in hex. Throws OBJECT_CORRUPT unless every byte is here. */
  hash(): string {
    if (this.#offset !== this.sizeBytes)
      throw new MusterError('OBJECT_CORRUPT', `${this.#offset} of ${this.sizeBytes} bytes are here`);
    this.#hash ??= this.#sha.digest('hex');
    return this.#hash;
  }

  /** With what a sealed update begins. Throws as `scan`. */
  box(): Uint8Array {
    const box = new Uint8Array(SEAL_BOX_BYTES);
    readAll(this.#file, box, 0, 'OBJECT_CORRUPT');
    return box;
  }

  /** Its values can be read from now on. Throws SEAL_BROKEN, in memory and later, when they are not under this key. */
  unlock(key: Uint8Array): void {
    this.#records = new SealedRecords(key);
    if (this.#isCopyOpen || !this.#copy) return;
    // In place: a record that is open is shorter than it was sealed, so none is written over before it is read.
    for (let at = 0; at < this.#plainBytes; at += SEAL_RECORD_BYTES)
      this.#copy.set(this.#opened(at, this.#copy.subarray(sealedOffset(at), this.#endOf(at))), at);
    this.#isCopyOpen = true;
  }

  /** What is in the values. Throws OBJECT_CORRUPT when the file has lost some: its site has them still, and brings them again. */
  scan(scanWindow: (values: Float32Array) => ScanResult): ScanResult {
    let all: ScanResult = { finite: true, maxAbs: 0, sumSquares: 0 };
    for (let start = 0; start < this.#plainBytes / 4; start += WINDOW_LENGTH) {
      const { finite, maxAbs, sumSquares } = scanWindow(this.#window(start, 'OBJECT_CORRUPT'));
      all = {
        finite: all.finite && finite,
        maxAbs: Math.max(all.maxAbs, maxAbs),
        sumSquares: all.sumSquares + sumSquares,
      };
    }
    return all;
  }

  /**
   * A window of values from `start`, or what is left of them. Valid until the next call. Throws STORAGE_CORRUPT when the file has lost
   * some since they were looked at.
   */
  window(start: number): Float32Array {
    return this.#window(start, 'STORAGE_CORRUPT');
  }

  /** All bytes, as they came, in pieces of a multiple of 8 but for the last; each is valid until the next. Throws as `window`. */
  *pieces(): Generator<Uint8Array> {
    for (let at = 0; at < this.sizeBytes; at += WINDOW_BYTES) {
      const piece = fileWindow.subarray(0, Math.min(WINDOW_BYTES, this.sizeBytes - at));
      readAll(this.#file, piece, at, 'STORAGE_CORRUPT');
      yield piece;
    }
  }

  discard(): void {
    this.#letGo();
    this.#files.remove(this.#path);
  }

  /**
   * The file stays, durable and under another name: the bytes, the name, the end of the name before, so that a power cut leaves one of the
   * two. Throws the system's error; then it is where it was.
   */
  moveAway(path: string): void {
    this.#file.sync();
    this.#files.rename(this.#path, path);
    try {
      this.#files.syncFolder(dirname(path));
      this.#files.syncFolder(dirname(this.#path));
    } catch (thrown) {
      this.#files.rename(path, this.#path);
      throw thrown;
    }
    this.#letGo();
  }

  /** Takes all bytes of another file, which stays as it is; durable when this returns. Throws as `write`. */
  copyFrom(path: string): void {
    const source = this.#files.openForReading(path);
    try {
      for (const end = source.size(); this.#offset < end; ) {
        const window = fileWindow.subarray(0, Math.min(WINDOW_BYTES, end - this.#offset));
        readAll(source, window, this.#offset, 'OBJECT_CORRUPT');
        this.write(this.#offset, window);
      }
    } finally {
      source.close();
    }
    this.#file.sync();
    this.#files.syncFolder(dirname(this.#path));
  }

  #window(start: number, lost: ErrorCode): Float32Array {
    const bytes = Math.min(WINDOW_BYTES, this.#plainBytes - start * 4);
    if (this.#copy && this.#isCopyOpen) return new Float32Array(this.#copy.buffer, start * 4, bytes / 4);
    if (this.#plainBytes === this.sizeBytes)
      readAll(this.#file, fileWindow.subarray(0, bytes), start * 4, lost);
    else this.#openInto(fileWindow.subarray(0, bytes), start * 4, lost);
    return new Float32Array(fileWindow.buffer, 0, bytes / 4);
  }

  #openInto(target: Uint8Array, from: number, lost: ErrorCode): void {
    for (let at = from; at < from + target.length; at += SEAL_RECORD_BYTES) {
      const sealed = sealedRecord.subarray(0, this.#endOf(at) - sealedOffset(at));
      readAll(this.#file, sealed, sealedOffset(at), lost);
      target.set(this.#opened(at, sealed), at - from);
    }
  }

  #opened(at: number, sealed: Uint8Array): Uint8Array {
    if (!this.#records) throw new MusterError('INTERNAL', 'a sealed update is read without its key');
    const isLast = at + SEAL_RECORD_BYTES >= this.#plainBytes;
    return this.#records.open(at / SEAL_RECORD_BYTES, isLast, sealed);
  }

  /** Where the sealed record of the byte `at` ends. */
  #endOf(at: number): number {
    return Math.min(this.sizeBytes, sealedOffset(at + SEAL_RECORD_BYTES));
  }

  #letGo(): void {
    if (this.#copy) spare.push(this.#copy);
    this.#copy = undefined;
    this.#file.close();
  }

  #takeUp(): void {
    const size = this.#file.size();
    // More than was announced is not of this update.
    if (size > this.sizeBytes) this.#file.truncate(0);
    for (const end = size > this.sizeBytes ? 0 : size; this.#offset < end; ) {
      const window = fileWindow.subarray(0, Math.min(WINDOW_BYTES, end - this.#offset));
      readAll(this.#file, window, this.#offset, 'OBJECT_CORRUPT');
      this.#took(window);
    }
  }

  #took(bytes: Uint8Array): void {
    this.#copy?.set(bytes, this.#offset);
    this.#sha.update(bytes);
    this.#offset += bytes.length;
  }
}

/** What is read from spool files, one window at a time. */
const fileWindow = new Uint8Array(WINDOW_BYTES);
/** And one record of a sealed one. */
const sealedRecord = new Uint8Array(sealedOffset(SEAL_RECORD_BYTES) - SEAL_BOX_BYTES);

function memory(sizeBytes: number): Uint8Array<ArrayBuffer> {
  const known = spare.pop();
  if (known?.length === sizeBytes) return known;
  // Updates of another size than before: what lies about is of no use to them.
  spare.length = 0;
  return new Uint8Array(sizeBytes);
}

function readAll(file: Pick<OpenFile, 'read'>, target: Uint8Array, offset: number, lost: ErrorCode): void {
  if (file.read(target, offset) < target.length)
    throw new MusterError(lost, 'a spool file is shorter than it was');
}
