/**
 * @module Phase 5 where updates are masked, unmask: who counts is frozen, the survivors sign that set and hand out shares, and the sum of
 * exactly these is made durable without its masks. It is made once: sites wipe their seeds when they hear that they count.
 */
import { sameRef } from '@muster/protocol';
import type { RoundEffect } from '../effect.ts';
import {
  type CloseState,
  type FrozenRound,
  frozenOf,
  requestSum,
  type UnmaskState,
} from '../frozen-round.ts';
import type { RoundInput } from '../input.ts';
import { isFromSite, type RoundContext } from '../open-round.ts';
import { tellCounted } from '../seat.ts';
import { abandonFrozen, type EndedState } from './ended.ts';
import { answerAfterClose } from './late.ts';

export function enterUnmask(frozen: FrozenRound): {
  readonly state: UnmaskState;
  readonly effects: readonly RoundEffect[];
} {
  const state: UnmaskState = { phase: 'unmask', ...frozenOf(frozen) };
  return { state, effects: [requestUnmasking(state)] };
}

/** Asked again after a restart, of the same members: survivors sign one set for an attempt. */
export function requestUnmasking({ ref, members }: FrozenRound): RoundEffect {
  return { type: 'unmaskSum', ref, members };
}

export function step(
  state: UnmaskState,
  input: RoundInput,
  _context: RoundContext,
): { readonly state: UnmaskState | CloseState | EndedState; readonly effects: readonly RoundEffect[] } {
  if (isFromSite(input)) return { state, effects: answerAfterClose(state, input) };
  switch (input.type) {
    case 'abandon':
      return abandonFrozen(state, input, input.nowMs);
    case 'workFailed':
      return sameRef(input.ref, state.ref)
        ? abandonFrozen(state, input, input.nowMs)
        : { state, effects: [] };
    case 'sealWritten':
      return sameRef(input.ref, state.ref) ? count(state) : { state, effects: [] };
    default:
      return { state, effects: [] };
  }
}

/** The sum is on disk: it is adopted in one transaction with the record that its members count. */
function count(state: UnmaskState): { readonly state: CloseState; readonly effects: readonly RoundEffect[] } {
  const { ref, members } = state;
  const closed: CloseState = { phase: 'close', ...frozenOf(state), isSealed: true };
  return {
    state: closed,
    effects: [
      { type: 'recordSeal', ref, members, added: members },
      ...members.map((member) => tellCounted(ref, member, member.site)),
      requestSum(closed),
    ],
  };
}
