/** @module A run and its rounds as pure state machines. */
export type { CentralEvaluation, Member, RoundRecord } from './effect.ts';
export type { EvaluationRecord, EvaluationSums } from './evaluation.ts';
export type { Outcome, OutcomeKind, SiteOutcome } from './outcome.ts';
export { answerFromRecord, type RecordedOutcome } from './phases/late.ts';
export type { ActiveRound } from './round.ts';
export { createRun, runWakeMs, stepRun } from './run.ts';
export {
  isRunOver,
  type RunContext,
  type RunEffect,
  type RunInput,
  type RunState,
  type RunStep,
  waitsForPerson,
} from './run-state.ts';
export { readRunState } from './saved-run.ts';
export type { SealSettings } from './seal.ts';
export type { Seat } from './seat.ts';
export { type Metrics, type RoundsSettings, roundsSchema, type Target } from './settings.ts';
