/**
 * @module Updates on their way in: each in memory while there are slots, larger and further ones in spool files. One that broke off is
 * taken up where it stopped. Their bytes are in the ingest thread.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { RoundRef } from '@muster/protocol';
import type { ObjectSink } from '@muster/transport';
import type { ScanResult } from '@muster/vector';
import type { IngestThread } from './thread.ts';

export interface UploadLimits {
  /** Updates held in memory, and the largest of them. */
  readonly slots: number;
  readonly slotBytesMax: number;
  /** Uploads received at the same time; others wait their turn. */
  readonly concurrent: number;
}

interface Announced {
  readonly ref: RoundRef;
  readonly site: string;
  readonly updateHash: string;
  readonly sizeBytes: number;
}

export class Upload {
  readonly ref: RoundRef;
  readonly site: string;
  readonly updateHash: string;
  readonly sizeBytes: number;
  /** Its number in the ingest thread. */
  readonly update: number;
  readonly inMemory: boolean;
  readonly #thread: IngestThread;
  /** Bytes that are here or on their way into the thread: where a resumption starts. */
  offset = 0;
  /** Every byte is here, has the hash that was announced, and may be folded. */
  isAdmitted = false;

  constructor(announced: Announced, thread: IngestThread, update: number, inMemory: boolean) {
    this.ref = announced.ref;
    this.site = announced.site;
    this.updateHash = announced.updateHash;
    this.sizeBytes = announced.sizeBytes;
    this.update = update;
    this.inMemory = inMemory;
    this.#thread = thread;
  }

  /** Takes chunks from where the last one ended. What was written stays when the transfer breaks off. */
  sink(): ObjectSink {
    return {
      write: (offset, bytes) => {
        this.offset = offset + bytes.length;
        return this.#thread.write(this.update, offset, bytes);
      },
      abort: () => {},
    };
  }

  /** Hash and figures of the whole update. Throws OBJECT_CORRUPT when bytes are missing. */
  inspect(): Promise<{ readonly hash: string; readonly scan: ScanResult }> {
    return this.#thread.ask('inspect', { update: this.update });
  }
}

export class Uploads {
  readonly #thread: IngestThread;
  readonly #limits: UploadLimits;
  readonly #folder: string;
  readonly #uploads = new Map<string, Upload>();
  readonly #waiting: (() => void)[] = [];
  #receiving = 0;
  #slots = 0;
  #lastUpdate = 0;

  /** Spool files of an earlier process belong to attempts that are over: they go. */
  constructor(thread: IngestThread, folder: string, limits: UploadLimits) {
    this.#thread = thread;
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
      slots: this.#slots,
    };
  }

  find(ref: RoundRef, site: string): Upload | undefined {
    return this.#uploads.get(keyOf(ref, site));
  }

  /** The upload of this very update: the one that broke off, or a new one in place of any other. Throws STORAGE_FULL, STORAGE_FAILED. */
  async begin(announced: Announced): Promise<Upload> {
    const key = keyOf(announced.ref, announced.site);
    const before = this.#uploads.get(key);
    if (before && before.updateHash === announced.updateHash && before.sizeBytes === announced.sizeBytes)
      return before;
    if (before) this.#drop(key, before);
    const { slots, slotBytesMax } = this.#limits;
    const { sizeBytes } = announced;
    const inMemory = sizeBytes <= slotBytesMax && this.#slots < slots;
    this.#lastUpdate += 1;
    const update = this.#lastUpdate;
    const upload = new Upload(announced, this.#thread, update, inMemory);
    this.#uploads.set(key, upload);
    if (inMemory) this.#slots += 1;
    try {
      const path = inMemory ? undefined : join(this.#folder, `${update}.part`);
      await this.#thread.ask('begin', { update, sizeBytes, path });
      return upload;
    } catch (thrown) {
      if (this.#uploads.get(key) === upload) this.#drop(key, upload);
      throw thrown;
    }
  }

  /** Waits for one of the places in which uploads are received; the returned function gives it back. */
  async takeTurn(): Promise<() => void> {
    if (this.#receiving < this.#limits.concurrent) this.#receiving += 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve)); // who leaves hands its place on
    let given = false;
    return () => {
      if (given) return;
      given = true;
      const next = this.#waiting.shift();
      if (next) next();
      else this.#receiving -= 1;
    };
  }

  discard(ref: RoundRef, site: string): void {
    const key = keyOf(ref, site);
    const upload = this.#uploads.get(key);
    if (upload) this.#drop(key, upload);
  }

  /** Everything of an attempt that is over. */
  discardRound(ref: RoundRef): void {
    for (const [key, upload] of [...this.#uploads])
      if (keyOf(ref, upload.site) === key) this.#drop(key, upload);
  }

  /** The thread does jobs in their order: what still reads these bytes has read them before they go. */
  #drop(key: string, upload: Upload): void {
    this.#uploads.delete(key);
    if (upload.inMemory) this.#slots -= 1;
    this.#thread.ask('discard', { update: upload.update }).catch(() => {}); // a thread that has ended holds nothing
  }
}

function keyOf(ref: RoundRef, site: string): string {
  return `${ref.run} ${ref.round} ${ref.attempt} ${site}`;
}
