/** @module Collecting words: those that are whole are folded, then the set of those who count is closed (secure-aggregation.md, sections 1.5, R2, and 1.9). */
import type { Masked } from '@muster/protocol';
import { copyOf, sameBytes } from '../bytes.ts';
import { encodingFor } from '../encoding.ts';
import { decodeSet, encodeSet } from '../member-set.ts';
import { isSigned } from '../signature.ts';
import { sendRelay } from './collect-shares.ts';
import { openSignatures } from './collect-signatures.ts';
import { openUnmask } from './collect-unmask.ts';
import { aborted } from './ended-group.ts';
import { viewOf } from './group-roster.ts';
import { outOfReach } from './reachable.ts';
import { demand, demandRound, stays } from './refusal.ts';
import type { GroupContext, GroupStep, ServerEffect } from './server-effect.ts';
import type { GroupInput } from './server-input.ts';
import type { CollectMaskedState } from './server-state.ts';

export function step(state: CollectMaskedState, input: GroupInput, context: GroupContext): GroupStep {
  switch (input.type) {
    case 'connected':
      return isMember(state, input.place) && !state.words[input.place]
        ? { state, effects: [sendRelay(state, input.place, context)] }
        : stays(state);
    case 'shares':
      demandRound(context, input.message);
      demand(isMember(state, input.place), 'LATE', 'the set of those who shared is closed');
      return { state, effects: [sendRelay(state, input.place, context)] };
    case 'masked':
      return masked(state, input.place, input.message, input.nowMs, context);
    case 'gone':
      return goOn({ ...state, absent: state.absent.with(input.place, true) }, [], input.nowMs, context);
    case 'close':
      return count(state, [], input.nowMs, context);
    case 'wake':
      return input.nowMs >= state.dueAtMs ? count(state, [], input.nowMs, context) : stays(state);
    case 'consistency':
    case 'unmask':
      demandRound(context, input.message);
      return demandNothing();
    default:
      return stays(state);
  }
}

function demandNothing(): never {
  demand(false, 'UNEXPECTED_MESSAGE', 'words are still being collected');
}

function isMember({ u2, roster }: CollectMaskedState, place: number): boolean {
  return decodeSet(roster.members.length, u2).includes(place);
}

function masked(
  state: CollectMaskedState,
  place: number,
  message: Masked,
  nowMs: number,
  context: GroupContext,
): GroupStep {
  const { terms, roundId } = context.round;
  demandRound(context, message);
  demand(isMember(state, place), 'LATE', 'this site is not among those who shared');
  const before = state.words[place];
  if (before) {
    demand(sameBytes(before, message.sha256), 'DUPLICATE', 'other words of this site are in the sum');
    return stays(state);
  }
  const { sizeBytes } = encodingFor(terms.encoding, terms.cohort.maxCohort);
  demand(
    message.size === sizeBytes,
    'LENGTH_MISMATCH',
    `${message.size} bytes of words, and ${sizeBytes} are due`,
  );
  const member = state.roster.members[place];
  demand(
    member !== undefined && isSigned('y', [roundId, message.sha256], member.signingKey, message.sig),
    'SIGNATURE_INVALID',
    'the words are not signed by this site',
  );
  const sha256 = copyOf(message.sha256);
  const next = {
    ...state,
    words: state.words.with(place, sha256),
    absent: state.absent.with(place, false),
  };
  const fold: ServerEffect = { type: 'fold', group: context.group, siteId: member.siteId, sha256 };
  return goOn(next, [fold], nowMs, context);
}

function goOn(
  state: CollectMaskedState,
  effects: readonly ServerEffect[],
  nowMs: number,
  context: GroupContext,
): GroupStep {
  const members = decodeSet(state.roster.members.length, state.u2);
  const isComplete = members.every((place) => state.words[place] || state.absent[place]);
  return isComplete ? count(state, effects, nowMs, context) : { state, effects };
}

/** U3 is who is in the sum now. Where somebody's secret could not be put together any more, nobody is asked for any. */
function count(
  state: CollectMaskedState,
  effects: readonly ServerEffect[],
  nowMs: number,
  context: GroupContext,
): GroupStep {
  const { roster, u2, words } = state;
  const { round } = context;
  const sites = roster.members.length;
  const shared = new Set(decodeSet(sites, u2));
  const counted = new Set(words.flatMap((each, place) => (each ? [place] : [])));
  const { graph } = viewOf(roster, round);
  const lost = outOfReach(graph, { shared, counted }, counted, roster.threshold);
  const { minCohort, profile } = round.terms.cohort;
  const reason = `${counted.size} of ${shared.size} sites have sent their words`;
  if (counted.size < minCohort)
    return after(effects, aborted(state, 'SECAGG_BELOW_THRESHOLD', `${reason}; ${minCohort} are needed`));
  if (lost !== undefined)
    return after(
      effects,
      aborted(
        state,
        'SECAGG_BELOW_THRESHOLD',
        `${reason}; too few neighbours of the site at place ${lost} are left`,
      ),
    );
  const u3 = encodeSet(sites, counted);
  const next =
    profile === 'semi-honest'
      ? openUnmask({ ...state, u3, signatures: words.map(() => null) }, nowMs, context)
      : openSignatures({ ...state, u3 }, nowMs, context);
  return after(effects, next);
}

function after(effects: readonly ServerEffect[], { state, effects: later }: GroupStep): GroupStep {
  return { state, effects: [...effects, ...later] };
}
