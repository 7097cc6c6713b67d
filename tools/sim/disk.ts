/**
 * @module The disk of one machine: rows, blobs and files, which outlast the processes that write them. It is slow, full or dead on demand,
 * and it is where processes are killed: before and after each commit, in the middle of an append, between a file and its row.
 */
import { createHash } from 'node:crypto';
import type { Files, OpenFile } from '@muster/coordinator/parts';
import { MusterError } from '@muster/errors';
import type {
  BlobEntry,
  BlobReader,
  BlobRef,
  BlobSource,
  Blobs,
  BlobWriter,
  Db,
  Row,
  SqlValue,
} from '@muster/store';
import type { VirtualTime } from './clock.ts';
import type { Life } from './life.ts';

/** `full` refuses what is added, `dead` refuses everything. */
export type DiskFault = 'full' | 'dead';

export class VirtualDisk {
  readonly time: VirtualTime;
  readonly rows: Db;
  readonly files = new Map<string, Uint8Array>();
  readonly blobs = new Map<string, Uint8Array>();
  fault: DiskFault | undefined;
  /** Of each act on a blob, a file or a journal. */
  latencyMs = 0;
  /** When it was at fault last. */
  faultAtMs = Number.NEGATIVE_INFINITY;
  /** So far, by all processes. */
  writes = 0;
  readonly #kills = new Map<number, () => void>();

  constructor(time: VirtualTime, rows: Db) {
    this.time = time;
    this.rows = rows;
  }

  /** `kill` ends the process that writes for the n-th time, from 1. */
  killAt(write: number, kill: () => void): void {
    this.#kills.set(write, kill);
  }

  /** A point at which the process may be killed. Throws when it is. */
  point(life: Life): void {
    life.assertAlive();
    this.writes += 1;
    this.#kills.get(this.writes)?.();
    life.assertAlive();
  }

  /** Throws what the operating system would. */
  assertWrites(): void {
    if (this.fault) this.faultAtMs = this.time.nowMs;
    if (this.fault === 'full') throw systemError('ENOSPC', 'no space left on device');
    if (this.fault === 'dead') throw systemError('EIO', 'i/o error');
  }

  assertReads(): void {
    if (this.fault !== 'dead') return;
    this.faultAtMs = this.time.nowMs;
    throw systemError('EIO', 'i/o error');
  }

  /** The time that an act takes; never over for a process that dies meanwhile. */
  async wait(life: Life): Promise<void> {
    life.assertAlive();
    if (this.latencyMs > 0) {
      await new Promise<void>((resolve) =>
        this.time.after(this.latencyMs, () => {
          if (life.isAlive) resolve();
        }),
      );
    }
    if (!life.isAlive) await new Promise(() => {});
  }
}

export function systemError(code: string, message: string): Error {
  return Object.assign(new Error(`${code}: ${message}`), { code, syscall: 'disk' });
}

/** An error of the disk as the store tells it. */
export function storageFault(thrown: unknown): MusterError {
  if (thrown instanceof MusterError) return thrown;
  const code: unknown = thrown instanceof Error ? Reflect.get(thrown, 'code') : '';
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new MusterError(code === 'ENOSPC' ? 'STORAGE_FULL' : 'STORAGE_FAILED', message, { cause: thrown });
}

function guarded<T>(act: () => T): T {
  try {
    return act();
  } catch (thrown) {
    throw storageFault(thrown);
  }
}

/** The rows as one process sees them. */
export class DiskDb implements Db {
  readonly #disk: VirtualDisk;
  readonly #life: Life;
  /** Called after each commit. */
  readonly #committed: () => void;
  /** In a transaction. */
  #inside = false;

  constructor(disk: VirtualDisk, life: Life, committed: () => void) {
    this.#disk = disk;
    this.#life = life;
    this.#committed = committed;
  }

