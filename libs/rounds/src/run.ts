/** @module A run as a pure state machine around its rounds: waits for sites, retries, pauses, and ends for a reason. */

import { sameRef } from '@muster/protocol';
import { type EvaluationInput, isEvaluationOver, stepEvaluation } from './evaluation.ts';
import type { RoundInput } from './input.ts';
import { answerOutsideRound } from './phases/late.ts';
import { roundWakeMs, stepRound } from './round.ts';
import { afterRound, cancel, endEvaluation, resume } from './run-ends.ts';
import { restart } from './run-restart.ts';
import { type RunContext, type RunInput, type RunState, type RunStep, runHead, stay } from './run-state.ts';
import { openWhenReady, wait } from './run-waiting.ts';
import { unreachable } from './seat.ts';

type Evaluating = Extract<RunState, { status: 'evaluating' }>;

/** A run that has not started: it waits for its turn and its first model. */
export function createRun(run: string, nowMs: number): RunState {
  return { status: 'queued', run, clockMs: nowMs, committed: 0, attemptsOver: 0, modelHash: '', metrics: {} };
}

/**
 * One step. The shell saves `state` where something was promised or recorded, then carries out `effects`; after a crash it feeds
 * `restarted` to the newest that was saved, with the updates that are whole, and what was left undone is asked for again. Time that runs
 * backwards is held.
 */
export function stepRun(state: RunState, input: RunInput, context: RunContext): RunStep {
  if (input.type === 'restarted') return advance(restart(state, input, context), context);
  const nowMs = Math.max(input.nowMs, state.clockMs);
  return advance(catchUp(hear({ ...state, clockMs: nowMs }, { ...input, nowMs }, context), context), context);
}

/** What is due when an input comes that moves no round is done with it: no wake is asked for any more at a time that has passed. */
function catchUp(step: RunStep, context: RunContext): RunStep {
  const { state } = step;
  const due = state.status === 'running' || state.status === 'evaluating' ? dueMs(state) : null;
  if (due === null || due > state.clockMs) return step;
  const late = hearRound(state, { type: 'wake', nowMs: state.clockMs }, context);
  return { state: late.state, effects: [...step.effects, ...late.effects] };
}

/** When the run wants its next `wake`; null while only an event can move it. Always later than the last input. */
export function runWakeMs(state: RunState): number | null {
  const due = dueMs(state);
  return due !== null && due > state.clockMs ? due : null;
}

function dueMs(state: RunState): number | null {
  switch (state.status) {
    case 'waiting':
      return state.patientUntilMs;
    case 'running':
      return roundWakeMs(state.round);
    case 'evaluating':
      return state.evaluation.deadlineAtMs;
    case 'paused':
      return state.retryAtMs;
    case 'queued':
    case 'completed':
    case 'cancelled':
    case 'failed':
      return null;
    default:
      return unreachable(state);
  }
}

function hear(
  state: RunState,
  input: Exclude<RunInput, { type: 'restarted' }>,
  context: RunContext,
): RunStep {
  const { nowMs } = input;
  switch (input.type) {
    case 'start': {
      if (state.status !== 'queued') return stay(state);
      const patientUntilMs = nowMs + context.settings.gatherS * 1000;
      return wait({ ...runHead(state), modelHash: input.modelHash }, 0, patientUntilMs);
    }
    case 'resume':
      return resume(state, input.inNewAttempt, context);
    case 'cancel':
      return cancel(state, input.reason, context);
    case 'readinessChanged':
      return stay(state);
    case 'evaluationReceived':
    case 'evaluationFailed':
      return state.status === 'evaluating' ? hearEvaluation(state, input) : stay(state);
    default:
      return hearRound(state, input, context);
  }
}

function hearRound(
  state: RunState,
  input: Exclude<RoundInput, { type: 'abandon' | 'workAgain' }>,
  context: RunContext,
): RunStep {
  // The deadline of a round passes whatever the input is about, so it is stepped even by words for another one.
  const stale = 'ref' in input && !(state.status === 'running' && sameRef(input.ref, state.round.ref));
  const answers = stale && 'site' in input ? answerOutsideRound(input, lastOver(state)) : [];
  const heard = stale ? ({ type: 'wake', nowMs: input.nowMs } as const) : input;
  if (state.status === 'running') {
    const step = stepRound(state.round, heard, context);
    const next = afterRound(state, step, context);
    return { state: next.state, effects: [...step.effects, ...answers, ...next.effects] };
  }
  if (state.status !== 'evaluating') return { state, effects: answers };
  const isForEvaluation =
    heard.type === 'wake' || heard.type === 'siteConnected' || heard.type === 'siteRevoked';
  const step = isForEvaluation ? hearEvaluation(state, heard) : stay(state);
  return { state: step.state, effects: [...answers, ...step.effects] };
}

function hearEvaluation(
  state: Evaluating,
  input:
    | EvaluationInput
    | { readonly type: 'siteConnected' | 'siteRevoked'; readonly site: string; readonly nowMs: number }
    | { readonly type: 'wake'; readonly nowMs: number },
): RunStep {
  const step = stepEvaluation(state.evaluation, input);
  return { state: { ...state, evaluation: step.state }, effects: step.effects };
}

/** All attempts up to and with this one are over. */
function lastOver(state: RunState) {
  return { run: state.run, round: state.committed + 1, attempt: state.attemptsOver };
}

/** A run never goes on with less than its quorum: here it opens a round, or stays. */
function advance(step: RunStep, context: RunContext): RunStep {
  const { state } = step;
  const next = advanceOnce(state, context);
  if (next === null) return step;
  const joined: RunStep = { state: next.state, effects: [...step.effects, ...next.effects] };
  return next.state.status === state.status ? joined : advance(joined, context);
}

function advanceOnce(state: RunState, context: RunContext): RunStep | null {
  switch (state.status) {
    case 'waiting':
    case 'paused':
      return openWhenReady(state, context);
    case 'evaluating':
      return isEvaluationOver(state.evaluation) ? endEvaluation(state, context) : null;
    default:
      return null;
  }
}
