/** @module What the coordinator says to sites in a round, signed with its key: offers, evaluation offers, outcomes. */
import { type ErrorCode, isErrorCode, MusterError } from '@muster/errors';
import { type KeyPair, sign } from '@muster/identity';
import {
  type Body,
  evaluationFields,
  type OfferProof,
  offerFields,
  outcomeFields,
  type RoundOffer,
} from '@muster/protocol';
import type { RunEffect } from '@muster/rounds';
import type { Plan } from '@muster/task';
import type { Session } from '@muster/transport';

type Effect<Type extends RunEffect['type']> = Extract<RunEffect, { type: Type }>;

export interface OfferReply {
  readonly accepted: boolean;
  readonly code: ErrorCode;
  readonly reason: string;
}

export class SiteMessages {
  readonly #key: KeyPair;

  constructor(key: KeyPair) {
    this.#key = key;
  }

  /** Asks a site to take part. Throws TIMEOUT, UNAVAILABLE, or what the agent threw. */
  async offer(
    session: Session,
    plan: Plan,
    effect: Effect<'sendOffer'>,
    shown: { readonly logged: OfferProof | null; readonly secure: RoundOffer | null },
  ): Promise<OfferReply> {
    const unsigned = {
      ref: effect.ref,
      planHash: bytes(plan.hash),
      modelHash: bytes(effect.modelHash),
      layoutHash: bytes(plan.body.layout.hash),
      codec: plan.body.codec,
      deadlineMs: Math.round(effect.deadlineInMs),
      cohortSize: effect.cohortSize,
      quorum: effect.quorum,
    };
    const signature = sign('offer', offerFields(unsigned), this.#key);
    return replyOf(
      await session.request(
        { kind: 'offer', value: { ...unsigned, signature, ...shown } },
        plan.body.rounds.offerS * 1000,
      ),
    );
  }

  async evaluationOffer(
    session: Session,
    plan: Plan,
    effect: Effect<'startEvaluation'>,
    logged: OfferProof | null,
  ): Promise<OfferReply> {
    const unsigned = {
      ref: effect.ref,
      planHash: bytes(plan.hash),
      modelHash: bytes(effect.modelHash),
      layoutHash: bytes(plan.body.layout.hash),
      deadlineMs: Math.round(effect.deadlineInMs),
    };
    const signature = sign('evaluation', evaluationFields(unsigned), this.#key);
    return replyOf(
      await session.request(
        { kind: 'evaluationOffer', value: { ...unsigned, signature, logged } },
        plan.body.rounds.offerS * 1000,
      ),
    );
  }

  /** Tells how the round ended for the site. Not answered: the site asks again by announcing its update when it missed it. */
  outcome(session: Session, effect: Effect<'publishOutcome' | 'repeatOutcome'>): void {
    const { ref, outcome, modelHash } = effect;
    const unsigned = {
      ref,
      outcome: outcome.outcome,
      code: outcome.code,
      reason: outcome.reason.slice(0, 1024),
      updateHash: bytes(outcome.updateHash),
      modelHash: bytes(modelHash),
    };
    session.notify({
      kind: 'outcome',
      value: { ...unsigned, signature: sign('outcome', outcomeFields(unsigned), this.#key) },
    });
  }
}

function replyOf(body: Body): OfferReply {
  if (body.kind !== 'offerAnswer')
    throw new MusterError('UNEXPECTED_MESSAGE', `${body.kind} is no answer to an offer`);
  const { accepted, code, reason } = body.value;
  return { accepted, code: isErrorCode(code) ? code : 'POLICY_REFUSED', reason };
}

function bytes(hex: string): Uint8Array {
  return Buffer.from(hex, 'hex');
}
