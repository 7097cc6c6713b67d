/** @module What close and apply share: who counts, fixed, and why the others do not. */
import type { Member } from './effect.ts';
import type { ClosedBy, RoundHead } from './open-round.ts';
import type { Outcome } from './outcome.ts';

export interface FrozenRound extends RoundHead {
  readonly closedAtMs: number;
  readonly closedBy: ClosedBy;
  /** Who counts once the round commits, sorted by site; at least a quorum. */
  readonly members: readonly Member[];
  /** Everybody else who was selected. */
  readonly outcomes: Readonly<Record<string, Outcome>>;
}
