/** @module A coordinator that lies, case by case, and the code by which an honest agent refuses (secure-aggregation.md, sections 1.5, 7 and 8). */
import assert from 'node:assert/strict';
import type { Leaf, Roster } from '@muster/protocol';
import type { Kernels } from '@muster/vector';
import { makeGraph } from '../graph.ts';
import { encodeSet } from '../member-set.ts';
import { makeOffer } from '../offer.ts';
import { sign } from '../signature.ts';
import {
  assertAborted,
  begun,
  type Entry,
  entriesOf,
  intercepted,
  lastOf,
  rosterOf,
  signedEntry,
  tell,
  victimOf,
} from './adversary.ts';
import { digest, pairOf } from './federation.ts';
import { SCHEDULE, type VirtualRound } from './virtual-round.ts';
import type { VirtualSite } from './virtual-site.ts';

export interface AdversaryCase {
  readonly name: string;
  /** Throws where the adversary gets through. */
  run(kernels: Kernels): void;
}

/** Sites of a random graph, where not everybody is everybody's neighbour. */
const SPARSE = 64;

/** The roster of the victim, changed; `expect` is the code of its abort. */
function badRoster(
  name: string,
  expected: Parameters<typeof assertAborted>[1],
  change: (roster: Roster, round: VirtualRound) => Roster,
  sites = 8,
): AdversaryCase {
  return {
    name,
    run(kernels) {
      const round = begun(kernels, sites);
      const victim = victimOf(round);
      const roster = intercepted(round, 'roster', victim);
      tell(round, victim, { kind: 'roster', value: change(roster, round) });
      assertAborted(victim, expected);
    },
  };
}

/** The roster of other entries than those that were advertised, otherwise sound. */
function badEntries(
  name: string,
  expected: Parameters<typeof assertAborted>[1],
  change: (entries: readonly Entry[], round: VirtualRound) => readonly Entry[],
): AdversaryCase {
  return badRoster(name, expected, (_, round) => rosterOf(round, change(entriesOf(round), round)));
}

/** The offer of the victim, changed. */
function badOffer(
  name: string,
  expected: Parameters<typeof assertAborted>[1],
  offer: (round: VirtualRound, victim: VirtualSite) => void,
): AdversaryCase {
  return {
    name,
    run(kernels) {
      const round = begun(kernels, 8);
      const victim = victimOf(round);
      victim.step({ type: 'close', nowMs: 0 });
      victim.said.length = 0;
      offer(round, victim);
      assertAborted(victim, expected);
      assert.equal(victim.said.length, 1, 'keys have left');
    },
  };
}

/** Of the second site, made anew. */
function second(entries: readonly Entry[], change: (entry: Entry) => Entry): readonly Entry[] {
  return entries.map((entry, i) => (i === 1 ? change(entry) : entry));
}

function firstLeaf(roster: Roster, change: (leaf: Leaf) => Leaf): Roster {
  return { ...roster, neighbours: roster.neighbours.map((leaf, i) => (i === 0 ? change(leaf) : leaf)) };
}

function flipped(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte, i) => (i === 0 ? byte ^ 1 : byte));
}

/** Everybody has sent its words, and the survivor sets are on their way. */
function masked(kernels: Kernels, changes: Parameters<typeof begun>[2] = {}): VirtualRound {
  const round = begun(kernels, 8, changes);
  while (round.sites.some(({ state }) => state.phase !== 'masked')) round.deliverNext();
  return round;
}

/** All but those at these places of the roster of eight. */
function allBut(...places: readonly number[]): Uint8Array {
  return encodeSet(
    8,
    [0, 1, 2, 3, 4, 5, 6, 7].filter((place) => !places.includes(place)),
  );
}

function placeOf(site: VirtualSite): number {
  assert.ok('place' in site.state);
  return site.state.place.index;
}

function survivorsFor(round: VirtualRound, site: VirtualSite, u3: Uint8Array): void {
  const { roundId } = lastOf(site, 'advertise');
  tell(round, site, { kind: 'survivors', value: { roundId, u3 } });
}

/** Told these sets, the victim refuses. */
function badSets(
  name: string,
  expected: Parameters<typeof assertAborted>[1],
  sets: (own: number) => readonly Uint8Array[],
): AdversaryCase {
  return {
    name,
    run(kernels) {
      const round = masked(kernels);
      const victim = victimOf(round);
      for (const u3 of sets(placeOf(victim))) survivorsFor(round, victim, u3);
      assertAborted(victim, expected);
      const signed = victim.said.filter(({ kind }) => kind === 'consistency');
      assert.ok(
        new Set(signed.map(({ value }) => Buffer.from('sig' in value ? value.sig : []).toString('hex')))
          .size <= 1,
      );
    },
  };
}

