/** @module What a run does when its state was read back by a new process. */
import { abandonFrozen } from './phases/ended.ts';
import { stepRound } from './round.ts';
import { type Held, restartRound } from './round-restart.ts';
import { ifSpent, stopped } from './run-ends.ts';
import { type RunContext, type RunHead, type RunState, type RunStep, runHead, stay } from './run-state.ts';
import { wait } from './run-waiting.ts';
import { unreachable } from './seat.ts';

type Running = Extract<RunState, { status: 'running' }>;

/**
 * The state was read back by a new process, whose monotonic clock starts elsewhere: what was due in s seconds is due in s seconds. An
 * open round goes on; where it cannot, it is tried again, which is no failure of its sites and does not count towards `maxAttempts`.
 */
export function restart(
  state: RunState,
  { nowMs, held }: { readonly nowMs: number; readonly held: Held },
  context: RunContext,
): RunStep {
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
      return state.stopping === null
        ? goOn(state, shiftMs, nowMs, held, context)
        : stopAgain(state, nowMs, context);
    case 'queued':
    case 'completed':
    case 'cancelled':
    case 'failed':
      return stay({ ...state, clockMs: nowMs });
    default:
      return unreachable(state);
  }
}

function goOn(state: Running, shiftMs: number, nowMs: number, held: Held, context: RunContext): RunStep {
  const { quorum } = context.settings;
  const step = restartRound(state.round, { shiftMs, nowMs, held, quorum });
  if (step.state.phase !== 'ended')
    return { state: { ...state, clockMs: nowMs, round: step.state }, effects: step.effects };
  const head: RunHead = { ...runHead(state), clockMs: nowMs, attemptsOver: state.round.ref.attempt };
  const again = ifSpent(head) ?? wait(head, state.failures, nowMs + context.settings.gatherS * 1000);
  return { state: again.state, effects: [...step.effects, ...again.effects] };
}

/**
 * The run was stopped while its commit was under way. `committed` is saved in the transaction that commits: where it was not read back,
 * there was no commit, and nothing is left to wait for.
 */
function stopAgain(state: Running, nowMs: number, context: RunContext): RunStep {
  const { ref } = state.round;
  const why = {
    code: 'UNAVAILABLE',
    reason: 'the coordinator restarted while the run was being stopped',
  } as const;
  const { round } = state;
  // Told in the old clock's time: the record then gives the attempt's true length.
  const nowThenMs = state.clockMs;
  const step =
    round.phase === 'apply'
      ? abandonFrozen(round, why, nowThenMs)
      : stepRound(round, { type: 'abandon', ...why, nowMs: nowThenMs }, context);
  const head: RunHead = { ...runHead(state), clockMs: nowMs, attemptsOver: ref.attempt };
  const next = state.stopping === null ? stay({ ...state, clockMs: nowMs }) : stopped(head, state.stopping);
  return { state: next.state, effects: [...step.effects, ...next.effects] };
}
