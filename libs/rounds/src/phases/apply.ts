/** @module Phase 5, apply: strategy step, evaluation, commit. What counted is told only once it is committed. */
import { sameRef } from '@muster/protocol';
import type { CentralEvaluation, RoundEffect } from '../effect.ts';
import { type FrozenRound, frozenOf } from '../frozen-round.ts';
import type { RoundInput } from '../input.ts';
import { isFromSite, type RoundContext } from '../open-round.ts';
import { unreachable } from '../seat.ts';
import { finiteMetrics } from '../settings.ts';
import { abandonFrozen, commitFrozen, type EndedState } from './ended.ts';
import { endWork, type HeldState } from './held.ts';
import { answerAfterClose } from './late.ts';

export interface ApplyState extends FrozenRound {
  readonly phase: 'apply';
  readonly work: Work;
}

/** Where the new model is: being made, being evaluated, being committed. */
type Work =
  | { readonly step: 'model' }
  | { readonly step: 'evaluation'; readonly modelHash: string }
  | { readonly step: 'commit'; readonly modelHash: string; readonly evaluation: CentralEvaluation };

interface Step {
  readonly state: ApplyState | HeldState | EndedState;
  readonly effects: readonly RoundEffect[];
}

export function enterApply(closed: FrozenRound): {
  readonly state: ApplyState;
  readonly effects: readonly RoundEffect[];
} {
  const state: ApplyState = { phase: 'apply', ...frozenOf(closed), work: { step: 'model' } };
  const { ref, modelHash: baseModelHash, members } = state;
  return { state, effects: [{ type: 'applyAggregate', ref, baseModelHash, members }] };
}

export function step(state: ApplyState, input: RoundInput, context: RoundContext): Step {
  if (isFromSite(input)) return { state, effects: answerAfterClose(state, input) };
  if (input.type === 'abandon') return abandon(state, input);
  if (!('ref' in input) || !sameRef(input.ref, state.ref)) return { state, effects: [] };
  if (input.type === 'workFailed') return endWork(state, input, input.nowMs);
  const { work } = state;
  switch (work.step) {
    case 'model':
      if (input.type !== 'applied') return { state, effects: [] };
      return context.centralEvaluation
        ? evaluate(state, input.modelHash)
        : commit(state, input.modelHash, null);
    case 'evaluation':
      if (input.type === 'evaluated') {
        return commit(state, work.modelHash, { ok: true, metrics: finiteMetrics(input.metrics) });
      }
      if (input.type !== 'evaluationUnavailable') return { state, effects: [] };
      return commit(state, work.modelHash, { ok: false, code: input.code, reason: input.reason });
    case 'commit':
      if (input.type !== 'committed') return { state, effects: [] };
      return commitFrozen(state, work.modelHash, work.evaluation, input.nowMs);
    default:
      return unreachable(work);
  }
}

/** Once the commit is asked for, only its answer decides: the transaction may be through already. */
function abandon(state: ApplyState, input: Extract<RoundInput, { type: 'abandon' }>): Step {
  return state.work.step === 'commit' ? { state, effects: [] } : abandonFrozen(state, input, input.nowMs);
}

function evaluate(state: ApplyState, modelHash: string): Step {
  return {
    state: { ...state, work: { step: 'evaluation', modelHash } },
    effects: [{ type: 'evaluateModel', ref: state.ref, modelHash }],
  };
}

function commit(state: ApplyState, modelHash: string, evaluation: CentralEvaluation): Step {
  return {
    state: { ...state, work: { step: 'commit', modelHash, evaluation } },
    effects: [{ type: 'commitRound', ref: state.ref, modelHash, members: state.members, evaluation }],
  };
}
