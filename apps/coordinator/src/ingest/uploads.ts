/**
 * @module Updates on their way in. Each has a spool file and a row, so that it outlasts this process, half or whole, and small ones are in
 * memory besides while there are slots. One that broke off is taken up where it stopped. Their bytes are in the ingest thread.
 *
 * Order of writes: the row, then the file; a file without a row is removed at the start. The row says `admitted` only after the hash was
 * found right, and is believed only after it was found right again.
 */
import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import { MusterError } from '@muster/errors';
import { unsealedBytes } from '@muster/identity';
import type { RoundRef } from '@muster/protocol';
import type { Figures, StoredUpload, StoredUploads, UpdateCodec } from '@muster/store';
import type { ObjectSink } from '@muster/transport';
import type { ScanResult } from '@muster/vector';
import { faultPoint } from '../fault-point.ts';
import { type Files, systemFiles } from '../files.ts';
import type { Ingest } from './thread.ts';

export interface UploadLimits {
  /** Updates held in memory, and the largest of them. */
  readonly slots: number;
  readonly slotBytesMax: number;
}

const LATE = 'the round closed while the update came';

type UploadRows = Pick<StoredUploads, 'all' | 'begin' | 'drop'>;

interface Announced {
  readonly ref: RoundRef;
  readonly site: string;
  readonly updateHash: string;
  readonly sizeBytes: number;
  readonly codec: UpdateCodec;
  /** Whole number of examples, as admitted. */
  readonly weight: number;
}

/** Opens the box of a sealed update. Throws SEAL_BROKEN. */
export type OpenSeal = (box: Uint8Array) => Promise<Uint8Array>;

export class Upload {
  readonly ref: RoundRef;
  readonly site: string;
  readonly updateHash: string;
  readonly sizeBytes: number;
  readonly codec: UpdateCodec;
  readonly weight: number;
  /** Its number in the ingest thread, and its spool file. */
  readonly update: number;
  readonly file: string;
  /** It takes a slot. */
  readonly inMemory: boolean;
  readonly #thread: Ingest;
  readonly #openSeal: OpenSeal;
  /** Bytes that are here or on their way into the thread: where a resumption starts. */
  offset = 0;
  /** Every byte is here, has the hash that was announced, and may be folded. Its row says so from the transaction on that receives it. */
  isAdmitted = false;
  /** What was measured of it: norm, largest value. */
  figures: Figures = {};
  /** A write failed, or what was written cannot be read: what is here is not what was counted as here. */
  isBroken = false;
  /** Its attempt is over, or it gave way to another. */
  isGone = false;

  constructor(
    announced: Announced,
    thread: Ingest,
    openSeal: OpenSeal,
    where: { readonly update: number; readonly file: string; readonly inMemory: boolean },
  ) {
    this.ref = announced.ref;
    this.site = announced.site;
    this.updateHash = announced.updateHash;
    this.sizeBytes = announced.sizeBytes;
    this.codec = announced.codec;
    this.weight = announced.weight;
    this.update = where.update;
    this.file = where.file;
    this.inMemory = where.inMemory;
    this.#thread = thread;
    this.#openSeal = openSeal;
  }

  /** Numbers in it. */
  get length(): number {
    return (this.codec === 'sealed-f32' ? unsealedBytes(this.sizeBytes) : this.sizeBytes) / 4;
  }

  /** Takes chunks from where the last one ended. What was written stays when the transfer breaks off. */
  sink(): ObjectSink {
    return {
      write: async (offset, bytes) => {
        if (this.isGone) throw new MusterError('LATE', LATE);
        this.offset = offset + bytes.length;
        try {
          await this.#thread.write(this.update, offset, bytes);
        } catch (thrown) {
          this.isBroken = true;
          if (this.isGone) throw new MusterError('LATE', LATE);
          throw thrown;
        }
      },
      abort: () => {},
    };
  }

  /** SHA-256 of the whole update in hex. Throws OBJECT_CORRUPT when bytes are missing, LATE when its attempt ended meanwhile. */
  hash(): Promise<string> {
    return this.#inspected(() => this.#thread.ask('hash', { update: this.update }));
  }

