/** @module Whatever happens in whatever order, a round keeps its promises: random events against the real machine. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RoundEffect } from './effect.ts';
import type { RoundInput } from './input.ts';
import { fewestUpdates, type MaskingSettings } from './masking.ts';
import type { RoundContext } from './open-round.ts';
import { openRound } from './phases/select.ts';
import { asSaved, REF, readRound, SITES, settings } from './round.fixture.ts';
import { type RoundState, roundWakeMs, stepRound } from './round.ts';

const someSite = fc.constantFrom(...SITES, ...SITES, 'stranger', '__proto__');
const someRef = fc.constantFrom(
  REF,
  REF,
  REF,
  REF,
  REF,
  REF,
  { ...REF, attempt: 2 },
  { ...REF, round: 9 },
  { ...REF, run: 'q' },
);
const someHash = fc.constantFrom('u', 'u', 'u', 'v');
const why = { code: fc.constant('TRAINING_FAILED' as const), reason: fc.constant('why') };
const about = { nowMs: fc.constant(0), site: someSite, ref: someRef };
const of = <T extends string>(type: T) => ({ type: fc.constant(type) });

const someInput: fc.Arbitrary<RoundInput> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ ...of('offerAccepted'), ...about }) },
  {
    weight: 4,
    arbitrary: fc.record({
      ...of('updateAnnounced'),
      ...about,
      updateHash: someHash,
      weight: fc.constant(3),
    }),
  },
  { weight: 4, arbitrary: fc.record({ ...of('updateReceived'), ...about, updateHash: someHash }) },
  { weight: 1, arbitrary: fc.record({ ...of('updateRejected'), ...about, updateHash: someHash, ...why }) },
  { weight: 1, arbitrary: fc.record({ ...of('offerRefused'), ...about, ...why }) },
  { weight: 1, arbitrary: fc.record({ ...of('siteFailed'), ...about, ...why }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constantFrom('siteConnected', 'siteDisconnected'),
      nowMs: fc.constant(0),
      site: someSite,
    }),
  },
  { weight: 1, arbitrary: fc.record({ ...of('siteRevoked'), nowMs: fc.constant(0), site: someSite }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constantFrom('aggregated', 'committed', 'sealWritten', 'sealWritten'),
      nowMs: fc.constant(0),
      ref: someRef,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      ...of('applied'),
      nowMs: fc.constant(0),
      ref: someRef,
      modelHash: fc.constant('m1'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      ...of('evaluated'),
      nowMs: fc.constant(0),
      ref: someRef,
      metrics: fc.constant({ accuracy: 0.5 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      ...of('masksPrepared'),
      nowMs: fc.constant(0),
      ref: someRef,
      sites: fc.constantFrom<readonly string[]>(
        [...SITES],
        [...SITES],
        ['a', 'b', 'c', 'd'],
        ['a', 'stranger'],
      ),
      survivorsMin: fc.constantFrom(2, 3, 4),
      left: fc.constant({
        e: { outcome: 'failed' as const, code: 'TRAINING_FAILED' as const, reason: 'why' },
      }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ ...of('wake'), nowMs: fc.constant(0) }) },
);

/** Mostly small steps in time, now and then past the offers or the deadline. */
const someWait = fc.oneof({ weight: 9, arbitrary: fc.nat(300) }, { weight: 1, arbitrary: fc.nat(20_000) });
const cancel = { type: 'abandon', nowMs: 0, code: 'CANCELLED', reason: 'enough' } as const;
const rareStop = fc.oneof(
  { weight: 7, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.constant(cancel) },
);
/** What a good site does in one go; without it hardly a random round would get as far as its close. */
const goodSite: fc.Arbitrary<readonly RoundInput[]> = fc.constantFrom(...SITES).map((site) => {
  const said = { nowMs: 0, site, ref: REF };
  return [
    { type: 'offerAccepted', ...said },
    { type: 'masksPrepared', nowMs: 0, ref: REF, sites: [...SITES], survivorsMin: 3, left: {} },
    { type: 'updateAnnounced', ...said, updateHash: 'u', weight: 3 },
    { type: 'updateReceived', ...said, updateHash: 'u' },
    { type: 'sealWritten', nowMs: 0, ref: REF },
  ];
});
const someInputs = fc.oneof(
  { weight: 4, arbitrary: someInput.map((input): readonly RoundInput[] => [input]) },
  { weight: 1, arbitrary: goodSite },
);
const someSettings = fc.constantFrom(
  settings(),
  settings({ cohort: 3, quorum: 2, overSelection: 1.7 }),
  settings({ cohort: 2, quorum: 2, overSelection: 2 }),
  settings({ quorum: 1, cohort: 1, deadlineS: 12 }),
);

