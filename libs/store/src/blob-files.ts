/**
 * @module Blobs as files: `sha256/ab/cdef...` under one directory, `tmp/` for those in the making.
 *
 * Order of durable writes, and the crash that each step survives:
 *  1. all 256 folders exist, and `sha256/` and the folders above it are fsynced before anything is stored: no blob can lose its folder;
 *  2. bytes go to `tmp/`: a crash leaves an orphan there, removed at the next open, never a short blob;
 *  3. the file is fsynced before it has its name: a power cut after the rename cannot reveal a hole or an old block;
 *  4. rename, which is atomic: a reader sees no blob or the whole one;
 *  5. the folder is fsynced before the promise resolves: what was answered for is there after a power cut.
 * A row that names the blob is written after that, so a row never points at bytes that may vanish.
 */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { MusterError } from '@muster/errors';
import { FileBlobWriter } from './blob-writer.ts';
import type { BlobEntry, BlobReader, BlobRef, BlobSource, Blobs, BlobWriter } from './blobs.ts';
import { fileFault, systemCode } from './storage-fault.ts';

const HASH = /^[0-9a-f]{64}$/;
/** Window of `verify` and `adopt`: memory stays flat whatever the size. */
const WINDOW_BYTES = 1 << 20;

/**
 * Opens the blobs under `directory` and removes what a crashed process left unfinished; so the caller holds the lock
 * of the data directory. Throws STORAGE_FAILED, STORAGE_FULL.
 */
export async function openBlobs(directory: string): Promise<Blobs> {
  const root = join(directory, 'sha256');
  const temporary = join(directory, 'tmp');
  try {
    await rm(temporary, { recursive: true, force: true });
    await mkdir(temporary, { recursive: true, mode: 0o700 });
    await mkdir(root, { recursive: true, mode: 0o700 });
    const present = new Set(await readdir(root));
    for (let prefix = 0; prefix < 256; prefix += 1) {
      const name = prefix.toString(16).padStart(2, '0');
      if (!present.has(name)) await mkdir(join(root, name), { mode: 0o700 });
    }
    await syncDirectory(root);
    await syncDirectory(directory);
    await syncDirectory(dirname(directory));
  } catch (thrown) {
    throw fileFault(thrown, `opening the blobs in ${directory}`);
  }
  return new FileBlobs(root, temporary);
}

/** Opens blobs beside the process that owns them: what it is writing is left alone. Only to read and verify. */
export async function openBlobsForReading(
  directory: string,
): Promise<Pick<Blobs, 'open' | 'verify' | 'list' | 'has'>> {
  const root = join(directory, 'sha256');
  await stat(root).catch((thrown: unknown) => {
    throw fileFault(thrown, `opening the blobs in ${directory}`);
  });
  return new FileBlobs(root, join(directory, 'tmp'));
}

/** Makes the entries of a folder durable. Windows cannot fsync a folder and journals the rename itself. */
export async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

class FileBlobs implements Blobs {
  readonly #root: string;
  readonly #temporary: string;
  #serial = 0;
  #turn: Promise<void> = Promise.resolve();

  constructor(root: string, temporary: string) {
    this.#root = root;
    this.#temporary = temporary;
  }

  async put(source: BlobSource): Promise<BlobRef> {
    await using writer = await this.writer();
    if (source instanceof Uint8Array) {
      await writer.write(0, source);
    } else {
      const chunks =
        'file' in source ? createReadStream(source.file, { highWaterMark: WINDOW_BYTES }) : source;
      try {
        for await (const chunk of chunks) await writer.write(writer.sizeBytes, chunk);
      } catch (thrown) {
        if ('file' in source) throw fileFault(thrown, `reading ${source.file}`);
        throw thrown;
      }
    }
    return await writer.commit();
  }

