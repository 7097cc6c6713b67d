/** @module Collecting shares: boxes from everybody to its neighbours, then the set of those who shared (secure-aggregation.md, section 1.5, R1 and R2). */
import type { ShareCt, ShareFrom, Shares } from '@muster/protocol';
import { copyOf, sameBytes } from '../bytes.ts';
import { encodeSet } from '../member-set.ts';
import { boxBytes } from '../share-box.ts';
import { aborted } from './ended-group.ts';
import { viewOf } from './group-roster.ts';
import { coreOf } from './reachable.ts';
import { demand, demandRound, stays } from './refusal.ts';
import type { GroupContext, GroupStep, ServerEffect } from './server-effect.ts';
import type { GroupInput } from './server-input.ts';
import type { CollectMaskedState, CollectSharesState, GroupRoster } from './server-state.ts';

const NONE = new Uint8Array();

export function openGroup(roster: GroupRoster, context: GroupContext, nowMs: number): GroupStep {
  const nobody = roster.members.map(() => null);
  const state: CollectSharesState = {
    phase: 'collectShares',
    roster,
    dueAtMs: nowMs + context.round.schedule.sharesMs,
    absent: nobody.map(() => false),
    shares: nobody,
  };
  return { state, effects: roster.members.map((_, place) => sendRoster(state, place, context)) };
}

function sendRoster({ roster }: CollectSharesState, place: number, { round }: GroupContext): ServerEffect {
  const { leaves, graph } = viewOf(roster, round);
  const [self, member] = [leaves[place], roster.members[place]];
  demand(self !== undefined && member !== undefined, 'INTERNAL', `nobody at place ${place}`);
  const value = {
    roundId: round.roundId,
    n: roster.members.length,
    root: roster.root,
    self: { ...self, cert: null },
    neighbours: graph.neighboursOf(place).flatMap((index) => leaves[index] ?? []),
    k: roster.degree,
    t: roster.threshold,
  };
  return { type: 'send', siteId: member.siteId, message: { kind: 'roster', value } };
}

export function step(state: CollectSharesState, input: GroupInput, context: GroupContext): GroupStep {
  switch (input.type) {
    case 'advertise': {
      demandRound(context, input.message);
      const isSame = sameBytes(state.roster.members[input.place]?.sig ?? NONE, input.message.sig);
      demand(isSame, 'DUPLICATE', 'this site has advertised other keys in this round');
      return { state, effects: [sendRoster(state, input.place, context)] };
    }
    case 'connected':
      return { state, effects: [sendRoster(state, input.place, context)] };
    case 'shares':
      return goOn(shared(state, input.place, input.message, context), input.nowMs, context);
    case 'gone':
      return goOn({ ...state, absent: state.absent.with(input.place, true) }, input.nowMs, context);
    case 'close':
      return relay(state, input.nowMs, context);
    case 'wake':
      return input.nowMs >= state.dueAtMs ? relay(state, input.nowMs, context) : stays(state);
    case 'masked':
    case 'consistency':
    case 'unmask':
      demandRound(context, input.message);
      return demandNothing();
    default:
      return stays(state);
  }
}

function demandNothing(): never {
  demand(false, 'UNEXPECTED_MESSAGE', 'shares are still being collected');
}

function shared(
  state: CollectSharesState,
  place: number,
  message: Shares,
  context: GroupContext,
): CollectSharesState {
  demandRound(context, message);
  const { graph, field } = viewOf(state.roster, context.round);
  const before = state.shares[place];
  if (before) {
    demand(sameShares(before, message.ct), 'DUPLICATE', 'this site has sent other shares in this round');
    return state;
  }
  const due = graph.neighboursOf(place);
  const ordered = message.ct.toSorted((a, b) => a.to - b.to);
  const isForAll = ordered.length === due.length && ordered.every(({ to }, i) => to === due[i]);
  demand(isForAll, 'SECAGG_REFUSED', 'the shares are not one for each neighbour');
  const isSized = ordered.every(({ box }) => box.length === boxBytes(field.bits));
  demand(isSized, 'SECAGG_REFUSED', 'a box of shares of another size');
  const kept = ordered.map(({ to, box }) => ({ to, box: copyOf(box) }));
  return { ...state, shares: state.shares.with(place, kept), absent: state.absent.with(place, false) };
}

function sameShares(before: readonly ShareCt[], now: readonly ShareCt[]): boolean {
  return (
    before.length === now.length &&
    before.every(({ to, box }) =>
      now.some((other) => other.to === to && Buffer.compare(other.box, box) === 0),
    )
  );
}

function goOn(state: CollectSharesState, nowMs: number, context: GroupContext): GroupStep {
  const isComplete = state.shares.every((shares, place) => shares !== null || state.absent[place]);
  return isComplete ? relay(state, nowMs, context) : stays(state);
}

/** Those without enough neighbours left are left out, and those who have too few without them: they would refuse, or could not be unmasked. */
function relay(state: CollectSharesState, nowMs: number, context: GroupContext): GroupStep {
  const { roster, shares } = state;
  const { terms, schedule } = context.round;
  const { graph } = viewOf(roster, context.round);
  const sharers = shares.flatMap((each, place) => (each === null ? [] : [place]));
  const members = coreOf(graph, sharers, roster.threshold);
  const { minCohort } = terms.cohort;
  if (members.size < minCohort)
    return aborted(
      state,
      'SECAGG_BELOW_THRESHOLD',
      `${sharers.length} of ${roster.members.length} sites have shared their secrets, ${members.size} with enough neighbours; ${minCohort} are needed`,
    );
  const next: CollectMaskedState = {
    phase: 'collectMasked',
    roster,
    dueAtMs: nowMs + schedule.maskedMs,
    absent: state.absent,
    u2: encodeSet(roster.members.length, members),
    shares: shares.map((each, place) => (members.has(place) ? each : null)),
    words: shares.map(() => null),
  };
  return {
    state: next,
    effects: [{ type: 'save' }, ...[...members].map((place) => sendRelay(next, place, context))],
  };
}

/** The set of those who shared, and the boxes for this place. */
export function sendRelay(
  { roster, u2, shares }: CollectMaskedState,
  place: number,
  { round }: GroupContext,
): ServerEffect {
  const { graph } = viewOf(roster, round);
  const ct = graph.neighboursOf(place).flatMap((from): readonly ShareFrom[] => {
    const box = shares[from]?.find(({ to }) => to === place)?.box;
    return box === undefined ? [] : [{ from, box }];
  });
  const siteId = roster.members[place]?.siteId;
  demand(siteId !== undefined, 'INTERNAL', `nobody at place ${place}`);
  return {
    type: 'send',
    siteId,
    message: { kind: 'shareRelay', value: { roundId: round.roundId, u2, ct } },
  };
}