  /** Figures of the values of a whole update. Throws SEAL_BROKEN for one that cannot be opened, and as `hash`. */
  scan(): Promise<ScanResult> {
    const { update } = this;
    return this.#inspected(async () => {
      const isSealed = this.codec === 'sealed-f32';
      const key = isSealed ? await this.#openSeal(await this.#thread.ask('box', { update })) : undefined;
      return this.#thread.ask('scan', { update, key });
    });
  }

  async #inspected<Result>(act: () => Promise<Result>): Promise<Result> {
    try {
      return await act();
    } catch (thrown) {
      // Bytes that came and cannot be read come once more; of what is still on its way nothing is wrong.
      if (this.offset === this.sizeBytes) this.isBroken = true;
      throw this.isGone ? new MusterError('LATE', LATE) : thrown;
    }
  }

  admitted(figures: Figures): void {
    this.figures = figures;
    this.isAdmitted = true;
  }
}

export class Uploads {
  readonly #thread: Ingest;
  readonly #files: Files;
  readonly #rows: UploadRows;
  readonly #limits: UploadLimits;
  readonly #folder: string;
  readonly #openSeal: OpenSeal;
  readonly #uploads = new Map<string, Upload>();
  #slots = 0;
  #lastUpdate = 0;

  constructor(
    thread: Ingest,
    rows: UploadRows,
    folder: string,
    limits: UploadLimits,
    openSeal: OpenSeal,
    files: Files = systemFiles,
  ) {
    this.#openSeal = openSeal;
    this.#files = files;
    this.#thread = thread;
    this.#rows = rows;
    this.#folder = folder;
    this.#limits = limits;
    files.makeFolder(folder);
    files.syncFolder(dirname(folder)); // or a power cut could take it, with all that is synced in it
  }

