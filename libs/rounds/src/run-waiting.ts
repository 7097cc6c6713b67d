/** @module What a run does between attempts: waits for sites, pauses, retries, opens the next round when enough are ready. */
import type { RoundRecord } from './effect.ts';
import { fewestUpdates } from './masking.ts';
import { openRound } from './phases/select.ts';
import { type RunContext, type RunHead, type RunState, type RunStep, runHead } from './run-state.ts';
import { cohortAsked } from './settings.ts';

/** The longest wait between two attempts. */
const RETRY_MAX_MS = 300_000;
/** A run that waits for people at its sites tries again by itself up to so many attempts of a round: for some forty hours. */
const UNDECIDED_ATTEMPTS_MAX = 500;

type Resting = Extract<RunState, { status: 'waiting' | 'paused' }>;

/**
 * Opens the next round if it may: never with less than the quorum, while patient only with all that are wanted. Null: nothing new.
 */
export function openWhenReady(state: Resting, context: RunContext): RunStep | null {
  const ready = new Set(context.ready).size;
  const quorum = fewestUpdates(context.settings, context.masking, null);
  if (state.status === 'paused') {
    const isDue = state.retryAtMs !== null && state.clockMs >= state.retryAtMs;
    return isDue && ready >= quorum ? open(state, state.failures, context) : null;
  }
  const isPatient = state.clockMs < state.patientUntilMs;
  const needed = isPatient ? Math.max(quorum, cohortAsked(context.settings)) : quorum;
  if (ready >= needed) return open(state, state.failures, context);
  const reason =
    ready < quorum
      ? `${ready} of the ${quorum} sites that the quorum needs are ready`
      : `${ready} of ${needed} sites are ready; waiting a little for the others`;
  return reason === state.reason
    ? null
    : { state: { ...state, reason }, effects: [{ type: 'runWaiting', reason }] };
}

function open(from: RunHead, failures: number, context: RunContext): RunStep {
  const head = runHead(from);
  const ref = { run: head.run, round: head.committed + 1, attempt: head.attemptsOver + 1 };
  const { modelHash, clockMs: nowMs } = head;
  const opened = openRound({ ref, modelHash, ready: context.ready, seed: context.seed, nowMs }, context);
  return {
    state: { status: 'running', ...head, failures, round: opened.state, stopping: null },
    effects: [{ type: 'roundOpened', round: opened.state }, ...opened.effects],
  };
}

export function wait(head: RunHead, failures: number, patientUntilMs: number): RunStep {
  return { state: { status: 'waiting', ...head, failures, patientUntilMs, reason: '' }, effects: [] };
}

export function pause(head: RunHead, record: RoundRecord, failures: number, context: RunContext): RunStep {
  const { maxAttempts, retryS } = context.settings;
  const { code, reason, outcomes: sites } = record;
  // A person at a site takes hours, and has not said no: nobody has to look after the run for that here.
  const isUndecided =
    sites.some((site) => site.code === 'APPROVAL_PENDING') && record.ref.attempt < UNDECIDED_ATTEMPTS_MAX;
  const retryInMs =
    failures >= maxAttempts && !isUndecided
      ? null
      : Math.min(RETRY_MAX_MS, retryS * 1000 * 2 ** (failures - 1));
  const retryAtMs = retryInMs === null ? null : head.clockMs + retryInMs;
  return {
    state: { status: 'paused', ...head, failures, code, reason, sites, retryAtMs },
    effects: [{ type: 'runPaused', code, reason, sites, failures, retryInMs }],
  };
}
