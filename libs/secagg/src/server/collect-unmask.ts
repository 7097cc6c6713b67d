/** @module Collecting shares of those who are counted and of those who were lost, until every secret is put together (secure-aggregation.md, sections 1.5, R4, and 1.9). */

import type { Share, Unmask } from '@muster/protocol';
import { copyOf } from '../bytes.ts';
import { decodeSet } from '../member-set.ts';
import { aborted } from './ended-group.ts';
import { viewOf } from './group-roster.ts';
import { isNeeded, neighboursIn, outOfReach } from './reachable.ts';
import { demand, demandRound, stays } from './refusal.ts';
import { ownersAtFault, recoverSecrets } from './secret-recovery.ts';
import type { GroupContext, GroupStep, ServerEffect } from './server-effect.ts';
import type { GroupInput } from './server-input.ts';
import type { CollectSignaturesState, CollectUnmaskState } from './server-state.ts';
import { sendSurvivors } from './survivors.ts';
import { openUnmasking } from './unmasking.ts';

type Signed = Omit<CollectSignaturesState, 'phase' | 'dueAtMs'>;

export function openUnmask(signed: Signed, nowMs: number, context: GroupContext): GroupStep {
  const { roster, absent, u2, u3, words, signatures } = signed;
  const collected: CollectUnmaskState = {
    phase: 'collectUnmask',
    roster,
    dueAtMs: nowMs + context.round.schedule.unmaskMs,
    absent,
    u2,
    u3,
    words,
    signatures,
    asked: words.map(() => false),
    answered: words.map(() => false),
    shares: words.map(() => []),
    secrets: words.map(() => null),
    blames: [],
  };
  const { graph } = viewOf(roster, context.round);
  const asked = askedOf(collected, context);
  const state = { ...collected, asked: words.map((_, place) => asked.has(place)) };
  const lost = outOfReach(graph, setsOf(state), asked, roster.threshold);
  if (lost !== undefined)
    return aborted(
      state,
      'SECAGG_BELOW_THRESHOLD',
      `${asked.size} sites have signed who counts, with enough others; too few neighbours of the site at place ${lost} are among them`,
    );
  return {
    state,
    effects: [{ type: 'save' }, ...[...asked].flatMap((place) => ask(state, place, context))],
  };
}

function setsOf({ roster, u2, u3 }: Pick<CollectUnmaskState, 'roster' | 'u2' | 'u3'>) {
  const sites = roster.members.length;
  return { shared: new Set(decodeSet(sites, u2)), counted: new Set(decodeSet(sites, u3)) };
}

/** Who can answer: in the malicious profile those who have signed, and of whose neighbours enough have. */
function askedOf(state: CollectUnmaskState, { round }: GroupContext): ReadonlySet<number> {
  const { counted } = setsOf(state);
  if (round.terms.cohort.profile === 'semi-honest') return counted;
  const { graph } = viewOf(state.roster, round);
  const signers = new Set([...counted].filter((place) => state.signatures[place] !== null));
  return new Set(
    [...signers].filter((place) => neighboursIn(graph, place, signers) >= state.roster.threshold),
  );
}

function ask(state: CollectUnmaskState, place: number, context: GroupContext): readonly ServerEffect[] {
  const { round } = context;
  const siteId = state.roster.members[place]?.siteId;
  if (siteId === undefined) return [];
  if (round.terms.cohort.profile === 'semi-honest') return sendSurvivors(state, place, context);
  const sigs = viewOf(state.roster, round)
    .graph.neighboursOf(place)
    .flatMap((index) => {
      const sig = state.signatures[index];
      return sig ? [{ index, sig }] : [];
    });
  const value = { roundId: round.roundId, sigs };
  return [{ type: 'send', siteId, message: { kind: 'consistencySet', value } }];
}

