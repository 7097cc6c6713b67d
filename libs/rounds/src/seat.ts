/** @module One selected site's place in an open round: what it has done so far, and how each message moves it. */
import { type ErrorCode, MusterError } from '@muster/errors';
import type { RoundRef } from '@muster/protocol';
import type { RoundEffect } from './effect.ts';
import type { PresenceInput, SiteInput } from './input.ts';
import { nameRound, type Outcome, type OutcomeKind } from './outcome.ts';

/** A site without a connection keeps its seat until the deadline: agents keep their bytes and come back. */
export type Seat =
  | { readonly stage: 'offered'; readonly connected: boolean }
  | { readonly stage: 'working'; readonly connected: boolean }
  | {
      readonly stage: 'announced';
      readonly connected: boolean;
      readonly updateHash: string;
      readonly weight: number;
    }
  | { readonly stage: 'received'; readonly updateHash: string; readonly weight: number }
  /** Sealed: its update is in a sum that is on disk. */
  | { readonly stage: 'counted'; readonly updateHash: string; readonly weight: number }
  | { readonly stage: 'ended'; readonly outcome: Outcome };

/** What a seat must know of its round to answer. */
export interface SeatContext {
  readonly ref: RoundRef;
  readonly modelHash: string;
  readonly deadlineAtMs: number;
  readonly cohortSize: number;
  readonly quorum: number;
}

export interface SeatStep {
  readonly seat: Seat;
  readonly effects: readonly RoundEffect[];
}

export function sendOffer(context: SeatContext, site: string, nowMs: number): RoundEffect {
  return {
    type: 'sendOffer',
    ref: context.ref,
    site,
    modelHash: context.modelHash,
    deadlineInMs: Math.max(0, context.deadlineAtMs - nowMs),
    cohortSize: context.cohortSize,
    quorum: context.quorum,
  };
}

/** The effect that records and tells a site's end; `modelHash` is the new global model, empty where there is none. */
export function publish(ref: RoundRef, site: string, outcome: Outcome, modelHash = ''): RoundEffect {
  return { type: 'publishOutcome', ref, site, outcome, modelHash };
}

/** The effect that tells a site once more what is on record. */
export function repeat(ref: RoundRef, site: string, outcome: Outcome, modelHash = ''): RoundEffect {
  return { type: 'repeatOutcome', ref, site, outcome, modelHash };
}

/** Tells a site that its update is sealed; the model that it will be in is not there yet. */
export function tellCounted(
  ref: RoundRef,
  { updateHash }: { readonly updateHash: string },
  site: string,
): RoundEffect {
  return repeat(ref, site, { outcome: 'counted', code: '', reason: '', updateHash });
}

/** Moves one seat. A seat that has ended never moves again; a message that makes no sense at its stage changes nothing. */
export function stepSeat(seat: Seat, input: SiteInput | PresenceInput, context: SeatContext): SeatStep {
  switch (input.type) {
    case 'offerAccepted':
      if (seat.stage === 'offered') return moved({ stage: 'working', connected: seat.connected });
      return seat.stage === 'ended'
        ? answered(seat, repeat(context.ref, input.site, seat.outcome))
        : moved(seat);
    case 'offerRefused':
      // A restarted agent may decline what it had accepted. A whole update stays.
      return isOpen(seat) ? ended(seat, input.site, context, 'refused', input) : moved(seat);
    case 'siteFailed':
      return isOpen(seat) ? ended(seat, input.site, context, 'failed', input) : moved(seat);
    case 'updateAnnounced':
      return announce(seat, input, context);
    case 'updateReceived':
      return receive(seat, input, context);
    case 'updateRejected':
      // A verdict on bytes that the site has replaced since is no verdict on the site.
      if (!isOpen(seat) || (seat.stage === 'announced' && seat.updateHash !== input.updateHash))
        return moved(seat);
      return ended(seat, input.site, context, 'rejected', input, input.updateHash);
    case 'updateReleased':
      return release(seat, input, context);
    case 'siteConnected':
      return connect(seat, input, context);
    case 'siteDisconnected':
      return isOpen(seat) ? moved({ ...seat, connected: false }) : moved(seat);
    case 'siteRevoked':
      return revoke(seat, input.site, context);
    default:
      return unreachable(input);
  }
}

