/**
 * @module The coordinator's side of secure aggregation as a pure state machine, a file to a phase (secure-aggregation.md, sections 1.9, 1.11 and
 * 1.12). It sees keys, boxes, signatures and, in the end, shares; never words, which its shell folds and unmasks.
 */
import { MusterError } from '@muster/errors';
import type { RoundOffer } from '@muster/protocol';
import { copyOf, sameBytes } from '../bytes.ts';
import { abortCodeOf } from '../client/abort-code.ts';
import { abortFields } from '../client/aborted.ts';
import { readTerms } from '../offer.ts';
import { isSigned } from '../signature.ts';
import { roundIdOf } from '../terms.ts';
import * as collectKeys from './collect-keys.ts';
import * as collectMasked from './collect-masked.ts';
import * as collectShares from './collect-shares.ts';
import * as collectSignatures from './collect-signatures.ts';
import * as collectUnmask from './collect-unmask.ts';
import { aborted, secretsOf } from './ended-group.ts';
import { nameOf, viewOf } from './group-roster.ts';
import { demand, refuse, stays } from './refusal.ts';
import type { GroupContext, GroupStep, ServerEffect, ServerStep } from './server-effect.ts';
import type { GroupInput, ServerInput, SiteInput } from './server-input.ts';
import type {
  AbortRecord,
  CollectKeysState,
  EndedGroup,
  EndedState,
  GroupState,
  GroupsState,
  OpenGroupState,
  SecureRecord,
  ServerContext,
  ServerState,
} from './server-state.ts';
import * as unmasking from './unmasking.ts';

/** Opens the round of an offer for these sites, which are sent the offer. INVALID_ARGUMENT for terms of no round. */
export function openRound(offer: RoundOffer, invited: readonly Uint8Array[], nowMs: number): ServerState {
  const terms = readTerms(offer);
  const round = { terms, roundId: roundIdOf(terms), schedule: offer.schedule };
  return {
    phase: 'collectKeys',
    round,
    dueAtMs: nowMs + offer.schedule.keysMs,
    invited: invited.map((id) => copyOf(id)),
    absent: [],
    members: [],
    aborts: [],
  };
}

/**
 * One step. What is due by `input.nowMs` happens first: words that come with the deadline's own millisecond are late, whether or not the timer has
 * fired. What a site says that breaks the protocol is refused to it, and changes nothing.
 */
export function stepServer(state: ServerState, input: ServerInput, context: ServerContext): ServerStep {
  const dueAtMs = serverWakeMs(state);
  if (input.type !== 'wake' && dueAtMs !== null && input.nowMs >= dueAtMs) {
    const due = stepPhase(state, { type: 'wake', nowMs: input.nowMs }, context);
    const next = stepServer(due.state, input, context);
    return { state: next.state, effects: [...due.effects, ...next.effects] };
  }
  try {
    return stepPhase(state, input, context);
  } catch (thrown) {
    if (!(thrown instanceof MusterError) || !('siteId' in input) || thrown.code === 'INTERNAL') throw thrown;
    return { state, effects: [refuse(input.siteId, thrown.code, thrown.message)] };
  }
}

/** When the round wants its next `wake`; null while it waits for its shell. */
export function serverWakeMs(state: ServerState): number | null {
  switch (state.phase) {
    case 'collectKeys':
      return state.dueAtMs;
    case 'groups': {
      const due = state.groups.flatMap((group) => ('dueAtMs' in group ? [group.dueAtMs] : []));
      return due.length > 0 ? Math.min(...due) : null;
    }
    case 'ended':
      return null;
    default:
      return state satisfies never;
  }
}

/**
 * The state as it goes on after a restart, and what is to be done then: the present phase has its time anew, words that are in a sum are folded
 * again, and a sum whose secrets are all there is unmasked, also one that was before. Sites that come back are told what they may have missed: `connected`.
 */
export function resumeServer(state: ServerState, nowMs: number): ServerStep {
  switch (state.phase) {
    case 'collectKeys':
      return { state: { ...state, dueAtMs: nowMs + state.round.schedule.keysMs }, effects: [] };
    case 'groups':
      return resumeGroups(state, nowMs);
    case 'ended': {
      const { round, groups, record } = state;
      if (groups.every(({ phase }) => phase === 'aborted'))
        return { state, effects: [{ type: 'end', record }] };
      const { invited, aborts } = record;
      return resumeGroups({ phase: 'groups', round, invited, groups, aborts }, nowMs);
    }
    default:
      return state satisfies never;
  }
}

/** How long each phase of a group lasts. */
const TIMES = {
  collectShares: 'sharesMs',
  collectMasked: 'maskedMs',
  collectSignatures: 'signaturesMs',
  collectUnmask: 'unmaskMs',
} as const;

function resumeGroups(state: GroupsState, nowMs: number): ServerStep {
  const { schedule } = state.round;
  const groups = state.groups.map((group) => {
    if (group.phase === 'published') return group.again;
    return 'dueAtMs' in group ? { ...group, dueAtMs: nowMs + schedule[TIMES[group.phase]] } : group;
  });
  const effects = groups.flatMap((group, index) => again(group, index, state));
  return { state: { ...state, groups }, effects };
}

function again(group: GroupState, index: number, { round }: GroupsState): readonly ServerEffect[] {
  if (!('words' in group)) return [];
  const { members } = group.roster;
  const folds = group.words.flatMap((sha256, place): readonly ServerEffect[] => {
    const siteId = members[place]?.siteId;
    return sha256 !== null && siteId !== undefined ? [{ type: 'fold', group: index, siteId, sha256 }] : [];
  });
  return group.phase === 'unmasking' ? [...folds, unmasking.unmask(group, { round, group: index })] : folds;
}

