/**
 * @module An update in a file, as words under masks in another: made in a thread that goes when it is done, since it takes the memory of the
 * update twice.
 */
import { getCompileCacheDir } from 'node:module';
import { Worker } from 'node:worker_threads';
import { asMusterError, type ErrorCode, MusterError } from '@muster/errors';
import type { Encoded, EncodingTerms, Mask } from '@muster/secagg';

/** What is masked, and how. */
export interface MaskingJob {
  /** Floats, little-endian. */
  readonly updateFile: string;
  /** New, mode 0600. */
  readonly target: string;
  readonly terms: EncodingTerms;
  /** Sites for which the encoding leaves room. */
  readonly sitesMax: number;
  readonly roundId: Uint8Array;
  /** 32 secret random bytes, for this once. */
  readonly roundingKey: Uint8Array;
  readonly masks: readonly Mask[];
  readonly examples: number;
  /** Summed over the examples. */
  readonly lossSum: number;
  /** Further whole numbers of the tail, as many as the terms say. */
  readonly metrics: readonly number[];
}

export interface MaskedFile {
  readonly sha256: Uint8Array;
  readonly sizeBytes: number;
  readonly encoded: Encoded;
}

/** Durable when it resolves; the keys are overwritten. Throws STORAGE_*, INVALID_ARGUMENT. */
export type MaskFile = (job: MaskingJob) => Promise<MaskedFile>;

export type MaskingAnswer =
  | { readonly ok: true; readonly file: MaskedFile }
  | { readonly ok: false; readonly code: ErrorCode; readonly message: string };

export const maskFile: MaskFile = async (job) => {
  const worker = new Worker(new URL('./masking-thread.mjs', import.meta.url), {
    workerData: { job, compileCache: getCompileCacheDir() },
    resourceLimits: { maxYoungGenerationSizeMb: 4 },
  });
  try {
    const answer = await new Promise<MaskingAnswer>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', (thrown) => reject(asMusterError(thrown)));
      worker.once('exit', () => reject(new MusterError('INTERNAL', 'the thread that masks updates ended')));
    });
    if (answer.ok) return answer.file;
    throw new MusterError(answer.code, answer.message);
  } finally {
    for (const { keys } of job.masks) for (const key of keys) key.fill(0);
    await worker.terminate();
  }
};
