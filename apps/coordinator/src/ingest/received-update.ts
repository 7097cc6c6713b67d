/** @module One update inside the ingest thread: its bytes in memory or in a spool file, and the hash of those that are here. */
import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { MusterError } from '@muster/errors';
import type { ScanResult } from '@muster/vector';

/** Floats looked at together: 256 KiB, which stay in a core's cache. */
export const WINDOW_LENGTH = 65_536;
const WINDOW_BYTES = WINDOW_LENGTH * 4;

type Storage =
  | { readonly kind: 'memory'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'file'; readonly path: string; readonly file: number };

/** Memory of updates that are done with, kept for the next: all updates of a run have one size. */
const spare: Uint8Array<ArrayBuffer>[] = [];

export class ReceivedUpdate {
  readonly sizeBytes: number;
  readonly #storage: Storage;
  readonly #sha = createHash('sha256');
  #hash: string | undefined;
  #offset = 0;

  /** Throws the system's error when the spool file cannot be made. */
  constructor(sizeBytes: number, path: string | undefined) {
    this.sizeBytes = sizeBytes;
    this.#storage = path === undefined ? memory(sizeBytes) : spoolFile(path);
  }

  /** Takes the bytes that follow those that are here. Throws MALFORMED for any other, and as the constructor. */
  write(offset: number, bytes: Uint8Array): void {
    if (offset !== this.#offset || offset + bytes.length > this.sizeBytes)
      throw new MusterError('MALFORMED', `a chunk at ${offset}, ${this.#offset} is next`);
    if (this.#storage.kind === 'memory') this.#storage.bytes.set(bytes, offset);
    else writeAll(this.#storage.file, bytes, offset);
    this.#sha.update(bytes);
    this.#offset += bytes.length;
  }

  /** SHA-256 in hex. Throws OBJECT_CORRUPT unless every byte is here. */
  hash(): string {
    if (this.#offset !== this.sizeBytes)
      throw new MusterError('OBJECT_CORRUPT', `${this.#offset} of ${this.sizeBytes} bytes are here`);
    this.#hash ??= this.#sha.digest('hex');
    return this.#hash;
  }

  scan(scanWindow: (values: Float32Array) => ScanResult): ScanResult {
    let all: ScanResult = { finite: true, maxAbs: 0, sumSquares: 0 };
    for (let start = 0; start < this.sizeBytes / 4; start += WINDOW_LENGTH) {
      const { finite, maxAbs, sumSquares } = scanWindow(this.window(start));
      all = {
        finite: all.finite && finite,
        maxAbs: Math.max(all.maxAbs, maxAbs),
        sumSquares: all.sumSquares + sumSquares,
      };
    }
    return all;
  }

  /** A window of values from `start`, or what is left of them. Valid until the next call. */
  window(start: number): Float32Array {
    const bytes = Math.min(WINDOW_BYTES, this.sizeBytes - start * 4);
    if (this.#storage.kind === 'memory')
      return new Float32Array(this.#storage.bytes.buffer, start * 4, bytes / 4);
    readAll(this.#storage.file, fileWindow.subarray(0, bytes), start * 4);
    return new Float32Array(fileWindow.buffer, 0, bytes / 4);
  }

  discard(): void {
    if (this.#storage.kind === 'memory') {
      spare.push(this.#storage.bytes);
      return;
    }
    closeSync(this.#storage.file);
    rmSync(this.#storage.path, { force: true });
  }
}

/** What is read from spool files, one window at a time. */
const fileWindow = new Uint8Array(WINDOW_BYTES);

function memory(sizeBytes: number): Storage {
  const known = spare.pop();
  if (known?.length === sizeBytes) return { kind: 'memory', bytes: known };
  // Updates of another size than before: what lies about is of no use to them.
  spare.length = 0;
  return { kind: 'memory', bytes: new Uint8Array(sizeBytes) };
}

function spoolFile(path: string): Storage {
  return { kind: 'file', path, file: openSync(path, 'wx+', 0o600) };
}

function writeAll(file: number, bytes: Uint8Array, offset: number): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, bytes.length - at, offset + at);
}

function readAll(file: number, target: Uint8Array, offset: number): void {
  for (let at = 0; at < target.length; ) {
    const count = readSync(file, target, at, target.length - at, offset + at);
    if (count === 0) throw new MusterError('STORAGE_CORRUPT', 'a spool file is shorter than it was');
    at += count;
  }
}
