/** @module Entry of the thread in `masked-file.ts`. A thread does not know of the compile cache by itself, and else loads the TypeScript stripper. */
import module from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';

const { job, compileCache } = workerData;
if (compileCache !== undefined) module.enableCompileCache?.(compileCache);
const { asMusterError } = await import('@muster/errors');
try {
  const { writeMasked } = await import('./masking.ts');
  parentPort.postMessage({ ok: true, file: await writeMasked(job) });
} catch (thrown) {
  const { code, message } = asMusterError(thrown);
  parentPort.postMessage({ ok: false, code, message });
}
