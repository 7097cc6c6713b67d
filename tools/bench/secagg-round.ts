/**
 * @module A masked round without training: 4 and 10 agents x 1 M parameters, malicious profile, real sockets and cryptography: from the offers to
 * the model of the sum that was unmasked. Four sites are below what the profile takes by itself, and are allowed by name.
 */
import type { Benchmark } from './benchmark.ts';
import { emptyTask, median, runToEnd, startBenchFederation } from './federation.ts';

const PARAMETERS = 1_000_000;
const WARM_UP = 5;
const ROUNDS = 30;

export const secaggRound: Benchmark = {
  name: 'secagg-round',
  async run(log) {
    const four = await secondsOf(4, '{ profile: malicious, unsafeSmallCohort: true }', log);
    const ten = await secondsOf(10, '{ profile: malicious }', log);
    return {
      parameters: PARAMETERS,
      rounds: ROUNDS,
      p50Ms4x1M: four.p50Ms,
      minMs4x1M: four.minMs,
      p50Ms10x1M: ten.p50Ms,
      minMs10x1M: ten.minMs,
      peakMb10x1M: ten.peakMb,
    };
  },
};

async function secondsOf(agents: number, secureAggregation: string, log: (line: string) => void) {
  await using federation = await startBenchFederation(agents, log);
  const task = emptyTask({ parameters: PARAMETERS, agents, rounds: WARM_UP + ROUNDS, secureAggregation });
  const { history } = await runToEnd(federation, task);
  const ms = history.slice(WARM_UP).map(({ seconds }) => 1000 * (seconds ?? Number.NaN));
  return {
    p50Ms: Math.round(median(ms)),
    minMs: Math.round(Math.min(...ms)),
    peakMb: Math.round(federation.memoryMb().peak),
  };
}
