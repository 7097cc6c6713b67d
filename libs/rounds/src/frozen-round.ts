/** @module What close, apply and held share: who counts, fixed, and why the others do not. */
import type { Member, RoundEffect } from './effect.ts';
import { type ClosedBy, headOf, type RoundHead } from './open-round.ts';
import type { Outcome } from './outcome.ts';

export interface FrozenRound extends RoundHead {
  readonly closedAtMs: number;
  readonly closedBy: ClosedBy;
  /** Who counts once the round commits, sorted by site; at least a quorum. */
  readonly members: readonly Member[];
  /** Some of them were told `counted` by a seal: only a person may end the round without them. */
  readonly isSealed: boolean;
  /** Everybody else who was selected. */
  readonly outcomes: Readonly<Record<string, Outcome>>;
}

/** A frozen round without what belongs to its phase. */
export function frozenOf(round: FrozenRound): FrozenRound {
  const { closedAtMs, closedBy, members, isSealed, outcomes } = round;
  return { ...headOf(round), closedAtMs, closedBy, members, isSealed, outcomes };
}

/** The sum of the members is being made. */
export interface CloseState extends FrozenRound {
  readonly phase: 'close';
}

/** The survivors are asked for what takes the masks off the sum of the members. */
export interface UnmaskState extends FrozenRound {
  readonly phase: 'unmask';
}

export function requestSum({ ref, members }: CloseState): RoundEffect {
  return { type: 'requestAggregation', ref, members };
}
