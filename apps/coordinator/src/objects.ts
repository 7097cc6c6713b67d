/** @module What sites may pull: plans and global models of runs that are under way. A small model is read once and the same bytes go to all. */
import { release } from '@muster/identity';
import type { Blobs } from '@muster/store';
import type { ObjectSource } from '@muster/transport';
import { memorySource } from '@muster/transport';

/** Models up to this size are kept in memory for the round. */
const CACHED_BYTES_MAX = 16 * 1024 * 1024;
/** The plan of the run, and the model of its round. */
const CACHED_MAX = 2;

export class Objects {
  readonly #blobs: Blobs;
  /** Newest first. */
  #cached: readonly { readonly hash: string; readonly bytes: Promise<Uint8Array> }[] = [];

  constructor(blobs: Blobs) {
    this.#blobs = blobs;
  }

  async open(hash: string): Promise<ObjectSource | undefined> {
    const cached = this.#find(hash);
    if (cached) return memorySource(await cached);
    if (!(await this.#blobs.has(hash))) return undefined;
    const reader = await this.#blobs.open(hash);
    if (reader.sizeBytes > CACHED_BYTES_MAX) {
      return {
        sizeBytes: reader.sizeBytes,
        read: (offset, length) => reader.read(offset, length),
        sealed: release,
        close: () => void reader.close().catch(() => {}),
      };
    }
    const meanwhile = this.#find(hash); // another site asked while we looked
    if (meanwhile) {
      await reader.close();
      return memorySource(await meanwhile);
    }
    const bytes = reader.read(0, reader.sizeBytes).finally(() => reader.close());
    this.#cached = [{ hash, bytes }, ...this.#cached].slice(0, CACHED_MAX);
    bytes.catch(() => {
      this.#cached = this.#cached.filter((each) => each.bytes !== bytes);
    });
    return memorySource(await bytes);
  }

  #find(hash: string): Promise<Uint8Array> | undefined {
    return this.#cached.find((each) => each.hash === hash)?.bytes;
  }
}
