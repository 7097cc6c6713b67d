import { expect, it } from 'vitest';
import { FAULTS } from './faults.ts';
import { type Disturbance, drawSchedule, type Schedule } from './schedule.ts';
import { simulate } from './simulation.ts';

/** Three good sites that keep logs, as their coordinator does, and nothing that disturbs them. */
const calm: Schedule = {
  ...drawSchedule('test'),
  sites: ['site-1', 'site-2', 'site-3'],
  rounds: 1,
  cohort: 3,
  quorum: 2,
  overSelection: 1,
  deadlineS: 30,
  offerS: 8,
  seal: { afterMs: 0, updatesMax: 1 },
  delayMs: [0.1, 1],
  trainMs: { 'site-1': [0, 10], 'site-2': [4_000, 4_010], 'site-3': [100, 200] },
  disturbances: [],
  masking: { ...drawSchedule('test').masking, profile: 'off' },
  log: true,
};

/** Under five seeds, so with five disks. */
function disturbed(...disturbances: readonly Disturbance[]): readonly Schedule[] {
  return Array.from({ length: 5 }, (_, seed) => ({ ...calm, seed: `logs-${seed}`, disturbances }));
}

async function violations(schedules: readonly Schedule[], name = ''): Promise<readonly string[]> {
  const fault = FAULTS.find((each) => each.name === name);
  const found: string[] = [];
  for (const schedule of schedules) {
    const { violation } = await simulate(schedule, { fault });
    if (violation) found.push(violation.invariant);
  }
  return found;
}

it('has no complaint about logs that nobody disturbs, and none happens twice otherwise', async () => {
  const [first, second] = [await simulate(calm, { trace: true }), await simulate(calm, { trace: true })];
  expect(first.violation).toBeUndefined();
  expect(second).toEqual(first);
});

it.each([
  ['receive-without-event', 'no-act-without-event'],
  ['event-after-the-act', 'no-act-without-event'],
  ['event-before-the-act', 'no-event-without-act'],
  ['checkpoint-before-tiles', 'published-is-served'],
  ['sign-before-the-lock', 'never-two-histories'],
  ['offer-before-it-is-published', 'published-is-served'],
])('sees %s', async (name, invariant) => {
  expect(await violations([calm], name)).toEqual([invariant]);
});

it('sees that entries were signed before the disk had them when the power fails, and only then', async () => {
  const name = 'sign-unsynced-entries';
  const seal = { afterMs: 9_000, updatesMax: 4 }; // which would wait for the disk
  const at = (kind: 'kill' | 'powerCut') =>
    disturbed({ kind, host: 'coordinator', atMs: 2_300, downMs: 1_000 }).map((each) => ({ ...each, seal }));
  expect(await violations(at('powerCut'))).toEqual([]);
  expect(new Set(await violations(at('powerCut'), name))).toEqual(new Set(['never-two-histories']));
  expect(await violations(at('kill'), name)).toEqual([]);
});

it('sees that an update left before its event was safe when the power of its site fails, and only then', async () => {
  const name = 'leave-before-its-event-is-safe';
  const at = (kind: 'kill' | 'powerCut') => disturbed({ kind, host: 'site-3', atMs: 2_000, downMs: 1_000 });
  expect(await violations(at('powerCut'))).toEqual([]);
  expect(new Set(await violations(at('powerCut'), name))).toEqual(new Set(['no-event-without-act']));
  expect(await violations(at('kill'), name)).toEqual([]);
});

it('counts no update of a site that signs nothing of it, or not that it agrees; one that does is seen', async () => {
  const silent = disturbed({ kind: 'mischief', site: 'site-1', how: 'no-event' });
  expect(await violations(silent)).toEqual([]);
  const found = new Set(await violations(silent, 'take-what-is-not-released'));
  expect(found).toEqual(new Set(['no-act-without-event']));
});

it('goes on when the disk fails between an offer and the look at what its answer has on record', async () => {
  const slow: Schedule = {
    ...calm,
    seed: '260',
    parameters: 9,
    cohort: 2,
    deadlineS: 28.6,
    offerS: 11.6,
    seal: { afterMs: 50, updatesMax: 4 },
    chunkBytes: 256,
    windowChunks: 1,
    heartbeatMs: 5_000,
    uploads: 1,
    slots: 2,
    delayMs: [15, 150],
    trainMs: { 'site-1': [100, 600], 'site-2': [0, 10], 'site-3': [6_000, 9_000] },
    disturbances: [
      { kind: 'powerCut', host: 'coordinator', atMs: 6_793, downMs: 4_000 },
      { kind: 'rows', host: 'coordinator', blob: 3, forMs: 20_000, fault: 'dead' },
    ],
  };
  expect(await violations([slow])).toEqual([]);
});

it('cosigns and works again after a disk that failed when the log was first looked at', async () => {
  const dead = disturbed({ kind: 'disk', host: 'site-1', atMs: 300, forMs: 4_000, fault: 'dead' });
  expect(await violations(dead)).toEqual([]);
});
