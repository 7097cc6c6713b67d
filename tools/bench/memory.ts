/** @module Memory of the coordinator: 50 agents x 10 M parameters (40 MB each), three rounds. */
import type { Benchmark } from './benchmark.ts';
import { emptyTask, runToEnd, startBenchFederation } from './federation.ts';

export const AGENTS = 50;
export const PARAMETERS = 10_000_000;
export const ROUNDS = 3;

export const memory: Benchmark = {
  name: 'memory',
  async run(log) {
    await using federation = await startBenchFederation(AGENTS, log);
    const idleMb = Math.round(federation.memoryMb().now);
    let peakInRound = 0;
    const byRoundMb: number[] = [];
    const sampler = setInterval(() => {
      peakInRound = Math.max(peakInRound, federation.memoryMb().now);
    }, 20);
    try {
      const { history } = await runToEnd(
        federation,
        emptyTask({ parameters: PARAMETERS, agents: AGENTS, rounds: ROUNDS, quorum: AGENTS / 2 }),
        (round) => {
          byRoundMb.push(Math.round(peakInRound));
          log(`round ${round}: ${Math.round(peakInRound)} MB`);
          peakInRound = 0;
        },
      );
      return {
        agents: AGENTS,
        parameters: PARAMETERS,
        idleMb,
        byRoundMb,
        peakMb: Math.round(federation.memoryMb().peak),
        secondsByRound: history.map((each) => each.seconds),
      };
    } finally {
      clearInterval(sampler);
    }
  },
};
