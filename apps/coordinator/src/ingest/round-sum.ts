/**
 * @module The exact sum of one attempt: updates are folded as they are admitted, while others are still on their way, and its seals are
 * snapshots of it on disk. What it does, it does in order.
 */
import { MusterError } from '@muster/errors';
import type { RoundRef } from '@muster/protocol';
import type { Blobs } from '@muster/store';
import type { FixedPoint } from '@muster/vector';
import { faultPoint } from '../fault-point.ts';
import type { Ingest, OpenSum } from './thread.ts';
import type { Upload, Uploads } from './uploads.ts';

export interface SumMember {
  readonly site: string;
  /** Whole number of examples, as admitted. */
  readonly weight: number;
}

/** A sum on disk, and who is in it. */
export interface SealedSum {
  readonly hash: string;
  readonly members: readonly SumMember[];
}

export interface SumParts {
  readonly ingest: Ingest;
  readonly uploads: Uploads;
  readonly blobs: Blobs;
  readonly point: FixedPoint;
}

interface Folded {
  readonly update: number;
  readonly weight: number;
}

/** Of a sum that is read back: 512 KiB of sums at a time. */
const WINDOW_BYTES = 1 << 19;

export class RoundSum implements Disposable {
  readonly ref: RoundRef;
  readonly #parts: SumParts;
  #sealed: SealedSum | undefined;
  /** By site, what is in the sum beside those who are sealed. */
  #folded = new Map<string, Folded>();
  #sum: OpenSum | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #disposed = false;

  /** `sealed` is what an earlier process wrote of this attempt. */
  constructor(ref: RoundRef, parts: SumParts, sealed: SealedSum | undefined) {
    this.ref = ref;
    this.#parts = parts;
    this.#sealed = sealed;
  }

  /** Folds an admitted update ahead of the close. A failure is met again, and told, by whoever asks for the sum. */
  add({ site, update, weight, length }: Upload): void {
    void this.#inTurn(async () => {
      if (this.#folded.has(site)) return;
      const sum = await this.#open(length);
      await this.#fold(sum, [{ site, update, weight }]);
    }).catch(() => {});
  }

  /** Makes the sum of exactly these members durable. Throws as `close`, and what the disk does. */
  seal(members: readonly SumMember[]): Promise<SealedSum> {
    return this.#inTurn(async () => {
      const { uploads, blobs } = this.#parts;
      const sum = await this.#exactly(members);
      const path = uploads.newPath();
      const { hash } = await sum.save(path);
      try {
        await blobs.adopt(path, hash);
      } catch (thrown) {
        await sum.dropSaved(path).catch(() => {}); // or at the next start
        throw thrown;
      }
      faultPoint('seal-adopted');
      return { hash, members: members.map(({ site, weight }) => ({ site, weight })) };
    });
  }

  /** What `seal` wrote is on record. The sum before it is of no use any more. */
  adopted(sealed: SealedSum): void {
    const before = this.#sealed;
    this.#sealed = sealed;
    for (const { site } of sealed.members) this.#folded.delete(site);
    if (before && before.hash !== sealed.hash) void this.#parts.blobs.remove(before.hash).catch(() => {}); // or by housekeeping
  }

  /**
   * The sum of exactly these members, whatever was folded ahead. Throws INTERNAL when an update is not here, STORAGE_CORRUPT when a sealed
   * sum is not what it was, and what the thread meets. The sum stays this object's.
   */
  close(members: readonly SumMember[]): Promise<OpenSum> {
    return this.#inTurn(() => this.#exactly(members));
  }

  [Symbol.dispose](): void {
    this.#disposed = true;
    void this.#inTurn(async () => this.#drop());
  }

  async #exactly(members: readonly SumMember[]): Promise<OpenSum> {
    const sealed = new Map(this.#sealed?.members.map(({ site, weight }) => [site, weight]));
    const added = members.filter(({ site }) => !sealed.has(site));
    if (members.length - added.length !== sealed.size)
      throw new MusterError('INTERNAL', 'a sum without one who was sealed into it');
    let length = this.#sum?.length ?? 0;
    const wanted = added.map(({ site, weight }) => {
      const upload = this.#parts.uploads.find(this.ref, site);
      if (!upload?.isAdmitted) throw new MusterError('INTERNAL', `the update of ${site} is not here`);
      ({ length } = upload);
      return { site, update: upload.update, weight };
    });
    const isWhole =
      this.#sum !== undefined &&
      wanted.length === this.#folded.size &&
      wanted.every(({ site, update, weight }) => {
        const folded = this.#folded.get(site);
        return folded?.update === update && folded.weight === weight;
      });
    if (!isWhole) {
      // Somebody was folded who does not count, or a fold broke off: sums have no way back, but the updates are all here still.
      this.#drop();
      const sum = await this.#open(length);
      if (wanted.length > 0) await this.#fold(sum, wanted);
    }
    if (!this.#sum) throw new MusterError('INTERNAL', 'a sum of nobody');
    return this.#sum;
  }

  /** An open sum holds those who are sealed from its first moment. `length` may be 0 where a seal tells it. */
  async #open(length: number): Promise<OpenSum> {
    if (this.#disposed) throw new MusterError('ROUND_CLOSED', 'the attempt is over');
    if (this.#sum) return this.#sum;
    const { ingest, blobs } = this.#parts;
    if (!this.#sealed) {
      this.#sum = await ingest.openSum(length);
      return this.#sum;
    }
    const { hash, members } = this.#sealed;
    await blobs.verify(hash);
    await using reader = await blobs.open(hash);
    const sum = await ingest.openSum(reader.sizeBytes / 8);
    try {
      for (let offset = 0; offset < reader.sizeBytes; offset += WINDOW_BYTES)
        await sum.add(offset / 8, await reader.read(offset, WINDOW_BYTES), members.length);
    } catch (thrown) {
      sum[Symbol.dispose]();
      throw thrown;
    }
    this.#sum = sum;
    return sum;
  }

  /** In the same turn as its failure the sum is given up: half of an update may be in it, and whoever has the next turn begins anew. */
  async #fold(sum: OpenSum, members: readonly (Folded & { readonly site: string })[]): Promise<void> {
    for (const { site, update, weight } of members) this.#folded.set(site, { update, weight });
    try {
      await sum.fold(members, this.#parts.point);
    } catch (thrown) {
      this.#drop();
      throw thrown;
    }
  }

  #drop(): void {
    this.#sum?.[Symbol.dispose]();
    this.#sum = undefined;
    this.#folded.clear();
  }

  #inTurn<Result>(act: () => Promise<Result>): Promise<Result> {
    const done = this.#turn.then(act);
    this.#turn = done.catch(() => {}); // whoever asked hears of it
    return done;
  }
}
