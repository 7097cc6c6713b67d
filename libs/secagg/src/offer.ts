/** @module The offer of a round as it travels, signed by the coordinator (secure-aggregation.md, section 1.5, R0). */
import type { KeyObject } from 'node:crypto';
import { MusterError } from '@muster/errors';
import type { RoundOffer, SecureSchedule } from '@muster/protocol';
import { copyOf, f64 } from './bytes.ts';
import { isSigned, sign } from './signature.ts';
import { checkTerms, PROFILES, type RoundTerms, roundIdOf } from './terms.ts';

/** The keys of a roster may be no older than this when it comes: whoever made it had no more time to try others. */
export const ROSTER_WITHIN_MS = 60_000;

/** Signs the terms. INVALID_ARGUMENT for terms under which no round can be held. */
export function makeOffer(terms: RoundTerms, schedule: SecureSchedule, coordinator: KeyObject): RoundOffer {
  checkTerms(terms);
  const { cohort, ...others } = terms;
  return {
    ...others,
    cohort: { ...cohort, profile: PROFILES.indexOf(cohort.profile) },
    schedule,
    sig: sign('round', offerFields(roundIdOf(terms), schedule), coordinator),
  };
}

/** The terms of an offer, in memory of their own. INVALID_ARGUMENT for terms under which no round can be held. */
export function readTerms(offer: RoundOffer): RoundTerms {
  const { cohort, encoding } = offer;
  const { bits } = encoding;
  const profile = PROFILES[cohort.profile];
  if (profile === undefined || (bits !== 16 && bits !== 32))
    throw new MusterError('INVALID_ARGUMENT', 'the terms of a round: a profile or a width that is unknown');
  const terms: RoundTerms = {
    federationId: copyOf(offer.federationId),
    manifestHash: copyOf(offer.manifestHash),
    taskId: copyOf(offer.taskId),
    round: offer.round,
    attempt: offer.attempt,
    modelHash: copyOf(offer.modelHash),
    cohort: { ...cohort, profile },
    encoding: { ...encoding, bits },
    dp: copyOf(offer.dp),
    nonce: copyOf(offer.nonce),
  };
  checkTerms(terms);
  return terms;
}

/** Whether the offer of these terms is signed by the key, Ed25519, raw. */
export function isOfferSigned(offer: RoundOffer, roundId: Uint8Array, coordinatorKey: Uint8Array): boolean {
  return isSigned('round', offerFields(roundId, offer.schedule), coordinatorKey, offer.sig);
}

function offerFields(roundId: Uint8Array, schedule: SecureSchedule): readonly Uint8Array[] {
  const { keysMs, sharesMs, maskedMs, signaturesMs, unmaskMs } = schedule;
  return [roundId, ...[keysMs, sharesMs, maskedMs, signaturesMs, unmaskMs].map(f64)];
}
