/** @module What happens in a run, as people who watch it hear of it, in the words of @muster/api. */
import type { Happening, RunStatus } from '@muster/api';
import { ERRORS } from '@muster/errors';
import {
  type RoundRecord,
  type RunEffect,
  type RunState,
  type SiteOutcome,
  waitsForPerson,
} from '@muster/rounds';
import type { NewEvent } from '@muster/store';

/** The one status that the API shows for each status of the machine. */
export function statusOf(state: RunState): RunStatus {
  if (state.status === 'evaluating') return 'running';
  return state.status === 'running' && state.round.phase === 'held' ? 'paused' : state.status;
}

/** The sentence that says why a run is where it is. */
export function reasonOf(state: RunState): string {
  switch (state.status) {
    case 'waiting':
    case 'cancelled':
    case 'failed':
      return state.reason;
    case 'paused': {
      const next = waitsForPerson(state)
        ? 'waits for `muster run resume` or `muster run cancel`'
        : 'tries again by itself';
      return [state.reason, ...remedies(state.sites), next].join('; ');
    }
    case 'completed':
      if (state.target === 'none') return 'all rounds are done';
      return Object.keys(state.metrics).length > 0
        ? `target ${state.target}`
        : `target ${state.target}: the last model was not evaluated`;
    case 'evaluating':
      return 'the sites evaluate the model';
    case 'running':
      return state.round.phase === 'held'
        ? `${state.round.reason}; what counts in the round is kept, and waits for \`muster run resume\``
        : '';
    case 'queued':
      return '';
    default:
      return state satisfies never;
  }
}

/** Sites and codes named in a sentence; the record of the round has all. */
const NAMED_MAX = 3;

/** What kept sites of the last attempt from being counted, which sites, and what to do about it; the most frequent first. */
function remedies(sites: readonly SiteOutcome[]): readonly string[] {
  const failed = sites.filter(({ outcome }) => outcome !== 'counted' && outcome !== 'abandoned');
  const byCode = [...Map.groupBy(failed, ({ code }) => code)].sort(([, a], [, b]) => b.length - a.length);
  return byCode.slice(0, NAMED_MAX).flatMap(([code, of]) => {
    if (code === '') return [];
    const names = of.slice(0, NAMED_MAX).map(({ site }) => site);
    const others = of.length > NAMED_MAX ? [`${of.length - NAMED_MAX} more`] : [];
    return [`${code} at ${[...names, ...others].join(', ')}: ${ERRORS[code].action.replace(/\.$/, '')}`];
  });
}

/** A passing notice of why a run is where it is: what it says may change with every site that comes or goes, and with other runs. */
export function statusNotice(run: string, status: RunStatus, reason: string, atMs: number): NewEvent {
  return newEvent(run, atMs, { kind: 'run-status', data: { status, reason } });
}

export interface RoundTotals {
  readonly bytesUp: number;
  readonly bytesDown: number;
}

/** An event of a run as it is stored, or passes by. */
export function newEvent(run: string, atMs: number, { kind, data }: Happening): NewEvent {
  return { atMs, run, kind, body: data };
}

/** What a step leaves behind besides its effects. */
interface After {
  readonly state: RunState;
  /** Why the run is where it is, as people read it. */
  readonly reason: string;
  readonly totals: RoundTotals;
}

/** What an effect says to those who watch; null for effects that nobody needs to hear of. */
export function happeningOf(effect: RunEffect, { state, reason, totals }: After): Happening | null {
  switch (effect.type) {
    case 'runWaiting':
    case 'runPaused':
    case 'runCompleted':
    case 'runCancelled':
    case 'runFailed':
      return { kind: 'run-status', data: { status: statusOf(state), reason } };
    case 'roundOpened': {
      const { round: opened } = effect;
      const { ref } = opened;
      const cohort = opened.phase === 'select' ? opened.seats.sites.toSorted() : [];
      return { kind: 'round-opened', data: { round: ref.round, attempt: ref.attempt, cohort } };
    }
    case 'publishOutcome': {
      const { site, outcome } = effect;
      const data = { site, code: outcome.code, reason: outcome.reason };
      if (outcome.outcome === 'refused') return { kind: 'site-refused', data };
      if (outcome.outcome === 'rejected') return { kind: 'update-rejected', data };
      if (outcome.outcome === 'failed') return { kind: 'site-failed', data };
      return null;
    }
    case 'recordRound':
      return { kind: 'round-closed', data: roundClosed(effect.record, totals) };
    case 'recordEvaluation': {
      const { pooled, answered, missing, ref } = effect.record;
      const data = {
        round: ref.round,
        ...pooled,
        sites: answered.length,
        missing: [...missing],
        bytesDown: totals.bytesDown,
      };
      return { kind: 'evaluation', data };
    }
    default:
      return null;
  }
}

function roundClosed(
  record: RoundRecord,
  totals: RoundTotals,
): Extract<Happening, { kind: 'round-closed' }>['data'] {
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
