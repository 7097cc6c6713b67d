/** @module How the attempts, the evaluations and the run itself end, and what follows. */
import type { RoundRecord } from './effect.ts';
import { openEvaluation, recordEvaluation } from './evaluation.ts';
import { listOutcomes } from './outcome.ts';
import { type RoundStep, stepRound } from './round.ts';
import {
  isRunOver,
  type RunContext,
  type RunHead,
  type RunState,
  type RunStep,
  runHead,
  type Stop,
  stay,
} from './run-state.ts';
import { pause, wait } from './run-waiting.ts';
import { ATTEMPT_MAX, reachesTarget } from './settings.ts';

type Running = Extract<RunState, { status: 'running' }>;
type Evaluating = Extract<RunState, { status: 'evaluating' }>;

/** What a step of the round is to the run: it goes on, its work is held up, or it has ended. The effects of the step are the caller's. */
export function afterRound(state: Running, { state: round }: RoundStep, context: RunContext): RunStep {
  if (round.phase === 'ended') return endRound(state, round.record, context);
  if (round.phase !== 'held' || state.round.phase === 'held') return stay({ ...state, round });
  // Nobody waits for the work of a run that is stopped.
  if (state.stopping !== null) return abandon({ ...state, round }, state.stopping.reason, context);
  const { code, reason, outcomes } = round;
  const { failures } = state;
  const sites = listOutcomes(outcomes);
  return {
    state: { ...state, round },
    effects: [{ type: 'runPaused', code, reason, sites, failures, retryInMs: null }],
  };
}

/** A person lets the run go on. */
export function resume(state: RunState, inNewAttempt: boolean, context: RunContext): RunStep {
  if (state.status === 'paused') return wait(runHead(state), 0, state.clockMs);
  if (state.status !== 'running' || state.round.phase !== 'held') return stay(state);
  if (inNewAttempt) {
    const ended = abandon(state, 'an operator gave the attempt up: its work had failed', context);
    if (ended.state.status !== 'paused') return ended;
    return { state: wait(runHead(ended.state), 0, state.clockMs).state, effects: ended.effects };
  }
  const again = stepRound(state.round, { type: 'workAgain', nowMs: state.clockMs }, context);
  const next = afterRound(state, again, context);
  return { state: next.state, effects: [...again.effects, ...next.effects] };
}

/** Gives up what is open, as far as that is still possible. */
function abandon(state: Running, reason: string, context: RunContext): RunStep {
  const why = { type: 'abandon', nowMs: state.clockMs, code: 'CANCELLED', reason } as const;
  const step = stepRound(state.round, why, context);
  const next = afterRound(state, step, context);
  return { state: next.state, effects: [...step.effects, ...next.effects] };
}

function endRound(state: Running, record: RoundRecord, context: RunContext): RunStep {
  const head = runHead(state);
  if (record.result === 'committed') {
    const metrics = record.evaluation?.ok === true ? record.evaluation.metrics : {};
    const next: RunHead = {
      ...head,
      committed: head.committed + 1,
      attemptsOver: 0,
      modelHash: record.modelHash,
      metrics,
    };
    return state.stopping === null ? afterCommit(next, record, context) : stopped(next, state.stopping);
  }
  const next: RunHead = { ...head, attemptsOver: record.ref.attempt };
  if (state.stopping !== null) return stopped(next, state.stopping);
  return ifSpent(next) ?? pause(next, record, state.failures + 1, context);
}

function afterCommit(head: RunHead, record: RoundRecord, context: RunContext): RunStep {
  const { federatedEvery, settings } = context;
  const isLast = head.committed >= settings.max || reachesTarget(settings.target, head.metrics);
  if (federatedEvery === 0 || !(isLast || head.committed % federatedEvery === 0)) return goOn(head, context);
  const opened = openEvaluation({
    ref: record.ref,
    modelHash: head.modelHash,
    sites: [...new Set(context.ready)],
    deadlineS: settings.deadlineS,
    nowMs: head.clockMs,
  });
  return { state: { status: 'evaluating', ...head, evaluation: opened.state }, effects: opened.effects };
}

/** The target is judged by the public test set where there is one, else by sites that together make a quorum. */
export function endEvaluation(state: Evaluating, context: RunContext): RunStep {
  const record = recordEvaluation(state.evaluation);
  const judges = !context.centralEvaluation && record.answered.length >= context.settings.quorum;
  const next = goOn({ ...runHead(state), metrics: judges ? record.pooled : state.metrics }, context);
  return { state: next.state, effects: [{ type: 'recordEvaluation', record }, ...next.effects] };
}

function goOn(head: RunHead, context: RunContext): RunStep {
  const { max, target } = context.settings;
  const reached = reachesTarget(target, head.metrics);
  if (!reached && head.committed < max) {
    // Or the round after a restart would be left to the first who is back, and who they are to chance.
    return wait(head, 0, Math.max(head.clockMs, context.gatherUntilMs));
  }
  const result = target === undefined ? 'none' : reached ? 'reached' : 'missed';
  return {
    state: { status: 'completed', ...head, target: result },
    effects: [{ type: 'runCompleted', target: result, rounds: head.committed, metrics: head.metrics }],
  };
}

/** Ends the run, or lets a commit that is under way finish first. */
export function cancel(state: RunState, reason: string, context: RunContext): RunStep {
  if (isRunOver(state)) return stay(state);
  const stopping = { as: 'cancelled', reason } as const;
  if (state.status !== 'running') return stopped(runHead(state), stopping);
  return abandon({ ...state, stopping }, reason, context);
}

export function stopped(head: RunHead, why: Stop): RunStep {
  if (why.as === 'cancelled') {
    return {
      state: { status: 'cancelled', ...head, reason: why.reason },
      effects: [{ type: 'runCancelled', reason: why.reason }],
    };
  }
  return {
    state: { status: 'failed', ...head, code: why.code, reason: why.reason },
    effects: [{ type: 'runFailed', code: why.code, reason: why.reason }],
  };
}

/** The wire numbers attempts up to `ATTEMPT_MAX`: a round that used them all ends its run. */
export function ifSpent(head: RunHead): RunStep | null {
  if (head.attemptsOver < ATTEMPT_MAX) return null;
  const reason = `round ${head.committed + 1} was tried ${ATTEMPT_MAX} times without a result`;
  return stopped(head, { as: 'failed', code: 'QUORUM_NOT_REACHED', reason });
}
