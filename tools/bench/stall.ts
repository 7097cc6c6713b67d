/**
 * @module The longest time for which the coordinator's event loop did nothing else, under the load of `memory`: 50 agents x 10 M parameters,
 * three rounds. Node's own histogram of the event loop, read by /metrics twice a second; what it rounds up to (its resolution) is taken off.
 */
import { setInterval } from 'node:timers';
import type { Benchmark } from './benchmark.ts';
import { emptyTask, runToEnd, startBenchFederation } from './federation.ts';
import { AGENTS, PARAMETERS, ROUNDS } from './memory.ts';

const SCRAPE_MS = 500;
/** `eventLoopMonitoringPrecision` of the coordinator's metrics. */
const RESOLUTION_MS = 5;

export const stall: Benchmark = {
  name: 'stall',
  async run(log) {
    await using federation = await startBenchFederation(AGENTS, log);
    const blocks: number[] = [];
    const scrape = async (): Promise<void> => {
      const text = await (await fetch(new URL('/metrics', federation.api.url))).text();
      const seconds = Number(/^nodejs_eventloop_lag_max_seconds (\S+)$/m.exec(text)?.[1]);
      if (Number.isFinite(seconds)) blocks.push(Math.max(0, seconds * 1000 - RESOLUTION_MS));
    };
    await scrape();
    blocks.length = 0; // what was before the load
    const scraper = setInterval(() => void scrape().catch(() => {}), SCRAPE_MS);
    try {
      await runToEnd(
        federation,
        emptyTask({ parameters: PARAMETERS, agents: AGENTS, rounds: ROUNDS, quorum: AGENTS / 2 }),
      );
    } finally {
      clearInterval(scraper);
    }
    const sorted = blocks.toSorted((a, b) => a - b);
    return {
      agents: AGENTS,
      parameters: PARAMETERS,
      samples: blocks.length,
      p50Ms: sorted[sorted.length >> 1],
      p90Ms: sorted[Math.floor(0.9 * (sorted.length - 1))],
      maxMs: sorted.at(-1),
    };
  },
};