function stepPhase(state: ServerState, input: ServerInput, context: ServerContext): ServerStep {
  if (input.type === 'abort' && state.phase !== 'ended') {
    const aborts = withAbort(state, input, context);
    return stepPhase(
      { ...state, aborts },
      { type: 'gone', siteId: input.siteId, nowMs: input.nowMs },
      context,
    );
  }
  switch (state.phase) {
    case 'collectKeys':
      return collectKeys.step(state, input, context);
    case 'groups':
      return stepGroups(state, input);
    case 'ended':
      return stepEnded(state, input);
    default:
      return state satisfies never;
  }
}

/** The abort is on record once, if the site has signed it. */
function withAbort(
  { round: { roundId }, aborts }: CollectKeysState | GroupsState,
  { siteId, certHash, certificate, message }: Extract<SiteInput, { type: 'abort' }>,
  { directory }: ServerContext,
): readonly AbortRecord[] {
  demand(sameBytes(message.roundId, roundId), 'ROUND_CLOSED', 'a message of another round');
  const standing = directory.find(siteId, certHash, certificate);
  demand(standing.ok, 'CERTIFICATE_INVALID', standing.ok ? '' : standing.reason);
  const fields = abortFields(roundId, siteId, message.code, message.detail);
  demand(
    isSigned('abort', fields, standing.signingKey, message.sig),
    'SIGNATURE_INVALID',
    'the abort is not signed by this site',
  );
  if (aborts.some((each) => sameBytes(each.siteId, siteId))) return aborts;
  const { detail, code } = message;
  return [...aborts, { siteId: copyOf(siteId), code: abortCodeOf(code), detail }];
}

function stepGroups(state: GroupsState, input: ServerInput): ServerStep {
  const steps = 'siteId' in input ? stepOf(state, input) : stepAll(state, input);
  const groups = steps.map((step) => step.state);
  const effects = steps.flatMap((step) => step.effects);
  const next: GroupsState = { ...state, groups };
  const over = groups.filter(isEnded);
  if (over.length < groups.length) return { state: next, effects };
  const records = over.map((group) => group.record);
  const record: SecureRecord = {
    ...{ code: '', reason: '', invited: state.invited, groups: records, aborts: state.aborts },
    advertised: records.reduce((sum, { stages }) => sum + stages.advertised, 0),
  };
  const ended: EndedState = { phase: 'ended', round: state.round, groups: over, record };
  const secrets = over.flatMap((group) => (group.phase === 'published' ? secretsOf(group.again) : []));
  return { state: ended, effects: [...effects, { type: 'end', record }, { type: 'wipe', secrets }] };
}

/** Of the one group that the site is in. */
function stepOf({ round, groups }: GroupsState, input: SiteInput): readonly GroupStep[] {
  let isMember = false;
  const steps = groups.map((state, group) => {
    if (isEnded(state)) {
      if (state.record.members.some((siteId) => sameBytes(siteId, input.siteId))) {
        isMember = true;
        demandOver(input, round.roundId, [state]);
      }
      return stays(state);
    }
    const place = viewOf(state.roster, round).places.get(nameOf(input.siteId));
    if (place === undefined) return stays(state);
    isMember = true;
    return stepGroup(state, { ...input, place }, { round, group });
  });
  if (!isMember && 'message' in input)
    demand(
      false,
      input.type === 'advertise' ? 'LATE' : 'NOT_IN_COHORT',
      'this site is not in the roster of this round',
    );
  return steps;
}

function stepAll(
  { round, groups }: GroupsState,
  input: Exclude<ServerInput, SiteInput>,
): readonly GroupStep[] {
  return groups.map((state, group) => {
    if (isEnded(state)) return stays(state);
    if (input.type === 'abandon') return aborted(state, input.code, input.reason);
    return stepGroup(state, input, { round, group });
  });
}

function stepGroup(before: OpenGroupState, input: GroupInput, context: GroupContext): GroupStep {
  // Whoever is back is waited for again.
  const state =
    input.type === 'connected' && 'absent' in before
      ? { ...before, absent: before.absent.with(input.place, false) }
      : before;
  switch (state.phase) {
    case 'collectShares':
      return collectShares.step(state, input, context);
    case 'collectMasked':
      return collectMasked.step(state, input, context);
    case 'collectSignatures':
      return collectSignatures.step(state, input, context);
    case 'collectUnmask':
      return collectUnmask.step(state, input, context);
    case 'unmasking':
      return unmasking.step(state, input, context);
    default:
      return state satisfies never;
  }
}

function stepEnded(state: EndedState, input: ServerInput): ServerStep {
  if ('siteId' in input) demandOver(input, state.round.roundId, state.groups);
  return { state, effects: [] };
}

/** Whoever is in the round may say again what it said, or answer a question that is settled: that is nobody's fault, and changes nothing. */
function demandOver(input: SiteInput, roundId: Uint8Array, groups: readonly EndedGroup[]): void {
  if (!('message' in input)) return;
  const has = (ids: readonly Uint8Array[]): boolean => ids.some((id) => sameBytes(id, input.siteId));
  const isOurs =
    sameBytes(input.message.roundId, roundId) && groups.some(({ record }) => has(record.members));
  demand(isOurs, 'ROUND_CLOSED', 'the round is over');
  const isLate = input.type === 'masked' && !groups.some(({ record }) => has(record.counted));
  demand(!isLate, 'LATE', 'the sum is closed');
}

function isEnded(group: GroupState): group is EndedGroup {
  return group.phase === 'published' || group.phase === 'aborted';
}
