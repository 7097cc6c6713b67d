/**
 * @module What a gigabyte of updates costs the coordinator in processor time: received over WebSocket and AEAD, written to its spool,
 * hashed, scanned, folded, sealed and made into a model; 16 agents x 10 M parameters that pull nothing.
 */
import type { Benchmark } from './benchmark.ts';
import { emptyTask, runToEnd, startBenchFederation } from './federation.ts';

const AGENTS = 16;
const PARAMETERS = 10_000_000;
const ROUNDS = 3;

export const ingest: Benchmark = {
  name: 'ingest',
  async run(log) {
    await using federation = await startBenchFederation(AGENTS, log, { parameters: PARAMETERS });
    const marks = [federation.cpuSeconds()];
    const { history } = await runToEnd(
      federation,
      emptyTask({ parameters: PARAMETERS, agents: AGENTS, rounds: ROUNDS, quorum: AGENTS / 2 }),
      () => marks.push(federation.cpuSeconds()),
    );
    // The first round warms up.
    const gigabytes = history.slice(1).reduce((sum, { bytesUp }) => sum + bytesUp, 0) / 1e9;
    const cpuS = (marks.at(-1) ?? Number.NaN) - (marks[1] ?? Number.NaN);
    const wallS = history.slice(1).reduce((sum, { seconds }) => sum + (seconds ?? Number.NaN), 0);
    return {
      agents: AGENTS,
      parameters: PARAMETERS,
      gigabytes,
      cpuSPerGb: cpuS / gigabytes,
      gbPerS: gigabytes / wallS,
    };
  },
};
