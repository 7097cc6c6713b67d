/** @module The ingest thread's own side. Jobs are done in their order. */
import { parentPort } from 'node:worker_threads';
import { asMusterError } from '@muster/errors';
import { loadKernels } from '@muster/vector';
import { systemFiles } from '../files.ts';
import type { IngestJob, IngestReply } from './jobs.ts';
import { IngestWork } from './work.ts';

const work = new IngestWork(await loadKernels(), systemFiles);

function systemCode(thrown: unknown): string {
  const isSystem = thrown instanceof Error && 'syscall' in thrown && 'code' in thrown;
  return isSystem && typeof thrown.code === 'string' ? thrown.code : '';
}

parentPort?.on('message', ({ id, job, input }: IngestJob) => {
  let reply: IngestReply;
  try {
    reply = { id, ok: true, output: work.perform(job, input) };
  } catch (thrown) {
    const { code, message } = asMusterError(thrown);
    reply = { id, ok: false, code, message, system: systemCode(thrown) };
  }
  parentPort?.postMessage(reply);
});
