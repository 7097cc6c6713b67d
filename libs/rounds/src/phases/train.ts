/** @module Phase 2, train: every offer is answered and the sites work. Their progress is shown, not kept: it decides nothing. */
import type { RoundEffect } from '../effect.ts';
import type { CloseState, UnmaskState } from '../frozen-round.ts';
import type { RoundInput } from '../input.ts';
import { hear, judge, type OpenRound, openOf, type RoundContext, stayOpen } from '../open-round.ts';
import { endWaiting } from './close.ts';
import { abandonOpen, type EndedState } from './ended.ts';
import { enterReport, hasUpdates, type ReportState } from './report.ts';

export interface TrainState extends OpenRound {
  readonly phase: 'train';
}

/** Everybody has answered, and seeds are shared where updates are masked: from here on sites bring what they have worked out. */
export function enterTrain(
  round: OpenRound,
  context: RoundContext,
  nowMs: number,
  before: readonly RoundEffect[],
): { readonly state: TrainState | ReportState; readonly effects: readonly RoundEffect[] } {
  const answered: TrainState = { phase: 'train', ...openOf(round) };
  const next = hasUpdates(round.seats) ? enterReport(answered, nowMs) : answered;
  return stayOpen<TrainState | ReportState>(next, context, nowMs, before);
}

export function step(
  state: TrainState,
  input: RoundInput,
  context: RoundContext,
): {
  readonly state: TrainState | ReportState | CloseState | UnmaskState | EndedState;
  readonly effects: readonly RoundEffect[];
} {
  if (input.type === 'abandon') return abandonOpen(state, input, input.nowMs);
  const { effects, ...changed } = hear(state, input, context);
  const round: TrainState = { ...state, ...changed };
  const verdict = judge(round, context, input.nowMs);
  if (verdict.go !== 'on') return endWaiting(round, verdict, context, input.nowMs, effects);
  const next = hasUpdates(round.seats) ? enterReport(round, input.nowMs) : round;
  return stayOpen(next, context, input.nowMs, effects);
}
