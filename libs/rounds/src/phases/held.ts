/**
 * @module Held: the round is closed, its work has failed, and some of its members were told that they count. Nothing is given up without a
 * person: the work is done again when one asks for it, or the attempt ends when one says so.
 */
import type { ErrorCode } from '@muster/errors';
import type { RoundEffect } from '../effect.ts';
import type { Why } from '../endings.ts';
import { type CloseState, type FrozenRound, frozenOf, requestSum } from '../frozen-round.ts';
import type { RoundInput } from '../input.ts';
import { isFromSite, type RoundContext } from '../open-round.ts';
import { abandonFrozen, type EndedState } from './ended.ts';
import { answerAfterClose } from './late.ts';

export interface HeldState extends FrozenRound {
  readonly phase: 'held';
  readonly code: ErrorCode;
  readonly reason: string;
}

/** What becomes of a closed round whose work has failed. */
export function endWork(
  round: FrozenRound,
  why: Why,
  nowMs: number,
): { readonly state: HeldState | EndedState; readonly effects: readonly RoundEffect[] } {
  if (!round.isSealed) return abandonFrozen(round, why, nowMs);
  const { code, reason } = why;
  return { state: { phase: 'held', ...frozenOf(round), code, reason }, effects: [] };
}

export function step(
  state: HeldState,
  input: RoundInput,
  _context: RoundContext,
): { readonly state: HeldState | CloseState | EndedState; readonly effects: readonly RoundEffect[] } {
  if (isFromSite(input)) return { state, effects: answerAfterClose(state, input) };
  switch (input.type) {
    case 'abandon':
      return abandonFrozen(state, input, input.nowMs);
    case 'workAgain': {
      const closed: CloseState = { phase: 'close', ...frozenOf(state) };
      return { state: closed, effects: [requestSum(closed)] };
    }
    default:
      return { state, effects: [] };
  }
}