const someSeal = fc.constantFrom(
  { afterMs: 100, updatesMax: 64 },
  { afterMs: 3_000, updatesMax: 1 },
  { afterMs: 3_000, updatesMax: 2 },
  { afterMs: 1_000_000, updatesMax: 64 },
);

interface Watch {
  readonly seated: ReadonlySet<string>;
  readonly whole: Set<string>;
  /** Told `counted` by a seal. */
  readonly sealed: Set<string>;
  readonly published: Map<string, string>;
  frozen: string | null;
  readonly masking: MaskingSettings | null;
}

/** What the effects of one input may be, given all that came before. */
function watchEffects(watch: Watch, effects: readonly RoundEffect[], input: RoundInput) {
  for (const effect of effects) {
    switch (effect.type) {
      case 'confirmReceived':
        if (input.type === 'updateReceived') watch.whole.add(effect.site);
        expect(watch.whole.has(effect.site)).toBe(true);
        break;
      case 'discardUpdate':
        expect(watch.sealed.has(effect.site)).toBe(false);
        watch.whole.delete(effect.site);
        break;
      case 'recordSeal': {
        const names = effect.members.map(({ site }) => site);
        for (const site of [...watch.sealed, ...effect.added.map((member) => member.site)])
          expect(names).toContain(site);
        for (const site of names) {
          expect(watch.whole.has(site)).toBe(true);
          watch.sealed.add(site);
        }
        expect(watch.frozen === null).toBe(watch.masking === null);
        break;
      }
      case 'repeatOutcome':
        // Counted before the commit only by a seal; anything else was published before.
        if (effect.outcome.outcome === 'counted') expect(watch.sealed.has(effect.site)).toBe(true);
        else expect(watch.published.get(effect.site)).toBe(JSON.stringify(effect.outcome));
        break;
      case 'publishOutcome': {
        const text = JSON.stringify(effect.outcome);
        expect(watch.seated.has(effect.site)).toBe(true);
        expect(watch.published.get(effect.site) ?? text).toBe(text); // one outcome, however often it is told
        watch.published.set(effect.site, text);
        break;
      }
      case 'requestAggregation':
      case 'applyAggregate':
      case 'commitRound':
        for (const member of effect.members) expect(watch.whole.has(member.site)).toBe(true);
        break;
      default:
    }
  }
}

function watchState(watch: Watch, state: RoundState, context: RoundContext, nowMs: number) {
  if ('members' in state) {
    const frozen = JSON.stringify([state.members, state.outcomes]);
    expect(watch.frozen ?? frozen).toBe(frozen);
    watch.frozen = frozen;
    expect(state.members.length).toBeGreaterThanOrEqual(context.settings.quorum);
    expect(state.members.length).toBeLessThanOrEqual(context.settings.cohort);
    expect(state.members.map((member) => member.site)).toEqual([...watch.whole].sort());
    expect(state.closedAtMs).toBeLessThanOrEqual(Math.max(nowMs, state.deadlineAtMs));
    return;
  }
  if (state.phase === 'ended') return;
  expect(nowMs).toBeLessThan(state.deadlineAtMs); // nothing is open at its deadline
  expect(roundWakeMs(state)).toBeGreaterThan(nowMs);
  const stages = state.seats.entries.map(([, { stage }]) => stage);
  const whole = stages.filter((stage) => stage === 'received' || stage === 'counted').length;
  const outstanding = stages.filter((stage) => ['offered', 'working', 'announced'].includes(stage)).length;
  const isOffered = stages.includes('offered');
  expect(isOffered).toBe(state.phase === 'select'); // it lasts for answers alone
  const { settings: spec, masking } = context;
  if (state.phase !== 'select')
    expect(whole + outstanding).toBeGreaterThanOrEqual(fewestUpdates(spec, masking, state.prepared));
  if (masking !== null && state.prepared === null)
    expect([whole, state.phase === 'train']).toEqual([0, false]);
}

/** A quorum out of reach ends a round that still selects only when all offers are answered or over, or seeds are shared without them. */
function watchShortfall(before: RoundState, after: RoundState, input: RoundInput) {
  if (input.type === 'masksPrepared') return;
  if (before.phase !== 'select' || after.phase !== 'ended') return;
  if (after.record.code !== 'QUORUM_NOT_REACHED' || input.nowMs >= before.offerEndsAtMs) return;
  const last = 'site' in input ? input.site : '';
  for (const [site, { stage }] of before.seats.entries) {
    if (site !== last) expect(stage).not.toBe('offered');
  }
}

