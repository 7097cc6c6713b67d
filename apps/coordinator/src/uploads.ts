/**
 * @module Updates on their way in. Small ones are kept in memory while the pool has room, others in spool files; either way an
 * update is hashed as it comes, resumes where it broke off, and is read back in windows when the round folds it.
 */
import { createHash, type Hash } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { MusterError } from '@muster/errors';
import type { RoundRef } from '@muster/protocol';
import type { ObjectSink } from '@muster/transport';

export interface UploadLimits {
  /** Bytes of updates held in memory, all together. */
  readonly memoryBytes: number;
  /** Uploads received at the same time; others wait their turn. */
  readonly concurrent: number;
}

type Storage =
  | { readonly kind: 'memory'; readonly bytes: Buffer }
  | { readonly kind: 'spool'; readonly path: string; readonly file: FileHandle };

export class Upload {
  readonly ref: RoundRef;
  readonly site: string;
  readonly updateHash: string;
  readonly sizeBytes: number;
  readonly #storage: Storage;
  readonly #hash: Hash = createHash('sha256');
  /** Bytes that are here: where a resumption starts. */
  offset = 0;
  #whole = false;

  constructor(
    announced: { ref: RoundRef; site: string; updateHash: string; sizeBytes: number },
    storage: Storage,
  ) {
    this.ref = announced.ref;
    this.site = announced.site;
    this.updateHash = announced.updateHash;
    this.sizeBytes = announced.sizeBytes;
    this.#storage = storage;
  }

  get memoryBytes(): number {
    return this.#storage.kind === 'memory' ? this.sizeBytes : 0;
  }
  get isWhole(): boolean {
    return this.#whole;
  }

  /** Takes chunks from where the last one ended. What was written stays when the transfer breaks off. */
  sink(): ObjectSink {
    return {
      write: (offset, bytes) => {
        if (offset !== this.offset)
          throw new MusterError('MALFORMED', `a chunk at ${offset}, ${this.offset} is next`);
        if (this.#storage.kind === 'memory') {
          this.#storage.bytes.set(bytes, offset);
          this.#took(bytes);
          return undefined;
        }
        return this.#spool(this.#storage.file, offset, bytes);
      },
      abort: () => {},
    };
  }

  /** Throws OBJECT_CORRUPT when the bytes are not those announced; the upload must start anew then. */
  verify(): void {
    if (this.#whole) return;
    if (this.offset !== this.sizeBytes || this.#hash.digest('hex') !== this.updateHash)
      throw new MusterError('OBJECT_CORRUPT', 'the update received is not the one announced');
    this.#whole = true;
  }

  /** Fills `target` from float `start` on. */
  async read(start: number, target: Float32Array): Promise<void> {
    const bytes = new Uint8Array(target.buffer, target.byteOffset, target.byteLength);
    if (this.#storage.kind === 'memory') {
      bytes.set(this.#storage.bytes.subarray(start * 4, start * 4 + bytes.length));
      return;
    }
    const { bytesRead } = await this.#storage.file.read(bytes, 0, bytes.length, start * 4);
    if (bytesRead !== bytes.length)
      throw new MusterError('STORAGE_CORRUPT', 'a spool file is shorter than it was');
  }

  async discard(): Promise<void> {
    if (this.#storage.kind === 'memory') return;
    await this.#storage.file.close();
    await rm(this.#storage.path, { force: true });
  }

  async #spool(file: FileHandle, offset: number, bytes: Uint8Array): Promise<void> {
    await file.write(bytes, 0, bytes.length, offset);
    this.#took(bytes);
  }

  #took(bytes: Uint8Array): void {
    this.#hash.update(bytes);
    this.offset += bytes.length;
  }
}

export class Uploads {
  readonly #limits: UploadLimits;
  readonly #folder: string;
  readonly #uploads = new Map<string, Upload>();
  readonly #waiting: (() => void)[] = [];
  #receiving = 0;
  #memory = 0;
  #files = 0;

  /** Spool files of an earlier process belong to attempts that are over: they go. */
  constructor(folder: string, limits: UploadLimits) {
    this.#folder = folder;
    this.#limits = limits;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  get stats() {
    return {
      kept: this.#uploads.size,
      receiving: this.#receiving,
      waiting: this.#waiting.length,
      memoryBytes: this.#memory,
    };
  }

  find(ref: RoundRef, site: string): Upload | undefined {
    return this.#uploads.get(keyOf(ref, site));
  }

  /** The upload of this very update: the one that broke off, or a new one in place of any other. */
  async begin(announced: {
    ref: RoundRef;
    site: string;
    updateHash: string;
    sizeBytes: number;
  }): Promise<Upload> {
    const key = keyOf(announced.ref, announced.site);
    const before = this.#uploads.get(key);
    if (before && before.updateHash === announced.updateHash && before.sizeBytes === announced.sizeBytes)
      return before;
    if (before) await this.#drop(key, before);
    const upload = new Upload(announced, await this.#storageFor(announced.sizeBytes));
    this.#uploads.set(key, upload);
    return upload;
  }

  /** Waits for one of the places in which uploads are received; the returned function gives it back. */
  async takeTurn(): Promise<() => void> {
    if (this.#receiving >= this.#limits.concurrent)
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#receiving += 1;
    let given = false;
    return () => {
      if (given) return;
      given = true;
      this.#receiving -= 1;
      this.#waiting.shift()?.();
    };
  }

  async discard(ref: RoundRef, site: string): Promise<void> {
    const key = keyOf(ref, site);
    const upload = this.#uploads.get(key);
    if (upload) await this.#drop(key, upload);
  }

  /** Everything of an attempt that is over. */
  async discardRound(ref: RoundRef): Promise<void> {
    for (const [key, upload] of [...this.#uploads])
      if (keyOf(ref, upload.site) === key) await this.#drop(key, upload);
  }

  async #drop(key: string, upload: Upload): Promise<void> {
    this.#uploads.delete(key);
    this.#memory -= upload.memoryBytes;
    await upload.discard();
  }

  async #storageFor(sizeBytes: number): Promise<Storage> {
    if (this.#memory + sizeBytes <= this.#limits.memoryBytes) {
      this.#memory += sizeBytes;
      return { kind: 'memory', bytes: Buffer.allocUnsafeSlow(sizeBytes) };
    }
    this.#files += 1;
    const path = join(this.#folder, `${this.#files}.part`);
    return { kind: 'spool', path, file: await open(path, 'w+', 0o600) };
  }
}

function keyOf(ref: RoundRef, site: string): string {
  return `${ref.run} ${ref.round} ${ref.attempt} ${site}`;
}
