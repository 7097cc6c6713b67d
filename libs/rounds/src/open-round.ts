/** @module What select, train and report share while updates may still come: hearing sites, and the rule that ends the waiting. */
import type { RoundEffect } from './effect.ts';
import type { PresenceInput, RoundInput, SiteInput } from './input.ts';
import { nameRound, type RoundRef } from './outcome.ts';
import { type SeatContext, type Seats, seatOf, stepSeat, tally } from './seat.ts';
import type { RoundsSettings } from './settings.ts';

/** What every phase carries. Times are of the coordinator's monotonic clock. */
export interface RoundHead {
  readonly ref: RoundRef;
  /** SHA-256 hex of the global model that the round starts from. */
  readonly modelHash: string;
  readonly openedAtMs: number;
  readonly deadlineAtMs: number;
  /** Sites that were asked. */
  readonly cohortSize: number;
  /** The seed that drew them, kept so that the draw can be repeated. */
  readonly drawSeed: number;
}

export interface OpenRound extends RoundHead {
  readonly seats: Seats;
}

/** What a phase must know beside its state: the plan's part that never changes during a run. */
export interface RoundContext {
  readonly settings: RoundsSettings;
  /** Whether the task names a public test set. */
  readonly centralEvaluation: boolean;
}

export interface Heard {
  readonly seats: Seats;
  readonly effects: readonly RoundEffect[];
}

export function headOf(round: RoundHead): RoundHead {
  const { ref, modelHash, openedAtMs, deadlineAtMs, cohortSize, drawSeed } = round;
  return { ref, modelHash, openedAtMs, deadlineAtMs, cohortSize, drawSeed };
}

export function seatContext(round: RoundHead, context: RoundContext): SeatContext {
  const { ref, modelHash, deadlineAtMs, cohortSize } = round;
  return { ref, modelHash, deadlineAtMs, cohortSize, quorum: context.settings.quorum };
}

export function isFromSite(input: RoundInput): input is SiteInput | PresenceInput {
  return 'site' in input;
}

/** Hands a message to the seat of its site. A site without a seat is told so if it brings an update, else ignored. */
export function hearSite(round: OpenRound, input: SiteInput | PresenceInput, context: RoundContext): Heard {
  const seat = seatOf(round.seats, input.site);
  if (seat === undefined) return { seats: round.seats, effects: refuseStranger(round.ref, input) };
  const step = stepSeat(seat, input, seatContext(round, context));
  return { seats: { ...round.seats, [input.site]: step.seat }, effects: step.effects };
}

/** A site that was not selected is refused when it brings an update; whatever else it says is of no account. */
export function refuseStranger(ref: RoundRef, input: SiteInput | PresenceInput): readonly RoundEffect[] {
  return input.type === 'updateAnnounced' ? [refuseStrangersUpdate(ref, input.site)] : [];
}

export function refuseStrangersUpdate(ref: RoundRef, site: string): RoundEffect {
  const reason = `the site was not selected for ${nameRound(ref)}`;
  return { type: 'refuseUpdate', ref, site, code: 'NOT_IN_COHORT', reason };
}

export type ClosedBy = 'goal' | 'deadline' | 'everybody';

export type Verdict =
  | { readonly go: 'on' }
  | { readonly go: 'close'; readonly by: ClosedBy }
  | { readonly go: 'abandon'; readonly reason: string };

/**
 * Whether an open round goes on, closes or is abandoned (scale page, section 5: at goal, or at the deadline with the quorum).
 * It ends early when nobody is outstanding, and when those outstanding can no longer make the quorum.
 */
export function judge(round: OpenRound, settings: RoundsSettings, nowMs: number): Verdict {
  const { received, outstanding } = tally(round.seats);
  if (received >= settings.cohort) return { go: 'close', by: 'goal' };
  if (received + outstanding < settings.quorum) {
    return {
      go: 'abandon',
      reason: `the quorum of ${settings.quorum} is out of reach: ${received} received, ${outstanding} outstanding`,
    };
  }
  if (nowMs >= round.deadlineAtMs) {
    if (received >= settings.quorum) return { go: 'close', by: 'deadline' };
    return {
      go: 'abandon',
      reason: `${received} of the ${settings.quorum} updates that the quorum needs came by the deadline`,
    };
  }
  return outstanding === 0 ? { go: 'close', by: 'everybody' } : { go: 'on' };
}
