/** @module Phase 4, close: who counts is frozen, and nothing that comes later changes it. The sum of exactly these is asked for. */
import { sameRef } from '@muster/protocol';
import type { RoundEffect } from '../effect.ts';
import { atClose, endSeats } from '../endings.ts';
import { type CloseState, type FrozenRound, requestSum, type UnmaskState } from '../frozen-round.ts';
import type { RoundInput } from '../input.ts';
import {
  type ClosedBy,
  headOf,
  isFromSite,
  type OpenRound,
  type RoundContext,
  type Verdict,
} from '../open-round.ts';
import type { Outcome } from '../outcome.ts';
import { membersOf } from '../seal.ts';
import type { Seats } from '../seats.ts';
import { type ApplyState, enterApply } from './apply.ts';
import { abandonFrozen, abandonShort, type EndedState } from './ended.ts';
import { endWork, type HeldState } from './held.ts';
import { answerAfterClose } from './late.ts';
import { enterUnmask } from './unmask.ts';

/** Ends an open round as `judge` found. `before` are the effects of the input that led here; they come first. */
export function endWaiting(
  round: OpenRound,
  verdict: Exclude<Verdict, { go: 'on' }>,
  { masking }: RoundContext,
  nowMs: number,
  before: readonly RoundEffect[],
): { readonly state: CloseState | UnmaskState | EndedState; readonly effects: readonly RoundEffect[] } {
  const end =
    verdict.go === 'close'
      ? freeze(round, verdict.by, masking !== null, nowMs)
      : abandonShort(round, verdict.reason, nowMs);
  return { state: end.state, effects: [...before, ...end.effects] };
}

function freeze(
  round: OpenRound,
  by: ClosedBy,
  isMasked: boolean,
  nowMs: number,
): { readonly state: CloseState | UnmaskState; readonly effects: readonly RoundEffect[] } {
  const { seats, effects } = endSeats(round.ref, round.seats, (seat) => atClose(seat, by));
  const frozen: FrozenRound = {
    ...headOf(round),
    closedAtMs: nowMs,
    closedBy: by,
    members: membersOf(seats),
    isSealed: seats.count('counted') > 0,
    outcomes: outcomesOf(seats),
  };
  if (isMasked) {
    const unmask = enterUnmask(frozen);
    return { state: unmask.state, effects: [...effects, ...unmask.effects] };
  }
  const state: CloseState = { phase: 'close', ...frozen };
  return { state, effects: [...effects, requestSum(state)] };
}

function outcomesOf(seats: Seats): Readonly<Record<string, Outcome>> {
  return Object.fromEntries(
    seats.entries.flatMap(([site, seat]) => (seat.stage === 'ended' ? [[site, seat.outcome]] : [])),
  );
}

export function step(
  state: CloseState,
  input: RoundInput,
  _context: RoundContext,
): {
  readonly state: CloseState | ApplyState | HeldState | EndedState;
  readonly effects: readonly RoundEffect[];
} {
  if (isFromSite(input)) return { state, effects: answerAfterClose(state, input) };
  switch (input.type) {
    case 'abandon':
      return abandonFrozen(state, input, input.nowMs);
    case 'aggregated':
      return sameRef(input.ref, state.ref) ? enterApply(state) : { state, effects: [] };
    case 'workFailed':
      return sameRef(input.ref, state.ref) ? endWork(state, input, input.nowMs) : { state, effects: [] };
    default:
      return { state, effects: [] };
  }
}
