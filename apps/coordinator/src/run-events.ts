/** @module What happens in a run, as people who watch it hear of it. Kinds and fields are part of the API. */
import type { RoundRecord, RunEffect, RunState } from '@muster/rounds';
import type { NewEvent } from '@muster/store';

/** The one status that the API shows for each status of the machine. */
export function statusOf(
  state: RunState,
): 'queued' | 'waiting' | 'running' | 'paused' | 'completed' | 'cancelled' | 'failed' {
  return state.status === 'evaluating' ? 'running' : state.status;
}

/** The sentence that says why a run is where it is. */
export function reasonOf(state: RunState): string {
  switch (state.status) {
    case 'waiting':
    case 'cancelled':
    case 'failed':
      return state.reason;
    case 'paused': {
      const next = state.retryAtMs === null ? 'waits for `muster run resume`' : 'tries again by itself';
      return `${state.reason}; ${next}`;
    }
    case 'completed':
      return state.target === 'none' ? 'all rounds are done' : `target ${state.target}`;
    case 'evaluating':
      return 'the sites evaluate the model';
    case 'queued':
    case 'running':
      return '';
    default:
      return state satisfies never;
  }
}

export interface RoundTotals {
  readonly bytesUp: number;
  readonly bytesDown: number;
}

/** The stored event of an effect; null for effects that nobody needs to hear of. */
export function eventOf(
  effect: RunEffect,
  state: RunState,
  atMs: number,
  totals: RoundTotals,
): NewEvent | null {
  const { run } = state;
  const event = (kind: string, body: object): NewEvent => ({ atMs, run, kind, body });
  switch (effect.type) {
    case 'runWaiting':
    case 'runPaused':
    case 'runCompleted':
    case 'runCancelled':
    case 'runFailed':
      return event('run-status', { status: statusOf(state), reason: reasonOf(state) });
    case 'roundOpened': {
      const { ref, seats } =
        effect.round.phase === 'select' ? effect.round : { ref: effect.round.ref, seats: {} };
      return event('round-opened', {
        round: ref.round,
        attempt: ref.attempt,
        cohort: Object.keys(seats).sort(),
      });
    }
    case 'publishOutcome': {
      const { site, outcome } = effect;
      if (outcome.outcome === 'refused')
        return event('site-refused', { site, code: outcome.code, reason: outcome.reason });
      if (outcome.outcome === 'rejected')
        return event('update-rejected', { site, code: outcome.code, reason: outcome.reason });
      if (outcome.outcome === 'failed')
        return event('site-failed', { site, code: outcome.code, reason: outcome.reason });
      return null;
    }
    case 'recordRound':
      return event('round-closed', roundClosed(effect.record, totals));
    case 'recordEvaluation': {
      const { pooled, answered, missing, ref } = effect.record;
      return event('evaluation', { round: ref.round, ...pooled, sites: answered.length, missing });
    }
    default:
      return null;
  }
}

function roundClosed(record: RoundRecord, totals: RoundTotals) {
  const { ref, result, reason, evaluation, outcomes, openedAtMs, endedAtMs } = record;
  return {
    round: ref.round,
    attempt: ref.attempt,
    status: result === 'committed' ? 'applied' : 'abandoned',
    reason,
    members: outcomes.map(({ site, outcome, code, reason: why }) => ({ site, outcome, code, reason: why })),
    ...(evaluation?.ok ? evaluation.metrics : {}),
    ...(evaluation?.ok === false ? { evaluationFailed: `${evaluation.code}: ${evaluation.reason}` } : {}),
    seconds: (endedAtMs - openedAtMs) / 1000,
    ...totals,
  };
}
