/**
 * @module The disk of one machine: rows, blobs and files, which outlast the processes that write them. It is slow, full or dead on demand,
 * it is where processes are killed, before and after each commit, in the middle of an append, between a file and its row, and it loses
 * what nobody waited for when the power goes.
 */
import { MusterError } from '@muster/errors';
import type { VirtualTime } from './clock.ts';
import type { Life } from './life.ts';
import type { Chance } from './random.ts';
import type { VirtualRows } from './rows.ts';
import { type StoredFile, Volume } from './volume.ts';

/** `full` refuses what is added, `dead` refuses everything. */
export type DiskFault = 'full' | 'dead';

/** Where the blobs of a machine are. */
export const BLOBS = '/blobs';

export class VirtualDisk {
  readonly time: VirtualTime;
  readonly rows: VirtualRows;
  /** In a database of its own, which waits for no other: what the log of this machine has signed last. */
  readonly lock: VirtualRows;
  /** So does what its log only commits to. */
  readonly vault: VirtualRows;
  readonly volume = new Volume();
  fault: DiskFault | undefined;
  /** Of the rows alone, which may lie on another disk than all else. */
  rowsFault: DiskFault | undefined;
  /** When that began. */
  rowsFaultAtMs: number | undefined;
  /** Of each act on a blob, a file or a journal. */
  latencyMs = 0;
  /** So far, by all processes. */
  writes = 0;
  /** What files are dated by. */
  readonly #wallMs: () => number;
  #blobs = 0;
  readonly #dueAtWrite = new Map<number, readonly (() => void)[]>();
  readonly #dueAtBlob = new Map<number, () => void>();

  constructor(
    time: VirtualTime,
    { rows, lock, vault }: Readonly<Record<'rows' | 'lock' | 'vault', VirtualRows>>,
    wallMs: () => number,
  ) {
    this.time = time;
    this.rows = rows;
    this.lock = lock;
    this.vault = vault;
    this.#wallMs = wallMs;
  }

  /** Does it in the middle of the n-th write, from 1: it may end the process that writes. */
  atWrite(write: number, act: () => void): void {
    this.#dueAtWrite.set(write, [...(this.#dueAtWrite.get(write) ?? []), act]);
  }

  /** Does it when the n-th blob, from 1, has its name, and no row names it yet. */
  atBlob(blob: number, act: () => void): void {
    this.#dueAtBlob.set(blob, act);
  }

  /** Nothing is done to it any more. */
  calm(): void {
    this.#dueAtWrite.clear();
    this.#dueAtBlob.clear();
    this.fault = undefined;
    this.rowsFault = undefined;
  }

  /** A blob has its name. */
  placed(): void {
    this.#blobs += 1;
    this.#dueAtBlob.get(this.#blobs)?.();
  }

  /** A point at which the process may be killed. Throws when it is. */
  point(life: Life): void {
    life.assertAlive();
    this.writes += 1;
    for (const act of this.#dueAtWrite.get(this.writes) ?? []) act();
    life.assertAlive();
  }

  /** A machine without power has no processes: none of them is in the middle of anything. */
  losePower(chance: Chance): void {
    this.volume.losePower(chance);
    this.rows.losePower(chance);
    this.lock.losePower(chance);
    this.vault.losePower(chance);
  }

  blob(hash: string): Uint8Array | undefined {
    return this.volume.find(`${BLOBS}/${hash.slice(0, 2)}/${hash.slice(2)}`)?.bytes;
  }

  /** All of them, by hash. */
  *blobs(): Generator<readonly [string, StoredFile]> {
    for (const [folder, files] of this.volume.foldersIn(BLOBS))
      for (const [name, file] of files) yield [`${folder}${name}`, file];
  }

  wallMs(): number {
    return this.#wallMs();
  }

  /** Throws what the operating system would. */
  assertWrites(): void {
    refuseWrites(this.fault);
  }

  assertReads(): void {
    refuseReads(this.fault);
  }

  assertWritesRows(): void {
    refuseWrites(this.fault ?? this.rowsFault);
  }

  assertReadsRows(): void {
    refuseReads(this.fault ?? this.rowsFault);
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

function refuseWrites(fault: DiskFault | undefined): void {
  if (fault === 'full') throw systemError('ENOSPC', 'no space left on device');
  refuseReads(fault);
}

function refuseReads(fault: DiskFault | undefined): void {
  if (fault === 'dead') throw systemError('EIO', 'i/o error');
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

export function guarded<T>(act: () => T): T {
  try {
    return act();
  } catch (thrown) {
    throw storageFault(thrown);
  }
}
