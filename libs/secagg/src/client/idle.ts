/** @module Idle: an offer is judged by what the site allows, and answered by fresh keys (secure-aggregation.md, section 1.5, R0). */
import { agreementKey } from '../agreement.ts';
import { copyOf, sameBytes } from '../bytes.ts';
import { encodingFor } from '../encoding.ts';
import { neighbourhoodFor, sitesMin } from '../neighbourhood.ts';
import { isOfferSigned, ROSTER_WITHIN_MS, readTerms } from '../offer.ts';
import { advertisedFields, commitmentTo } from '../roster.ts';
import { sign } from '../signature.ts';
import { type RoundTerms, roundIdOf } from '../terms.ts';
import { insist } from './abort-code.ts';
import {
  type AdvertisedState,
  type AttemptRecord,
  type ClientContext,
  type ClientInput,
  type ClientStep,
  type IdleState,
  send,
  unmoved,
} from './client-state.ts';

/** Random bytes that a round needs. */
export const ENTROPY_BYTES = 128;
/** Attempts at one round for which the site masks its update: each may show another sum of the same data. */
const TRIES_MAX = 2;

/** Of fewer no sum hides anything. */
const SUM_MIN = 3;

type OfferInput = Extract<ClientInput, { type: 'offer' }>;

export function step(state: IdleState, input: ClientInput, context: ClientContext): ClientStep {
  return input.type === 'offer' ? advertise(input, context) : unmoved(state);
}

function advertise(input: OfferInput, context: ClientContext): ClientStep {
  const terms = acceptedTerms(input, context);
  const record = nextAttempt(terms, input.previous);
  const roundId = roundIdOf(terms);
  const { siteId, signingKey } = context;
  const secrets = secretsFrom(input.entropy);
  const cPk = agreementKey(secrets.box).publicKey;
  const sPk = agreementKey(secrets.mask).publicKey;
  const bCommit = commitmentTo(roundId, siteId, secrets.self);
  const sig = sign('adv', advertisedFields(roundId, siteId, { cPk, sPk, bCommit }), signingKey);
  const { keysMs, sharesMs, maskedMs, signaturesMs, unmaskMs } = input.offer.schedule;
  const next: AdvertisedState = {
    phase: 'advertised',
    terms,
    roundId,
    tries: record.tries,
    advertisedAtMs: input.nowMs,
    expiresAtMs: input.nowMs + keysMs + sharesMs + maskedMs + signaturesMs + unmaskMs,
    secrets,
    advertise: { roundId, cPk, sPk, bCommit, sig },
    updateReady: false,
  };
  return {
    state: next,
    effects: [
      { type: 'recordAttempt', taskId: terms.taskId, record },
      { type: 'save' },
      send({ kind: 'advertise', value: next.advertise }),
    ],
  };
}

/** Whatever the coordinator says of itself comes before what it asks for. */
function acceptedTerms({ offer, modelHash, budgetLeft }: OfferInput, context: ClientContext): RoundTerms {
  const { floor, coordinatorKey } = context;
  const terms = readTerms(offer);
  const { cohort, encoding } = terms;
  insist(
    isOfferSigned(offer, roundIdOf(terms), coordinatorKey),
    'ROSTER_SIG',
    'the offer is not signed by the coordinator of the manifest',
  );
  insist(sameBytes(terms.federationId, floor.federationId), 'POLICY', 'the offer is of another federation');
  insist(
    sameBytes(terms.manifestHash, floor.manifestHash),
    'POLICY',
    'the offer rests on another manifest than the one that the site has pinned',
  );
  insist(
    sameBytes(terms.modelHash, modelHash),
    'MODEL_HASH',
    'the offer names another model than the one that came',
  );
  insist(
    floor.profile === 'semi-honest' || cohort.profile === 'malicious',
    'POLICY',
    'the site asks for the malicious profile',
  );
  insist(cohort.minCohort >= SUM_MIN, 'POLICY', 'whoever has one of two updates has the other by their sum');
  insist(
    cohort.minCohort >= floor.minCohort,
    'POLICY',
    `the site asks for ${floor.minCohort} sites at least`,
  );
  insist(
    cohort.corrupt >= floor.corruptMin,
    'POLICY',
    `the site asks for ${floor.corruptMin} corrupt sites to be borne`,
  );
  insist(
    cohort.dropout <= floor.dropoutMax,
    'POLICY',
    `the site lets ${floor.dropoutMax} of the sites be lost at most`,
  );
  insist(cohort.lambda >= floor.lambdaMin, 'POLICY', `the site asks for ${floor.lambdaMin} bits`);
  insist(
    floor.unsafeSmallCohort || !cohort.unsafeSmallCohort,
    'POLICY',
    'the site takes no part in small cohorts',
  );
  insist(offer.schedule.keysMs <= ROSTER_WITHIN_MS, 'POLICY', 'keys are gathered for longer than a minute');
  // Both throw where the terms leave no room for a round.
  neighbourhoodFor(Math.max(cohort.minCohort, sitesMin(cohort)), cohort);
  encodingFor(encoding, cohort.maxCohort);
  insist(budgetLeft, 'BUDGET', 'no privacy budget is left for this task');
  return terms;
}

/** The id of the round that is offered; zeros where the terms are of none. */
export function nameOf(offer: OfferInput['offer']): Uint8Array {
  try {
    return roundIdOf(readTerms(offer));
  } catch {
    return new Uint8Array(32);
  }
}

/** Rounds and their attempts go up, and the update of one is masked TRIES_MAX times. */
function nextAttempt({ round, attempt }: RoundTerms, previous: AttemptRecord | null): AttemptRecord {
  if (previous === null || round > previous.round) return { round, attempt, tries: 0 };
  insist(
    round === previous.round && attempt > previous.attempt,
    'REPLAY',
    `attempt ${round}.${attempt} comes after ${previous.round}.${previous.attempt}`,
  );
  insist(
    previous.tries < TRIES_MAX,
    'REPLAY',
    `the update of round ${round} was masked in ${previous.tries} attempts`,
  );
  return { round, attempt, tries: previous.tries };
}

function secretsFrom(entropy: Uint8Array): AdvertisedState['secrets'] {
  insist(entropy.length === ENTROPY_BYTES, 'INTERNAL', `${entropy.length} random bytes`);
  return {
    box: copyOf(entropy.subarray(0, 32)),
    mask: copyOf(entropy.subarray(32, 64)),
    self: copyOf(entropy.subarray(64, 96)),
    sharing: copyOf(entropy.subarray(96, 128)),
  };
}
