/** @module The thread in which a target runs: it says what it is about to try, so that who watches knows which input it hangs on. */
import { serialize } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import type { Assignment, Report } from './driver.ts';
import type { FuzzTarget } from './target.ts';

const { module, name, seed, inputs, timeMsMax, memoryBytesMax, shared } = workerData as Assignment;
const { TARGETS } = (await import(module)) as { readonly TARGETS: readonly FuzzTarget[] };
const target = TARGETS.find((each) => each.name === name);
if (!target) throw new Error(`no target ${name}`);

const state = new Int32Array(shared.state);
const held = new Uint8Array(shared.input);

const { counterexample, ...figures } = await target.check({
  seed,
  inputs,
  timeMsMax,
  onInput(input) {
    const bytes = serialize(input);
    const fits = bytes.length <= held.length;
    if (fits) held.set(bytes);
    Atomics.store(state, 1, fits ? bytes.length : 0);
    Atomics.add(state, 0, 1);
  },
  onDone() {
    // The greatest that the whole process ever held, which costs nothing to ask.
    const peakBytes = process.resourceUsage().maxRSS * 1024;
    if (peakBytes > memoryBytesMax)
      throw new Error(`broken rule: the process holds ${peakBytes} bytes, at most ${memoryBytesMax}`);
  },
});
const report: Report = {
  ...figures,
  found: counterexample && { error: counterexample.error, input: serialize(counterexample.input) },
};
parentPort?.postMessage(report);
