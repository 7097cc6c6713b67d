/** @module What a selected site's round came to: one outcome, one code, one reason. */
import type { ErrorCode } from '@muster/errors';
import type { RoundRef } from '@muster/protocol';

/** "round 3, attempt 2", for reasons that a person reads. */
export function nameRound(ref: RoundRef): string {
  return ref.attempt === 1 ? `round ${ref.round}` : `round ${ref.round}, attempt ${ref.attempt}`;
}

/**
 * - `counted`: its update is in the aggregate.
 * - `refused`: it declined the offer. `rejected`: the coordinator declined its update, or revoked the site.
 * - `late`: connected, and not done when the round closed. `lost`: no answer to its offer, or no connection at the close.
 * - `failed`: it said that it cannot go on. `abandoned`: the attempt ended without a result; nothing was wrong with the site.
 */
export type OutcomeKind = 'counted' | 'refused' | 'late' | 'lost' | 'rejected' | 'failed' | 'abandoned';

/** How one site ended one attempt, and why. */
export interface Outcome {
  readonly outcome: OutcomeKind;
  /** Empty only when counted. */
  readonly code: ErrorCode | '';
  readonly reason: string;
  /** SHA-256 hex of the update that the site announced; empty when there was none. */
  readonly updateHash: string;
}

/** The same, with the site's name. */
export interface SiteOutcome extends Outcome {
  readonly site: string;
}

/** Outcomes by site, in the order of names: the same round reads the same in every record. */
export function listOutcomes(outcomes: Readonly<Record<string, Outcome>>): readonly SiteOutcome[] {
  return Object.entries(outcomes)
    .map(([site, outcome]) => ({ site, ...outcome }))
    .sort((a, b) => compareNames(a.site, b.site));
}

/** By code unit, never by locale: the order must not depend on the machine. */
export function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