/** What was shared, as the victim is told of it, changed. */
function badRelay(
  name: string,
  expected: Parameters<typeof assertAborted>[1],
  u2: (own: number) => readonly Uint8Array[],
): AdversaryCase {
  return {
    name,
    run(kernels) {
      const round = begun(kernels, 8);
      const victim = victimOf(round);
      const relay = intercepted(round, 'shareRelay', victim);
      const own = placeOf(victim);
      for (const each of u2(own)) tell(round, victim, { kind: 'shareRelay', value: { ...relay, u2: each } });
      assertAborted(victim, expected);
    },
  };
}

/** All have signed; the victim gets these signatures in place of those of its neighbours. */
function badSignatures(
  name: string,
  signatures: (
    round: VirtualRound,
    all: readonly { index: number; sig: Uint8Array }[],
  ) => readonly {
    index: number;
    sig: Uint8Array;
  }[],
): AdversaryCase {
  return {
    name,
    run(kernels) {
      const round = begun(kernels, 8);
      const victim = victimOf(round);
      const set = intercepted(round, 'consistencySet', victim);
      tell(round, victim, {
        kind: 'consistencySet',
        value: { ...set, sigs: [...signatures(round, set.sigs)] },
      });
      assertAborted(victim, 'SPLIT_VIEW');
    },
  };
}

