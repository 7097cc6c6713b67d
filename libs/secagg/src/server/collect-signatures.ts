/** @module Collecting signatures: everybody who counts signs the sets that it was told (secure-aggregation.md, section 1.5, R3). */
import type { Consistency } from '@muster/protocol';
import { copyOf, sameBytes } from '../bytes.ts';
import { consistencyFields } from '../consistency.ts';
import { decodeSet } from '../member-set.ts';
import { isSigned } from '../signature.ts';
import { openUnmask } from './collect-unmask.ts';
import { demand, demandRound, stays } from './refusal.ts';
import type { GroupContext, GroupStep } from './server-effect.ts';
import type { GroupInput } from './server-input.ts';
import type { CollectSignaturesState } from './server-state.ts';
import { sendSurvivors } from './survivors.ts';

type Counted = Omit<CollectSignaturesState, 'phase' | 'signatures' | 'dueAtMs'>;

export function openSignatures(counted: Counted, nowMs: number, context: GroupContext): GroupStep {
  const { roster, absent, u2, u3, words } = counted;
  const state: CollectSignaturesState = {
    phase: 'collectSignatures',
    roster,
    dueAtMs: nowMs + context.round.schedule.signaturesMs,
    absent,
    u2,
    u3,
    words,
    signatures: words.map(() => null),
  };
  const members = decodeSet(roster.members.length, u3);
  return {
    state,
    effects: [{ type: 'save' }, ...members.flatMap((place) => sendSurvivors(state, place, context))],
  };
}

export function step(state: CollectSignaturesState, input: GroupInput, context: GroupContext): GroupStep {
  switch (input.type) {
    case 'connected':
      return isCounted(state, input.place) && !state.signatures[input.place]
        ? { state, effects: sendSurvivors(state, input.place, context) }
        : stays(state);
    case 'masked': {
      demandRound(context, input.message);
      const words = state.words[input.place];
      demand(words != null, 'LATE', 'the sum is closed');
      demand(sameBytes(words, input.message.sha256), 'DUPLICATE', 'other words of this site are in the sum');
      return { state, effects: sendSurvivors(state, input.place, context) };
    }
    case 'shares':
      demandRound(context, input.message);
      demand(isCounted(state, input.place), 'LATE', 'the sum is closed');
      // Said twice, and overtaken by what the site said since.
      return stays(state);
    case 'consistency':
      return goOn(signed(state, input.place, input.message, context), input.nowMs, context);
    case 'gone':
      return goOn({ ...state, absent: state.absent.with(input.place, true) }, input.nowMs, context);
    case 'close':
      return openUnmask(state, input.nowMs, context);
    case 'wake':
      return input.nowMs >= state.dueAtMs ? openUnmask(state, input.nowMs, context) : stays(state);
    case 'unmask':
      demandRound(context, input.message);
      demand(false, 'UNEXPECTED_MESSAGE', 'signatures are still being collected');
      break;
    default:
      return stays(state);
  }
}

function isCounted({ words }: CollectSignaturesState, place: number): boolean {
  return words[place] != null;
}

function signed(
  state: CollectSignaturesState,
  place: number,
  message: Consistency,
  context: GroupContext,
): CollectSignaturesState {
  demandRound(context, message);
  demand(isCounted(state, place), 'NOT_IN_COHORT', 'this site is not counted');
  const { roster, u2, u3 } = state;
  const fields = consistencyFields(context.round.roundId, roster.root, u2, u3);
  const key = roster.members[place]?.signingKey;
  demand(
    key !== undefined && isSigned('cons', fields, key, message.sig),
    'SIGNATURE_INVALID',
    'this site has signed other sets, or none',
  );
  return {
    ...state,
    signatures: state.signatures.with(place, copyOf(message.sig)),
    absent: state.absent.with(place, false),
  };
}

function goOn(state: CollectSignaturesState, nowMs: number, context: GroupContext): GroupStep {
  const isComplete = state.words.every(
    (words, place) => words === null || state.signatures[place] !== null || state.absent[place],
  );
  return isComplete ? openUnmask(state, nowMs, context) : stays(state);
}
