/** @module The files of a machine as one of its processes sees them: it may be killed in the middle of an append. */
import type { Files, OpenFile } from '@muster/coordinator/parts';
import { systemError, type VirtualDisk } from './disk.ts';
import type { Unsynced } from './disk-blobs.ts';
import type { Life } from './life.ts';
import type { StoredFile } from './volume.ts';

const NOTHING = new Uint8Array();

export class DiskFiles implements Files {
  readonly #disk: VirtualDisk;
  readonly #life: Life;
  readonly #unsynced: Unsynced | undefined;

  constructor(disk: VirtualDisk, life: Life, unsynced?: Unsynced) {
    this.#disk = disk;
    this.#life = life;
    this.#unsynced = unsynced;
  }

  makeFolder(path: string): void {
    this.#life.assertAlive();
    this.#disk.volume.makeFolder(path);
  }

  list(folder: string): readonly string[] {
    this.#life.assertAlive();
    this.#disk.assertReads();
    return [...this.#disk.volume.list(folder).keys()];
  }

  remove(path: string): void {
    this.#disk.point(this.#life);
    this.#disk.assertReads();
    this.#disk.volume.remove(path);
  }

  rename(from: string, to: string): void {
    this.#disk.point(this.#life);
    this.#disk.assertReads();
    const file = this.#disk.volume.find(from);
    if (!file) throw systemError('ENOENT', from);
    this.#disk.volume.remove(from);
    this.#disk.volume.put(to, file);
    this.#disk.point(this.#life);
  }

  syncFolder(path: string): void {
    this.#life.assertAlive();
    this.#disk.assertReads(); // a full disk has room for what is there
    if (this.#unsynced !== 'names') this.#disk.volume.syncFolder(path);
  }

  open(path: string): OpenFile {
    this.#life.assertAlive();
    let file = this.#disk.volume.find(path);
    if (!file) {
      this.#disk.assertWrites();
      file = { bytes: NOTHING, synced: NOTHING, modifiedMs: this.#disk.wallMs() };
      this.#disk.volume.put(path, file);
    }
    return new DiskFile(this.#disk, this.#life, file, this.#unsynced);
  }

  openForReading(path: string): OpenFile {
    this.#life.assertAlive();
    this.#disk.assertReads();
    const file = this.#disk.volume.find(path);
    if (!file) throw systemError('ENOENT', path);
    return new DiskFile(this.#disk, this.#life, file, this.#unsynced);
  }

  create(path: string): OpenFile {
    if (this.#disk.volume.find(path)) throw systemError('EEXIST', path);
    return this.open(path);
  }
}

/** Its bytes are there until it is closed, whatever becomes of its name. */
class DiskFile implements OpenFile {
  readonly #disk: VirtualDisk;
  readonly #life: Life;
  readonly #file: StoredFile;
  readonly #unsynced: Unsynced | undefined;

  constructor(disk: VirtualDisk, life: Life, file: StoredFile, unsynced: Unsynced | undefined) {
    this.#disk = disk;
    this.#life = life;
    this.#file = file;
    this.#unsynced = unsynced;
  }

  size(): number {
    this.#life.assertAlive();
    return this.#file.bytes.length;
  }

  read(target: Uint8Array, offset: number): number {
    this.#life.assertAlive();
    this.#disk.assertReads();
    const bytes = this.#file.bytes.subarray(offset, offset + target.length);
    target.set(bytes);
    return bytes.length;
  }

  append(bytes: Uint8Array): void {
    const before = this.#file.bytes;
    const half = bytes.subarray(0, bytes.length >> 1);
    // What fails or is killed in the middle has left a part.
    if (this.#disk.fault === 'full') this.#set(joined(before, half));
    this.#disk.assertWrites();
    this.#set(joined(before, half));
    this.#disk.point(this.#life);
    this.#set(joined(before, bytes));
  }

  truncate(sizeBytes: number): void {
    if (this.#disk.fault === 'dead') this.#disk.assertWrites();
    this.#set(this.#file.bytes.slice(0, sizeBytes));
  }

  sync(): void {
    this.#life.assertAlive();
    this.#disk.assertWrites();
    if (this.#unsynced !== 'bytes') this.#file.synced = this.#file.bytes;
  }

  close(): void {}

  #set(bytes: Uint8Array): void {
    this.#life.assertAlive();
    this.#file.bytes = bytes;
    this.#file.modifiedMs = this.#disk.wallMs();
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
