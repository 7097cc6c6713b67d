/** @module For tests and measurements: a federation and its rounds in memory, around the real state machines. */
export { sampleTerms } from './testing/sample-terms.ts';
export { VirtualRound } from './testing/virtual-round.ts';
