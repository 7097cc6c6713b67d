/** @module Phase 3, report: from the first announced update on, updates come in and are admitted one by one. */
import type { RoundEffect } from '../effect.ts';
import type { CloseState, UnmaskState } from '../frozen-round.ts';
import type { RoundInput } from '../input.ts';
import { hear, judge, type OpenRound, openOf, type RoundContext, stayOpen } from '../open-round.ts';
import type { Seats } from '../seats.ts';
import { endWaiting } from './close.ts';
import { abandonOpen, type EndedState } from './ended.ts';

export interface ReportState extends OpenRound {
  readonly phase: 'report';
  readonly reportingSinceMs: number;
}

export function enterReport(round: OpenRound, nowMs: number): ReportState {
  return { phase: 'report', ...openOf(round), reportingSinceMs: nowMs };
}

export function hasUpdates(seats: Seats): boolean {
  return seats.count('announced', 'received', 'counted') > 0;
}

export function step(
  state: ReportState,
  input: RoundInput,
  context: RoundContext,
): {
  readonly state: ReportState | CloseState | UnmaskState | EndedState;
  readonly effects: readonly RoundEffect[];
} {
  if (input.type === 'abandon') return abandonOpen(state, input, input.nowMs);
  const { effects, ...changed } = hear(state, input, context);
  const round: ReportState = { ...state, ...changed };
  const verdict = judge(round, context, input.nowMs);
  if (verdict.go !== 'on') return endWaiting(round, verdict, context, input.nowMs, effects);
  return stayOpen(round, context, input.nowMs, effects);
}
