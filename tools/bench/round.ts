/** @module A round without training: 10 agents x 1 M parameters, real sockets and cryptography, every byte down and up. */
import type { Benchmark } from './benchmark.ts';
import { emptyTask, median, runToEnd, startBenchFederation } from './federation.ts';

const AGENTS = 10;
const WARM_UP = 5;
const ROUNDS = 40;

export const round: Benchmark = {
  name: 'round',
  async run(log) {
    await using federation = await startBenchFederation(AGENTS, log);
    const { history } = await runToEnd(
      federation,
      emptyTask({ parameters: 1_000_000, agents: AGENTS, rounds: WARM_UP + ROUNDS }),
    );
    const seconds = history.slice(WARM_UP).map((each) => each.seconds ?? Number.NaN);
    const sorted = [...seconds].sort((a, b) => a - b);
    const at = (share: number): number =>
      Math.round((sorted[Math.floor(share * (sorted.length - 1))] ?? 0) * 1000);
    return {
      agents: AGENTS,
      parameters: 1_000_000,
      rounds: seconds.length,
      p50Ms: Math.round(median(seconds) * 1000),
      minMs: at(0),
      p90Ms: at(0.9),
      bytesUpPerRound: history.at(-1)?.bytesUp,
      bytesDownPerRound: history.at(-1)?.bytesDown,
      peakMb: Math.round(federation.memoryMb().peak),
    };
  },
};
