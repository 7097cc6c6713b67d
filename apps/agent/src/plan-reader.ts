/**
 * @module Reads a plan in a thread that goes when it is done: the schemas of a plan take 25 MB, which the daemon would hold from its first
 * offer on.
 */
import { getCompileCacheDir } from 'node:module';
import { Worker } from 'node:worker_threads';
import { asMusterError, type ErrorCode, MusterError } from '@muster/errors';
import type { Plan } from '@muster/task';

export type PlanReading =
  | { readonly ok: true; readonly plan: Plan }
  | { readonly ok: false; readonly code: ErrorCode; readonly message: string };

/** Throws as parsePlan of @muster/task: PLAN_MISMATCH, TASK_INVALID. */
export async function readPlan(bytes: Uint8Array, hash: string): Promise<Plan> {
  const worker = new Worker(new URL('./plan-thread.mjs', import.meta.url), {
    workerData: { bytes, hash, compileCache: getCompileCacheDir() },
    resourceLimits: { maxYoungGenerationSizeMb: 4 },
  });
  try {
    const reading = await new Promise<PlanReading>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', (thrown) => reject(asMusterError(thrown)));
      worker.once('exit', () => reject(new MusterError('INTERNAL', 'the thread that reads plans ended')));
    });
    if (reading.ok) return reading.plan;
    throw new MusterError(reading.code, reading.message);
  } finally {
    await worker.terminate();
  }
}
