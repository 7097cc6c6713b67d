/**
 * @module How soon a round goes on: the coordinator is killed while 10 agents x 10 M parameters report, and started again; seconds from that
 * start until the first update is counted, which is in a sum on disk then, and until the round is over.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Benchmark } from './benchmark.ts';
import { type BenchFederation, emptyTask, freePort, median, startBenchFederation } from './federation.ts';

const AGENTS = 10;
const PARAMETERS = 10_000_000;
const REPEATS = 7;
/** Whole updates at the kill; the others are half here or on their way. */
const RECEIVED = 3;
const LOOK_MS = 25;

export const recovery: Benchmark = {
  name: 'recovery',
  async run(log) {
    const counted: number[] = [];
    const over: number[] = [];
    await using federation = await startBenchFederation(AGENTS, log, {
      parameters: PARAMETERS,
      port: await freePort(),
      // So late that nobody is counted before the kill.
      config: 'seal: { afterS: 60 }\n',
    });
    const { api } = federation;
    for (let repeat = 1; repeat <= REPEATS; repeat += 1) {
      const task = emptyTask({ parameters: PARAMETERS, agents: AGENTS, rounds: 1, quorum: 1 });
      const { id } = await api.startRun(task, 'bench.yaml');
      await received(federation, id, RECEIVED);
      const startedAt = await federation.restart();
      const isCounted = async () => {
        const { status, history } = await api.run(id);
        return (
          status === 'completed' ||
          history.some((each) => each.members.some(({ outcome }) => outcome === 'counted'))
        );
      };
      counted.push(await secondsUntil(startedAt, isCounted));
      over.push(await secondsUntil(startedAt, async () => (await api.run(id)).status === 'completed'));
      log(
        `${repeat}: counted after ${counted.at(-1)?.toFixed(2)} s, round over after ${over.at(-1)?.toFixed(2)} s`,
      );
    }
    return {
      agents: AGENTS,
      parameters: PARAMETERS,
      repeats: REPEATS,
      p50S: median(counted),
      maxS: Math.max(...counted),
      roundOverP50S: median(over),
    };
  },
};

/** Resolves when so many updates of the run are received whole. */
async function received({ api }: BenchFederation, run: string, count: number): Promise<void> {
  let whole = 0;
  const stop = new AbortController();
  for await (const { kind } of api.events(run, { follow: true, signal: stop.signal })) {
    if (kind === 'update-received') whole += 1;
    if (whole === count) return;
  }
  throw new Error('the run ended before it could be disturbed');
}

/** Seconds since `startedAt`, of performance.now(), until `isSo`; while nobody answers it is not. */
async function secondsUntil(startedAt: number, isSo: () => Promise<boolean>): Promise<number> {
  while (!(await isSo().catch(() => false))) await pause(LOOK_MS);
  return (performance.now() - startedAt) / 1000;
}
