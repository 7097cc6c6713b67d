/** @module What the ingest thread does: takes, hashes, scans and folds updates, and owns the exact sums. */
import { MusterError } from '@muster/errors';
import type { Accumulator, Kernels } from '@muster/vector';
import type { Files } from '../files.ts';
import type { IngestJobs } from './jobs.ts';
import { ReceivedUpdate, WINDOW_LENGTH } from './received-update.ts';
import { saveSums } from './saved-sum.ts';
import { UnmaskedSums } from './unmasked-sums.ts';

type Jobs = {
  readonly [Name in keyof IngestJobs]: (input: IngestJobs[Name]['input']) => IngestJobs[Name]['output'];
};

/** A job is done when it returns; it throws its errors, and those of the operating system. */
export class IngestWork implements Jobs {
  readonly #kernels: Kernels;
  readonly #files: Files;
  readonly #updates = new Map<number, ReceivedUpdate>();
  readonly #sums = new Map<number, Accumulator>();
  /** A sum that is not needed any more, kept for the next: its memory is there already. */
  #spareSum: Accumulator | undefined;

  readonly #unmasked: UnmaskedSums;

  constructor(kernels: Kernels, files: Files) {
    this.#kernels = kernels;
    this.#unmasked = new UnmaskedSums(kernels);
    this.#files = files;
  }

  perform<Name extends keyof IngestJobs>(job: Name, input: IngestJobs[Name]['input']): unknown {
    return doJob(this, job, input);
  }

  begin({
    update,
    sizeBytes,
    isSealed,
    path,
    cached,
  }: IngestJobs['begin']['input']): IngestJobs['begin']['output'] {
    const received = new ReceivedUpdate({ sizeBytes, isSealed, path, cached }, this.#files);
    this.#updates.set(update, received);
    return received.offset;
  }

  copyFrom({ update, path }: IngestJobs['copyFrom']['input']): IngestJobs['copyFrom']['output'] {
    find(this.#updates, update).copyFrom(path);
  }

  write({ update, offset, bytes }: IngestJobs['write']['input']): IngestJobs['write']['output'] {
    try {
      find(this.#updates, update).write(offset, bytes);
    } finally {
      if (bytes.buffer instanceof ArrayBuffer) bytes.buffer.transfer(0); // or it would wait for the collector
    }
  }

  hash({ update }: IngestJobs['hash']['input']): IngestJobs['hash']['output'] {
    return find(this.#updates, update).hash();
  }

  box({ update }: IngestJobs['box']['input']): IngestJobs['box']['output'] {
    return find(this.#updates, update).box();
  }

  scan({ update, key }: IngestJobs['scan']['input']): IngestJobs['scan']['output'] {
    const received = find(this.#updates, update);
    if (key) received.unlock(key);
    return received.scan((values) => this.#kernels.scan(values));
  }

  discard({ update }: IngestJobs['discard']['input']): IngestJobs['discard']['output'] {
    this.#updates.get(update)?.discard();
    this.#updates.delete(update);
  }

  moveAway({ update, path }: IngestJobs['moveAway']['input']): IngestJobs['moveAway']['output'] {
    this.#updates.get(update)?.moveAway(path);
    this.#updates.delete(update);
  }

  openSum({ sum, length }: IngestJobs['openSum']['input']): IngestJobs['openSum']['output'] {
    const known = this.#spareSum;
    this.#spareSum = undefined;
    if (known?.length === length) known.reset();
    else known?.[Symbol.dispose]();
    this.#sums.set(sum, known?.length === length ? known : this.#kernels.newAccumulator(length));
  }

  fold({ sum, members, point }: IngestJobs['fold']['input']): IngestJobs['fold']['output'] {
    const accumulator = find(this.#sums, sum);
    const folded = members.map(({ update, weight }) => ({ update: find(this.#updates, update), weight }));
    // Windows outside, updates inside: a window of sums stays in the cache while all updates are added to it.
    for (let start = 0; start < accumulator.length; start += WINDOW_LENGTH) {
      for (const { update, weight } of folded) accumulator.fold(start, update.window(start), weight, point);
    }
  }

  mean({
    sum,
    start,
    count,
    totalWeight,
    point,
    target,
  }: IngestJobs['mean']['input']): IngestJobs['mean']['output'] {
    find(this.#sums, sum).mean(start, new Float64Array(target, 0, count), totalWeight, point);
  }

  saveSum({ sum, path }: IngestJobs['saveSum']['input']): IngestJobs['saveSum']['output'] {
    return saveSums(find(this.#sums, sum), path, this.#files);
  }

  addSum({ sum, start, bytes, members }: IngestJobs['addSum']['input']): IngestJobs['addSum']['output'] {
    find(this.#sums, sum).addBytes(start, bytes, members);
  }

  unmask({
    group,
    terms,
    sitesMax,
    updates,
    masks,
  }: IngestJobs['unmask']['input']): IngestJobs['unmask']['output'] {
    const words = updates.map((update) => find(this.#updates, update));
    return this.#unmasked.make(group, { terms, sitesMax, words, masks });
  }

  saveUnmasked(input: IngestJobs['saveUnmasked']['input']): IngestJobs['saveUnmasked']['output'] {
    return this.#unmasked.save(input, this.#files);
  }

  dropUnmasked(_input: IngestJobs['dropUnmasked']['input']): IngestJobs['dropUnmasked']['output'] {
    this.#unmasked.drop();
  }

  closeSum({ sum }: IngestJobs['closeSum']['input']): IngestJobs['closeSum']['output'] {
    this.#spareSum?.[Symbol.dispose]();
    this.#spareSum = this.#sums.get(sum);
    this.#sums.delete(sum);
  }

  dropSaved({ path }: IngestJobs['dropSaved']['input']): IngestJobs['dropSaved']['output'] {
    this.#files.remove(path);
  }
}

function doJob<Name extends keyof IngestJobs>(
  jobs: Jobs,
  job: Name,
  input: IngestJobs[Name]['input'],
): unknown {
  return jobs[job](input);
}

function find<Value>(values: ReadonlyMap<number, Value>, id: number): Value {
  const value = values.get(id);
  if (value === undefined)
    throw new MusterError('INTERNAL', 'nothing of this number is in the ingest thread');
  return value;
}
