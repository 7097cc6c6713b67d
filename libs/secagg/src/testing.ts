/** @module For tests and measurements: a federation and its rounds in memory, around the real state machines; and what a site that cheats needs to sign. */
export { sign } from './signature.ts';
export { sampleTerms } from './testing/sample-terms.ts';
export { VirtualRound } from './testing/virtual-round.ts';
