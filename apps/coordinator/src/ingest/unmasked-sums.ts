/**
 * @module Sums of masked words inside the ingest thread: made whole, unmasked, and written as the mean that they come to. Words are uniform
 * numbers until the masks are off, and then there is only their sum.
 */
import { createHash } from 'node:crypto';
import { MusterError } from '@muster/errors';
import {
  applyMasks,
  type EncodingTerms,
  encodingFor,
  figuresOf,
  type Mask,
  MaskedVector,
  MemberFold,
  type SumFigures,
  valuesOf,
  wipeMasks,
} from '@muster/secagg';
import type { Kernels } from '@muster/vector';
import { faultPoint } from '../fault-point.ts';
import type { Files } from '../files.ts';
import type { IngestJobs } from './jobs.ts';
import type { ReceivedUpdate } from './received-update.ts';

interface Group {
  readonly terms: EncodingTerms;
  readonly sitesMax: number;
  readonly words: readonly ReceivedUpdate[];
  readonly masks: readonly Mask[];
}

export class UnmaskedSums {
  readonly #kernels: Kernels;
  readonly #sums = new Map<number, MaskedVector>();

  constructor(kernels: Kernels) {
    this.#kernels = kernels;
  }

  /** In place of an earlier one of the group. */
  make(group: number, { terms, sitesMax, words, masks }: Group): SumFigures {
    this.#sums.get(group)?.[Symbol.dispose]();
    const sum = new MaskedVector(this.#kernels, encodingFor(terms, sitesMax));
    this.#sums.set(group, sum);
    try {
      for (const each of words) {
        const fold = new MemberFold(sum);
        for (const piece of each.pieces()) fold.add(piece);
        fold.end();
      }
      applyMasks(sum, masks);
    } finally {
      wipeMasks(masks);
    }
    return figuresOf(sum);
  }

  /** The sums stay, for whom a disk fails. Throws the system's error, and then there is no file; INTERNAL for a group that has no sum. */
  save(
    { groups, roundId, divisor, scaleBits, path }: IngestJobs['saveUnmasked']['input'],
    files: Files,
  ): IngestJobs['saveUnmasked']['output'] {
    const parts = groups.map((group) => {
      const sum = this.#sums.get(group);
      if (!sum) throw new MusterError('INTERNAL', `group ${group} has no sum`);
      return valuesOf(this.#kernels, sum, roundId, divisor);
    });
    const sha = createHash('sha256');
    const file = files.create(path);
    let length = 0;
    try {
      for (const window of windows(parts)) {
        const bytes = fixedBytes(window, 2 ** scaleBits);
        sha.update(bytes);
        file.append(bytes);
        length += window.length;
      }
      file.sync();
      faultPoint('seal-saved');
    } catch (thrown) {
      files.remove(path);
      throw thrown;
    } finally {
      file.close();
    }
    return { hash: sha.digest('hex'), sizeBytes: 8 * length };
  }

  drop(): void {
    for (const sum of this.#sums.values()) sum[Symbol.dispose]();
    this.#sums.clear();
  }
}

type Parts = ReturnType<typeof valuesOf>;

/** i64, little-endian: a million `BigInt` take a hundred times as long. */
function fixedBytes(values: Float64Array, scale: number): Uint8Array {
  const bytes = new Uint8Array(8 * values.length);
  const halves = new DataView(bytes.buffer);
  for (let i = 0; i < values.length; i++) {
    const fixed = Math.round((values[i] ?? 0) * scale);
    const high = Math.floor(fixed / 2 ** 32);
    halves.setUint32(8 * i, fixed - high * 2 ** 32, true);
    halves.setInt32(8 * i + 4, high, true);
  }
  return bytes;
}

/** The groups' numbers added up, front to back. All groups give them in the same stretches. */
function* windows(parts: readonly Parts[]): Generator<Float64Array> {
  for (;;) {
    const next = parts.map((part) => part.next());
    const [first, ...others] = next.flatMap((each) => (each.done ? [] : [each.value.values]));
    if (!first) return;
    for (const values of others)
      for (let i = 0; i < first.length; i++) first[i] = (first[i] ?? 0) + (values[i] ?? 0);
    yield first;
  }
}
