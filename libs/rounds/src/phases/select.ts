/** @module Phase 1, select: the cohort is drawn and offered the round; sites accept, refuse or stay silent. */
import type { RoundRef } from '@muster/protocol';
import { drawCohort } from '../draw.ts';
import type { RoundEffect } from '../effect.ts';
import { atOfferEnd, endSeats } from '../endings.ts';
import type { CloseState, UnmaskState } from '../frozen-round.ts';
import type { RoundInput } from '../input.ts';
import {
  hear,
  isFromSite,
  judge,
  type OpenRound,
  type RoundContext,
  seatContext,
  stayOpen,
} from '../open-round.ts';
import { NOT_SEALING } from '../seal.ts';
import { type Seat, sendOffer } from '../seat.ts';
import { Seats } from '../seats.ts';
import { cohortAsked } from '../settings.ts';
import { endWaiting } from './close.ts';
import { abandonOpen, type EndedState } from './ended.ts';
import { enterPrepare, type PrepareState, settle } from './prepare.ts';
import type { ReportState } from './report.ts';
import { enterTrain, type TrainState } from './train.ts';

export interface SelectState extends OpenRound {
  readonly phase: 'select';
  /** Who has not answered by then is out. */
  readonly offerEndsAtMs: number;
}

interface Opening {
  readonly ref: RoundRef;
  /** SHA-256 hex of the global model. */
  readonly modelHash: string;
  /** Connected, able, and with the data: at least a quorum of them. The run sees to it. */
  readonly ready: readonly string[];
  /** Unsigned 32-bit number, fresh for each round. */
  readonly seed: number;
  readonly nowMs: number;
}

/** Draws `ceil(cohort * overSelection)` of the ready sites (all, if there are fewer) and offers them the round. */
export function openRound(
  opening: Opening,
  context: RoundContext,
): { readonly state: SelectState; readonly effects: readonly RoundEffect[] } {
  const { settings } = context;
  const cohort = drawCohort(opening.ready, cohortAsked(settings), opening.seed);
  const offered: Seat = { stage: 'offered', connected: true };
  const state: SelectState = {
    phase: 'select',
    ref: opening.ref,
    modelHash: opening.modelHash,
    openedAtMs: opening.nowMs,
    deadlineAtMs: opening.nowMs + settings.deadlineS * 1000,
    cohortSize: cohort.length,
    drawSeed: opening.seed >>> 0,
    offerEndsAtMs: opening.nowMs + settings.offerS * 1000,
    seats: Seats.of(cohort.map((site) => [site, offered])),
    sealing: NOT_SEALING,
    prepared: null,
  };
  return {
    state,
    effects: cohort.map((site) => sendOffer(seatContext(state, context), site, opening.nowMs)),
  };
}

/**
 * A quick site may bring its update while another still reads the offer: its seat moves on, the phase stays until every offer is
 * answered or `offerS` is over. So long is waited for reasons, too: a quorum that refusals put out of reach ends the attempt once every
 * site has had its say, not at the refusal that did it.
 */
export function step(
  state: SelectState,
  input: RoundInput,
  context: RoundContext,
): {
  readonly state:
    | SelectState
    | PrepareState
    | TrainState
    | ReportState
    | CloseState
    | UnmaskState
    | EndedState;
  readonly effects: readonly RoundEffect[];
} {
  if (input.type === 'abandon') return abandonOpen(state, input, input.nowMs);
  const { effects: said, ...changed } = hear(state, input, context);
  const isOver = !isFromSite(input) && input.nowMs >= state.offerEndsAtMs;
  const silent = isOver
    ? endSeats(state.ref, changed.seats, atOfferEnd)
    : { seats: changed.seats, effects: [] };
  const heard: SelectState = { ...state, ...changed, seats: silent.seats };
  // Seeds may be shared before everybody has answered: whoever has not by then is out.
  const { round, effects: told } =
    input.type === 'masksPrepared' && context.masking !== null
      ? settle(heard, input)
      : { round: heard, effects: [] };
  const effects = [...said, ...silent.effects, ...told];
  const verdict = judge(round, context, input.nowMs);
  const isUnheard = verdict.go === 'abandon' && hasOffers(round.seats);
  if (verdict.go !== 'on' && !isUnheard) return endWaiting(round, verdict, context, input.nowMs, effects);
  if (hasOffers(round.seats)) return stayOpen(round, context, input.nowMs, effects);
  return context.masking === null || round.prepared !== null
    ? enterTrain(round, context, input.nowMs, effects)
    : enterPrepare(round, effects);
}

function hasOffers(seats: Seats): boolean {
  return seats.count('offered') > 0;
}
