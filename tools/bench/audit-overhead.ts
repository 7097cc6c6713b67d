/**
 * @module What the audit log costs a round: that of `round`, in two federations of which one keeps its log and the other has turned it off, in turns,
 * so that whatever else the machine does falls on both.
 *
 * `ratio` is the median, over the turns, of the median round with the log over the one without. `siteEventsPerRound` is how many events the sites
 * brought for each round and agent: two, `task.accepted` and `update.released`, where the virtual agents do all that sites do;
 * `coordinatorEventsPerRound` are those of the coordinator by itself. Agents cosign in either case in which there is something to cosign.
 */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { publishedEvents } from '../audit/published-events.ts';
import type { Benchmark } from './benchmark.ts';
import { type BenchFederation, emptyTask, median, runToEnd, startBenchFederation } from './federation.ts';

const AGENTS = 10;
const PARAMETERS = 1_000_000;
const TURNS = 12;
const WARM_UP = 5;
/** Of a turn, after one that warms up. */
const ROUNDS = 10;
/** After it everything that was written is published. */
const PUBLISHED_MS = 3_000;

export const auditOverhead: Benchmark = {
  name: 'audit-overhead',
  async run(log) {
    await using on = await startBenchFederation(AGENTS, log);
    await using off = await startBenchFederation(AGENTS, log, { config: 'audit: { log: off }\n' });
    for (const federation of [on, off]) await roundMs(federation, WARM_UP);
    const pairs: { readonly withLog: number; readonly without: number }[] = [];
    const before = await countEvents(on);
    for (let turn = 0; turn < TURNS; turn += 1) {
      const isOnFirst = turn % 2 === 0;
      const first = await roundMs(isOnFirst ? on : off, ROUNDS);
      const second = await roundMs(isOnFirst ? off : on, ROUNDS);
      const pair = isOnFirst ? { withLog: first, without: second } : { withLog: second, without: first };
      pairs.push(pair);
      log(`${turn + 1}: ${pair.withLog.toFixed(0)} ms with the log, ${pair.without.toFixed(0)} ms without`);
    }
    const after = await countEvents(on);
    const rounds = TURNS * (ROUNDS + 1);
    const siteEventsPerRound = (after.bySites - before.bySites) / (rounds * AGENTS);
    log(`${siteEventsPerRound.toFixed(1)} events of each agent in a round, of the two that a site brings`);
    return {
      agents: AGENTS,
      parameters: PARAMETERS,
      turns: TURNS,
      ratio: median(pairs.map(({ withLog, without }) => withLog / without)),
      ratios: pairs.map(({ withLog, without }) => Number((withLog / without).toFixed(3))),
      withLogMs: Math.round(median(pairs.map(({ withLog }) => withLog))),
      withoutMs: Math.round(median(pairs.map(({ without }) => without))),
      coordinatorEventsPerRound: (after.ours - before.ours) / rounds,
      siteEventsPerRound,
    };
  },
};

/** Median of so many rounds after one that warms up. */
async function roundMs(federation: BenchFederation, rounds: number): Promise<number> {
  const task = emptyTask({ parameters: PARAMETERS, agents: AGENTS, rounds: rounds + 1 });
  const { history } = await runToEnd(federation, task);
  return 1e3 * median(history.slice(1).map(({ seconds }) => seconds ?? Number.NaN));
}

async function countEvents({ home }: BenchFederation): Promise<{ bySites: number; ours: number }> {
  await pause(PUBLISHED_MS);
  const events = publishedEvents(join(home, 'data', 'audit', '1'));
  const bySites = events.filter(({ source }) => source.includes('/site/')).length;
  return { bySites, ours: events.length - bySites };
}
