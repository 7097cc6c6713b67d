/** @module Looks after the disk: raises an alarm before it is full, and ends the alarms of failed writes once writing works again. */
import { randomBytes } from 'node:crypto';
import { open, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { asMusterError, MusterError } from '@muster/errors';
import { type CoordinatorStore, fileFault } from '@muster/store';
import type { Alarms } from './alarms.ts';

const MEGABYTE = 1024 * 1024;
/** Enough that a full disk refuses it. */
const PROBE_BYTES = 64 * 1024;
const PROBE = new Uint8Array(PROBE_BYTES);

/** The folder of the data. Both throw the operating system's errors. */
export interface DataFolder {
  /** Of the file system that holds it. */
  freeBytes(): Promise<number>;
  /** Writes and syncs these bytes where updates come in; then they are gone. */
  tryFile(bytes: Uint8Array): Promise<void>;
}

/** That of this machine, whose spool is the folder of that name. */
export function systemDataFolder(path: string): DataFolder {
  const probe = join(path, 'spool', 'probe');
  return {
    async freeBytes() {
      const { bavail, bsize } = await statfs(path);
      return bavail * bsize;
    },
    async tryFile(bytes) {
      try {
        await using file = await open(probe, 'w', 0o600);
        await file.write(bytes);
        await file.sync();
      } finally {
        await rm(probe, { force: true });
      }
    },
  };
}

export class DiskWatch {
  readonly #store: CoordinatorStore;
  readonly #alarms: Alarms;
  readonly #folder: DataFolder;
  readonly #freeBytesMin: number;
  #looking = false;
  #freeBytes = Number.NaN;

  constructor(
    store: CoordinatorStore,
    alarms: Alarms,
    { folder, freeBytesMin }: { readonly folder: DataFolder; readonly freeBytesMin: number },
  ) {
    this.#store = store;
    this.#alarms = alarms;
    this.#folder = folder;
    this.#freeBytesMin = freeBytesMin;
  }

  /** Of the file system that holds the data; NaN until the first look. */
  get freeBytes(): number {
    return this.#freeBytes;
  }

  /** One look at a time. Never throws: what it finds is an alarm. */
  async look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      await this.#room();
      await this.#try('database', () => this.#writeRow());
      const raised = new Set(this.#alarms.raised.map(({ name }) => name));
      if (raised.has('spool')) await this.#try('spool', () => this.#folder.tryFile(PROBE));
      if (raised.has('blobs')) await this.#try('blobs', () => this.#writeBlob());
    } finally {
      this.#looking = false;
    }
  }

  async #room(): Promise<void> {
    await this.#try('disk', async () => {
      this.#freeBytes = await this.#folder.freeBytes();
      if (this.#freeBytes >= this.#freeBytesMin) return;
      const told = (bytes: number): string => `${Math.round(bytes / MEGABYTE)} MB`;
      throw new MusterError(
        'STORAGE_FULL',
        `${told(this.#freeBytes)} are free where the data is, less than ${told(this.#freeBytesMin)}`,
      );
    });
  }

  /** Reading shows whether the database is there; while it is at fault, writing shows whether that is over. */
  async #writeRow(): Promise<void> {
    this.#store.events.lastSeq();
    if (!this.#alarms.raised.some(({ name }) => name === 'database')) return;
    this.#store.db.tx(() => this.#store.federation.touch());
  }

  /** A model is made of both: a file of the spool, and a blob, which may lie on another disk. */
  async #writeBlob(): Promise<void> {
    await this.#folder.tryFile(PROBE);
    const { blobs } = this.#store;
    const { hash } = await blobs.put(randomBytes(PROBE_BYTES));
    await blobs.remove(hash);
  }

  async #try(name: 'disk' | 'database' | 'blobs' | 'spool', act: () => Promise<void>): Promise<void> {
    try {
      await act();
      this.#alarms.clear(name);
    } catch (thrown) {
      const error = name === 'database' ? asMusterError(thrown) : fileFault(thrown, 'trying the disk');
      this.#alarms.raise(name, error);
    }
  }
}
