import { loadKernels } from '@muster/vector';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClientMessage } from './client/client-state.ts';
import { MemberFold } from './masked-vector.ts';
import { neighbourhoodFor } from './neighbourhood.ts';
import { Chance } from './testing/chance.ts';
import { sampleTerms } from './testing/sample-terms.ts';
import { type Delivery, VirtualRound } from './testing/virtual-round.ts';
import { type VirtualSite, vectorFor } from './testing/virtual-site.ts';

const kernels = await loadKernels();
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** The message before which a site vanishes for good. */
const STAGES = ['advertise', 'shares', 'masked', 'consistency', 'unmask'] as const;
type Stage = (typeof STAGES)[number] | 'never';

interface Scenario {
  readonly profile: 'malicious' | 'semi-honest';
  readonly sites: number;
  readonly length: number;
  readonly bits: 16 | 32;
  readonly deaths: readonly Stage[];
  readonly seed: number;
  /** Chances in a hundred. */
  readonly repeated: number;
  readonly crashes: number;
}

const scenarios: fc.Arbitrary<Scenario> = fc.record({
  profile: fc.constantFrom('malicious', 'semi-honest'),
  sites: fc.integer({ min: 5, max: 9 }),
  length: fc.integer({ min: 1, max: 20 }),
  bits: fc.constantFrom<16 | 32>(16, 32),
  deaths: fc.array(
    fc.oneof(
      { weight: 5, arbitrary: fc.constant('never' as const) },
      { weight: 2, arbitrary: fc.constantFrom(...STAGES) },
    ),
    { minLength: 9, maxLength: 9 },
  ),
  seed: fc.nat(),
  repeated: fc.constantFrom(0, 20),
  crashes: fc.constantFrom(0, 0, 4),
});

function play(scenario: Scenario): VirtualRound {
  const { profile, sites, length, bits, deaths, seed } = scenario;
  const chance = new Chance(`round ${seed}`);
  const round = new VirtualRound({
    kernels,
    terms: sampleTerms({
      cohort: { profile, minCohort: profile === 'malicious' ? 5 : 3, maxCohort: 20 },
      encoding: { bits, length, clipValue: bits === 16 ? 0 : 1 },
    }),
    sites,
    seed: String(seed),
    contribution: (i) => ({
      update: Float32Array.from({ length }, (_, at) => 0.2 * Math.sin(i + at + seed)),
      examples: 10 + i,
      lossSum: i,
      metrics: [],
    }),
    pick: (waiting) => chance.below(waiting.length),
    bend: (delivery) => bend(delivery),
  });
  const deathOf = new Map(round.sites.map((site, i) => [site.name, deaths[i] ?? 'never']));
  const named = (name: string): VirtualSite | undefined => round.sites.find((site) => site.name === name);
  const bend = (delivery: Delivery): readonly Delivery[] => {
    const site = named(delivery.site);
    if (site === undefined || site.dead) return [];
    if (delivery.to === 'coordinator' && deathOf.get(site.name) === delivery.message.kind) {
      site.dead = true;
      return [];
    }
    if (chance.happens(scenario.crashes / 100)) {
      crash(round, delivery, site, chance);
      return [];
    }
    return chance.happens(scenario.repeated / 100) ? [delivery, delivery] : [delivery];
  };
  round.begin();
  round.run();
  return round;
}

/** Somebody is killed while it does what a message asks of it, and what was on its way to and from it is lost. */
function crash(round: VirtualRound, delivery: Delivery, site: VirtualSite, chance: Chance): void {
  round.deliver(delivery, chance.below(4));
  const { coordinator, nowMs } = round;
  const connect = (each: VirtualSite): void =>
    coordinator.step({ type: 'connected', siteId: each.certified.siteId, nowMs });
  if (delivery.to === 'site') {
    round.waiting.splice(0, round.waiting.length, ...round.waiting.filter((each) => each.site !== site.name));
    site.restart(nowMs);
    connect(site);
  } else {
    round.waiting.length = 0;
    coordinator.restart(nowMs);
    for (const each of round.sites.filter(({ dead }) => !dead)) {
      connect(each);
      each.step({ type: 'reconnected', nowMs });
    }
  }
}

