import { loadKernels } from '@muster/vector';
import { describe, expect, it } from 'vitest';
import { MemberFold } from '../masked-vector.ts';
import { encodeServer, readServer } from '../saved-state.ts';
import { valuesOf } from '../sum-reader.ts';
import { begun, lastOf, victimOf } from '../testing/adversary.ts';
import type { VirtualRound } from '../testing/virtual-round.ts';
import { vectorFor } from '../testing/virtual-site.ts';
import { splitIntoGroups } from './groups.ts';
import { openRound, serverWakeMs, stepServer } from './server.ts';

const kernels = await loadKernels();
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const groupsOf = (round: VirtualRound) => round.coordinator.record?.groups ?? [];

/** The plain sum of what the counted sites of a group encoded. */
function plainSum(round: VirtualRound, counted: readonly Uint8Array[]): Uint8Array {
  using sum = vectorFor(kernels, round.terms);
  const names = new Set(counted.map(hex));
  for (const site of round.sites) {
    if (!names.has(site.name)) continue;
    const fold = new MemberFold(sum);
    fold.add(site.encoded ?? new Uint8Array());
    fold.end();
  }
  return sum.toBytes();
}

describe('a whole round', () => {
  it('gives the weighted mean of the updates, and is on record by its stages', () => {
    const round = begun(kernels, 8);
    round.run();
    const [group] = groupsOf(round);
    expect(group).toMatchObject({ outcome: 'published', code: '', degree: 7, threshold: 5, blamed: [] });
    expect(group?.stages).toMatchObject({ advertised: 8, shared: 8, masked: 8, signed: 8 });
    expect(group?.counted).toHaveLength(8);
    expect(round.coordinator.record).toMatchObject({ invited: 8, advertised: 8, aborts: [], code: '' });
    const sum = round.coordinator.sums.get(0)?.sum;
    if (!sum || !group?.figures) throw new Error('no sum');
    const { roundId } = lastOf(victimOf(round), 'advertise');
    for (const { values } of valuesOf(kernels, sum, roundId, group.figures.tail.weight))
      for (const value of values) expect(value).toBeCloseTo(0.045, 6);
  });

  it('closes early where it is told to, without those who have not sent their words', () => {
    const round = begun(kernels, 8, {
      bend: (delivery, { sites }) =>
        delivery.to === 'coordinator' &&
        delivery.site === sites[3]?.name &&
        delivery.message.kind === 'masked'
          ? []
          : [delivery],
    });
    while (round.waiting.length > 0) round.deliverNext();
    expect(round.coordinator.record).toBeNull();
    round.coordinator.step({ type: 'close', nowMs: round.nowMs });
    while (round.waiting.length > 0) round.deliverNext();
    expect(groupsOf(round)[0]?.counted).toHaveLength(7);
    expect(round.nowMs).toBeLessThan(1_000);
  });

  it('does not wait for those who are gone', () => {
    const round = begun(kernels, 8, {
      bend: (delivery, { sites }) => (delivery.site === sites[2]?.name ? [] : [delivery]),
    });
    const gone = round.sites[2]?.certified.siteId ?? new Uint8Array();
    while (round.waiting.length > 0) round.deliverNext();
    round.coordinator.step({ type: 'gone', siteId: gone, nowMs: round.nowMs });
    while (round.waiting.length > 0) round.deliverNext();
    expect(groupsOf(round)[0]?.stages.advertised).toBe(7);
    expect(round.nowMs).toBeLessThan(1_000);
  });

  it('ends with the reason when it is abandoned, at any time', () => {
    for (const steps of [0, 4, 20, 60]) {
      const round = begun(kernels, 8);
      for (let i = 0; i < steps; i++) round.deliverNext();
      round.coordinator.step({
        type: 'abandon',
        code: 'RUN_NOT_ACTIVE',
        reason: 'cancelled',
        nowMs: round.nowMs,
      });
      const record = round.coordinator.record;
      const ends = record?.groups[0] ?? record;
      expect([ends?.code, ends?.reason]).toEqual(['RUN_NOT_ACTIVE', 'cancelled']);
    }
  });

  it('puts signed aborts on record, and goes on without who aborted', () => {
    const round = begun(kernels, 8);
    const victim = victimOf(round);
    victim.step({ type: 'giveUp', code: 'INTERNAL', detail: 'the disk is full', nowMs: 0 });
    round.run();
    expect(round.coordinator.record?.aborts).toEqual([
      { siteId: victim.certified.siteId, code: 'INTERNAL', detail: 'the disk is full' },
    ]);
    expect(groupsOf(round)[0]?.counted).toHaveLength(7);
  });

  it('tells why no roster was drawn up', () => {
    const round = begun(kernels, 4);
    round.run();
    expect(round.coordinator.record).toMatchObject({
      code: 'SECAGG_COHORT_TOO_SMALL',
      reason: '4 sites have sent keys, and the task asks for 5',
      groups: [],
    });
  });

  it('takes what comes with the deadline’s own millisecond for late', () => {
    const round = begun(kernels, 8);
    const [first] = round.waiting;
    const due = serverWakeMs(round.coordinator.state) ?? 0;
    round.nowMs = due - 1;
    if (first) round.deliverNext();
    expect(round.coordinator.record?.code).toBe('SECAGG_COHORT_TOO_SMALL');
    expect(round.coordinator.refused.map(({ code }) => code)).toEqual(['ROUND_CLOSED']);
  });
});

