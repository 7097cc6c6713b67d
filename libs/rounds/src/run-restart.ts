/** @module What a run does when its state was read back by a new process. */
import { stepRound } from './round.ts';
import { ifSpent, stopped } from './run-ends.ts';
import { type RunContext, type RunHead, type RunState, type RunStep, runHead, stay } from './run-state.ts';
import { wait } from './run-waiting.ts';
import { unreachable } from './seat.ts';

type Running = Extract<RunState, { status: 'running' }>;

/**
 * The state was read back by a new process, whose monotonic clock starts elsewhere: what was due in s seconds is due in s seconds.
 * An open round is tried again; that is no failure of its sites, so it does not count towards `maxAttempts`.
 */
export function restart(state: RunState, nowMs: number, context: RunContext): RunStep {
  const shiftMs = nowMs - state.clockMs;
  const head = { ...runHead(state), clockMs: nowMs };
  switch (state.status) {
    case 'waiting':
      return wait(
        head,
        state.failures,
        Math.max(state.patientUntilMs + shiftMs, nowMs + context.settings.gatherS * 1000),
      );
    case 'paused':
      return stay({
        ...state,
        clockMs: nowMs,
        retryAtMs: state.retryAtMs === null ? null : state.retryAtMs + shiftMs,
      });
    case 'evaluating': {
      const deadlineAtMs = state.evaluation.deadlineAtMs + shiftMs;
      return stay({ ...state, clockMs: nowMs, evaluation: { ...state.evaluation, deadlineAtMs } });
    }
    case 'running':
      return reattempt(state, nowMs, context);
    case 'queued':
    case 'completed':
    case 'cancelled':
    case 'failed':
      return stay({ ...state, clockMs: nowMs });
    default:
      return unreachable(state);
  }
}

function reattempt(state: Running, nowMs: number, context: RunContext): RunStep {
  const { ref, phase } = state.round;
  const why = { code: 'UNAVAILABLE', reason: 'the coordinator restarted during the attempt' } as const;
  // `committed` is saved in the transaction that commits: where it was not read back, there was no commit.
  const isFrozen = phase === 'close' || phase === 'apply';
  const end = isFrozen ? ({ type: 'workFailed', ref } as const) : ({ type: 'abandon' } as const);
  // Told in the old clock's time: the record then gives the attempt's true length.
  const step = stepRound(state.round, { ...end, ...why, nowMs: state.clockMs }, context);
  const head: RunHead = { ...runHead(state), clockMs: nowMs, attemptsOver: ref.attempt };
  const next = ifSpent(head) ?? (state.stopping === null ? null : stopped(head, state.stopping));
  const again = next ?? wait(head, state.failures, nowMs + context.settings.gatherS * 1000);
  return { state: again.state, effects: [...step.effects, ...again.effects] };
}