  run(sql: string, params: readonly SqlValue[] = []): number {
    const act = (): number => this.#disk.rows.run(sql, params);
    if (!this.#inside) return this.#commit(() => this.#beforeCommit(act)); // a transaction of its own
    this.#mayWrite();
    return act();
  }

  get<T>(sql: string, params: readonly SqlValue[], parse: (row: Row) => T): T | undefined {
    this.#mayRead();
    return this.#disk.rows.get(sql, params, parse);
  }

  all<T>(sql: string, params: readonly SqlValue[], parse: (row: Row) => T): T[] {
    this.#mayRead();
    return this.#disk.rows.all(sql, params, parse);
  }

  script(sql: string): void {
    this.#mayWrite();
    this.#disk.rows.script(sql);
  }

  tx<T>(body: () => T): T {
    return this.#commit(() => this.#disk.rows.tx(() => this.#beforeCommit(body)));
  }

  relaxedTx<T>(body: () => T): T {
    return this.#commit(() => this.#disk.rows.relaxedTx(() => this.#beforeCommit(body)));
  }

  atomically<T>(body: () => T): T {
    return this.#inside ? this.#disk.rows.atomically(body) : this.tx(body);
  }

  afterCommit(listener: () => void): void {
    this.#disk.rows.afterCommit(() => {
      if (this.#life.isAlive) listener();
    });
  }

  copyTo(path: string): void {
    this.#mayRead();
    this.#disk.rows.copyTo(path);
  }

  close(): void {}

  [Symbol.dispose](): void {}

  #commit<T>(act: () => T): T {
    this.#mayWrite();
    const result = act();
    this.#committed();
    this.#disk.point(this.#life);
    return result;
  }

  #beforeCommit<T>(body: () => T): T {
    this.#inside = true;
    try {
      const result = body();
      this.#mayWrite();
      this.#disk.point(this.#life);
      return result;
    } finally {
      this.#inside = false;
    }
  }

  #mayWrite(): void {
    this.#life.assertAlive();
    guarded(() => this.#disk.assertWrites());
  }

  #mayRead(): void {
    this.#life.assertAlive();
    guarded(() => this.#disk.assertReads());
  }
}

/** The files as one process sees them. */
export class DiskFiles implements Files {
  readonly #disk: VirtualDisk;
  readonly #life: Life;

  constructor(disk: VirtualDisk, life: Life) {
    this.#disk = disk;
    this.#life = life;
  }

  makeFolder(): void {
    this.#life.assertAlive();
  }

  list(folder: string): readonly string[] {
    this.#life.assertAlive();
    this.#disk.assertReads();
    const prefix = `${folder}/`;
    return [...this.#disk.files.keys()].flatMap((path) =>
      path.startsWith(prefix) ? [path.slice(prefix.length)] : [],
    );
  }

  remove(path: string): void {
    this.#disk.point(this.#life);
    this.#disk.assertReads();
    this.#disk.files.delete(path);
  }

  rename(from: string, to: string): void {
    this.#disk.point(this.#life);
    this.#disk.assertReads();
    const bytes = this.#disk.files.get(from);
    if (!bytes) throw systemError('ENOENT', from);
    this.#disk.files.delete(from);
    this.#disk.files.set(to, bytes);
    this.#disk.point(this.#life);
  }

  syncFolder(): void {
    this.#life.assertAlive();
    this.#disk.assertWrites();
  }

