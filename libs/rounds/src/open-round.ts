/** @module What select, train and report share while updates may still come: hearing sites, and the rule that ends the waiting. */
import type { RoundRef } from '@muster/protocol';
import type { RoundEffect } from './effect.ts';
import type { PresenceInput, RoundInput, SiteInput } from './input.ts';
import { fewestUpdates, type MaskingSettings, type Prepared } from './masking.ts';
import { nameRound } from './outcome.ts';
import { considerSeal, hearSeal, isOfSeal, NOT_SEALING, type Sealing, type SealSettings } from './seal.ts';
import { type SeatContext, stepSeat } from './seat.ts';
import type { Seats } from './seats.ts';
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
  readonly sealing: Sealing;
  /** Null until seeds are shared, and for good where updates are not masked. */
  readonly prepared: Prepared | null;
}

/** What a phase must know beside its state: the plan's part that never changes during a run. */
export interface RoundContext {
  readonly settings: RoundsSettings;
  /** Whether the task names a public test set. */
  readonly centralEvaluation: boolean;
  readonly seal: SealSettings;
  /** Null: updates are not masked. */
  readonly masking: MaskingSettings | null;
}

/** What an input changed of an open round, in whatever phase it is. */
interface Heard {
  readonly seats: Seats;
  readonly sealing: Sealing;
  readonly effects: readonly RoundEffect[];
}

export function headOf(round: RoundHead): RoundHead {
  const { ref, modelHash, openedAtMs, deadlineAtMs, cohortSize, drawSeed } = round;
  return { ref, modelHash, openedAtMs, deadlineAtMs, cohortSize, drawSeed };
}

/** An open round without what belongs to its phase. */
export function openOf(round: OpenRound): OpenRound {
  const { seats, sealing, prepared } = round;
  return { ...headOf(round), seats, sealing, prepared };
}

export function seatContext(round: RoundHead, context: RoundContext): SeatContext {
  const { ref, modelHash, deadlineAtMs, cohortSize } = round;
  return { ref, modelHash, deadlineAtMs, cohortSize, quorum: context.settings.quorum };
}

export function isFromSite(input: RoundInput): input is SiteInput | PresenceInput {
  return 'site' in input;
}

/** Hands an input to the seat of its site, or to the seal that it is about; any other changes nothing here. */
export function hear(round: OpenRound, input: RoundInput, context: RoundContext): Heard {
  if (isFromSite(input)) return { sealing: round.sealing, ...hearSite(round, input, context) };
  return isOfSeal(input)
    ? hearSeal(round, input)
    : { seats: round.seats, sealing: round.sealing, effects: [] };
}

/** A site without a seat is told so if it brings an update, else ignored. */
function hearSite(
  round: OpenRound,
  input: SiteInput | PresenceInput,
  context: RoundContext,
): Omit<Heard, 'sealing'> {
  const seat = round.seats.find(input.site);
  if (seat === undefined) return { seats: round.seats, effects: refuseStranger(round.ref, input) };
  if (input.type === 'updateAnnounced' && context.masking !== null && !isPreparedFor(round, input.site))
    return { seats: round.seats, effects: refuseUnprepared(round.ref, input.site) };
  const step = stepSeat(seat, input, seatContext(round, context));
  return { seats: round.seats.with(input.site, step.seat), effects: step.effects };
}

/** A site whose seeds nobody holds has nothing that could be unmasked. One whose part has ended hears of that instead. */
function isPreparedFor({ prepared, seats }: OpenRound, site: string): boolean {
  return seats.find(site)?.stage === 'ended' || prepared?.sites.includes(site) === true;
}

function refuseUnprepared(ref: RoundRef, site: string): readonly RoundEffect[] {
  const reason = `seeds are not shared yet in ${nameRound(ref)}: no update can be masked`;
  return [{ type: 'refuseUpdate', ref, site, code: 'MASKS_NOT_PREPARED', reason }];
}

/** A round that goes on: seals what is due; masked updates cannot be sealed one by one. `before` are the effects of the input; they come first. */
export function stayOpen<Phase extends OpenRound>(
  round: Phase,
  context: RoundContext,
  nowMs: number,
  before: readonly RoundEffect[],
): { readonly state: Phase; readonly effects: readonly RoundEffect[] } {
  if (context.masking !== null) return { state: { ...round, sealing: NOT_SEALING }, effects: before };
  const { sealing, effects } = considerSeal(round, context.settings.quorum, context.seal, nowMs);
  return { state: { ...round, sealing }, effects: [...before, ...effects] };
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
 * It ends early when nobody is outstanding, and when those outstanding can no longer make the quorum (`select` hears all answers first).
 */
export function judge(round: OpenRound, { settings, masking }: RoundContext, nowMs: number): Verdict {
  const quorum = fewestUpdates(settings, masking, round.prepared);
  const received = round.seats.count('received', 'counted');
  const outstanding = round.seats.count('offered', 'working', 'announced');
  if (received >= settings.cohort) return { go: 'close', by: 'goal' };
  if (received + outstanding < quorum) {
    return {
      go: 'abandon',
      reason: `the quorum of ${quorum} is out of reach: ${received} received, ${outstanding} outstanding`,
    };
  }
  if (nowMs >= round.deadlineAtMs) {
    if (received >= quorum) return { go: 'close', by: 'deadline' };
    return {
      go: 'abandon',
      reason: `${received} of the ${quorum} updates that the quorum needs came by the deadline`,
    };
  }
  return outstanding === 0 ? { go: 'close', by: 'everybody' } : { go: 'on' };
}
