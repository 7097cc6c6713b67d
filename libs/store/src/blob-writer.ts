/** @module A blob file in the making: hashed as it is written, so that it is never read again. */
import { createHash } from 'node:crypto';
import { type FileHandle, rm } from 'node:fs/promises';
import { MusterError } from '@muster/errors';
import type { BlobRef, BlobWriter } from './blobs.ts';
import { fileFault } from './storage-fault.ts';

/** Steps 2 and 3 of the order in blob-files.ts; `place` does 4 and 5. */
export class FileBlobWriter implements BlobWriter {
  readonly #handle: FileHandle;
  readonly #path: string;
  readonly #place: (path: string, hash: string) => Promise<void>;
  readonly #sha = createHash('sha256');
  #tail: Promise<void> = Promise.resolve();
  #sizeBytes = 0;
  #ended = false;

  constructor(handle: FileHandle, path: string, place: (path: string, hash: string) => Promise<void>) {
    this.#handle = handle;
    this.#path = path;
    this.#place = place;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  write(offset: number, bytes: Uint8Array): Promise<void> {
    if (this.#ended) return Promise.reject(ended());
    if (offset !== this.#sizeBytes) {
      return Promise.reject(
        new MusterError('INVALID_ARGUMENT', `the next byte is ${this.#sizeBytes}, not ${offset}`, {
          detail: { expected: this.#sizeBytes, offset },
        }),
      );
    }
    this.#sizeBytes += bytes.length;
    const written = this.#tail.then(() => this.#append(offset, bytes));
    this.#tail = written;
    // A failed write is told to who awaits it, and again to `commit`; it is not an unhandled rejection in between.
    written.catch(() => undefined);
    return written;
  }

  async commit(expectedHash?: string): Promise<BlobRef> {
    if (this.#ended) throw ended();
    this.#ended = true;
    try {
      await this.#tail;
      await this.#handle.sync();
      await this.#handle.close();
      const hash = this.#sha.digest('hex');
      if (expectedHash !== undefined && expectedHash !== hash) {
        throw new MusterError('OBJECT_CORRUPT', 'the bytes do not have the hash that was announced', {
          detail: { expected: expectedHash, found: hash },
        });
      }
      await this.#place(this.#path, hash);
      return { hash, sizeBytes: this.#sizeBytes };
    } catch (thrown) {
      await this.#drop();
      throw fileFault(thrown, 'storing a blob');
    }
  }

  async abort(): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    await this.#tail.catch(() => undefined);
    await this.#drop();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.abort();
  }

  async #append(offset: number, bytes: Uint8Array): Promise<void> {
    try {
      let written = 0;
      while (written < bytes.length) {
        const step = await this.#handle.write(bytes, written, bytes.length - written, offset + written);
        written += step.bytesWritten;
      }
      this.#sha.update(bytes);
    } catch (thrown) {
      throw fileFault(thrown, 'writing a blob');
    }
  }

  /** Best effort: what cannot be removed now is an orphan that the next open removes. */
  async #drop(): Promise<void> {
    await this.#handle.close().catch(() => undefined);
    await rm(this.#path, { force: true }).catch(() => undefined);
  }
}

function ended(): MusterError {
  return new MusterError('INVALID_ARGUMENT', 'the blob was committed or aborted already');
}
