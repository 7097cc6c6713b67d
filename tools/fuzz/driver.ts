/**
 * @module Runs one target in a thread of its own and watches it: an input on which it stands still ends the thread, and so does one that
 * makes it run out of memory. Either is a finding like any other.
 */
import { Worker } from 'node:worker_threads';
import { type Finding, findingOf } from './finding.ts';
import type { Outcomes } from './target.ts';

export interface DriverOptions {
  /** File with `TARGETS`, as a URL. */
  readonly module: string;
  readonly name: string;
  readonly seed: number;
  readonly inputs: number;
  readonly timeMsMax: number;
  /** One input may take this long; the machine may be busy with other things. */
  readonly hangMs: number;
  /** The process may hold this much at most, this fuzzer's own code included. */
  readonly memoryBytesMax: number;
}

export interface DriverResult {
  readonly name: string;
  readonly inputs: number;
  readonly outcomes: Outcomes;
  readonly seconds: number;
  readonly finding: Finding | undefined;
}

/** What the thread is told. */
export interface Assignment extends Omit<DriverOptions, 'hangMs'> {
  readonly shared: { readonly state: SharedArrayBuffer; readonly input: SharedArrayBuffer };
}

/** What the thread says at its end. */
export interface Report {
  readonly inputs: number;
  readonly outcomes: Outcomes;
  readonly found: { readonly error: string; readonly input: Uint8Array } | undefined;
}

/** Inputs are a frame at most, and what is around it. */
const INPUT_BYTES_MAX = 8 * 1024 * 1024;
const LOOK_MS = 250;
const START_MS = 60_000;
const HEAP_MB = 512;

/** Runs the target to its end, to its first finding, or to the end of its time. */
export async function drive(options: DriverOptions): Promise<DriverResult> {
  const { hangMs, ...assignment } = options;
  const { name, seed } = options;
  const shared = { state: new SharedArrayBuffer(8), input: new SharedArrayBuffer(INPUT_BYTES_MAX) };
  const state = new Int32Array(shared.state);
  const startedMs = performance.now();
  const worker = new Worker(new URL('driver-thread.ts', import.meta.url), {
    workerData: { ...assignment, shared } satisfies Assignment,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });
  const ended = new Promise<Report | Error>((resolve) => {
    worker.once('message', (report: Report) => resolve(report));
    worker.once('error', (thrown) => resolve(thrown instanceof Error ? thrown : new Error(String(thrown))));
    worker.once('exit', (code) => resolve(new Error(`the thread ended with ${code}`)));
  });
  const watch = whenStill(state, hangMs);
  const result = await Promise.race([ended, watch.still]);
  watch.stop();
  await worker.terminate();
  const seconds = (performance.now() - startedMs) / 1000;
  if (result instanceof Error) {
    const length = Atomics.load(state, 1);
    const input = Uint8Array.from(new Uint8Array(shared.input, 0, length));
    const error = result.stack ?? result.message;
    const finding = length > 0 ? findingOf(name, seed, error, input) : { target: name, seed, error };
    return { name, inputs: Atomics.load(state, 0), outcomes: {}, seconds, finding };
  }
  const { inputs, outcomes, found } = result;
  const finding = found && findingOf(name, seed, found.error, found.input);
  return { name, inputs, outcomes, seconds, finding };
}

/** Resolves when no input was begun for `hangMs`. */
function whenStill(state: Int32Array, hangMs: number): { still: Promise<Error>; stop(): void } {
  let seen = -1;
  let movedMs = performance.now();
  const { promise: still, resolve } = Promise.withResolvers<Error>();
  const timer = setInterval(() => {
    const now = performance.now();
    const count = Atomics.load(state, 0);
    if (count !== seen) movedMs = now;
    seen = count;
    // Before the first input the code is read.
    if (now - movedMs > (count === 0 ? START_MS : hangMs))
      resolve(new Error(`broken rule: an input takes more than ${hangMs} ms`));
  }, LOOK_MS);
  return { still, stop: () => clearInterval(timer) };
}
