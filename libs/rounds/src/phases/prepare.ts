/**
 * @module Phase 2 where updates are masked, prepare: keys and shares of seeds go round among those who accepted, while they train already.
 * From its end on it is settled whose updates can be unmasked together.
 */
import type { RoundEffect } from '../effect.ts';
import { endSeats } from '../endings.ts';
import type { CloseState, UnmaskState } from '../frozen-round.ts';
import type { RoundInput } from '../input.ts';
import { hear, judge, type OpenRound, openOf, type RoundContext } from '../open-round.ts';
import type { Outcome } from '../outcome.ts';
import { announcedHash, type Seat } from '../seat.ts';
import { endWaiting } from './close.ts';
import { abandonOpen, type EndedState } from './ended.ts';
import type { ReportState } from './report.ts';
import { enterTrain, type TrainState } from './train.ts';

export interface PrepareState extends OpenRound {
  readonly phase: 'prepare';
}

type MasksPrepared = Extract<RoundInput, { type: 'masksPrepared' }>;

/** `before` are the effects of the input that led here; they come first. */
export function enterPrepare(
  round: OpenRound,
  before: readonly RoundEffect[],
): { readonly state: PrepareState; readonly effects: readonly RoundEffect[] } {
  const state: PrepareState = { phase: 'prepare', ...openOf(round) };
  return { state, effects: [...before, askToPrepare(state)] };
}

/** Asked again after a restart, of the same sites. */
export function askToPrepare({ ref, seats }: PrepareState): RoundEffect {
  const sites = seats.entries.flatMap(([site, { stage }]) => (stage === 'ended' ? [] : [site])).toSorted();
  return { type: 'prepareMasks', ref, sites };
}

export function step(
  state: PrepareState,
  input: RoundInput,
  context: RoundContext,
): {
  readonly state: PrepareState | TrainState | ReportState | CloseState | UnmaskState | EndedState;
  readonly effects: readonly RoundEffect[];
} {
  if (input.type === 'abandon' || input.type === 'workFailed') return abandonOpen(state, input, input.nowMs);
  const { effects: said, ...changed } = hear(state, input, context);
  const heard: PrepareState = { ...state, ...changed };
  const { round, effects: told } =
    input.type === 'masksPrepared' ? settle(heard, input) : { round: heard, effects: [] };
  const effects = [...said, ...told];
  const verdict = judge(round, context, input.nowMs);
  if (verdict.go !== 'on') return endWaiting(round, verdict, context, input.nowMs, effects);
  if (round.prepared === null) return { state: round, effects };
  return enterTrain(round, context, input.nowMs, effects);
}

/** Whoever has not shared its seeds is out, for the reason that the shell knows. */
export function settle<Phase extends OpenRound>(
  round: Phase,
  { sites, survivorsMin, left }: MasksPrepared,
): { readonly round: Phase; readonly effects: readonly RoundEffect[] } {
  const members = new Set(sites);
  const { seats, effects } = endSeats(round.ref, round.seats, (seat, site) =>
    members.has(site) ? null : notPrepared(seat, left[site]),
  );
  return {
    round: { ...round, seats, prepared: { sites: sites.toSorted(), survivorsMin } },
    effects,
  };
}

function notPrepared(seat: Seat, why: MasksPrepared['left'][string] | undefined): Outcome {
  const silent = {
    outcome: 'lost',
    code: 'TIMEOUT',
    reason: 'its keys and shares did not come in time',
  } as const;
  return { ...(why ?? silent), updateHash: announcedHash(seat) };
}
