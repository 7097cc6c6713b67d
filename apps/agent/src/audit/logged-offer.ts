/** @module Whether an offer is in the federation's log as it was made, and where. */
import { type LogPolicy, type ProvenOffer, verifyModel, verifyOffer } from '@muster/audit/witness';
import { MusterError } from '@muster/errors';
import { type EvaluationOffer, hex, type Offer, type RoundRef } from '@muster/protocol';

/**
 * Where the offer is in the log, and when a quorum had seen it. Throws AUDIT_UNLOGGED for one that came without a proof or is logged
 * otherwise, and as `verifyOffer`. `pseudonym` is that of the site.
 */
export function provenOffer(
  offer: Offer,
  ref: RoundRef,
  { policy, pseudonym }: { readonly policy: LogPolicy; readonly pseudonym: string },
): ProvenOffer {
  if (!offer.logged)
    throw new MusterError('AUDIT_UNLOGGED', 'the offer came without a proof that it is logged');
  return verifyOffer(
    offer.logged,
    {
      ...ref,
      plan: hex(offer.planHash),
      model: hex(offer.modelHash),
      layout: hex(offer.layoutHash),
      quorum: offer.quorum,
      pseudonym,
    },
    policy,
  );
}

/** As `provenOffer`, of a model that the site is to evaluate. */
export function provenModel(
  { logged, planHash, modelHash }: EvaluationOffer,
  { run, round }: RoundRef,
  policy: LogPolicy,
): ProvenOffer {
  if (!logged)
    throw new MusterError('AUDIT_UNLOGGED', 'the offer came without a proof that its model is published');
  return verifyModel(logged, { run, round, plan: hex(planHash), model: hex(modelHash) }, policy);
}