  async writer(): Promise<BlobWriter> {
    this.#serial += 1;
    const path = join(this.#temporary, `${this.#serial}`);
    try {
      const handle = await open(path, 'wx', 0o600);
      return new FileBlobWriter(handle, path, (from, hash) => this.#place(from, hash));
    } catch (thrown) {
      throw fileFault(thrown, 'starting a blob');
    }
  }

  async adopt(path: string, hash: string): Promise<BlobRef> {
    requireHash(hash);
    try {
      const handle = await open(path, 'r+');
      let found: BlobRef;
      try {
        found = await digest(handle);
        if (found.hash === hash) await handle.sync();
      } finally {
        await handle.close();
      }
      if (found.hash !== hash) {
        throw new MusterError('OBJECT_CORRUPT', `${path} does not have the hash that was named`, {
          detail: { expected: hash, found: found.hash },
        });
      }
      await this.#place(path, hash);
      return found;
    } catch (thrown) {
      throw fileFault(thrown, `adopting ${path}`);
    }
  }

  async open(hash: string): Promise<BlobReader> {
    return new FileBlobReader(...(await this.#handle(hash)));
  }

  async has(hash: string): Promise<boolean> {
    try {
      await stat(this.#path(hash));
      return true;
    } catch (thrown) {
      if (systemCode(thrown) === 'ENOENT') return false;
      throw fileFault(thrown, `looking for blob ${hash}`);
    }
  }

  async verify(hash: string): Promise<void> {
    const [handle] = await this.#handle(hash);
    try {
      const found = await digest(handle);
      if (found.hash === hash) return;
      throw new MusterError('STORAGE_CORRUPT', `blob ${hash} holds other bytes than its name says`, {
        detail: { hash, found: found.hash },
      });
    } catch (thrown) {
      throw fileFault(thrown, `verifying blob ${hash}`);
    } finally {
      await handle.close();
    }
  }

  async remove(hash: string, modifiedMs?: number): Promise<boolean> {
    const path = this.#path(hash);
    try {
      return await this.#inTurn(async () => {
        if (modifiedMs !== undefined && (await stat(path)).mtimeMs !== modifiedMs) return false;
        await unlink(path);
        return true;
      });
    } catch (thrown) {
      if (systemCode(thrown) === 'ENOENT') return false;
      throw fileFault(thrown, `removing blob ${hash}`);
    }
  }

  async *list(): AsyncIterable<BlobEntry> {
    for (const prefix of await readdir(this.#root)) {
      for (const rest of await readdir(join(this.#root, prefix))) {
        const hash = prefix + rest;
        if (!HASH.test(hash)) continue;
        // One that is removed while we walk is simply not listed.
        const entry = await stat(join(this.#root, prefix, rest)).catch(() => undefined);
        if (entry !== undefined) yield { hash, sizeBytes: entry.size, modifiedMs: entry.mtimeMs };
      }
    }
  }

  #path(hash: string): string {
    requireHash(hash);
    return join(this.#root, hash.slice(0, 2), hash.slice(2));
  }

  /** Steps 4 and 5. A blob of the same name is replaced: the bytes are the same, or the old ones had rotted. */
  async #place(from: string, hash: string): Promise<void> {
    const path = this.#path(hash);
    await this.#inTurn(() => rename(from, path));
    await syncDirectory(join(this.#root, hash.slice(0, 2)));
  }

  /** Between a look at a file and its removal none is put in its place. */
  async #inTurn<Result>(act: () => Promise<Result>): Promise<Result> {
    const mine = this.#turn.then(act);
    this.#turn = mine.then(
      () => {},
      () => {},
    );
    return await mine;
  }

  async #handle(hash: string): Promise<[FileHandle, number]> {
    const path = this.#path(hash);
    let handle: FileHandle | undefined;
    try {
      handle = await open(path, 'r');
      return [handle, (await handle.stat()).size];
    } catch (thrown) {
      await handle?.close();
      if (systemCode(thrown) !== 'ENOENT') throw fileFault(thrown, `opening blob ${hash}`);
      throw new MusterError('NOT_FOUND', `no blob ${hash} is stored here`, { detail: { hash } });
    }
  }
}

class FileBlobReader implements BlobReader {
  readonly sizeBytes: number;
  readonly #handle: FileHandle;

  constructor(handle: FileHandle, sizeBytes: number) {
    this.#handle = handle;
    this.sizeBytes = sizeBytes;
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const target = new Uint8Array(Math.max(0, Math.min(length, this.sizeBytes - offset)));
    return target.subarray(0, await this.readInto(offset, target));
  }

  async readInto(offset: number, target: Uint8Array): Promise<number> {
    if (!Number.isSafeInteger(offset) || offset < 0) {
      throw new MusterError('INVALID_ARGUMENT', `${offset} is no offset in a blob`);
    }
    let filled = 0;
    try {
      while (filled < target.length) {
        const { bytesRead } = await this.#handle.read(
          target,
          filled,
          target.length - filled,
          offset + filled,
        );
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
    } catch (thrown) {
      throw fileFault(thrown, 'reading a blob');
    }
    return filled;
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

function requireHash(hash: string): void {
  if (!HASH.test(hash))
    throw new MusterError('INVALID_ARGUMENT', 'a blob is named by 64 lower-case hex digits');
}

async function digest(handle: FileHandle): Promise<BlobRef> {
  const sha: Hash = createHash('sha256');
  const window = new Uint8Array(WINDOW_BYTES);
  let sizeBytes = 0;
  for (;;) {
    const { bytesRead } = await handle.read(window, 0, window.length, sizeBytes);
    if (bytesRead === 0) return { hash: sha.digest('hex'), sizeBytes };
    sha.update(window.subarray(0, bytesRead));
    sizeBytes += bytesRead;
  }
}
