/** @module Revealed: the shares are out. The same answer is given again, for the same set, until the round is over. */
import { sameBytes } from '../bytes.ts';
import { insist } from './abort-code.ts';
import { type ClientInput, type ClientStep, type RevealedState, send, unmoved } from './client-state.ts';

export function step(state: RevealedState, input: ClientInput): ClientStep {
  switch (input.type) {
    case 'survivors':
      if (!sameBytes(input.message.roundId, state.roundId)) return unmoved(state);
      insist(sameBytes(input.message.u3, state.u3), 'SPLIT_VIEW', 'two sets of those who count in one round');
      return answer(state);
    case 'consistencySet':
      return sameBytes(input.message.roundId, state.roundId) ? answer(state) : unmoved(state);
    case 'reconnected':
      return answer(state);
    default:
      return unmoved(state);
  }
}

function answer(state: RevealedState): ClientStep {
  return { state, effects: [send({ kind: 'unmask', value: state.unmask })] };
}