  /** For a new file in the spool folder; what no row names is removed at the next start. */
  newPath(): string {
    return join(this.#folder, randomUUID());
  }

  /** Takes up what an earlier process left and somebody still needs, and removes everything else. */
  async recover(goesOn: (upload: StoredUpload) => boolean): Promise<void> {
    const rows = this.#rows.all();
    const kept = rows.filter((row) => goesOn(row));
    const files = new Set(kept.map(({ file }) => file));
    for (const name of this.#files.list(this.#folder))
      if (!files.has(name)) this.#files.remove(join(this.#folder, name));
    this.#rows.drop(rows.map(({ file }) => file).filter((file) => !files.has(file)));
    for (const row of kept) await this.#recoverOne(row);
  }

  /** Whole, admitted updates of an attempt, by site. */
  held(ref: RoundRef): Record<string, { readonly updateHash: string; readonly weight: number }> {
    return Object.fromEntries(
      [...this.#uploads]
        .filter(([key, { site, isAdmitted }]) => isAdmitted && keyOf(ref, site) === key)
        .map(([, { site, updateHash, weight }]) => [site, { updateHash, weight }]),
    );
  }

  ofRound(ref: RoundRef): readonly Upload[] {
    return [...this.#uploads].flatMap(([key, upload]) => (keyOf(ref, upload.site) === key ? [upload] : []));
  }

  get stats() {
    return { kept: this.#uploads.size, slots: this.#slots };
  }

  find(ref: RoundRef, site: string): Upload | undefined {
    return this.#uploads.get(keyOf(ref, site));
  }

  /** The upload of this very update: the one that broke off, or a new one in place of any other. Throws STORAGE_FULL, STORAGE_FAILED. */
  async begin(announced: Announced): Promise<Upload> {
    const key = keyOf(announced.ref, announced.site);
    const before = this.#uploads.get(key);
    const isSame =
      before?.updateHash === announced.updateHash &&
      before.sizeBytes === announced.sizeBytes &&
      before.codec === announced.codec &&
      before.weight === announced.weight;
    if (before && isSame && !before.isBroken) return before;
    if (before) this.#drop(key, before);
    const upload = this.#add(announced, randomUUID());
    try {
      this.#rows.begin({ ...rowOf(upload), admitted: false });
      faultPoint('upload-row');
      await this.#open(upload);
      return upload;
    } catch (thrown) {
      if (this.#uploads.get(key) === upload) this.#drop(key, upload);
      throw thrown;
    }
  }

  discard(ref: RoundRef, site: string): void {
    const key = keyOf(ref, site);
    const upload = this.#uploads.get(key);
    if (upload) this.#drop(key, upload);
  }

  /**
   * A whole update out of the file at `path`, which stays as it is: whoever owns it lets go of it once the round has the update. Throws
   * OBJECT_CORRUPT when the file has not the hash that was announced, STORAGE_FULL, STORAGE_FAILED; then nothing is kept here.
   */
  async adopt(announced: Announced, path: string): Promise<Upload> {
    const key = keyOf(announced.ref, announced.site);
    const before = this.#uploads.get(key);
    if (before) this.#drop(key, before);
    const upload = this.#add(announced, randomUUID());
    try {
      this.#rows.begin({ ...rowOf(upload), admitted: false });
      await this.#open(upload);
      await this.#thread.ask('copyFrom', { update: upload.update, path });
      upload.offset = upload.sizeBytes;
      if ((await upload.hash()) !== announced.updateHash)
        throw new MusterError('OBJECT_CORRUPT', 'the bytes are not those of the update any more');
      const scan = await upload.scan();
      upload.admitted({ norm: Math.sqrt(scan.sumSquares), maxAbs: scan.maxAbs });
      return upload;
    } catch (thrown) {
      if (this.#uploads.get(key) === upload) this.#drop(key, upload);
      throw thrown;
    }
  }

  /**
   * Gives the file of an update away, under another name. It is none of its round's from the call on, whatever becomes of the round. False
   * when it was let go before, or its file cannot be moved.
   */
  async moveAway(upload: Upload, path: string): Promise<boolean> {
    const key = keyOf(upload.ref, upload.site);
    if (this.#uploads.get(key) !== upload) return false;
    this.#uploads.delete(key);
    this.#letGo(upload);
    try {
      await this.#thread.ask('moveAway', { update: upload.update, path });
      return true;
    } catch {
      this.#thread.ask('discard', { update: upload.update }).catch(() => {});
      return false;
    } finally {
      this.#dropRows([upload.file]);
    }
  }

  /** Everything of an attempt that is over, or of those of its sites that are in a sum on disk now. */
  discardRound(ref: RoundRef, sites?: ReadonlySet<string>): void {
    const over = this.ofRound(ref).filter(({ site }) => sites?.has(site) ?? true);
    for (const upload of over) this.#forget(keyOf(ref, upload.site), upload);
    this.#dropRows(over.map(({ file }) => file));
  }

  #drop(key: string, upload: Upload): void {
    this.#forget(key, upload);
    this.#dropRows([upload.file]);
  }

  /** A row that a broken disk does not let go of goes at the next start, which finds its attempt over. */
  #dropRows(files: readonly string[]): void {
    try {
      this.#rows.drop(files);
    } catch {}
  }

  /** The thread does jobs in their order: what still reads these bytes has read them before they go. */
  #forget(key: string, upload: Upload): void {
    this.#uploads.delete(key);
    this.#letGo(upload);
    this.#thread.ask('discard', { update: upload.update }).catch(() => {}); // a thread that has ended holds nothing
  }

  #letGo(upload: Upload): void {
    upload.isGone = true;
    if (upload.inMemory) this.#slots -= 1;
  }

  #add(announced: Announced, file: string): Upload {
    const { slots, slotBytesMax } = this.#limits;
    const inMemory = announced.sizeBytes <= slotBytesMax && this.#slots < slots;
    this.#lastUpdate += 1;
    const upload = new Upload(announced, this.#thread, this.#openSeal, {
      update: this.#lastUpdate,
      file,
      inMemory,
    });
    this.#uploads.set(keyOf(announced.ref, announced.site), upload);
    if (inMemory) this.#slots += 1;
    return upload;
  }

  async #open(upload: Upload): Promise<void> {
    const { update, sizeBytes, codec, file, inMemory: cached } = upload;
    upload.offset = await this.#thread.ask('begin', {
      update,
      sizeBytes,
      isSealed: codec === 'sealed-f32',
      path: join(this.#folder, file),
      cached,
    });
  }

  async #recoverOne(row: StoredUpload): Promise<void> {
    const { run, round, attempt, site, updateHash, sizeBytes, codec, weight, file } = row;
    const ref = { run, round, attempt };
    const upload = this.#add({ ref, site, updateHash, sizeBytes, codec, weight }, file);
    try {
      await this.#open(upload);
      if (!row.admitted) return; // cut short: the site brings it again, from where the file ends
      if ((await upload.hash()) === updateHash) {
        const scan = await upload.scan();
        upload.admitted({ norm: Math.sqrt(scan.sumSquares), maxAbs: scan.maxAbs });
      }
    } catch {
      upload.isAdmitted = false; // not to be read: the site brings all of it again
    }
    if (!upload.isAdmitted) this.#drop(keyOf(ref, site), upload);
  }
}

function rowOf(upload: Upload): Omit<StoredUpload, 'admitted'> {
  const { ref, site, updateHash, sizeBytes, codec, weight, file } = upload;
  return { ...ref, site, updateHash, sizeBytes, codec, weight, file };
}

function keyOf(ref: RoundRef, site: string): string {
  return `${ref.run} ${ref.round} ${ref.attempt} ${site}`;
}
