/** @module Masked: who counts is checked, and signed once (secure-aggregation.md, section 1.5, R3). */
import type { Survivors } from '@muster/protocol';
import { copyOf, sameBytes } from '../bytes.ts';
import { consistencyFields } from '../consistency.ts';
import { sign } from '../signature.ts';
import { insist } from './abort-code.ts';
import {
  type ClientContext,
  type ClientInput,
  type ClientStep,
  type MaskedState,
  type SignedState,
  send,
  unmoved,
} from './client-state.ts';
import { reveal } from './reveal.ts';
import { joined } from './rostered.ts';
import { membersOf, neighboursIn } from './sets.ts';

export function step(state: MaskedState, input: ClientInput, context: ClientContext): ClientStep {
  switch (input.type) {
    case 'survivors':
      return sameBytes(input.message.roundId, state.roundId)
        ? survivors(state, input.message, context)
        : unmoved(state);
    case 'shareRelay': {
      if (!sameBytes(input.message.roundId, state.roundId)) return unmoved(state);
      const relay = joined(state.place.neighbours, state.relay, input.message);
      return { state: { ...state, relay }, effects: [{ type: 'save' }] };
    }
    case 'reconnected':
      return { state, effects: [send({ kind: 'masked', value: state.masked })] };
    default:
      return unmoved(state);
  }
}

function survivors(state: MaskedState, { u3 }: Survivors, context: ClientContext): ClientStep {
  const { place, relay, terms, roundId, expiresAtMs } = state;
  const members = membersOf(place, u3);
  const shared = membersOf(place, relay.u2);
  insist(members.has(place.index), 'NOT_IN_U3', 'this site has sent its words, and is not counted');
  const isWithin = [...members].every((member) => shared.has(member));
  insist(isWithin, 'SPLIT_VIEW', 'a site is counted that has not shared');
  insist(members.size >= terms.cohort.minCohort, 'BELOW_T', `${members.size} sites are counted`);
  const counted = neighboursIn(place, members);
  insist(
    counted >= place.threshold,
    'BELOW_T',
    `${counted} neighbours are counted, and ${place.threshold} are needed`,
  );
  const told = { terms, roundId, expiresAtMs, place, relay, u3: copyOf(u3) };
  if (terms.cohort.profile === 'semi-honest') return reveal(told);
  const fields = consistencyFields(roundId, place.root, relay.u2, u3);
  const next: SignedState = {
    phase: 'signed',
    ...told,
    consistency: { roundId, sig: sign('cons', fields, context.signingKey) },
    kept: false,
  };
  return { state: next, effects: [{ type: 'keepSignature' }] };
}
