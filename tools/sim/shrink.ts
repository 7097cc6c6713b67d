/** @module The shortest schedule found that still breaks the same invariant: disturbances are left out, one after the other, then rounds and sites. */
import type { Fault } from './fault.ts';
import type { Schedule } from './schedule.ts';
import { type Result, simulate } from './simulation.ts';
import type { InvariantName } from './violation.ts';

/** Simulations that are spent on it. */
const TRIES_MAX = 150;

export async function shrink(
  schedule: Schedule,
  invariant: InvariantName,
  fault: Fault | undefined,
): Promise<{ readonly schedule: Schedule; readonly result: Result }> {
  let tries = 0;
  const breaks = async (tried: Schedule): Promise<boolean> => {
    tries += 1;
    return (await simulate(tried, { fault })).violation?.invariant === invariant;
  };
  let least = schedule;
  for (let goesOn = true; goesOn && tries < TRIES_MAX; ) {
    goesOn = false;
    for (const smaller of smallerThan(least)) {
      if (tries >= TRIES_MAX || !(await breaks(smaller))) continue;
      least = smaller;
      goesOn = true;
      break;
    }
  }
  return { schedule: least, result: await simulate(least, { fault, trace: true }) };
}

/** Every schedule with one thing less. */
function* smallerThan(schedule: Schedule): Generator<Schedule> {
  const { disturbances, sites, rounds, cohort, quorum } = schedule;
  const hostile = disturbances.filter(({ kind }) => kind === 'mischief').length;
  for (const index of disturbances.keys())
    yield { ...schedule, disturbances: disturbances.filter((_, other) => other !== index) };
  if (rounds > 1) yield { ...schedule, rounds: rounds - 1 };
  if (schedule.log) yield { ...schedule, log: false };
  const concerned = new Set(disturbances.flatMap((each) => ('site' in each ? [each.site] : [each.host])));
  const spare = sites.findLast((site) => !concerned.has(site));
  // What is left must still be able to end: as many good sites as the quorum needs.
  if (spare !== undefined && sites.length > cohort && sites.length - hostile > quorum)
    yield { ...schedule, sites: sites.filter((site) => site !== spare) };
}
