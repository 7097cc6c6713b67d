/** @module What sites may pull: plans and global models of runs that are under way. A small model is read once and the same bytes go to all. */
import { MusterError } from '@muster/errors';
import { release } from '@muster/identity';
import type { BlobReader, Blobs } from '@muster/store';
import type { ObjectSource } from '@muster/transport';
import { memorySource } from '@muster/transport';
import { ChunkBuffers } from './chunk-buffers.ts';

/** Models up to this size are kept in memory for the round. */
const CACHED_BYTES_MAX = 16 * 1024 * 1024;
/** The plan of the run, and the model of its round. */
const CACHED_MAX = 2;

export class Objects {
  readonly #blobs: Blobs;
  readonly #buffers: ChunkBuffers;
  /** Newest first. */
  #cached: readonly CachedObject[] = [];

  /** `buffersMax` chunks of large models lie in memory at a time, for all sites together. */
  constructor(blobs: Blobs, buffersMax: number) {
    this.#blobs = blobs;
    this.#buffers = new ChunkBuffers(buffersMax);
  }

  /** Memory that chunks of large models lie in, and reads that wait for some. */
  get stats() {
    return { buffers: this.#buffers.lent, waiting: this.#buffers.waiting };
  }

  async open(hash: string): Promise<ObjectSource | undefined> {
    const cached = this.#find(hash);
    if (cached) return cached.open();
    if (!(await this.#blobs.has(hash))) return undefined;
    const reader = await this.#blobs.open(hash);
    if (reader.sizeBytes > CACHED_BYTES_MAX) return this.#fromDisk(reader);
    const meanwhile = this.#find(hash); // another site asked while we looked
    if (meanwhile) {
      await reader.close();
      return meanwhile.open();
    }
    const bytes = reader.read(0, reader.sizeBytes).finally(() => reader.close());
    const read = new CachedObject(hash, bytes);
    const all = [read, ...this.#cached];
    this.#cached = all.slice(0, CACHED_MAX);
    for (const old of all.slice(CACHED_MAX)) old.drop();
    bytes.catch(() => {
      this.#cached = this.#cached.filter((each) => each !== read);
    });
    return read.open();
  }

  #fromDisk(reader: BlobReader): ObjectSource {
    const buffers = this.#buffers;
    return {
      sizeBytes: reader.sizeBytes,
      async read(offset, length) {
        const buffer = await buffers.take(length);
        try {
          const filled = await reader.readInto(offset, buffer);
          if (filled === length) return buffer;
        } catch (thrown) {
          buffers.giveBack(buffer);
          throw thrown;
        }
        buffers.giveBack(buffer);
        throw new MusterError('STORAGE_CORRUPT', 'a blob ended before its size');
      },
      sealed: (buffer) => buffers.giveBack(buffer),
      dropped: (buffer) => buffers.giveBack(buffer),
      close: () => void reader.close().catch(() => {}),
    };
  }

  #find(hash: string): CachedObject | undefined {
    return this.#cached.find((each) => each.hash === hash);
  }
}

/** Its memory is given back by hand when nobody sends it any more: the collector would find the models of several rounds late, and at once. */
class CachedObject {
  readonly hash: string;
  readonly #bytes: Promise<Uint8Array>;
  #senders = 0;
  #isDropped = false;

  constructor(hash: string, bytes: Promise<Uint8Array>) {
    this.hash = hash;
    this.#bytes = bytes;
  }

  async open(): Promise<ObjectSource> {
    this.#senders += 1;
    try {
      return { ...memorySource(await this.#bytes), close: () => this.#close() };
    } catch (thrown) {
      this.#close();
      throw thrown;
    }
  }

  /** It is not opened again. */
  drop(): void {
    this.#isDropped = true;
    this.#releaseIfUnused();
  }

  #close(): void {
    this.#senders -= 1;
    this.#releaseIfUnused();
  }

  #releaseIfUnused(): void {
    if (this.#isDropped && this.#senders === 0) this.#bytes.then(release, () => {});
  }
}
