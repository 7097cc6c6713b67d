/** @module What the tests of this package stand on. */
export { type Bench, openBench } from './testing/bench.ts';
export { FakeClock } from './testing/fake-clock.ts';
export { Collect, sha } from './testing/objects.ts';
export { siteIdentity } from './testing/parties.ts';
export { openSocket, RawAgent } from './testing/raw-agent.ts';
export { codeOf, until } from './testing/waiting.ts';
export { ok, received, register } from './testing/words.ts';
