/**
 * @module `npm run sim`: real rounds, aggregation, sessions and agents under a virtual clock, network and disk (docs/simulator.md).
 *   --seeds N    so many fixed seeds (default 200)      --fresh N   so many that nobody has seen before
 *   --seed S     one seed, with its trace               --faults    each deliberate fault must be found
 *   --fault F    breaks the rule F in all of it         --workers N processes (default: cores, at most 4)
 */
import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { type Job, type Outcome, work } from './crew.ts';
import type { Fault } from './fault.ts';
import { FAULTS } from './faults.ts';
import { drawSchedule } from './schedule.ts';
import { shrink } from './shrink.ts';
import { simulate } from './simulation.ts';
import type { InvariantName } from './violation.ts';

/** A fault that is not found among so many seeds is not found. */
const FAULT_SEEDS = 300;
const FAILED_SHOWN_MAX = 3;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string' },
    fresh: { type: 'string' },
    seed: { type: 'string' },
    fault: { type: 'string', default: '' },
    faults: { type: 'boolean' },
    workers: { type: 'string' },
    help: { type: 'boolean' },
  },
});
const workers = Number(values.workers ?? Math.min(4, availableParallelism()));
const fault = FAULTS.find(({ name }) => name === values.fault);

if (values.help || (values.fault !== '' && !fault)) {
  console.log(
    'usage: npm run -s sim -- [--seeds N] [--fresh N] [--seed S] [--faults] [--fault F] [--workers N]',
  );
  for (const { name, meaning } of FAULTS) console.log(`  ${name.padEnd(32)} ${meaning}`);
  process.exitCode = values.help ? 0 : 2;
} else if (values.seed !== undefined) await replay(values.seed, fault);
else {
  const isOnlyFaults = values.faults && values.seeds === undefined && values.fresh === undefined;
  const fixed = Number(values.seeds ?? (isOnlyFaults ? 0 : 200));
  if (fixed > 0) await runSeeds(`${fixed} fixed seeds`, numbered('', fixed));
  const base = `${randomBytes(4).toString('hex')}-`;
  const fresh = Number(values.fresh ?? 0);
  if (fresh > 0) await runSeeds(`${fresh} fresh seeds, ${base}1 to ${base}${fresh}`, numbered(base, fresh));
  if (values.faults) await findFaults();
}

function* numbered(base: string, count: number): Generator<string> {
  for (let n = 1; n <= count; n += 1) yield `${base}${n}`;
}

/** One seed, its trace, and where it breaks an invariant the shortest that does. */
async function replay(seed: string, broken: Fault | undefined): Promise<void> {
  const schedule = drawSchedule(seed);
  const { violation, trace, steps, virtualMs } = await simulate(schedule, { fault: broken, trace: true });
  console.log(trace.join('\n'));
  console.log(`seed ${seed}: ${steps} steps, ${(virtualMs / 1_000).toFixed(1)} s of virtual time`);
  if (violation) await tell(seed, violation.invariant, broken);
}

async function tell(seed: string, invariant: InvariantName, broken: Fault | undefined): Promise<void> {
  process.exitCode = 1;
  const { schedule, result } = await shrink(drawSchedule(seed), invariant, broken);
  console.log(`\nseed ${seed} breaks ${invariant}: ${result.violation?.message}`);
  console.log(`the shortest schedule found: ${JSON.stringify(schedule)}`);
  console.log(result.trace.join('\n'));
  const option = broken ? ` --fault ${broken.name}` : '';
  console.log(`replay it by: npm run -s sim -- --seed ${seed}${option}`);
}

async function runSeeds(what: string, seeds: Iterator<string>): Promise<void> {
  const startedMs = performance.now();
  const failed: { readonly seed: string; readonly invariant: InvariantName }[] = [];
  const outcomes: Outcome[] = [];
  const jobs = jobsOf(seeds, values.fault);
  await work(jobs, workers, ({ seed }, outcome) => {
    outcomes.push(outcome);
    if (outcome.violation) failed.push({ seed, invariant: outcome.violation.invariant });
  });
  const mean = (of: (outcome: Outcome) => number): number =>
    outcomes.reduce((sum, outcome) => sum + of(outcome), 0) / outcomes.length;
  const seconds = (performance.now() - startedMs) / 1_000;
  console.log(
    `${failed.length > 0 ? 'FAILED' : 'ok    '}  ${what}: ${failed.length} failed; ${seconds.toFixed(1)} s, ` +
      `${mean(({ cpuMs }) => cpuMs).toFixed(0)} ms of CPU, ${mean(({ steps }) => steps).toFixed(0)} steps and ` +
      `${mean(({ virtualMs }) => virtualMs / 1_000).toFixed(0)} s of virtual time each`,
  );
  if (failed.length > 0) console.log(`failed: ${failed.map(({ seed }) => seed).join(', ')}`);
  for (const { seed, invariant } of failed.slice(0, FAILED_SHOWN_MAX)) await tell(seed, invariant, fault);
}

function* jobsOf(seeds: Iterator<string>, name: string): Generator<Job> {
  for (let next = seeds.next(); !next.done; next = seeds.next()) yield { seed: next.value, fault: name };
}

/** Seeds for each fault until one finds it. */
async function findFaults(): Promise<void> {
  const found = new Map<string, string>();
  const tried = new Map<string, number>();
  function* jobs(): Generator<Job> {
    for (const { name } of FAULTS)
      for (const seed of numbered('fault-', FAULT_SEEDS)) {
        if (found.has(name)) break;
        tried.set(name, (tried.get(name) ?? 0) + 1);
        yield { seed, fault: name };
      }
  }
  await work(jobs(), workers, ({ seed, fault: name }, { violation }) => {
    if (!violation || found.has(name)) return;
    found.set(name, `${violation.invariant}, seed ${seed}`);
    console.log(`ok      ${name.padEnd(32)} found by ${found.get(name)}`);
  });
  for (const { name } of FAULTS) {
    if (found.has(name)) continue;
    process.exitCode = 1;
    console.log(`FAILED  ${name.padEnd(32)} not found in ${tried.get(name)} seeds`);
  }
  console.log(`${found.size} of ${FAULTS.length} deliberate faults found`);
}
