/**
 * @module The blobs of a machine as one of its processes sees them, in the order of writes of blob-files.ts: the bytes are synced, then
 * the file gets its name, then the folder is synced, and only then the promise resolves. Removals wait for nothing.
 */
import { MusterError } from '@muster/errors';
import type { BlobEntry, BlobReader, BlobRef, BlobSource, Blobs, BlobWriter } from '@muster/store';
import { BLOBS, guarded, systemError, type VirtualDisk } from './disk.ts';
import type { Life } from './life.ts';
import { type StoredFile, sha256 } from './volume.ts';

/** What the disk is not asked for, where that rule is broken on purpose: that bytes are safe, or names. */
export type Unsynced = 'bytes' | 'names';

interface BlobsOptions {
  /** Called when a blob has gone, with whether somebody was reading it. */
  readonly removed?: (hash: string, isRead: boolean) => void;
  readonly unsynced?: Unsynced | undefined;
}

export class DiskBlobs implements Blobs {
  readonly #disk: VirtualDisk;
  readonly #life: Life;
  readonly #options: BlobsOptions;
  /** Of each blob that is open, by how many. */
  readonly #readers = new Map<string, number>();

  constructor(disk: VirtualDisk, life: Life, options: BlobsOptions = {}) {
    this.#disk = disk;
    this.#life = life;
    this.#options = options;
  }

  async put(source: BlobSource): Promise<BlobRef> {
    if (!(source instanceof Uint8Array))
      throw new MusterError('INVALID_ARGUMENT', 'only bytes in memory are put here');
    await using writer = await this.writer();
    await writer.write(0, source);
    return await writer.commit();
  }

  async writer(): Promise<BlobWriter> {
    await this.#act(() => this.#disk.assertWrites());
    const parts: Uint8Array[] = [];
    let sizeBytes = 0;
    const life = this.#life;
    return {
      get sizeBytes() {
        return sizeBytes;
      },
      write: async (offset, bytes) => {
        life.assertAlive();
        if (offset !== sizeBytes) throw new MusterError('INVALID_ARGUMENT', `the next byte is ${sizeBytes}`);
        sizeBytes += bytes.length;
        parts.push(Uint8Array.from(bytes));
        await this.#act(() => this.#disk.assertWrites());
      },
      commit: async (expectedHash) => {
        const bytes = Uint8Array.from(Buffer.concat(parts));
        const hash = sha256(bytes);
        if (expectedHash !== undefined && expectedHash !== hash)
          throw new MusterError('OBJECT_CORRUPT', 'the bytes do not have the hash that was announced');
        const file = { bytes, synced: new Uint8Array(), modifiedMs: this.#disk.wallMs() };
        await this.#place(hash, file);
        return { hash, sizeBytes };
      },
      abort: async () => {},
      [Symbol.asyncDispose]: async () => {},
    };
  }

  async adopt(path: string, hash: string): Promise<BlobRef> {
    const file = await this.#act(() => {
      const found = this.#disk.volume.find(path);
      if (!found) throw systemError('ENOENT', path);
      if (sha256(found.bytes) !== hash)
        throw new MusterError('OBJECT_CORRUPT', `${path} does not have the hash that was named`);
      return found;
    });
    await this.#place(hash, file, path);
    return { hash, sizeBytes: file.bytes.length };
  }

  async open(hash: string): Promise<BlobReader> {
    const bytes = await this.#act(() => this.#bytes(hash));
    this.#readers.set(hash, (this.#readers.get(hash) ?? 0) + 1);
    let isOpen = true;
    const read = (offset: number, length: number): Promise<Uint8Array> =>
      this.#act(() => {
        this.#disk.assertReads();
        return bytes.slice(offset, offset + length);
      });
    const close = async (): Promise<void> => {
      if (isOpen) this.#readers.set(hash, (this.#readers.get(hash) ?? 0) - 1);
      isOpen = false;
    };
    return {
      sizeBytes: bytes.length,
      read,
      readInto: async (offset, target) => {
        const found = await read(offset, target.length);
        target.set(found);
        return found.length;
      },
      close,
      [Symbol.asyncDispose]: close,
    };
  }

  async has(hash: string): Promise<boolean> {
    return await this.#act(() => {
      this.#disk.assertReads();
      return this.#disk.blob(hash) !== undefined;
    });
  }

  async verify(hash: string): Promise<void> {
    await this.#act(() => {
      if (sha256(this.#bytes(hash)) !== hash)
        throw new MusterError('STORAGE_CORRUPT', `blob ${hash} holds other bytes than its name says`);
    });
  }

  async remove(hash: string, modifiedMs?: number): Promise<boolean> {
    return await this.#act(() => {
      this.#disk.point(this.#life);
      this.#disk.assertReads();
      const found = this.#disk.volume.find(pathOf(hash));
      if (!found || (modifiedMs !== undefined && found.modifiedMs !== modifiedMs)) return false;
      this.#disk.volume.remove(pathOf(hash));
      this.#options.removed?.(hash, (this.#readers.get(hash) ?? 0) > 0);
      return true;
    });
  }

  async *list(): AsyncIterable<BlobEntry> {
    const found = await this.#act(() => {
      this.#disk.assertReads();
      return [...this.#disk.blobs()];
    });
    for (const [hash, { bytes, modifiedMs }] of found) yield { hash, sizeBytes: bytes.length, modifiedMs };
  }

  #bytes(hash: string): Uint8Array {
    this.#disk.assertReads();
    const bytes = this.#disk.blob(hash);
    if (!bytes) throw new MusterError('NOT_FOUND', `no blob ${hash} is stored here`);
    return bytes;
  }

  /** `from`: the name that it has so far. */
  async #place(hash: string, file: StoredFile, from?: string): Promise<void> {
    const { volume } = this.#disk;
    const { unsynced } = this.#options;
    const path = pathOf(hash);
    await this.#act(() => {
      this.#disk.point(this.#life);
      this.#disk.assertWrites();
      if (unsynced !== 'bytes') file.synced = file.bytes;
      if (from !== undefined) volume.remove(from);
      volume.put(path, file);
      this.#disk.placed();
      this.#disk.point(this.#life);
    });
    await this.#act(() => {
      this.#disk.assertWrites();
      if (unsynced !== 'names') volume.syncFolder(path.slice(0, path.lastIndexOf('/')));
    });
  }

  async #act<T>(act: () => T): Promise<T> {
    await this.#disk.wait(this.#life);
    return guarded(act);
  }
}

function pathOf(hash: string): string {
  return `${BLOBS}/${hash.slice(0, 2)}/${hash.slice(2)}`;
}
