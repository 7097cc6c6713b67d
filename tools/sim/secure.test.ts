import { describe, expect, it } from 'vitest';
import { FAULTS } from './faults.ts';
import { type Disturbance, drawSchedule, type Masking, type Schedule, SECURE_WORDS } from './schedule.ts';
import { simulate } from './simulation.ts';

const SITES = ['site-1', 'site-2', 'site-3', 'site-4', 'site-5', 'site-6'];
const MALICIOUS: Masking = { profile: 'malicious', bits: 32, clipNorm: 16, exampleCap: 10_000 };

/** Six good sites whose updates are masked, of which one may be lost, and nothing that disturbs them. */
const calm: Schedule = {
  ...drawSchedule('test'),
  sites: SITES,
  parameters: 9,
  rounds: 1,
  cohort: SITES.length,
  quorum: 3,
  overSelection: 1,
  deadlineS: 40,
  offerS: 4,
  chunkBytes: 64,
  delayMs: [0.1, 1],
  trainMs: Object.fromEntries(SITES.map((site, index) => [site, [100 * index, 100 * index + 10]])),
  disturbances: [],
  log: false,
  masking: MALICIOUS,
};

const semiHonest: Schedule = { ...calm, masking: { ...MALICIOUS, profile: 'semi-honest' } };

const kill = (word: (typeof SECURE_WORDS)[number], host: string, isSaid: boolean, downMs = 1_000) =>
  ({ kind: 'killAtWord', site: 'site-2', word, host, isSaid, downMs }) as const;

async function violationOf(schedule: Schedule, name = ''): Promise<string | undefined> {
  const fault = FAULTS.find((each) => each.name === name);
  return (await simulate(schedule, { fault })).violation?.invariant;
}

it('has no complaint about masks that nobody disturbs, and none happens twice otherwise', async () => {
  for (const bits of [16, 32] as const) {
    const schedule = { ...calm, masking: { ...MALICIOUS, bits } };
    const [first, second] = [
      await simulate(schedule, { trace: true }),
      await simulate(schedule, { trace: true }),
    ];
    expect(first.violation).toBeUndefined();
    expect(second).toEqual(first);
  }
  expect(await violationOf(semiHonest)).toBeUndefined();
});

describe.each([
  ['malicious', calm],
  ['semi-honest', semiHonest],
] as const)('in the %s profile', (_profile, schedule) => {
  it.each(SECURE_WORDS)(
    'goes on under the same attempt when its coordinator, or a site, is killed before or behind the word %s',
    async (word) => {
      for (const host of ['coordinator', 'site-2'])
        for (const isSaid of [false, true]) {
          const disturbances = [kill(word, host, isSaid)];
          const { violation, trace } = await simulate({ ...schedule, disturbances }, { trace: true });
          expect(violation).toBeUndefined();
          expect(trace.filter((line) => line.includes('attempt=2'))).toEqual([]);
        }
    },
  );

  it.each(SECURE_WORDS)('has the sum of the others where a site is gone for good at %s', async (word) => {
    const disturbances = [kill(word, 'site-2', false, 600_000)];
    const { violation, trace } = await simulate({ ...schedule, disturbances }, { trace: true });
    expect(violation).toBeUndefined();
    expect(trace.filter((line) => line.includes('attempt=2'))).toEqual([]);
  });
});

it.each([
  ['reveal-both', calm, 'never-both-shares'],
  ['forget-the-signature', calm, 'one-signature-a-round'],
  ['forget-what-was-revealed', semiHonest, 'never-both-shares'],
  ['tell-another-set', calm, 'never-two-views'],
  ['fold-words-twice', calm, 'exact-or-abort'],
  ['forget-the-divisor', calm, 'exact-or-abort'],
  ['keep-masked-rounds', calm, 'leaves-nothing-behind'],
  ['keep-masked-parts', calm, 'leaves-nothing-behind'],
])('sees %s', async (name, schedule, invariant) => {
  // A site that takes its time: the others are asked again while it is waited for.
  const slow = { kind: 'slowDisk', host: 'site-6', atMs: 1_000, forMs: 20_000, latencyMs: 900 } as const;
  const disturbances: readonly Disturbance[] = /^forget-(the-s|w)|^tell/.test(name) ? [slow] : [];
  expect(await violationOf({ ...schedule, disturbances }, name)).toBe(invariant);
});

it('sees that an update is masked again when its site brings it a second time', async () => {
  const cut = {
    kind: 'killAtWord',
    site: 'site-2',
    word: 'report',
    host: 'coordinator',
    isSaid: false,
    downMs: 1_000,
  } as const;
  expect(await violationOf({ ...calm, disturbances: [cut] })).toBeUndefined();
  expect(await violationOf({ ...calm, disturbances: [cut] }, 'mask-again')).toBe('same-words');
});

it.each([
  'no-keys',
  'keys-alone',
  'shares-alone',
  'words-alone',
  'signature-alone',
  'bad-boxes',
  'bad-shares',
  'huge-words',
  'early-shares',
  'foreign-round',
  'two-updates',
] as const)('is not held up by a site that cheats by %s', async (how) => {
  const sites = [...SITES, 'site-7'];
  const trainMs = { ...calm.trainMs, 'site-7': [0, 10] } as const;
  const disturbances = [{ kind: 'mischief', site: 'site-1', how }] as const;
  expect(await violationOf({ ...calm, sites, cohort: 7, trainMs, disturbances })).toBeUndefined();
});

/** What the simulator has found. */
describe('a sum', () => {
  it('is written once, though the rows cannot be written behind it and a site has its say again', async () => {
    const rows = { kind: 'rows', host: 'coordinator', blob: 3, forMs: 20_000, fault: 'full' } as const;
    const again = kill('unmask', 'site-2', true);
    for (const blob of [2, 3, 4])
      expect(await violationOf({ ...calm, disturbances: [{ ...rows, blob }, again] })).toBeUndefined();
  });

  it('waits for words that a power cut has taken, since their site brings them again', async () => {
    for (let write = 60; write < 90; write += 3) {
      const cut = { kind: 'powerCutAtWrite', host: 'coordinator', write, downMs: 1_000 } as const;
      expect(await violationOf({ ...semiHonest, disturbances: [cut] })).toBeUndefined();
    }
  });

  it('comes about though the disk of the coordinator, or of a site, is full at any time', async () => {
    for (const host of ['coordinator', 'site-3'])
      for (let atMs = 1_400; atMs < 2_600; atMs += 200) {
        const full = { kind: 'disk', host, atMs, forMs: 3_000, fault: 'full' } as const;
        expect(await violationOf({ ...calm, disturbances: [full] })).toBeUndefined();
      }
  });
});
