/** @module Signed: the shares go out once enough neighbours have signed the very same sets (secure-aggregation.md, section 1.5, R4). */
import type { ConsistencySet } from '@muster/protocol';
import { sameBytes } from '../bytes.ts';
import { consistencyFields } from '../consistency.ts';
import { isSigned } from '../signature.ts';
import { insist } from './abort-code.ts';
import { type ClientInput, type ClientStep, type SignedState, send, unmoved } from './client-state.ts';
import { reveal } from './reveal.ts';
import { membersOf } from './sets.ts';

export function step(state: SignedState, input: ClientInput): ClientStep {
  switch (input.type) {
    case 'signatureKept':
      return say({ ...state, kept: true });
    case 'survivors':
      if (!sameBytes(input.message.roundId, state.roundId)) return unmoved(state);
      insist(sameBytes(input.message.u3, state.u3), 'SPLIT_VIEW', 'two sets of those who count in one round');
      return say(state);
    case 'consistencySet':
      return state.kept && sameBytes(input.message.roundId, state.roundId)
        ? conclude(state, input.message)
        : unmoved(state);
    case 'reconnected':
      return say(state);
    default:
      return unmoved(state);
  }
}

/** A signature that may not be on disk is kept once more: it could be the second one otherwise, after a restart from before it. */
function say(state: SignedState): ClientStep {
  return state.kept
    ? { state, effects: [send({ kind: 'consistency', value: state.consistency })] }
    : { state, effects: [{ type: 'keepSignature' }] };
}

function conclude(state: SignedState, { sigs }: ConsistencySet): ClientStep {
  const { place, roundId, relay, u3 } = state;
  const fields = consistencyFields(roundId, place.root, relay.u2, u3);
  const counted = membersOf(place, u3);
  let agreeing = 0;
  for (const neighbour of place.neighbours) {
    const signed = counted.has(neighbour.index) && sigs.find(({ index }) => index === neighbour.index);
    if (signed && isSigned('cons', fields, neighbour.signingKey, signed.sig)) agreeing += 1;
    if (agreeing === place.threshold) return reveal(state);
  }
  insist(
    false,
    'SPLIT_VIEW',
    `${agreeing} neighbours have signed the same sets, and ${place.threshold} are needed`,
  );
}
