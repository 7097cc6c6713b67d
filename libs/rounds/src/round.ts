/** @module One round as a pure state machine: dispatch over its phases, time before words, no stale word. */
import { sameRef } from '@muster/protocol';
import type { RoundEffect } from './effect.ts';
import type { CloseState, UnmaskState } from './frozen-round.ts';
import type { RoundInput } from './input.ts';
import type { OpenRound, RoundContext } from './open-round.ts';
import * as apply from './phases/apply.ts';
import * as close from './phases/close.ts';
import type { EndedState } from './phases/ended.ts';
import * as held from './phases/held.ts';
import { answerOutsideRound } from './phases/late.ts';
import * as prepare from './phases/prepare.ts';
import * as report from './phases/report.ts';
import * as select from './phases/select.ts';
import * as train from './phases/train.ts';
import * as unmask from './phases/unmask.ts';
import { unreachable } from './seat.ts';

/** A round that has not ended: what a run keeps. JSON makes of it what `readRunState` reads back. */
export type ActiveRound =
  | select.SelectState
  | prepare.PrepareState
  | train.TrainState
  | report.ReportState
  | UnmaskState
  | CloseState
  | apply.ApplyState
  | held.HeldState;

export type RoundState = ActiveRound | EndedState;

export interface RoundStep {
  readonly state: RoundState;
  readonly effects: readonly RoundEffect[];
}

/**
 * One step. What is due by `input.nowMs` happens first, then the input: an update that comes with the deadline's own millisecond is
 * late, whether or not the timer has fired. Words about another attempt never reach a phase.
 */
export function stepRound(state: RoundState, input: RoundInput, context: RoundContext): RoundStep {
  const dueAtMs = roundWakeMs(state);
  const isDue = dueAtMs !== null && input.nowMs >= dueAtMs;
  const due = isDue
    ? stepPhase(state, { type: 'wake', nowMs: input.nowMs }, context)
    : { state, effects: [] };
  if (input.type === 'wake') return due;
  const next = stepPhase(due.state, input, context);
  return { state: next.state, effects: [...due.effects, ...next.effects] };
}

function stepPhase(state: RoundState, input: RoundInput, context: RoundContext): RoundStep {
  if (isStale(state, input)) return { state, effects: [] };
  switch (state.phase) {
    case 'select':
      return select.step(state, input, context);
    case 'prepare':
      return prepare.step(state, input, context);
    case 'train':
      return train.step(state, input, context);
    case 'report':
      return report.step(state, input, context);
    case 'unmask':
      return unmask.step(state, input, context);
    case 'close':
      return close.step(state, input, context);
    case 'apply':
      return apply.step(state, input, context);
    case 'held':
      return held.step(state, input, context);
    case 'ended':
      return {
        state,
        effects: 'site' in input && 'ref' in input ? answerOutsideRound(input, state.record.ref) : [],
      };
    default:
      return unreachable(state);
  }
}

function isStale(state: RoundState, input: RoundInput): boolean {
  return state.phase !== 'ended' && 'ref' in input && !sameRef(input.ref, state.ref);
}

function openUntilMs({ deadlineAtMs, sealing }: OpenRound): number {
  return Math.min(deadlineAtMs, sealing.dueAtMs ?? deadlineAtMs);
}

/** When the round wants its next `wake`; null while it waits for its shell's work or for a person, not for time. */
export function roundWakeMs(state: RoundState): number | null {
  switch (state.phase) {
    case 'select':
      return Math.min(state.offerEndsAtMs, openUntilMs(state));
    case 'prepare':
    case 'train':
    case 'report':
      return openUntilMs(state);
    case 'unmask':
    case 'close':
    case 'apply':
    case 'held':
    case 'ended':
      return null;
    default:
      return unreachable(state);
  }
}
