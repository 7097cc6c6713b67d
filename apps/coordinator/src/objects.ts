/** @module What sites may pull: plans and global models of runs that are under way. A small model is read once and the same bytes go to all. */
import { release } from '@muster/identity';
import type { Blobs } from '@muster/store';
import type { ObjectSource } from '@muster/transport';
import { memorySource } from '@muster/transport';

/** Models up to this size are kept in memory for the round. */
const CACHED_BYTES_MAX = 16 * 1024 * 1024;

export class Objects {
  readonly #blobs: Blobs;
  #cached: { readonly hash: string; readonly bytes: Promise<Uint8Array> } | undefined;

  constructor(blobs: Blobs) {
    this.#blobs = blobs;
  }

  async open(hash: string): Promise<ObjectSource | undefined> {
    const cached = this.#cached;
    if (cached?.hash === hash) return memorySource(await cached.bytes);
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
    if (this.#cached?.hash === hash) {
      // Another site asked while we looked.
      await reader.close();
      return memorySource(await this.#cached.bytes);
    }
    const bytes = reader.read(0, reader.sizeBytes).finally(() => reader.close());
    this.#cached = { hash, bytes };
    bytes.catch(() => {
      this.#cached = undefined;
    });
    return memorySource(await bytes);
  }
}