function announce(
  seat: Seat,
  input: Extract<SiteInput, { type: 'updateAnnounced' }>,
  { ref }: SeatContext,
): SeatStep {
  const { site, updateHash, weight } = input;
  switch (seat.stage) {
    // An announcement says more than the acceptance that it overtook.
    case 'offered':
    case 'working':
    case 'announced':
      return answered(
        { stage: 'announced', connected: true, updateHash, weight },
        { type: 'receiveUpdate', ref, site, updateHash, weight },
      );
    case 'received':
    case 'counted':
      if (seat.updateHash === updateHash) {
        const confirmed: RoundEffect = { type: 'confirmReceived', ref, site, updateHash };
        return {
          seat,
          effects: seat.stage === 'counted' ? [confirmed, tellCounted(ref, seat, site)] : [confirmed],
        };
      }
      return answered(seat, {
        type: 'refuseUpdate',
        ref,
        site,
        code: 'DUPLICATE',
        reason: `another update of this site is already in ${nameRound(ref)}`,
      });
    case 'ended': {
      const { outcome, code, reason } = seat.outcome;
      return answered(seat, {
        type: 'refuseUpdate',
        ref,
        site,
        code: 'CONFLICT',
        reason: `this site's part in ${nameRound(ref)} has ended: ${outcome} (${code}): ${reason}`,
      });
    }
    default:
      return unreachable(seat);
  }
}

/** A site that brought the same bytes twice, over two connections, is confirmed twice. */
function receive(
  seat: Seat,
  { site, updateHash }: Extract<SiteInput, { type: 'updateReceived' }>,
  { ref }: SeatContext,
): SeatStep {
  if (!('updateHash' in seat) || seat.updateHash !== updateHash) return moved(seat);
  const confirmed: RoundEffect = { type: 'confirmReceived', ref, site, updateHash };
  switch (seat.stage) {
    case 'announced':
      return answered({ stage: 'received', updateHash, weight: seat.weight }, confirmed);
    case 'received':
      return answered(seat, confirmed);
    case 'counted':
      return { seat, effects: [confirmed, tellCounted(ref, seat, site)] };
    default:
      return unreachable(seat);
  }
}

/** Only of a seat that ended by that very update's rejection; whatever else happened since stands. */
function release(
  seat: Seat,
  input: Extract<SiteInput, { type: 'updateReleased' }>,
  { ref }: SeatContext,
): SeatStep {
  const { site, updateHash, weight } = input;
  const isThis =
    seat.stage === 'ended' && seat.outcome.outcome === 'rejected' && seat.outcome.updateHash === updateHash;
  if (!isThis) return moved(seat);
  return answered(
    { stage: 'received', updateHash, weight },
    { type: 'confirmReceived', ref, site, updateHash },
  );
}

function connect(
  seat: Seat,
  input: { readonly site: string; readonly nowMs: number },
  context: SeatContext,
): SeatStep {
  if (seat.stage === 'ended') return answered(seat, repeat(context.ref, input.site, seat.outcome));
  if (seat.stage === 'counted') return answered(seat, tellCounted(context.ref, seat, input.site));
  if (seat.stage === 'received') return moved(seat);
  return answered({ ...seat, connected: true }, sendOffer(context, input.site, input.nowMs));
}

function revoke(seat: Seat, site: string, context: SeatContext): SeatStep {
  // What was sealed was told `counted`: it is in the sum for good.
  if (seat.stage === 'ended' || seat.stage === 'counted') return moved(seat);
  const why = { code: 'SITE_REVOKED', reason: 'the operator revoked the site' } as const;
  const step = ended(seat, site, context, 'rejected', why);
  if (seat.stage !== 'received') return step;
  const discard: RoundEffect = { type: 'discardUpdate', ref: context.ref, site, updateHash: seat.updateHash };
  return { seat: step.seat, effects: [discard, ...step.effects] };
}

type OpenSeat = Extract<Seat, { connected: boolean }>;

function isOpen(seat: Seat): seat is OpenSeat {
  return seat.stage === 'offered' || seat.stage === 'working' || seat.stage === 'announced';
}

function moved(seat: Seat): SeatStep {
  return { seat, effects: [] };
}

function answered(seat: Seat, effect: RoundEffect): SeatStep {
  return { seat, effects: [effect] };
}

function ended(
  seat: Seat,
  site: string,
  context: SeatContext,
  kind: OutcomeKind,
  why: { readonly code: ErrorCode; readonly reason: string },
  updateHash = announcedHash(seat),
): SeatStep {
  const outcome: Outcome = { outcome: kind, code: why.code, reason: why.reason, updateHash };
  return answered({ stage: 'ended', outcome }, publish(context.ref, site, outcome));
}

/** The update that a seat has announced, or ''. */
export function announcedHash(seat: Seat): string {
  return 'updateHash' in seat ? seat.updateHash : '';
}

/** The end of every exhaustive switch of this package: the compiler proves that nothing gets here. */
export function unreachable(value: never): never {
  throw new MusterError('INTERNAL', `not one of the known cases: ${JSON.stringify(value)}`);
}
