/** @module Contract suites that every driver of `Db` and of `Blobs` runs, in Vitest: call them in a test file. */
export { runBlobsContract } from './testing/blobs-contract.ts';
export { runDbContract } from './testing/db-contract.ts';
