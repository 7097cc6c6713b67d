/** @module The ingest thread without a thread: the same jobs, one after the other, each done when its time has come. */
import { type Ingest, type IngestJobs, type IngestWork, OpenSum } from '@muster/coordinator/parts';
import { asMusterError } from '@muster/errors';
import { storageFault, type VirtualDisk } from './disk.ts';
import type { Life } from './life.ts';

const JOB_MS = 0.1;

export class VirtualIngest implements Ingest {
  readonly #work: IngestWork;
  readonly #disk: VirtualDisk;
  readonly #life: Life;
  readonly hasEnded = false;
  readonly #waiting: (() => void)[] = [];
  #isBusy = false;
  #lastSum = 0;

  constructor(work: IngestWork, disk: VirtualDisk, life: Life) {
    this.#work = work;
    this.#disk = disk;
    this.#life = life;
  }

  ask<Name extends keyof IngestJobs>(
    job: Name,
    input: IngestJobs[Name]['input'],
  ): Promise<IngestJobs[Name]['output']> {
    const { promise, resolve, reject } = Promise.withResolvers<IngestJobs[Name]['output']>();
    this.#waiting.push(() => {
      if (!this.#life.isAlive) return; // its thread went with it
      try {
        // A thread has a copy of its own, which it may overwrite.
        resolve(
          this.#work.perform(
            job,
            job === 'unmask' ? structuredClone(input) : input,
          ) as IngestJobs[Name]['output'],
        );
      } catch (thrown) {
        if (!this.#life.isAlive) return;
        const isSystem = thrown instanceof Error && 'syscall' in thrown;
        reject(isSystem ? storageFault(thrown) : asMusterError(thrown));
      }
    });
    if (!this.#isBusy) this.#next();
    return promise;
  }

  /** Jobs that wait or are being done. */
  get queued(): number {
    return this.#waiting.length;
  }

  async write(update: number, offset: number, bytes: Uint8Array): Promise<void> {
    await this.ask('write', { update, offset, bytes: Uint8Array.from(bytes) });
  }

  async openSum(length: number): Promise<OpenSum> {
    this.#lastSum += 1;
    const sum = this.#lastSum;
    await this.ask('openSum', { sum, length });
    return new OpenSum(this, sum, length);
  }

  #next(): void {
    const { time, latencyMs } = this.#disk;
    this.#isBusy = true;
    time.after(JOB_MS + latencyMs, () => {
      this.#waiting.shift()?.();
      this.#isBusy = false;
      if (this.#waiting.length > 0) this.#next();
    });
  }
}
