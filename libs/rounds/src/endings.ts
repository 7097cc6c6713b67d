/** @module Which outcome a seat gets when its time is up: at the end of the offers, at the close, at an abandonment. */
import type { ErrorCode } from '@muster/errors';
import type { RoundRef } from '@muster/protocol';
import type { RoundEffect } from './effect.ts';
import type { ClosedBy } from './open-round.ts';
import type { Outcome } from './outcome.ts';
import { announcedHash, publish, type Seat, unreachable } from './seat.ts';
import { Seats } from './seats.ts';

export interface Why {
  readonly code: ErrorCode;
  readonly reason: string;
}

/** Ends each seat for which `rule` has an outcome; the others stay as they are. */
export function endSeats(
  ref: RoundRef,
  seats: Seats,
  rule: (seat: Seat, site: string) => Outcome | null,
): { readonly seats: Seats; readonly effects: readonly RoundEffect[] } {
  const effects: RoundEffect[] = [];
  const kept = seats.entries.map(([site, seat]): [string, Seat] => {
    const outcome = seat.stage === 'ended' ? null : rule(seat, site);
    if (outcome === null) return [site, seat];
    effects.push(publish(ref, site, outcome));
    return [site, { stage: 'ended', outcome }];
  });
  return { seats: Seats.of(kept), effects };
}

/** An offer that was not answered within `offerS`. Seats past their offer stay. */
export function atOfferEnd(seat: Seat): Outcome | null {
  if (seat.stage !== 'offered') return null;
  return seat.connected ? lost('TIMEOUT', 'no answer to the offer in time') : disconnected(seat);
}

/** A seat without a whole update when the round closes. Received and sealed seats stay: they count. */
export function atClose(seat: Seat, by: ClosedBy): Outcome | null {
  switch (seat.stage) {
    case 'received':
    case 'counted':
    case 'ended':
      return null;
    case 'offered':
      return seat.connected
        ? lost('TIMEOUT', 'no answer to the offer before the round closed')
        : disconnected(seat);
    case 'working':
    case 'announced':
      if (!seat.connected) return disconnected(seat);
      return {
        outcome: 'late',
        code: 'LATE',
        reason: lateReason(seat.stage, by),
        updateHash: announcedHash(seat),
      };
    default:
      return unreachable(seat);
  }
}

/** Every seat still without an outcome when an attempt ends below its quorum; `deadline` tells whether the time was up. */
export function atShortfall(seat: Seat, why: Why, deadline: boolean): Outcome | null {
  if (seat.stage === 'ended') return null;
  if ('connected' in seat) {
    if (!seat.connected) return disconnected(seat);
    if (deadline) return atClose(seat, 'deadline');
  }
  return abandoned(seat, why);
}

/** Every seat still without an outcome when an attempt is stopped from outside. */
export function abandoned(seat: Seat, why: Why): Outcome | null {
  if (seat.stage === 'ended') return null;
  return { outcome: 'abandoned', code: why.code, reason: why.reason, updateHash: announcedHash(seat) };
}

function lateReason(stage: 'working' | 'announced', by: ClosedBy): string {
  const what = stage === 'working' ? 'no update was announced' : 'the update was not whole';
  return by === 'goal' ? `${what} when the round closed at its goal` : `${what} by the deadline`;
}

function lost(code: ErrorCode, reason: string): Outcome {
  return { outcome: 'lost', code, reason, updateHash: '' };
}

function disconnected(seat: Seat): Outcome {
  return { ...lost('SITE_LOST', 'the site had no connection at the end'), updateHash: announcedHash(seat) };
}
