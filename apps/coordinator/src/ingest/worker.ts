/** @module The ingest thread's own side: takes, hashes, scans and folds updates, and owns the exact sums. Jobs are done in their order. */
import { parentPort } from 'node:worker_threads';
import { asMusterError, MusterError } from '@muster/errors';
import { type Accumulator, loadKernels } from '@muster/vector';
import type { IngestJob, IngestJobs, IngestReply } from './jobs.ts';
import { ReceivedUpdate, WINDOW_LENGTH } from './received-update.ts';
import { saveSums } from './saved-sum.ts';

const kernels = await loadKernels();
const updates = new Map<number, ReceivedUpdate>();
const sums = new Map<number, Accumulator>();
/** A sum that is not needed any more, kept for the next: its memory is there already. */
let spareSum: Accumulator | undefined;

type Jobs = {
  readonly [Name in keyof IngestJobs]: (input: IngestJobs[Name]['input']) => IngestJobs[Name]['output'];
};

const JOBS: Jobs = {
  begin({ update, sizeBytes, path, cached }) {
    const received = new ReceivedUpdate(sizeBytes, path, cached);
    updates.set(update, received);
    return received.offset;
  },

  write({ update, offset, bytes }) {
    try {
      find(updates, update).write(offset, bytes);
    } finally {
      if (bytes.buffer instanceof ArrayBuffer) bytes.buffer.transfer(0); // or it would wait for the collector
    }
  },

  inspect({ update }) {
    const received = find(updates, update);
    return { hash: received.hash(), scan: received.scan((values) => kernels.scan(values)) };
  },

  discard({ update }) {
    updates.get(update)?.discard();
    updates.delete(update);
  },

  moveAway({ update, path }) {
    updates.get(update)?.moveAway(path);
    updates.delete(update);
  },

  openSum({ sum, length }) {
    const known = spareSum;
    spareSum = undefined;
    if (known?.length === length) known.reset();
    else known?.[Symbol.dispose]();
    sums.set(sum, known?.length === length ? known : kernels.newAccumulator(length));
  },

  fold({ sum, members, point }) {
    const accumulator = find(sums, sum);
    const folded = members.map(({ update, weight }) => ({ update: find(updates, update), weight }));
    // Windows outside, updates inside: a window of sums stays in the cache while all updates are added to it.
    for (let start = 0; start < accumulator.length; start += WINDOW_LENGTH) {
      for (const { update, weight } of folded) accumulator.fold(start, update.window(start), weight, point);
    }
  },

  mean({ sum, start, count, totalWeight, point, target }) {
    find(sums, sum).mean(start, new Float64Array(target, 0, count), totalWeight, point);
  },

  saveSum({ sum, path }) {
    return saveSums(find(sums, sum), path);
  },

  addSum({ sum, start, bytes, members }) {
    find(sums, sum).addBytes(start, bytes, members);
  },

  closeSum({ sum }) {
    spareSum?.[Symbol.dispose]();
    spareSum = sums.get(sum);
    sums.delete(sum);
  },
};

function find<Value>(values: ReadonlyMap<number, Value>, id: number): Value {
  const value = values.get(id);
  if (value === undefined)
    throw new MusterError('INTERNAL', 'nothing of this number is in the ingest thread');
  return value;
}

function perform<Name extends keyof IngestJobs>(job: Name, input: IngestJobs[Name]['input']): unknown {
  return JOBS[job](input);
}

function systemCode(thrown: unknown): string {
  const isSystem = thrown instanceof Error && 'syscall' in thrown && 'code' in thrown;
  return isSystem && typeof thrown.code === 'string' ? thrown.code : '';
}

parentPort?.on('message', ({ id, job, input }: IngestJob) => {
  let reply: IngestReply;
  try {
    reply = { id, ok: true, output: perform(job, input) };
  } catch (thrown) {
    const { code, message } = asMusterError(thrown);
    reply = { id, ok: false, code, message, system: systemCode(thrown) };
  }
  parentPort?.postMessage(reply);
});