  open(path: string): OpenFile {
    this.#life.assertAlive();
    if (!this.#disk.files.has(path)) {
      this.#disk.assertWrites();
      this.#disk.files.set(path, new Uint8Array());
    }
    return new DiskFile(this.#disk, this.#life, path);
  }

  openForReading(path: string): OpenFile {
    this.#life.assertAlive();
    this.#disk.assertReads();
    if (!this.#disk.files.has(path)) throw systemError('ENOENT', path);
    return new DiskFile(this.#disk, this.#life, path);
  }

  create(path: string): OpenFile {
    if (this.#disk.files.has(path)) throw systemError('EEXIST', path);
    return this.open(path);
  }
}

class DiskFile implements OpenFile {
  readonly #disk: VirtualDisk;
  readonly #life: Life;
  readonly #path: string;

  constructor(disk: VirtualDisk, life: Life, path: string) {
    this.#disk = disk;
    this.#life = life;
    this.#path = path;
  }

  get #bytes(): Uint8Array {
    return this.#disk.files.get(this.#path) ?? new Uint8Array();
  }

  size(): number {
    this.#life.assertAlive();
    return this.#bytes.length;
  }

  read(target: Uint8Array, offset: number): number {
    this.#life.assertAlive();
    this.#disk.assertReads();
    const bytes = this.#bytes.subarray(offset, offset + target.length);
    target.set(bytes);
    return bytes.length;
  }

  append(bytes: Uint8Array): void {
    const half = bytes.subarray(0, bytes.length >> 1);
    // What fails or is killed in the middle has left a part.
    if (this.#disk.fault === 'full') this.#add(half);
    this.#disk.assertWrites();
    const before = this.#bytes;
    this.#add(half);
    this.#disk.point(this.#life);
    this.#disk.files.set(this.#path, joined(before, bytes));
  }

  truncate(sizeBytes: number): void {
    this.#life.assertAlive();
    if (this.#disk.fault === 'dead') this.#disk.assertWrites();
    this.#disk.files.set(this.#path, this.#bytes.slice(0, sizeBytes));
  }

  sync(): void {
    this.#life.assertAlive();
    this.#disk.assertWrites();
  }

  close(): void {}

  #add(bytes: Uint8Array): void {
    this.#life.assertAlive();
    this.#disk.files.set(this.#path, joined(this.#bytes, bytes));
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The blobs as one process sees them. */
export class DiskBlobs implements Blobs {
  readonly #disk: VirtualDisk;
  readonly #life: Life;
  readonly #removed: () => void;

  /** `removed` is called when a blob has gone. */
  constructor(disk: VirtualDisk, life: Life, removed: () => void = () => {}) {
    this.#disk = disk;
    this.#life = life;
    this.#removed = removed;
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
        await this.#act(() => this.#place(hash, bytes));
        return { hash, sizeBytes };
      },
      abort: async () => {},
      [Symbol.asyncDispose]: async () => {},
    };
  }

  async adopt(path: string, hash: string): Promise<BlobRef> {
    return await this.#act(() => {
      const bytes = this.#disk.files.get(path);
      if (!bytes) throw systemError('ENOENT', path);
      if (sha256(bytes) !== hash)
        throw new MusterError('OBJECT_CORRUPT', `${path} does not have the hash that was named`);
      this.#place(hash, bytes);
      this.#disk.files.delete(path);
      return { hash, sizeBytes: bytes.length };
    });
  }

  async open(hash: string): Promise<BlobReader> {
    const bytes = await this.#act(() => this.#bytes(hash));
    const read = (offset: number, length: number): Promise<Uint8Array> =>
      this.#act(() => {
        this.#disk.assertReads();
        return bytes.slice(offset, offset + length);
      });
    return {
      sizeBytes: bytes.length,
      read,
      readInto: async (offset, target) => {
        const found = await read(offset, target.length);
        target.set(found);
        return found.length;
      },
      close: async () => {},
      [Symbol.asyncDispose]: async () => {},
    };
  }

  async has(hash: string): Promise<boolean> {
    return await this.#act(() => {
      this.#disk.assertReads();
      return this.#disk.blobs.has(hash);
    });
  }

  async verify(hash: string): Promise<void> {
    await this.#act(() => {
      if (sha256(this.#bytes(hash)) !== hash)
        throw new MusterError('STORAGE_CORRUPT', `blob ${hash} holds other bytes than its name says`);
    });
  }

  async remove(hash: string): Promise<boolean> {
    return await this.#act(() => {
      this.#disk.point(this.#life);
      this.#disk.assertReads();
      this.#removed();
      return this.#disk.blobs.delete(hash);
    });
  }

  async *list(): AsyncIterable<BlobEntry> {
    await this.#act(() => this.#disk.assertReads());
    for (const [hash, { length: sizeBytes }] of [...this.#disk.blobs])
      yield { hash, sizeBytes, modifiedMs: 0 };
  }

  #bytes(hash: string): Uint8Array {
    this.#disk.assertReads();
    const bytes = this.#disk.blobs.get(hash);
    if (!bytes) throw new MusterError('NOT_FOUND', `no blob ${hash} is stored here`);
    return bytes;
  }

  #place(hash: string, bytes: Uint8Array): void {
    this.#disk.point(this.#life);
    this.#disk.assertWrites();
    this.#disk.blobs.set(hash, bytes);
    this.#disk.point(this.#life);
  }

  async #act<T>(act: () => T): Promise<T> {
    await this.#disk.wait(this.#life);
    return guarded(act);
  }
}