function watchEnd(watch: Watch, state: RoundState, context: RoundContext, sealed: number[]) {
  if (state.phase !== 'ended') throw new Error(`not ended but ${state.phase}`);
  const { record } = state;
  expect(record.outcomes.map((outcome) => outcome.site)).toEqual([...watch.seated].sort());
  const counted = record.outcomes.filter((outcome) => outcome.outcome === 'counted');
  if (record.result === 'committed') {
    expect(counted.length).toBeGreaterThanOrEqual(context.settings.quorum);
    expect(counted.map((outcome) => outcome.site)).toEqual([...watch.whole].sort());
  } else {
    expect(counted).toEqual([]);
    // A round with sealed members ends without a result only when somebody stops it.
    if (watch.sealed.size > 0) expect(record.code).toBe('CANCELLED');
  }
  sealed.push(watch.sealed.size);
  for (const { site, ...outcome } of record.outcomes) {
    expect(JSON.parse(watch.published.get(site) ?? '""')).toEqual(outcome);
    expect(outcome.code === '').toBe(outcome.outcome === 'counted');
  }
  return record.result;
}

describe.each([
  { name: 'a round', someMasking: fc.constant(null), fewest: 60 },
  { name: 'a masked round', someMasking: fc.constantFrom({ sitesMin: 2 }, { sitesMin: 4 }), fewest: 20 },
])('$name under random events', ({ someMasking, fewest }) => {
  it('ends with one outcome a site, counts only what was whole before the close, and never less than the quorum', () => {
    const results: string[] = [];
    const sealed: number[] = [];
    fc.assert(
      fc.property(
        someSettings,
        fc.boolean(),
        fc.array(fc.tuple(someInputs, someWait), { minLength: 5, maxLength: 60 }),
        rareStop,
        fc.nat(0xffffffff),
        someSeal,
        someMasking,
        (spec, centralEvaluation, events, stop, seed, seal, masking) => {
          const context: RoundContext = { settings: spec, centralEvaluation, seal, masking };
          const opened = openRound({ ref: REF, modelHash: 'm0', ready: SITES, seed, nowMs: 0 }, context);
          const watch: Watch = {
            seated: new Set(opened.state.seats.sites),
            whole: new Set(),
            sealed: new Set(),
            published: new Map(),
            frozen: null,
            masking,
          };
          let state: RoundState = opened.state;
          let nowMs = 0;
          const feed = (event: RoundInput) => {
            const input = { ...event, nowMs };
            const step = stepRound(state, input, context);
            // The same future from the state as a restart reads it.
            const same = state.phase === 'ended' ? state : readRound(state);
            const again = stepRound(same, input, context);
            expect([asSaved(again.state), again.effects]).toEqual([asSaved(step.state), step.effects]);
            if (state.phase === 'ended') expect(step.state).toEqual(state);
            watchShortfall(state, step.state, input);
            state = step.state;
            watchEffects(watch, step.effects, input);
            watchState(watch, state, context, nowMs);
          };
          // Hardly a random round would get as far as its masks.
          if (masking !== null && seed % 4 > 0) {
            for (const site of SITES) feed({ type: 'offerAccepted', nowMs, site, ref: REF });
            feed({ type: 'masksPrepared', nowMs, ref: REF, sites: [...SITES], survivorsMin: 2, left: {} });
          }
          for (const [inputs, waitMs] of events) {
            nowMs += waitMs;
            for (const input of inputs) feed(input);
          }
          if (stop !== null) feed(stop);
          nowMs = Math.max(nowMs, spec.deadlineS * 1000);
          feed({ type: 'wake', nowMs });
          expect(['unmask', 'close', 'apply', 'held', 'ended']).toContain(state.phase);
          feed({ type: 'sealWritten', nowMs, ref: REF });
          feed({ type: 'workAgain', nowMs });
          feed({ type: 'aggregated', nowMs, ref: REF });
          feed({ type: 'applied', nowMs, ref: REF, modelHash: 'm1' });
          feed({ type: 'evaluated', nowMs, ref: REF, metrics: {} });
          feed({ type: 'committed', nowMs, ref: REF });
          results.push(watchEnd(watch, state, context, sealed));
        },
      ),
      { numRuns: 400 },
    );
    // A test of rounds that all end alike would test little.
    for (const result of ['committed', 'abandoned']) {
      expect(results.filter((one) => one === result).length).toBeGreaterThan(fewest);
    }
    expect(sealed.filter((members) => members > 0).length).toBeGreaterThan(5);
  });
});
