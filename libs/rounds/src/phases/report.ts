/** @module Phase 3, report: from the first announced update on, updates come in and are admitted one by one. */
import type { RoundEffect } from '../effect.ts';
import type { RoundInput } from '../input.ts';
import { headOf, hearSite, isFromSite, judge, type OpenRound, type RoundContext } from '../open-round.ts';
import type { Seats } from '../seat.ts';
import { type CloseState, endWaiting } from './close.ts';
import { abandonOpen, type EndedState } from './ended.ts';

export interface ReportState extends OpenRound {
  readonly phase: 'report';
  readonly reportingSinceMs: number;
}

export function enterReport(round: OpenRound, nowMs: number): ReportState {
  return { phase: 'report', ...headOf(round), reportingSinceMs: nowMs, seats: round.seats };
}

export function hasUpdates(seats: Seats): boolean {
  return Object.values(seats).some((seat) => seat.stage === 'announced' || seat.stage === 'received');
}

export function step(
  state: ReportState,
  input: RoundInput,
  context: RoundContext,
): { readonly state: ReportState | CloseState | EndedState; readonly effects: readonly RoundEffect[] } {
  if (input.type === 'abandon') return abandonOpen(state, input, input.nowMs);
  const heard = isFromSite(input) ? hearSite(state, input, context) : { seats: state.seats, effects: [] };
  const round: ReportState = { ...state, seats: heard.seats };
  const verdict = judge(round, context.settings, input.nowMs);
  if (verdict.go !== 'on') return endWaiting(round, verdict, input.nowMs, heard.effects);
  return { state: round, effects: heard.effects };
}
