/** @module The exact sum of one attempt: updates are folded as they are admitted, while others are still on their way. */
import { MusterError } from '@muster/errors';
import type { RoundRef } from '@muster/protocol';
import type { FixedPoint } from '@muster/vector';
import type { IngestThread, OpenSum } from './thread.ts';
import type { Upload, Uploads } from './uploads.ts';

export interface SumMember {
  readonly site: string;
  /** Whole number of examples, as admitted. */
  readonly weight: number;
}

export class RoundSum implements Disposable {
  readonly ref: RoundRef;
  readonly #thread: IngestThread;
  readonly #uploads: Uploads;
  readonly #point: FixedPoint;
  /** What is in the sum, or will be when `#folding` settles: weights by number of the update. */
  #folded = new Map<number, number>();
  #sum: OpenSum | undefined;
  #folding: Promise<void> = Promise.resolve();
  #disposed = false;

  constructor(ref: RoundRef, thread: IngestThread, uploads: Uploads, point: FixedPoint) {
    this.ref = ref;
    this.#thread = thread;
    this.#uploads = uploads;
    this.#point = point;
  }

  /** Folds an admitted update ahead of the close. A failure is met again, and told, by `close`. */
  add({ update, sizeBytes }: Upload, weight: number): void {
    if (this.#folded.has(update)) return;
    this.#folded.set(update, weight);
    this.#folding = this.#folding.then(() => this.#fold([{ update, weight }], sizeBytes / 4));
    this.#folding.catch(() => {});
  }

  /**
   * The sum of exactly these members, whatever was folded ahead. Throws INTERNAL when an update is not here, and what the thread meets.
   * The sum stays this object's.
   */
  async close(members: readonly SumMember[]): Promise<OpenSum> {
    let length = 0;
    const updates = members.map(({ site, weight }) => {
      const upload = this.#uploads.find(this.ref, site);
      if (!upload?.isAdmitted) throw new MusterError('INTERNAL', `the update of ${site} is not here`);
      length = upload.sizeBytes / 4;
      return { update: upload.update, weight };
    });
    const isWhole = await this.#folding.then(
      () =>
        updates.length === this.#folded.size &&
        updates.every((each) => this.#folded.get(each.update) === each.weight),
      () => false,
    );
    if (!isWhole) {
      // Somebody was folded who does not count, or a fold broke off: sums have no way back, but the updates are all here still.
      this.#drop();
      this.#folded = new Map(updates.map(({ update, weight }) => [update, weight]));
      await this.#fold(updates, length);
    }
    if (!this.#sum) throw new MusterError('INTERNAL', 'a sum of nobody');
    return this.#sum;
  }

  [Symbol.dispose](): void {
    this.#disposed = true;
    this.#drop();
  }

  async #fold(
    members: readonly { readonly update: number; readonly weight: number }[],
    length: number,
  ): Promise<void> {
    this.#sum ??= await this.#thread.openSum(length);
    if (this.#disposed) this.#drop();
    else await this.#sum.fold(members, this.#point);
  }

  #drop(): void {
    this.#sum?.[Symbol.dispose]();
    this.#sum = undefined;
  }
}
