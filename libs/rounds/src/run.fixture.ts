/** @module A run in a test: a driver, and a shell that does all that is asked of it as good sites and a good disk would. */

import type { ErrorCode } from '@muster/errors';
import type { MaskingSettings } from './masking.ts';
import { LATE_SEAL, SITES, settings } from './round.fixture.ts';
import { createRun, stepRun } from './run.ts';
import type { RunContext, RunEffect, RunInput, RunState } from './run-state.ts';
import type { SealSettings } from './seal.ts';
import type { RoundsSettings } from './settings.ts';

export interface RunDriver {
  state: RunState;
  nowMs: number;
  ready: readonly string[];
  gatherUntilMs: number;
  readonly context: () => RunContext;
  readonly feed: (input: RunInput) => readonly RunEffect[];
  readonly at: (nowMs: number) => readonly RunEffect[];
}

export function driveRun(
  over: Partial<RoundsSettings> = {},
  options: {
    readonly centralEvaluation?: boolean;
    readonly federatedEvery?: number;
    readonly seal?: SealSettings;
    readonly masking?: MaskingSettings;
  } = {},
): RunDriver {
  const rounds = settings(over);
  const run: RunDriver = {
    state: createRun('r', 0),
    nowMs: 0,
    ready: SITES,
    gatherUntilMs: 0,
    context: () => ({
      settings: rounds,
      centralEvaluation: options.centralEvaluation ?? false,
      seal: options.seal ?? LATE_SEAL,
      masking: options.masking ?? null,
      federatedEvery: options.federatedEvery ?? 0,
      ready: run.ready,
      gatherUntilMs: run.gatherUntilMs,
      seed: 7,
    }),
    feed: (input) => {
      const step = stepRun(run.state, input, run.context());
      run.state = step.state;
      return step.effects;
    },
    at: (nowMs) => {
      run.nowMs = nowMs;
      return run.feed({ type: 'wake', nowMs });
    },
  };
  return run;
}

/** The accuracy that the models of successive rounds have. */
export interface GoodShell {
  readonly accuracy: (round: number) => number;
  /** Sites that refuse every offer. */
  readonly refusing?: readonly string[];
  /** Why they do. */
  readonly refusal?: ErrorCode;
}

/** Carries out `effects` and all that follows from them, and returns every effect in order. */
export function carryOut(
  run: RunDriver,
  effects: readonly RunEffect[],
  shell: GoodShell,
): readonly RunEffect[] {
  const all: RunEffect[] = [];
  const queue = [...effects];
  for (let effect = queue.shift(); effect !== undefined; effect = queue.shift()) {
    all.push(effect);
    for (const input of answersTo(effect, run.nowMs, shell)) queue.push(...run.feed(input));
  }
  return all;
}

/** What a good site or shell answers to one effect. */
export function answersTo(effect: RunEffect, nowMs: number, shell: GoodShell): readonly RunInput[] {
  switch (effect.type) {
    case 'sendOffer': {
      const { site, ref } = effect;
      if (shell.refusing?.includes(site)) {
        return [
          { type: 'offerRefused', nowMs, site, ref, code: shell.refusal ?? 'POLICY_REFUSED', reason: 'no' },
        ];
      }
      const updateHash = `u-${site}-${ref.round}-${ref.attempt}`;
      return [
        { type: 'offerAccepted', nowMs, site, ref },
        { type: 'updateAnnounced', nowMs, site, ref, updateHash, weight: 5 },
      ];
    }
    case 'receiveUpdate':
      return [
        { type: 'updateReceived', nowMs, site: effect.site, ref: effect.ref, updateHash: effect.updateHash },
      ];
    case 'writeSeal':
      return [{ type: 'sealWritten', nowMs, ref: effect.ref }];
    case 'requestAggregation':
      return [{ type: 'aggregated', nowMs, ref: effect.ref }];
    case 'applyAggregate':
      return [{ type: 'applied', nowMs, ref: effect.ref, modelHash: `m${effect.ref.round}` }];
    case 'evaluateModel': {
      const accuracy = shell.accuracy(effect.ref.round);
      return [{ type: 'evaluated', nowMs, ref: effect.ref, metrics: { accuracy, loss: 1 - accuracy } }];
    }
    case 'commitRound':
      return [{ type: 'committed', nowMs, ref: effect.ref }];
    case 'startEvaluation': {
      const { site, ref, modelHash } = effect;
      const correct = Math.round(100 * shell.accuracy(ref.round));
      return [
        { type: 'evaluationReceived', nowMs, site, ref, modelHash, examples: 100, correct, lossSum: 10 },
      ];
    }
    default:
      return [];
  }
}
