/** @module The terms of a round of secure aggregation, as they follow from its plan, and by when its phases end. */
import { MusterError } from '@muster/errors';
import type { RoundOffer, RoundRef } from '@muster/protocol';
import { adversaryOf, encodingOf, type RoundTerms, taskIdOf } from '@muster/secagg';
import type { Plan } from '@muster/task';
import type { RoundTrust } from './secure-trust.ts';

/** Sites wait for a roster no longer (secure-aggregation.md, section 1.5). */
const KEYS_MS_MAX = 60_000;
/** For keys once offers are answered, and for shares. */
const WORD_MS_MAX = 30_000;
const ANSWER_MS = 15_000;

/** What of a plan there is about time. */
interface PlanOfRounds {
  readonly body: { readonly rounds: Pick<Plan['body']['rounds'], 'offerS' | 'deadlineS'> };
}

interface Opening {
  readonly ref: RoundRef;
  /** Hex. */
  readonly modelHash: string;
  /** Sites that are asked. */
  readonly cohort: number;
  readonly trust: Pick<RoundTrust, 'federationId' | 'manifestHash'>;
  readonly nonce: Uint8Array;
}

export function secureTerms(plan: Plan, { ref, modelHash, cohort, trust, nonce }: Opening): RoundTerms {
  const adversary = adversaryOf(plan);
  if (!adversary) throw new MusterError('INTERNAL', 'the plan asks for no secure aggregation');
  return {
    federationId: trust.federationId,
    manifestHash: trust.manifestHash,
    taskId: taskIdOf(ref.run, plan),
    round: ref.round,
    attempt: ref.attempt,
    modelHash: Buffer.from(modelHash, 'hex'),
    cohort: { ...adversary, maxCohort: cohort },
    encoding: encodingOf(plan, ref.round),
    dp: new Uint8Array(0),
    nonce,
  };
}

/**
 * Keys are gathered while offers are answered and models fetched, shares while sites train. A site that takes part and says nothing holds the others
 * up for so long: each takes a quarter of the round at most.
 */
export function secureSchedule({ body: { rounds } }: Pick<PlanOfRounds, 'body'>): RoundOffer['schedule'] {
  const { offerS, deadlineS } = rounds;
  const quarterMs = Math.round(Math.max(0, deadlineS - offerS) * 250);
  return {
    keysMs: Math.min(KEYS_MS_MAX, Math.round(offerS * 1000) + Math.min(WORD_MS_MAX, quarterMs)),
    sharesMs: Math.min(WORD_MS_MAX, quarterMs),
    maskedMs: Math.round(deadlineS * 1000),
    signaturesMs: ANSWER_MS,
    unmaskMs: ANSWER_MS,
  };
}