function saidBy<Kind extends ClientMessage['kind']>(
  site: VirtualSite,
  kind: Kind,
): readonly Extract<ClientMessage, { kind: Kind }>['value'][] {
  return site.said.flatMap((message) => (message.kind === kind ? [message.value as never] : []));
}

function checkNeverBoth(site: VirtualSite): void {
  const answers = saidBy(site, 'unmask');
  const [b, sk] = [answers.flatMap((each) => each.b), answers.flatMap((each) => each.sk)];
  const owners = new Set(b.map(({ owner }) => owner));
  expect(sk.filter(({ owner }) => owners.has(owner))).toEqual([]);
}

function checkSaidOnce(site: VirtualSite): void {
  const once = (values: readonly string[]): void => expect(new Set(values).size).toBeLessThanOrEqual(1);
  once(saidBy(site, 'consistency').map(({ sig }) => hex(sig)));
  once(saidBy(site, 'masked').map(({ sha256 }) => hex(sha256)));
  once(saidBy(site, 'advertise').map(({ sig }) => hex(sig)));
  once(saidBy(site, 'shares').map(({ ct }) => ct.map(({ to, box }) => `${to} ${hex(box)}`).join()));
}

function checkSum(round: VirtualRound): void {
  const [record, ...others] = round.coordinator.record?.groups ?? [];
  expect(others).toEqual([]);
  if (record?.outcome !== 'published') {
    expect(['SECAGG_BELOW_THRESHOLD', 'SECAGG_COHORT_TOO_SMALL']).toContain(
      record?.code ?? round.coordinator.record?.code,
    );
    return;
  }
  using expected = vectorFor(kernels, round.terms);
  const counted = new Set(record.counted.map(hex));
  for (const site of round.sites) {
    if (!counted.has(site.name)) continue;
    const fold = new MemberFold(expected);
    fold.add(site.encoded ?? new Uint8Array());
    fold.end();
  }
  const sum = round.coordinator.sums.get(0)?.sum;
  expect(hex(sum?.toBytes() ?? new Uint8Array())).toBe(hex(expected.toBytes()));
  expect(record.figures?.tail.count).toBe(counted.size);
}

describe('a round among sites that vanish at any stage, over a network that repeats and reorders', () => {
  it('gives the exact sum of those who count, or ends with nothing', () => {
    let [published, ended] = [0, 0];
    fc.assert(
      fc.property(scenarios, (scenario) => {
        const round = play(scenario);
        expect(round.coordinator.record).not.toBeNull();
        checkSum(round);
        for (const site of round.sites) {
          checkNeverBoth(site);
          checkSaidOnce(site);
        }
        if (round.coordinator.record?.groups[0]?.outcome === 'published') published += 1;
        else ended += 1;
      }),
      { numRuns: 150 },
    );
    // Both ways are well trodden.
    expect(published).toBeGreaterThan(30);
    expect(ended).toBeGreaterThan(15);
  });

  it('gives a sum whenever enough sites stay to the end', () => {
    const survivable = scenarios.filter(({ sites, deaths, profile }) => {
      const { threshold } = neighbourhoodFor(sites, { ...sampleTerms().cohort, profile });
      const staying = deaths.slice(0, sites).filter((stage) => stage === 'never').length;
      return staying >= Math.max(threshold + 1, profile === 'malicious' ? 5 : 3);
    });
    fc.assert(
      fc.property(survivable, (scenario) => {
        const round = play({ ...scenario, crashes: 0 });
        expect(round.coordinator.record?.groups[0]?.reason).toBe('');
        expect(round.coordinator.refused).toEqual([]);
        expect(round.coordinator.record?.aborts).toEqual([]);
        checkSum(round);
      }),
      { numRuns: 60 },
    );
  });
});
