/** @module Federated evaluation: each site tries a committed model on its own holdout, and only counts and sums come back. */
import type { ErrorCode } from '@muster/errors';
import { type RoundRef, sameRef } from '@muster/protocol';
import { compareNames } from './outcome.ts';
import { unreachable } from './seat.ts';
import type { Metrics } from './settings.ts';

/** What leaves a site: `correct` of `examples`, and the sum of the losses. */
export interface EvaluationSums {
  readonly examples: number;
  readonly correct: number;
  readonly lossSum: number;
}

type Examinee =
  | { readonly stage: 'asked' }
  | { readonly stage: 'answered'; readonly sums: EvaluationSums }
  | { readonly stage: 'missing'; readonly code: ErrorCode; readonly reason: string };

export interface EvaluationState {
  /** The committed round whose model is evaluated. */
  readonly ref: RoundRef;
  readonly modelHash: string;
  readonly deadlineAtMs: number;
  readonly sites: Readonly<Record<string, Examinee>>;
}

/** Who answered what, and why the others did not: partial results are results, and say that they are partial. */
export interface EvaluationRecord {
  readonly ref: RoundRef;
  /** Over all examples of all sites that answered: accuracy and loss. Empty if nobody did. */
  readonly pooled: Metrics;
  readonly examples: number;
  readonly answered: readonly ({ readonly site: string } & EvaluationSums)[];
  readonly missing: readonly { readonly site: string; readonly code: ErrorCode; readonly reason: string }[];
}

interface OfSite {
  readonly nowMs: number;
  readonly site: string;
}

export type EvaluationInput =
  | ({ readonly type: 'evaluationReceived'; readonly ref: RoundRef; readonly modelHash: string } & OfSite &
      EvaluationSums)
  | ({
      readonly type: 'evaluationFailed';
      readonly ref: RoundRef;
      readonly code: ErrorCode;
      readonly reason: string;
    } & OfSite);

type Input =
  | EvaluationInput
  | ({ readonly type: 'siteConnected' | 'siteRevoked' } & OfSite)
  | { readonly type: 'wake'; readonly nowMs: number };

export type EvaluationEffect =
  /** Ask a site, or ask again after a reconnection. */
  | {
      readonly type: 'startEvaluation';
      readonly ref: RoundRef;
      readonly site: string;
      readonly modelHash: string;
      readonly deadlineInMs: number;
    }
  | { readonly type: 'recordEvaluation'; readonly record: EvaluationRecord };

export interface EvaluationStep {
  readonly state: EvaluationState;
  readonly effects: readonly EvaluationEffect[];
}

/** Asks every site in `sites` about the model; `deadlineS` seconds from now what is missing stays missing. */
export function openEvaluation(opening: {
  readonly ref: RoundRef;
  readonly modelHash: string;
  readonly sites: readonly string[];
  readonly deadlineS: number;
  readonly nowMs: number;
}): EvaluationStep {
  const { ref, modelHash, nowMs } = opening;
  const sites = [...opening.sites].sort(compareNames);
  const state: EvaluationState = {
    ref,
    modelHash,
    deadlineAtMs: nowMs + opening.deadlineS * 1000,
    sites: Object.fromEntries(sites.map((site) => [site, { stage: 'asked' }])),
  };
  return { state, effects: sites.map((site) => ask(state, site, nowMs)) };
}

/** One answer a site: what was not asked, comes twice, is about another model or contradicts itself changes nothing that stands. */
export function stepEvaluation(state: EvaluationState, input: Input): EvaluationStep {
  if (input.nowMs >= state.deadlineAtMs) return { state: endAsked(state), effects: [] };
  if (!('site' in input) || !Object.hasOwn(state.sites, input.site)) return { state, effects: [] };
  if ('ref' in input && !sameRef(input.ref, state.ref)) return { state, effects: [] };
  if (state.sites[input.site]?.stage !== 'asked') return { state, effects: [] };
  switch (input.type) {
    case 'evaluationReceived':
      return { state: withSite(state, input.site, judgeSums(state, input)), effects: [] };
    case 'evaluationFailed':
      return {
        state: withSite(state, input.site, { stage: 'missing', code: input.code, reason: input.reason }),
        effects: [],
      };
    case 'siteRevoked': {
      const missing = {
        stage: 'missing',
        code: 'SITE_REVOKED',
        reason: 'the operator revoked the site',
      } as const;
      return { state: withSite(state, input.site, missing), effects: [] };
    }
    case 'siteConnected':
      return { state, effects: [ask(state, input.site, input.nowMs)] };
    default:
      return unreachable(input);
  }
}

export function isEvaluationOver(state: EvaluationState): boolean {
  return Object.values(state.sites).every((site) => site.stage !== 'asked');
}

/** The record, sites sorted by name; whoever is still asked counts as missing. */
export function recordEvaluation(state: EvaluationState): EvaluationRecord {
  const sites = Object.entries(endAsked(state).sites).sort(([a], [b]) => compareNames(a, b));
  const answered = sites.flatMap(([site, seat]) =>
    seat.stage === 'answered' ? [{ site, ...seat.sums }] : [],
  );
  const missing = sites.flatMap(([site, seat]) =>
    seat.stage === 'missing' ? [{ site, code: seat.code, reason: seat.reason }] : [],
  );
  const total = (of: (sums: EvaluationSums) => number) => answered.reduce((sum, one) => sum + of(one), 0);
  const examples = total((sums) => sums.examples);
  const pooled: Metrics =
    examples === 0
      ? {}
      : {
          accuracy: total((sums) => sums.correct) / examples,
          loss: total((sums) => sums.lossSum) / examples,
        };
  return { ref: state.ref, pooled, examples, answered, missing };
}

function ask(state: EvaluationState, site: string, nowMs: number): EvaluationEffect {
  const { ref, modelHash, deadlineAtMs } = state;
  return { type: 'startEvaluation', ref, site, modelHash, deadlineInMs: Math.max(0, deadlineAtMs - nowMs) };
}

function judgeSums(state: EvaluationState, sums: EvaluationSums & { readonly modelHash: string }): Examinee {
  const { examples, correct, lossSum, modelHash } = sums;
  if (modelHash !== state.modelHash) {
    return { stage: 'missing', code: 'MODEL_MISMATCH', reason: 'the site evaluated another model' };
  }
  const counts = Number.isSafeInteger(examples) && Number.isSafeInteger(correct);
  if (!counts || examples < 1 || correct < 0 || correct > examples || !Number.isFinite(lossSum)) {
    return {
      stage: 'missing',
      code: 'INVALID_ARGUMENT',
      reason: 'counts and sums that cannot be of any data',
    };
  }
  return { stage: 'answered', sums: { examples, correct, lossSum } };
}

function endAsked(state: EvaluationState): EvaluationState {
  const missing: Examinee = {
    stage: 'missing',
    code: 'TIMEOUT',
    reason: 'no answer by the deadline of the evaluation',
  };
  const sites = Object.entries(state.sites).map(([site, seat]): [string, Examinee] => [
    site,
    seat.stage === 'asked' ? missing : seat,
  ]);
  return { ...state, sites: Object.fromEntries(sites) };
}

function withSite(state: EvaluationState, site: string, seat: Examinee): EvaluationState {
  return { ...state, sites: { ...state.sites, [site]: seat } };
}
