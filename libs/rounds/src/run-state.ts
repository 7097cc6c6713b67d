/** @module The states of a run, and what it hears and asks beside its rounds. */
import type { ErrorCode } from '@muster/errors';
import type { RoundEffect } from './effect.ts';
import type { EvaluationEffect, EvaluationInput, EvaluationState } from './evaluation.ts';
import type { RoundInput } from './input.ts';
import type { RoundContext } from './open-round.ts';
import type { SiteOutcome } from './outcome.ts';
import type { ActiveRound } from './round.ts';
import type { Held } from './round-restart.ts';
import type { Metrics } from './settings.ts';

/** What every state of a run carries. */
export interface RunHead {
  readonly run: string;
  /** The newest time heard, so that time never runs back and a restart can shift what is still due. */
  readonly clockMs: number;
  /** Rounds committed so far: the current one is the next. */
  readonly committed: number;
  /** Attempts of the current round that have ended without a result. */
  readonly attemptsOver: number;
  /** The global model; empty until the run has started. */
  readonly modelHash: string;
  /** What the evaluation that judges the target says of this model; empty while nothing does. */
  readonly metrics: Metrics;
}

type TargetResult = 'reached' | 'missed' | 'none';

/**
 * ```
 * queued -> waiting -> running -> (evaluating ->) running ... -> completed
 *                        |  ^
 *                        v  |                cancelled, failed: from any of these
 *                       paused
 * ```
 */
export type RunState =
  | (RunHead & { readonly status: 'queued' })
  /** Ready to go on as soon as enough sites are: all wanted, or from `patientUntilMs` on a quorum. */
  | (RunHead & {
      readonly status: 'waiting';
      readonly failures: number;
      readonly patientUntilMs: number;
      readonly reason: string;
    })
  | (RunHead & {
      readonly status: 'running';
      readonly failures: number;
      readonly round: ActiveRound;
      /** The run was stopped while its commit was under way: it ends with that. */
      readonly stopping: Cancellation | null;
    })
  | (RunHead & { readonly status: 'evaluating'; readonly evaluation: EvaluationState })
  /**
   * The last attempt ended without a result, for the reason given, and `sites` tell why. At `retryAtMs` or later the run goes on by
   * itself as soon as a quorum is ready; null: too many attempts in a row (`failures`), none of which a person at a site held up, it waits for `resume`.
   */
  | (RunHead & {
      readonly status: 'paused';
      readonly failures: number;
      readonly code: ErrorCode | '';
      readonly reason: string;
      readonly sites: readonly SiteOutcome[];
      readonly retryAtMs: number | null;
    })
  | (RunHead & { readonly status: 'completed'; readonly target: TargetResult })
  | (RunHead & { readonly status: 'cancelled'; readonly reason: string })
  | (RunHead & { readonly status: 'failed'; readonly code: ErrorCode; readonly reason: string });

interface Cancellation {
  readonly as: 'cancelled';
  readonly reason: string;
}

/** Why a run ends before its rounds do: somebody cancelled it, or no retry can mend what failed. */
export type Stop =
  | Cancellation
  | { readonly as: 'failed'; readonly code: ErrorCode; readonly reason: string };

/** Everything that can happen to a run. Times are milliseconds of the coordinator's monotonic clock, and never go back. */
export type RunInput =
  | Exclude<RoundInput, { type: 'abandon' | 'workAgain' }>
  | EvaluationInput
  | { readonly type: 'start'; readonly nowMs: number; readonly modelHash: string }
  /** A site became ready or ceased to be (`RunContext.ready` has changed). */
  | { readonly type: 'readinessChanged'; readonly nowMs: number }
  /** A person lets the run go on. What failed of a held round is done again, or `inNewAttempt` given up. */
  | { readonly type: 'resume'; readonly nowMs: number; readonly inNewAttempt: boolean }
  | { readonly type: 'cancel'; readonly nowMs: number; readonly reason: string }
  /** First input after the state was read back; `nowMs` is of the new process's clock, `held` what the open attempt still has. */
  | { readonly type: 'restarted'; readonly nowMs: number; readonly held: Held };

/** What a step must know beside its state. */
export interface RunContext extends RoundContext {
  /** Every how many rounds sites evaluate on their holdouts; 0: never. The last model is evaluated in any case. */
  readonly federatedEvery: number;
  /** Sites that could be selected now: connected, not revoked, with the data, not working for another run. */
  readonly ready: readonly string[];
  /** Until then sites that a restart of the coordinator cut off may still be on their way back; 0: there was none. */
  readonly gatherUntilMs: number;
  /** A fresh unsigned 32-bit random number; used if this step draws a cohort. */
  readonly seed: number;
}

/** What a run asks its shell to do. Data only; each may be asked again after a restart and must bear it. */
export type RunEffect =
  | RoundEffect
  | EvaluationEffect
  | { readonly type: 'runWaiting'; readonly reason: string }
  | { readonly type: 'roundOpened'; readonly round: ActiveRound }
  | {
      readonly type: 'runPaused';
      readonly code: ErrorCode | '';
      readonly reason: string;
      readonly sites: readonly SiteOutcome[];
      readonly failures: number;
      readonly retryInMs: number | null;
    }
  | {
      readonly type: 'runCompleted';
      readonly target: TargetResult;
      readonly rounds: number;
      readonly metrics: Metrics;
    }
  | { readonly type: 'runCancelled'; readonly reason: string }
  | { readonly type: 'runFailed'; readonly code: ErrorCode; readonly reason: string };

/** The next state; what the effects need of it is saved before they are carried out, in their order. */
export interface RunStep {
  readonly state: RunState;
  readonly effects: readonly RunEffect[];
}

/** The head of any state, without what belongs to its status. */
export function runHead(state: RunHead): RunHead {
  const { run, clockMs, committed, attemptsOver, modelHash, metrics } = state;
  return { run, clockMs, committed, attemptsOver, modelHash, metrics };
}

/** Whether nothing can move the run any more. */
export function isRunOver(state: RunState): boolean {
  return state.status === 'completed' || state.status === 'cancelled' || state.status === 'failed';
}

/** Whether it goes on only when somebody says so. */
export function waitsForPerson(state: RunState): boolean {
  if (state.status === 'running') return state.round.phase === 'held';
  return state.status === 'paused' && state.retryAtMs === null;
}

/** A step that only changes the state. */
export function stay(state: RunState): RunStep {
  return { state, effects: [] };
}
