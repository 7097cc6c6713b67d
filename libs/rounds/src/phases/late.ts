/** @module Where a late update is refused: what a site hears that comes after its round has closed. */
import type { RoundRef } from '@muster/protocol';
import type { RoundEffect } from '../effect.ts';
import type { FrozenRound } from '../frozen-round.ts';
import type { PresenceInput, SiteInput } from '../input.ts';
import { refuseStranger, refuseStrangersUpdate } from '../open-round.ts';
import { nameRound, type Outcome } from '../outcome.ts';
import { repeat } from '../seat.ts';

/**
 * The one place that refuses a late update: LATE, whatever was announced or received. The site's recorded outcome stands; nobody's
 * membership changes.
 */
function refuseLate(ref: RoundRef, site: string): RoundEffect {
  const reason = `${nameRound(ref)} closed before the update was whole`;
  return { type: 'refuseUpdate', ref, site, code: 'LATE', reason };
}

/** Answers a site between the close and the end of its round. Never a new state: membership is frozen. */
export function answerAfterClose(
  round: FrozenRound,
  input: SiteInput | PresenceInput,
): readonly RoundEffect[] {
  const { ref } = round;
  const { site } = input;
  const member = round.members.find((candidate) => candidate.site === site);
  if (member !== undefined) {
    // It counts if the round commits and is told so then; until then whoever brings it again hears again that all is here.
    if (input.type !== 'updateAnnounced' && input.type !== 'updateReceived') return [];
    if (input.updateHash !== member.updateHash) return [refuseLate(ref, site)];
    return [{ type: 'confirmReceived', ref, site, updateHash: member.updateHash }];
  }
  const outcome = Object.hasOwn(round.outcomes, site) ? round.outcomes[site] : undefined;
  return outcome === undefined ? refuseStranger(ref, input) : remind(ref, site, outcome, input);
}

/**
 * Answers what a site says about a round of this run that is over, or about one that never was. `lastOver` is the newest round
 * (and attempt) that has ended; older ones are in the record, which the shell reads.
 */
export function answerOutsideRound(input: SiteInput, lastOver: RoundRef | null): readonly RoundEffect[] {
  const { ref, site } = input;
  if (lastOver !== null && isOver(ref, lastOver)) {
    switch (input.type) {
      // A counted site that missed its outcome asks with the same words as a late one: the record knows which it is.
      case 'updateAnnounced':
      // Its last byte came after the end; it may have been brought twice.
      case 'updateReceived':
        return [{ type: 'lookUpOutcome', ref, site, about: 'update' }];
      case 'offerAccepted':
        return [{ type: 'lookUpOutcome', ref, site, about: 'offer' }];
      default:
        return [];
    }
  }
  if (input.type !== 'updateAnnounced') return [];
  return [
    { type: 'refuseUpdate', ref, site, code: 'ROUND_CLOSED', reason: `${nameRound(ref)} was never open` },
  ];
}

/** What a row of the record says of one site in one attempt. */
export interface RecordedOutcome {
  readonly outcome: Outcome;
  /** The model that the attempt committed; empty when it was abandoned. */
  readonly modelHash: string;
}

/**
 * Answers a `lookUpOutcome` from the record; null: the site was not selected for that attempt. An update that has counted is confirmed
 * again, any other is late by now; either way the site hears its outcome, so that it can let its bytes go.
 */
export function answerFromRecord(
  question: { readonly ref: RoundRef; readonly site: string; readonly about: 'update' | 'offer' },
  recorded: RecordedOutcome | null,
): readonly RoundEffect[] {
  const { ref, site, about } = question;
  if (recorded === null) return about === 'update' ? [refuseStrangersUpdate(ref, site)] : [];
  const { outcome, modelHash } = recorded;
  const told = repeat(ref, site, outcome, modelHash);
  if (about === 'offer') return [told];
  if (outcome.outcome !== 'counted') return [refuseLate(ref, site), told];
  return [{ type: 'confirmReceived', ref, site, updateHash: outcome.updateHash }, told];
}

function isOver(ref: RoundRef, last: RoundRef): boolean {
  return (
    ref.run === last.run &&
    (ref.round < last.round || (ref.round === last.round && ref.attempt <= last.attempt))
  );
}

function remind(
  ref: RoundRef,
  site: string,
  outcome: Outcome,
  input: SiteInput | PresenceInput,
): readonly RoundEffect[] {
  switch (input.type) {
    case 'updateAnnounced':
    case 'updateReceived':
    case 'updateRejected':
      // The code to whoever brings the bytes, the signed receipt to whoever keeps it.
      return [refuseLate(ref, site), repeat(ref, site, outcome)];
    case 'offerAccepted':
    case 'siteConnected':
      return [repeat(ref, site, outcome)];
    default:
      return [];
  }
}