describe('groups', () => {
  it('of a large cohort each have their sum, and the sums add up to that of all', () => {
    const round = begun(kernels, 23, { groupSitesMax: 8 });
    round.run();
    const groups = groupsOf(round);
    expect(groups.map(({ members }) => members.length)).toEqual([7, 8, 8]);
    expect(groups.map(({ outcome }) => outcome)).toEqual(['published', 'published', 'published']);
    groups.forEach(({ counted }, group) => {
      expect(hex(round.coordinator.sums.get(group)?.sum.toBytes() ?? new Uint8Array())).toBe(
        hex(plainSum(round, counted)),
      );
    });
    const all = new Set(groups.flatMap(({ counted }) => counted.map(hex)));
    expect(all.size).toBe(23);
  });

  it('fail alone: the others have their sums', () => {
    const round = begun(kernels, 16, { groupSitesMax: 8 });
    while (round.sites.some(({ state }) => state.phase !== 'masked')) round.deliverNext();
    const state = round.coordinator.state;
    if (state.phase !== 'groups' || !('roster' in (state.groups[0] ?? {}))) throw new Error('no groups');
    const [group] = state.groups;
    const names =
      group && 'roster' in group ? group.roster.members.slice(0, 4).map(({ siteId }) => hex(siteId)) : [];
    for (const site of round.sites) site.dead = names.includes(site.name);
    round.run();
    expect(groupsOf(round).map(({ outcome, code }) => [outcome, code])).toEqual([
      ['aborted', 'SECAGG_BELOW_THRESHOLD'],
      ['published', ''],
    ]);
  });

  it('are as few as are within the bound, never below the smallest cohort, and drawn anew each round', () => {
    const round = begun(kernels, 40);
    while (round.coordinator.state.phase === 'collectKeys') round.deliverNext();
    const { state } = round.coordinator;
    const [group] = state.phase === 'groups' ? state.groups : [];
    if (state.phase !== 'groups' || !group || !('roster' in group)) throw new Error('no roster');
    const { members } = group.roster;
    const sizes = (bound: number) => splitIntoGroups(members, state.round, bound).map((each) => each.length);
    expect(sizes(40)).toEqual([40]);
    expect(sizes(39)).toEqual([20, 20]);
    expect(sizes(11)).toEqual([10, 10, 10, 10]);
    expect(sizes(2)).toEqual(new Array(8).fill(5));
    const drawn = (roundId: Uint8Array) =>
      splitIntoGroups(members, { ...state.round, roundId }, 20).map((each) =>
        each.map(({ siteId }) => hex(siteId)).sort(),
      );
    expect(drawn(state.round.roundId)).not.toEqual(drawn(state.round.roundId.toReversed()));
    expect(drawn(state.round.roundId)).toEqual(drawn(state.round.roundId));
  });
});

describe('a saved state', () => {
  it('comes back as it was, in every phase, in memory of its own', () => {
    const round = begun(kernels, 8);
    const seen = new Set<string>();
    while (round.waiting.length > 0) {
      const { state } = round.coordinator;
      const phase = state.phase === 'groups' ? state.groups[0]?.phase : state.phase;
      seen.add(phase ?? '');
      const saved = encodeServer(state);
      const read = readServer(saved);
      expect(read).toEqual(state);
      saved.fill(0);
      expect(read).toEqual(state);
      round.deliverNext();
    }
    expect([...seen]).toEqual([
      'collectKeys',
      'collectShares',
      'collectMasked',
      'collectSignatures',
      'collectUnmask',
      'ended',
    ]);
  });

  it('that is damaged is told so', () => {
    const saved = encodeServer(openRound(begun(kernels, 5).offer, [], 0));
    const corrupt = expect.objectContaining({ code: 'STORAGE_CORRUPT' });
    expect(() => readServer(saved.subarray(0, saved.length / 2))).toThrow(corrupt);
    expect(() => readServer(new Uint8Array())).toThrow(corrupt);
    expect(() => readServer(Buffer.from('{"phase":"ended"}'))).toThrow(corrupt);
  });
});

it('a fault of the code itself is not taken for a site’s', () => {
  const round = begun(kernels, 5);
  const broken = { ...round.coordinator.context, directory: null as never };
  const victim = victimOf(round);
  const { siteId, certificate, certHash } = victim.certified;
  const message = lastOf(victim, 'advertise');
  expect(() =>
    stepServer(
      round.coordinator.state,
      { type: 'advertise', siteId, certificate, certHash, message, nowMs: 1 },
      broken,
    ),
  ).toThrow(TypeError);
});
