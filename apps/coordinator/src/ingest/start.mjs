/** @module Entry of the ingest thread: a thread of its own does not know of the compile cache, and without it would load the TypeScript stripper. */
import module from 'node:module';
import { workerData } from 'node:worker_threads';

if (workerData.compileCache !== undefined) module.enableCompileCache?.(workerData.compileCache);
await import('./worker.ts');
