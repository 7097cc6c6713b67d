/** @module Entry of the thread in `plan-reader.ts`. A thread does not know of the compile cache by itself, and else loads the TypeScript stripper. */
import module from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';

const { bytes, hash, compileCache } = workerData;
if (compileCache !== undefined) module.enableCompileCache?.(compileCache);
const { parsePlan } = await import('@muster/task');
const { asMusterError } = await import('@muster/errors');
try {
  parentPort.postMessage({ ok: true, plan: parsePlan(bytes, hash) });
} catch (thrown) {
  const { code, message } = asMusterError(thrown);
  parentPort.postMessage({ ok: false, code, message });
}
