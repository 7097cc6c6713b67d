import { expect, it } from 'vitest';
import { FAULTS } from './faults.ts';
import { drawSchedule, type Schedule } from './schedule.ts';
import { simulate } from './simulation.ts';

/** Two good sites, one quick and one slow, seals at once, and nothing that disturbs them. */
const calm: Schedule = {
  ...drawSchedule('test'),
  sites: ['site-1', 'site-2'],
  rounds: 1,
  cohort: 2,
  quorum: 1,
  overSelection: 1,
  deadlineS: 20,
  offerS: 2,
  seal: { afterMs: 0, updatesMax: 1 },
  delayMs: [0.1, 1],
  trainMs: { 'site-1': [0, 10], 'site-2': [5_000, 5_010] },
  disturbances: [],
  masking: { ...drawSchedule('test').masking, profile: 'off' },
  log: false,
};

it('has no complaint about a calm federation, and none happens twice otherwise', async () => {
  const [first, second] = [await simulate(calm, { trace: true }), await simulate(calm, { trace: true })];
  expect(first.violation).toBeUndefined();
  expect(first.trace.length).toBeGreaterThan(10);
  expect(second).toEqual(first);
});

it('keeps the weight of a site that was sealed before the coordinator was killed', async () => {
  const kill = { kind: 'kill', host: 'coordinator', atMs: 3_000, downMs: 1_000 } as const;
  expect((await simulate({ ...calm, disturbances: [kill] })).violation).toBeUndefined();
});

it('ends a round whose deadline passed while the disk was full', async () => {
  const full = { kind: 'disk', host: 'coordinator', atMs: 4_000, forMs: 12_000, fault: 'full' } as const;
  const late: Schedule = { ...calm, deadlineS: 8, heartbeatMs: 2_000, disturbances: [full] };
  expect((await simulate(late)).violation).toBeUndefined();
});

it('sees that an update is in the sum twice', async () => {
  const fault = FAULTS.find(({ name }) => name === 'count-twice');
  expect((await simulate(calm, { fault })).violation?.invariant).toMatch(/counted-is-in-the-sum|same-bits/);
});

/** The power of the coordinator fails once, a moment after most things of the first round have happened; under ten seeds, so ten disks. */
const dark: readonly Schedule[] = Array.from({ length: 10 }, (_, seed) => ({
  ...calm,
  seed: `dark-${seed}`,
  disturbances: [{ kind: 'powerCut', host: 'coordinator', atMs: 3_000, downMs: 1_000 }],
}));

it('loses nobody who counts, and no update in quarantine, when the power fails', async () => {
  for (const schedule of dark) expect((await simulate(schedule)).violation).toBeUndefined();
  const hostile = { kind: 'mischief', site: 'site-1', how: 'beyond-range' } as const;
  for (const schedule of dark) {
    const disturbances = [hostile, ...schedule.disturbances];
    expect((await simulate({ ...schedule, disturbances })).violation).toBeUndefined();
  }
});

it.each(['believe-unsynced-bytes', 'believe-unsynced-names', 'count-without-waiting'])(
  'sees %s when the power fails, and only then',
  async (name) => {
    const fault = FAULTS.find((each) => each.name === name);
    const kill = { kind: 'kill', host: 'coordinator', atMs: 3_000, downMs: 1_000 } as const;
    const found: unknown[] = [];
    const missed: unknown[] = [];
    for (const schedule of dark) {
      found.push((await simulate(schedule, { fault })).violation);
      missed.push((await simulate({ ...schedule, disturbances: [kill] }, { fault })).violation);
    }
    expect(found.some((violation) => violation !== undefined)).toBe(true);
    expect(missed.every((violation) => violation === undefined)).toBe(true);
  },
);
