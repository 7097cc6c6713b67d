/**
 * @module One masked round of 250 and of 1,000 sites x 100 k parameters: malicious profile, real messages, a coordinator process and all sites in one
 * other, which shares out its processor among them. `wallS` is that of the round; the coordinator's memory is to be flat in the number of sites.
 */
import type { Benchmark } from './benchmark.ts';
import { emptyTask, runToEnd, startBenchFederation } from './federation.ts';

const PARAMETERS = 100_000;
const DEADLINE_S = 900;

export const secaggScale: Benchmark = {
  name: 'secagg-scale',
  async run(log) {
    const few = await roundOf(250, log);
    const many = await roundOf(1_000, log);
    return {
      parameters: PARAMETERS,
      wallS: many.wallS,
      serverPeakMb: many.peakMb,
      serverIdleMb: many.idleMb,
      serverCpuS: many.cpuS,
      wallS250: few.wallS,
      serverPeakMb250: few.peakMb,
      serverIdleMb250: few.idleMb,
      serverCpuS250: few.cpuS,
    };
  },
};

async function roundOf(agents: number, log: (line: string) => void) {
  await using federation = await startBenchFederation(agents, log);
  const idleMb = Math.round(federation.memoryMb().now);
  const cpuBeforeS = federation.cpuSeconds();
  const task = emptyTask({
    parameters: PARAMETERS,
    agents,
    rounds: 1,
    quorum: Math.ceil(0.9 * agents),
    deadlineS: DEADLINE_S,
    // All sites are one process here, which answers one after the other.
    offerS: 120,
    secureAggregation: '{ profile: malicious }',
  });
  const { history } = await runToEnd(federation, task);
  const [round] = history;
  const counted = round?.members.filter(({ outcome }) => outcome === 'counted').length ?? 0;
  log(`${counted} of ${agents} sites count`);
  return {
    wallS: round?.seconds ?? Number.NaN,
    idleMb,
    peakMb: Math.round(federation.memoryMb().peak),
    cpuS: federation.cpuSeconds() - cpuBeforeS,
  };
}
