/** @module The folder from which a log is served: files that are written once, and the one checkpoint that is replaced. */
import { type FileHandle, mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { MusterError } from '@muster/errors';
import { fileFault, systemCode } from '../storage-fault.ts';

interface LogFile {
  /** With `/` between folders. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

const TEMPORARY = '.tmp';
const CHECKPOINT = 'checkpoint';

export class AuditFolder {
  readonly path: string;
  /** Folders that are there, with durable names. */
  readonly #folders = new Set<string>();
  /** Of the checkpoint: one is written after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(path: string) {
    this.path = path;
  }

  /**
   * Durable when it resolves. What is there already is left alone when it has these bytes; throws STORAGE_CORRUPT when it has others, which no
   * log writes. STORAGE_FULL, STORAGE_FAILED as everywhere.
   */
  async write(files: readonly LogFile[]): Promise<void> {
    const folders = new Set<string>();
    for (const { path } of files) folders.add(await this.#makeFolder(dirname(join(this.path, path))));
    const placed = files.map(({ path, bytes }) => ({ path: join(this.path, path), bytes }));
    const known = await all(placed.map(isThere));
    await place(placed.filter((_, n) => !known[n]));
    await all([...folders].map(syncFolder));
  }

  /** Durable when it resolves; a reader finds the old one or the new one. */
  replaceCheckpoint(note: Uint8Array): Promise<void> {
    const done = this.#turn.then(async () => {
      await this.#makeFolder(this.path);
      await place([{ path: join(this.path, CHECKPOINT), bytes: note }]);
      await syncFolder(this.path);
    });
    this.#turn = done.catch(() => {}); // whoever asked hears of it
    return done;
  }

  /** Throws NOT_FOUND, STORAGE_FAILED. */
  async read(path: string): Promise<Uint8Array> {
    try {
      return await readFile(join(this.path, path));
    } catch (thrown) {
      if (systemCode(thrown) === 'ENOENT') throw new MusterError('NOT_FOUND', `the log has no ${path}`);
      throw fileFault(thrown, `reading ${path} of the log`);
    }
  }

  /** Whoever makes a folder makes its name durable too. */
  async #makeFolder(folder: string): Promise<string> {
    if (this.#folders.has(folder)) return folder;
    try {
      const first = await mkdir(folder, { recursive: true, mode: 0o700 });
      // An earlier process may have made it, and died before its name was durable; the folder of all epochs, too.
      const top = Math.min(first?.length ?? folder.length, dirname(this.path).length);
      for (let made = folder; made.length >= top; made = dirname(made)) await syncFolder(dirname(made));
    } catch (thrown) {
      throw fileFault(thrown, `making ${folder}`);
    }
    this.#folders.add(folder);
    return folder;
  }
}

/** Throws STORAGE_CORRUPT for a file of other bytes. */
async function isThere({ path, bytes }: LogFile): Promise<boolean> {
  const known = await readFile(path).catch(() => undefined);
  if (known && Buffer.compare(known, bytes) !== 0)
    throw new MusterError('STORAGE_CORRUPT', `${path} of the log holds other bytes than its entries have`);
  return known !== undefined;
}

/**
 * Every file is written before the first is synced: the journal of the file system then takes them together, where it would take each by
 * itself. None has its name before it is synced.
 */
async function place(files: readonly LogFile[]): Promise<void> {
  const handles: FileHandle[] = [];
  try {
    try {
      await all(
        files.map(async ({ path, bytes }) => {
          const handle = await open(`${path}${TEMPORARY}`, 'w', 0o600);
          handles.push(handle);
          await handle.writeFile(bytes);
        }),
      );
      await all(handles.map((handle) => handle.sync()));
    } finally {
      await all(handles.map((handle) => handle.close()));
    }
    await all(files.map(({ path }) => rename(`${path}${TEMPORARY}`, path)));
  } catch (thrown) {
    const more = files.length > 1 ? ` and ${files.length - 1} more` : '';
    throw fileFault(thrown, `writing ${files[0]?.path}${more}`);
  }
}

/** When it ends nothing is under way any more: whoever tries again writes the same files. Throws the first of what was thrown. */
async function all<T>(acts: readonly Promise<T>[]): Promise<readonly T[]> {
  await Promise.allSettled(acts);
  return await Promise.all(acts);
}

async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (thrown) {
    throw fileFault(thrown, `making names in ${folder} durable`);
  }
}
