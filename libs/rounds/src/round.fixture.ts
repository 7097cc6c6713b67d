/** @module A round of five in a test: short names for inputs, and a driver that keeps state and effects. */
import type { RoundRef } from '@muster/protocol';
import type { RoundEffect } from './effect.ts';
import type { RoundInput } from './input.ts';
import type { MaskingSettings } from './masking.ts';
import type { RoundContext } from './open-round.ts';
import { openRound } from './phases/select.ts';
import { type ActiveRound, type RoundState, stepRound } from './round.ts';
import { readRunState } from './saved-run.ts';
import type { SealSettings } from './seal.ts';
import { type RoundsSettings, roundsSchema } from './settings.ts';

export const REF: RoundRef = { run: 'r', round: 1, attempt: 1 };
export const SITES = ['a', 'b', 'c', 'd', 'e'] as const;

/** Later than any test of rounds that are not about seals. */
export const LATE_SEAL: SealSettings = { afterMs: 1_000_000, updatesMax: 64 };

export function settings(over: Partial<RoundsSettings> = {}): RoundsSettings {
  return roundsSchema.parse({ max: 3, cohort: 5, quorum: 3, deadlineS: 100, offerS: 10, ...over });
}

/** Drives one round; `say` fills in the round and the time. */
export function drive(
  over: Partial<RoundsSettings> = {},
  centralEvaluation = false,
  seal = LATE_SEAL,
  masking: MaskingSettings | null = null,
) {
  const context: RoundContext = { settings: settings(over), centralEvaluation, seal, masking };
  const opened = openRound({ ref: REF, modelHash: 'm0', ready: SITES, seed: 7, nowMs: 0 }, context);
  let state: RoundState = opened.state;
  let nowMs = 0;
  const feed = (input: RoundInput): readonly RoundEffect[] => {
    const step = stepRound(state, input, context);
    state = step.state;
    return step.effects;
  };
  const site = (name: string) => ({ nowMs, site: name, ref: REF });
  return {
    opening: opened.effects,
    settings: context.settings,
    get state() {
      return state;
    },
    feed,
    at(ms: number) {
      nowMs = ms;
      return feed({ type: 'wake', nowMs });
    },
    accept: (...names: readonly string[]) =>
      names.flatMap((name) => feed({ type: 'offerAccepted', ...site(name) })),
    refuse: (name: string) =>
      feed({ type: 'offerRefused', ...site(name), code: 'POLICY_REFUSED', reason: 'cohort too small' }),
    fail: (name: string) =>
      feed({ type: 'siteFailed', ...site(name), code: 'TRAINING_FAILED', reason: 'killed' }),
    announce: (name: string, updateHash = `u-${name}`, weight = 10) =>
      feed({ type: 'updateAnnounced', ...site(name), updateHash, weight }),
    received: (name: string, updateHash = `u-${name}`) =>
      feed({ type: 'updateReceived', ...site(name), updateHash }),
    rejected: (name: string, updateHash = `u-${name}`) =>
      feed({
        type: 'updateRejected',
        ...site(name),
        updateHash,
        code: 'UPDATE_NOT_FINITE',
        reason: 'NaN at 3',
      }),
    send(...names: readonly string[]) {
      return names.flatMap((name) => [...this.announce(name), ...this.received(name)]);
    },
    released: (name: string, updateHash = `u-${name}`, weight = 10) =>
      feed({ type: 'updateReleased', ...site(name), updateHash, weight }),
    gone: (name: string) => feed({ type: 'siteDisconnected', nowMs, site: name }),
    back: (name: string) => feed({ type: 'siteConnected', nowMs, site: name }),
    revoke: (name: string) => feed({ type: 'siteRevoked', nowMs, site: name }),
    work: (type: 'aggregated' | 'committed' | 'sealWritten') => feed({ type, nowMs, ref: REF }),
    prepared: (
      sites: readonly string[],
      survivorsMin: number,
      left: Extract<RoundInput, { type: 'masksPrepared' }>['left'] = {},
    ) => feed({ type: 'masksPrepared', nowMs, ref: REF, sites, survivorsMin, left }),
    workFails: () => feed({ type: 'workFailed', nowMs, ref: REF, code: 'STORAGE_CORRUPT', reason: 'rot' }),
    workAgain: () => feed({ type: 'workAgain', nowMs }),
    applied: (modelHash = 'm1') => feed({ type: 'applied', nowMs, ref: REF, modelHash }),
    sealFails: () => feed({ type: 'sealFailed', nowMs, ref: REF, code: 'STORAGE_FULL', reason: 'no room' }),
    abandon: () => feed({ type: 'abandon', nowMs, code: 'CANCELLED', reason: 'enough' }),
    /** Every recorded or frozen outcome as `site: outcome code`. */
    outcomes() {
      const text = (name: string, outcome: { outcome: string; code: string }) =>
        `${name}: ${outcome.outcome} ${outcome.code}`.trim();
      if (state.phase === 'ended') return state.record.outcomes.map((outcome) => text(outcome.site, outcome));
      if ('members' in state) {
        return Object.entries(state.outcomes).map(([name, outcome]) => text(name, outcome));
      }
      return state.seats.entries.flatMap(([name, seat]) =>
        seat.stage === 'ended' ? [text(name, seat.outcome)] : [],
      );
    },
  };
}

export function types(effects: readonly { readonly type: string }[]): readonly string[] {
  return effects.map((effect) => effect.type);
}

/** As people read it in the database. */
export function asSaved(state: RoundState): Record<string, unknown> {
  return JSON.parse(JSON.stringify(state));
}

/** A round as a restart reads it back. */
export function readRound(round: RoundState): ActiveRound {
  const head = { run: 'r', clockMs: 0, committed: 0, attemptsOver: 0, modelHash: 'm0', metrics: {} };
  const run = { status: 'running', ...head, failures: 0, round, stopping: null };
  const read = readRunState(JSON.parse(JSON.stringify(run)), 'r');
  if (read.status !== 'running') throw new Error('it is running');
  return read.round;
}
