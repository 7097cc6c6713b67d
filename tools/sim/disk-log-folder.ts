/**
 * @module The folder of a log as one of its processes sees it, in the order of writes of libs/store/src/audit/log-folder.ts: all bytes
 * are synced under other names, then the files get their own, then the folders are synced; of a folder that is made the one above it is.
 */
import type { LogFile, LogFolder } from '@muster/audit';
import { MusterError } from '@muster/errors';
import { guarded, type VirtualDisk } from './disk.ts';
import { DiskFiles } from './disk-files.ts';
import type { Life } from './life.ts';

const CHECKPOINT = 'checkpoint';
const TEMPORARY = '.tmp';

export class DiskLogFolder implements LogFolder {
  readonly #disk: VirtualDisk;
  readonly #life: Life;
  readonly #path: string;
  readonly #files: DiskFiles;
  /** Another checkpoint has the name, whether or not that is safe. */
  readonly #replaced: () => void;
  /** Folders that are there, with safe names. */
  readonly #folders = new Set<string>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(disk: VirtualDisk, life: Life, path: string, replaced: () => void) {
    this.#disk = disk;
    this.#life = life;
    this.#path = path;
    this.#files = new DiskFiles(disk, life);
    this.#replaced = replaced;
  }

  async write(files: readonly LogFile[]): Promise<void> {
    const folders = new Set<string>();
    for (const { path } of files) folders.add(await this.#makeFolder(above(`${this.#path}/${path}`)));
    const placed = files.map(({ path, bytes }) => ({ path: `${this.#path}/${path}`, bytes }));
    const known = await Promise.all(placed.map((file) => this.#isThere(file)));
    await this.#place(placed.filter((_, n) => !known[n]));
    await Promise.all([...folders].map((folder) => this.#act(() => this.#files.syncFolder(folder))));
  }

  replaceCheckpoint(note: Uint8Array): Promise<void> {
    const done = this.#turn.then(async () => {
      await this.#makeFolder(this.#path);
      const path = `${this.#path}/${CHECKPOINT}`;
      const before = this.#disk.volume.find(path);
      try {
        await this.#place([{ path, bytes: note }]);
      } finally {
        if (this.#disk.volume.find(path) !== before) this.#replaced();
      }
      await this.#act(() => this.#files.syncFolder(this.#path));
    });
    this.#turn = done.catch(() => {}); // whoever asked hears of it
    return done;
  }

  read(path: string): Promise<Uint8Array> {
    return this.#act(() => {
      this.#disk.assertReads();
      const file = this.#disk.volume.find(`${this.#path}/${path}`);
      if (!file) throw new MusterError('NOT_FOUND', `the log has no ${path}`);
      return Uint8Array.from(file.bytes);
    });
  }

  async #isThere({ path, bytes }: LogFile): Promise<boolean> {
    const known = await this.#act(() => {
      this.#disk.assertReads();
      return this.#disk.volume.find(path)?.bytes;
    }).catch(() => undefined);
    if (known && Buffer.compare(known, bytes) !== 0)
      throw new MusterError('STORAGE_CORRUPT', `${path} of the log holds other bytes than its entries have`);
    return known !== undefined;
  }

  /** All are written, then all are synced, then all get their names. */
  async #place(files: readonly LogFile[]): Promise<void> {
    const written = await Promise.all(
      files.map(({ path, bytes }) =>
        this.#act(() => {
          const file = this.#files.open(`${path}${TEMPORARY}`);
          file.truncate(0);
          file.append(bytes);
          return file;
        }),
      ),
    );
    await Promise.all(written.map((file) => this.#act(() => file.sync())));
    await Promise.all(
      files.map(({ path }) => this.#act(() => this.#files.rename(`${path}${TEMPORARY}`, path))),
    );
  }

  /** Whoever uses a folder first makes its name safe: an earlier process may have died before it did. */
  async #makeFolder(folder: string): Promise<string> {
    if (this.#folders.has(folder)) return folder;
    const top = await this.#act(() => {
      this.#disk.assertWrites();
      const missing: string[] = [];
      for (let each = folder; each !== '' && !this.#disk.volume.hasFolder(each); each = above(each))
        missing.push(each);
      for (const each of missing.toReversed()) this.#files.makeFolder(each);
      if (missing.length > 0) this.#disk.point(this.#life);
      return Math.min(missing.at(-1)?.length ?? folder.length, above(this.#path).length);
    });
    for (let each = folder; each.length >= top; each = above(each))
      await this.#act(() => this.#files.syncFolder(above(each)));
    this.#folders.add(folder);
    return folder;
  }

  async #act<T>(act: () => T): Promise<T> {
    await this.#disk.wait(this.#life);
    return guarded(act);
  }
}

function above(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}
