/** @module What the simulator looks for, by name (docs/simulator.md), and what it throws when it finds that it does not hold. */
export const INVARIANTS = [
  'counted-once',
  'counted-is-in-the-sum',
  'same-bits',
  'acknowledged-is-durable',
  'names-are-there',
  'kept-until-told',
  'one-update-a-round',
  'ends-in-time',
  'bounded',
  'no-fault-unheard',
  'comes-to-an-end',
  'leaves-nothing-behind',
  'never-both-shares',
  'one-signature-a-round',
  'same-words',
  'exact-or-abort',
  'never-two-views',
  'no-act-without-event',
  'no-event-without-act',
  'published-is-served',
  'never-two-histories',
  'verifies',
] as const;
export type InvariantName = (typeof INVARIANTS)[number];

export class Violation extends Error {
  readonly invariant: InvariantName;

  constructor(invariant: InvariantName, message: string) {
    super(message);
    this.invariant = invariant;
  }
}