export function step(state: CollectUnmaskState, input: GroupInput, context: GroupContext): GroupStep {
  switch (input.type) {
    case 'connected':
      return state.asked[input.place] && !state.answered[input.place]
        ? { state, effects: ask(state, input.place, context) }
        : stays(state);
    case 'unmask':
      return goOn(answered(state, input.place, input.message, context), context);
    case 'gone':
      return goOn({ ...state, absent: state.absent.with(input.place, true) }, context);
    case 'close':
      return giveUp(state, context);
    case 'wake':
      return input.nowMs >= state.dueAtMs ? giveUp(state, context) : stays(state);
    case 'shares':
    case 'masked':
    case 'consistency':
      demandRound(context, input.message);
      demand(state.words[input.place] != null, 'LATE', 'the sum is closed');
      // Said twice: the answer to it is on its way, or was lost with a session.
      return stays(state);
    default:
      return stays(state);
  }
}

function answered(
  state: CollectUnmaskState,
  place: number,
  message: Unmask,
  context: GroupContext,
): CollectUnmaskState {
  demandRound(context, message);
  demand(state.asked[place] === true, 'UNEXPECTED_MESSAGE', 'this site was not asked for shares');
  if (state.answered[place]) return state;
  const { shared, counted } = setsOf(state);
  const { graph } = viewOf(state.roster, context.round);
  const isDue = (from: 'b' | 'sk', { owner, x }: Share): boolean =>
    shared.has(owner) && counted.has(owner) === (from === 'b') && x > 0 && x === graph.placeOf(owner, place);
  const isSound =
    message.b.every((each) => isDue('b', each)) && message.sk.every((each) => isDue('sk', each));
  const owners = [...message.b, ...message.sk].map(({ owner }) => owner);
  demand(
    isSound,
    'SECAGG_REFUSED',
    'a share that is not of the kind, of the place or of the owner that is due',
  );
  demand(new Set(owners).size === owners.length, 'SECAGG_REFUSED', 'two shares of one owner');
  const shares = [...state.shares];
  for (const { owner, v } of [...message.b, ...message.sk]) {
    if (state.secrets[owner] !== null || !isNeeded(graph, owner, counted)) continue;
    shares[owner] = [...(shares[owner] ?? []), { holder: place, value: copyOf(v) }];
  }
  return recoverSecrets(
    {
      ...state,
      shares,
      answered: state.answered.with(place, true),
      absent: state.absent.with(place, false),
    },
    owners,
    context,
  );
}

function goOn(state: CollectUnmaskState, context: GroupContext): GroupStep {
  const { shared, counted } = setsOf(state);
  const { graph } = viewOf(state.roster, context.round);
  const isSolved = [...shared].every(
    (owner) => state.secrets[owner] !== null || !isNeeded(graph, owner, counted),
  );
  if (isSolved) return openUnmasking(state, context);
  const isOver = state.asked.every((asked, place) => !asked || state.answered[place] || state.absent[place]);
  return isOver ? giveUp(state, context) : stays(state);
}

/** Nothing is learnt: without one secret the sum stays masked. */
function giveUp(state: CollectUnmaskState, context: GroupContext): GroupStep {
  const missing = state.shares.flatMap((_, owner) =>
    state.secrets[owner] === null && isNeededHere(state, owner, context) ? [owner] : [],
  );
  const cheats = ownersAtFault(state, missing, context);
  const blames = [...state.blames, ...cheats.map((owner) => ({ holder: owner, owner }))];
  return aborted(
    { ...state, blames },
    'SECAGG_BELOW_THRESHOLD',
    cheats.length > 0
      ? `the secrets of ${cheats.length} sites are not those that they committed to, or were never shared`
      : `the secrets of ${missing.length} sites cannot be put together from the shares that came`,
  );
}

function isNeededHere(state: CollectUnmaskState, owner: number, { round }: GroupContext): boolean {
  const { shared, counted } = setsOf(state);
  return shared.has(owner) && isNeeded(viewOf(state.roster, round).graph, owner, counted);
}
