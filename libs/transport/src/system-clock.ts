/** @module The real time of this process: handed in by whoever runs one, and the only place in libs/ that asks the system for it. */
import { readFileSync } from 'node:fs';
import type { Clock } from './clock.ts';

/** The longest that setTimeout waits: a month. Whoever waits longer looks again then. */
const TIMEOUT_MS_MAX = 2 ** 31 - 1;

/** For the fault harness (docs/faults.md): a file with the milliseconds by which the wall clock of this process is to be wrong, looked up each time. */
const shiftFile = process.env.MUSTER_CLOCK_SHIFT_FILE;

/** Its timers keep no process alive; a wait beyond 2^31 - 1 ms ends then. */
export const systemClock: Clock = {
  monotonicMs: () => performance.now(),
  wallMs: () => Date.now() + (shiftFile === undefined ? 0 : Number(readFileSync(shiftFile, 'utf8'))),
  after(ms, act) {
    const timer = setTimeout(act, Math.min(Math.max(ms, 0), TIMEOUT_MS_MAX));
    timer.unref();
    return () => clearTimeout(timer);
  },
};