export const COORDINATOR_CASES: readonly AdversaryCase[] = [
  badEntries('swapped key', 'ROSTER_SIG', (entries) =>
    second(entries, (entry) => ({ ...entry, sPk: digest('the coordinator’s own key') })),
  ),
  badEntries('forged certificate', 'ROSTER_SIG', (entries, round) =>
    second(entries, ({ site, ...keys }) =>
      signedEntry(round, round.federation.certify('site 1', site.organisation, pairOf('forger')), keys),
    ),
  ),
  badEntries('revoked certificate', 'ROSTER_SIG', (entries, round) => {
    const [, site] = round.sites;
    assert.ok(site);
    round.federation.revoke(site.certified);
    return entries;
  }),
  badEntries('sybil leaf: of an organisation that is in no manifest', 'ROSTER_SIG', (entries, round) => {
    const sybil = round.federation.certify('sybil', 'organisation 9', pairOf('organisation 9'));
    const keys = { cPk: digest('c'), sPk: digest('s'), bCommit: digest('b') };
    return [...entries, signedEntry(round, sybil, keys)];
  }),
  {
    name: 'sybil leaf: beyond the sites of an organisation',
    run(kernels) {
      const round = begun(kernels, 8, { organisations: 4 });
      const victim = victimOf(round);
      const few = { ...victim.context, directory: grantingOne(victim) };
      Object.assign(victim, { context: few });
      tell(round, victim, { kind: 'roster', value: intercepted(round, 'roster', victim) });
      assertAborted(victim, 'POLICY');
    },
  },
  badRoster(
    'wrong graph',
    'ROSTER_GRAPH',
    (roster, round) => {
      const other = makeGraph(roster.n, roster.k, digest('another seed'), roster.root);
      const all = rosterLeaves(round, roster);
      const neighbours = other.neighboursOf(roster.self.index).flatMap((index) => all[index] ?? []);
      return { ...roster, neighbours };
    },
    SPARSE,
  ),
  badRoster(
    'wrong neighbour',
    'ROSTER_GRAPH',
    (roster, round) => {
      const known = new Set([roster.self.index, ...roster.neighbours.map(({ index }) => index)]);
      const stranger = rosterLeaves(round, roster).find(({ index }) => !known.has(index));
      assert.ok(stranger);
      return firstLeaf(roster, () => stranger);
    },
    SPARSE,
  ),
  {
    name: 'split survivor sets',
    run(kernels) {
      const round = masked(kernels);
      const halves = [allBut(7), allBut(0)] as const;
      const told = (site: VirtualSite): Uint8Array => (placeOf(site) < 4 ? halves[0] : halves[1]);
      for (const site of round.sites) survivorsFor(round, site, told(site));
      const sigs = round.sites.map((site) => ({
        index: placeOf(site),
        sig: lastOf(site, 'consistency').sig,
      }));
      for (const site of round.sites) {
        const { roundId } = lastOf(site, 'advertise');
        tell(round, site, { kind: 'consistencySet', value: { roundId, sigs } });
        assertAborted(site, 'SPLIT_VIEW');
        assert.ok(!site.said.some(({ kind }) => kind === 'unmask'), 'shares have left');
      }
    },
  },
  badOffer('replayed attempt', 'REPLAY', (round, victim) =>
    round.offerTo(victim, { previous: { round: 7, attempt: 1, tries: 1 } }),
  ),
  badOffer('replayed round', 'REPLAY', (round, victim) =>
    round.offerTo(victim, { previous: { round: 8, attempt: 1, tries: 1 } }),
  ),
  badOffer('a third try at a round', 'REPLAY', (round, victim) => {
    const offer = makeOffer(
      { ...round.terms, attempt: 3 },
      SCHEDULE,
      round.federation.coordinator.privateKey,
    );
    round.offerTo(victim, { offer, previous: { round: 7, attempt: 2, tries: 2 } });
  }),
  badOffer('different model per agent: than the one that came', 'MODEL_HASH', (round, victim) =>
    round.offerTo(victim, { modelHash: digest('another model') }),
  ),
  {
    name: 'different model per agent: one offer to each',
    run(kernels) {
      const [round, other] = [begun(kernels, 8), begun(kernels, 8)];
      const terms = { ...other.terms, modelHash: digest('a model for one') };
      const [, alone] = other.sites;
      assert.ok(alone);
      alone.step({ type: 'close', nowMs: 0 });
      const offer = makeOffer(terms, SCHEDULE, other.federation.coordinator.privateKey);
      other.offerTo(alone, { offer, modelHash: terms.modelHash });
      const entries = second(entriesOf(round), (entry) => ({ ...entry, ...lastOf(alone, 'advertise') }));
      tell(round, victimOf(round), { kind: 'roster', value: rosterOf(round, entries) });
      assertAborted(victimOf(round), 'ROSTER_SIG');
    },
  },
  badRoster('lowered t', 'POLICY', (roster) => ({ ...roster, t: roster.t - 1 })),
  badRoster('lowered k', 'POLICY', (roster) => ({ ...roster, k: roster.k - 1 }), SPARSE),
  badEntries('low-order point: masks', 'ROSTER_SIG', (entries, round) =>
    second(entries, ({ site, ...keys }) => signedEntry(round, site, { ...keys, sPk: new Uint8Array(32) })),
  ),
  badEntries('low-order point: boxes', 'ROSTER_SIG', (entries, round) =>
    second(entries, ({ site, ...keys }) => signedEntry(round, site, { ...keys, cPk: new Uint8Array(32) })),
  ),
  badRoster('duplicate neighbour', 'ROSTER_GRAPH', (roster) => ({
    ...roster,
    neighbours: roster.neighbours.map((leaf, i) => (i === 1 ? (roster.neighbours[0] ?? leaf) : leaf)),
  })),
  badEntries('duplicate neighbour: two sites with one key', 'ROSTER_GRAPH', (entries, round) => {
    const [, , third] = entries;
    assert.ok(third);
    return second(entries, ({ site, ...keys }) => signedEntry(round, site, { ...keys, sPk: third.sPk }));
  }),
  badEntries('duplicate neighbour: two sites that sign alike', 'ROSTER_GRAPH', (entries, round) => {
    const [, , third] = entries;
    assert.ok(third);
    const twin = round.federation.twin('site 1', third.site);
    return second(entries, ({ site: _, ...keys }) => signedEntry(round, twin, keys));
  }),
  badOffer('old manifest', 'POLICY', (round, victim) => {
    const terms = { ...round.terms, manifestHash: digest('an older manifest') };
    round.offerTo(victim, { offer: makeOffer(terms, SCHEDULE, round.federation.coordinator.privateKey) });
  }),
  badOffer('another federation', 'POLICY', (round, victim) => {
    const terms = { ...round.terms, federationId: digest('another').slice(0, 16) };
    round.offerTo(victim, { offer: makeOffer(terms, SCHEDULE, round.federation.coordinator.privateKey) });
  }),
  badOffer('an offer of somebody else', 'ROSTER_SIG', (round, victim) =>
    round.offerTo(victim, { offer: makeOffer(round.terms, SCHEDULE, pairOf('somebody else').privateKey) }),
  ),
  badOffer('no budget left', 'BUDGET', (round, victim) => round.offerTo(victim, { budgetLeft: false })),
  ...(
    [
      ['a profile below the floor', { profile: 'semi-honest' }],
      ['a cohort below the floor', { minCohort: 4, unsafeSmallCohort: true }],
      ['fewer corrupt sites than the floor', { corrupt: 0.01 }],
      ['more lost sites than the floor', { dropout: 0.4 }],
      ['fewer bits than the floor', { lambda: 20 }],
      ['a small cohort where none is allowed', { unsafeSmallCohort: true }],
      ['a cohort of two', { minCohort: 2 }],
    ] as const
  ).map(
    ([name, cohort]): AdversaryCase => ({
      name,
      run(kernels) {
        const floor = {
          profile: 'malicious',
          minCohort: 5,
          corruptMin: 0.05,
          dropoutMax: 0.1,
          lambdaMin: 64,
        } as const;
        const strict = { ...floor, unsafeSmallCohort: false };
        const round = begun(kernels, 8, { floor: name === 'a cohort of two' ? {} : strict });
        const victim = victimOf(round);
        assert.equal(victim.state.phase, 'advertised');
        victim.step({ type: 'close', nowMs: 0 });
        const terms = { ...round.terms, cohort: { ...round.terms.cohort, ...cohort } };
        round.offerTo(victim, { offer: makeOffer(terms, SCHEDULE, round.federation.coordinator.privateKey) });
        assertAborted(victim, 'POLICY');
      },
    }),
  ),
  badOffer('keys that are gathered for longer than a minute', 'POLICY', (round, victim) => {
    const schedule = { ...SCHEDULE, keysMs: 60_001 };
    round.offerTo(victim, {
      offer: makeOffer(round.terms, schedule, round.federation.coordinator.privateKey),
    });
  }),
  badRoster('a smaller cohort than agreed', 'POLICY', (roster) => ({ ...roster, n: 4 })),
  badRoster('a larger cohort than agreed', 'POLICY', (roster) => ({ ...roster, n: 81 })),
  badEntries('own key changed', 'ROSTER_SIG', (entries) =>
    entries.map((entry, i) => (i === 0 ? { ...entry, cPk: digest('c') } : entry)),
  ),
  badRoster('own leaf in no tree', 'ROSTER_SIG', (roster) => ({
    ...roster,
    self: { ...roster.self, proof: roster.self.proof.map(flipped) },
  })),
  badRoster('a leaf in no tree', 'ROSTER_SIG', (roster) =>
    firstLeaf(roster, (leaf) => ({ ...leaf, proof: leaf.proof.map(flipped) })),
  ),
  badRoster('a leaf that is not the one in the tree', 'ROSTER_SIG', (roster, round) => {
    const [first] = roster.neighbours;
    const site = round.sites.find(
      ({ certified }) => Buffer.compare(certified.siteId, first?.siteId ?? certified.siteId) === 0,
    );
    assert.ok(site && first);
    const { cPk, sPk, bCommit, sig } = signedEntry(round, site.certified, { ...first, bCommit: digest('b') });
    return firstLeaf(roster, (leaf) => ({ ...leaf, cPk, sPk, bCommit, sig }));
  }),
  {
    name: 'a roster after more than a minute',
    run(kernels) {
      const round = begun(kernels, 8);
      const victim = victimOf(round);
      const roster = intercepted(round, 'roster', victim);
      victim.step({ type: 'roster', message: roster, nowMs: 60_001 });
      assertAborted(victim, 'POLICY');
    },
  },
  {
    name: 'a second roster',
    run(kernels) {
      const round = begun(kernels, 8);
      const victim = victimOf(round);
      const roster = intercepted(round, 'roster', victim);
      tell(round, victim, { kind: 'roster', value: roster });
      tell(round, victim, { kind: 'roster', value: { ...roster, root: digest('another root') } });
      assertAborted(victim, 'SPLIT_VIEW');
    },
  },
  badRelay('too few neighbours have shared', 'BELOW_T', (own) => [allBut(...others(own).slice(0, 3))]),
  badRelay('not among those who shared', 'NOT_IN_U3', (own) => [allBut(own)]),
  badRelay('a set of another size', 'ROSTER_GRAPH', () => [new Uint8Array(2).fill(0xff)]),
  badRelay('two sets of those who shared', 'SPLIT_VIEW', (own) => [allBut(), allBut(others(own)[0] ?? 0)]),
  badSets('sent and not counted', 'NOT_IN_U3', (own) => [allBut(own)]),
  badSets('too few neighbours are counted', 'BELOW_T', (own) => [allBut(...others(own).slice(0, 3))]),
  badSets('two survivor sets', 'SPLIT_VIEW', (own) => [allBut(), allBut(others(own)[0] ?? 0)]),
  {
    name: 'somebody is counted who has not shared',
    run(kernels) {
      const round = begun(kernels, 8);
      const victim = victimOf(round);
      const relay = intercepted(round, 'shareRelay', victim);
      const left = others(placeOf(victim))[0] ?? 0;
      tell(round, victim, { kind: 'shareRelay', value: { ...relay, u2: allBut(left) } });
      survivorsFor(round, victim, allBut());
      assertAborted(victim, 'SPLIT_VIEW');
    },
  },
  {
    name: 'fewer sites are counted than agreed',
    run(kernels) {
      const terms = masked(kernels).terms;
      const round = masked(kernels, { terms: { ...terms, cohort: { ...terms.cohort, minCohort: 8 } } });
      const victim = victimOf(round);
      survivorsFor(round, victim, allBut(others(placeOf(victim))[0] ?? 0));
      assertAborted(victim, 'BELOW_T');
    },
  },
  {
    name: 'a survivor set before the words were sent',
    run(kernels) {
      const round = begun(kernels, 8);
      const victim = victimOf(round);
      const roster = intercepted(round, 'roster', victim);
      tell(round, victim, { kind: 'roster', value: roster });
      survivorsFor(round, victim, allBut());
      assertAborted(victim, 'NOT_IN_U3');
    },
  },
  {
    name: 'two survivor sets in the semi-honest profile',
    run(kernels) {
      const { terms } = masked(kernels);
      const round = masked(kernels, {
        terms: { ...terms, cohort: { ...terms.cohort, profile: 'semi-honest' } },
      });
      const victim = victimOf(round);
      const other = others(placeOf(victim))[0] ?? 0;
      survivorsFor(round, victim, allBut());
      survivorsFor(round, victim, allBut(other));
      assertAborted(victim, 'SPLIT_VIEW');
      const { sk } = lastOf(victim, 'unmask');
      assert.deepEqual(sk, [], 'both shares of one site have left');
    },
  },
  badSignatures('too few signatures', (_, all) => all.slice(0, 4)),
  badSignatures('one signature many times', (_, all) => [0, 1, 2, 3, 4, 5].flatMap(() => all[0] ?? [])),
  badSignatures('signatures of other sets', (round, all) =>
    all.map(({ index }) => ({
      index,
      sig: sign('cons', [digest('x')], siteAt(round, index).certified.keys.privateKey),
    })),
  ),
  badSignatures('signatures of one site for all', (_, all) =>
    all.map(({ index }) => ({ index, sig: all[0]?.sig ?? new Uint8Array(64) })),
  ),
  {
    name: 'shares are asked for before the signature is on disk',
    run(kernels) {
      const round = begun(kernels, 8);
      const victim = victimOf(round);
      const set = intercepted(round, 'consistencySet', victim);
      assert.equal(victim.state.phase, 'signed');
      Object.assign(victim.state, { kept: false });
      tell(round, victim, { kind: 'consistencySet', value: set });
      assert.equal(victim.state.phase, 'signed', 'shares have left before the signature was kept');
    },
  },
  {
    name: 'both shares of a site that is lost',
    run(kernels) {
      const round = begun(kernels, 8);
      const lost = round.sites[7];
      assert.ok(lost);
      intercepted(round, 'shareRelay', lost);
      lost.dead = true;
      round.run();
      for (const site of round.sites.slice(0, 7)) {
        const { b, sk } = lastOf(site, 'unmask');
        const owners = [...b, ...sk].map(({ owner }) => owner);
        assert.equal(new Set(owners).size, owners.length, 'both shares of one site have left');
        assert.deepEqual([b.length, sk.length], [6, 1]);
      }
    },
  },
];

function others(own: number): readonly number[] {
  return [0, 1, 2, 3, 4, 5, 6, 7].filter((place) => place !== own);
}

function siteAt(round: VirtualRound, place: number): VirtualSite {
  const sites = round.sites.toSorted((a, b) => Buffer.compare(a.certified.siteId, b.certified.siteId));
  const site = sites[place];
  assert.ok(site);
  return site;
}

/** All leaves of the roster, sound. */
function rosterLeaves(round: VirtualRound, roster: Roster): readonly Leaf[] {
  const full = rosterOf(round, entriesOf(round));
  assert.equal(Buffer.compare(full.root, roster.root), 0);
  return round.sites
    .map((site): Leaf => {
      const { self } = rosterOf(round, entriesOf(round), site);
      return { ...self, cert: site.certified.certificate };
    })
    .sort((a, b) => a.index - b.index);
}

/** The site's directory, in which every organisation may have one site. */
function grantingOne(site: VirtualSite): VirtualSite['context']['directory'] {
  const { directory } = site.context;
  return {
    find(...asked) {
      const standing = directory.find(...asked);
      return standing.ok ? { ...standing, sitesMax: 1 } : standing;
    },
  };
}
