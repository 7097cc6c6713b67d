/**
 * @module What a plan says of a round of secure aggregation: the part of its terms that coordinator and sites work out each for themselves, so
 * that nobody can be told another (secure-aggregation.md, sections 1.4 and 1.8).
 */
import { createHash } from 'node:crypto';
import { parameterCount } from '@muster/vector';
import type { Profile } from './neighbourhood.ts';
import { evaluationLength } from './pooled-evaluation.ts';
import type { CohortTerms, EncodingTerms } from './terms.ts';

/** Bits of statistical security of the graph (secure-aggregation.md, section 1.5). */
const LAMBDA = 64;

/** What of a plan there is about sums. */
export interface PlanOfSums {
  readonly hash: string;
  readonly body: {
    readonly layout: { readonly tensors: Parameters<typeof parameterCount>[0] };
    readonly data:
      | { readonly kind: 'image'; readonly classes: readonly string[] }
      | { readonly kind: 'table'; readonly label: { readonly classes: readonly string[] } };
    readonly evaluation: { readonly federated?: { readonly everyRounds: number } | undefined };
    readonly secureAggregation: {
      readonly profile: Profile | 'off';
      readonly minCohort: number;
      readonly maxDropout: number;
      readonly corrupt: number;
      readonly clipNorm: number;
      readonly exampleCap: number;
      readonly bits: 16 | 32;
      readonly unsafeSmallCohort: boolean;
    };
  };
}

/** Classes of the labels. */
export function classCountOf({ body: { data } }: Pick<PlanOfSums, 'body'>): number {
  return (data.kind === 'image' ? data.classes : data.label.classes).length;
}

/** Whether the sites evaluate the model that the round starts from, which is that of the round before. */
export function isEvaluatedIn({ body }: Pick<PlanOfSums, 'body'>, round: number): boolean {
  const every = body.evaluation.federated?.everyRounds ?? 0;
  return every > 0 && round > 1 && (round - 1) % every === 0;
}

/** How updates of a plan become words. */
export function encodingOf(plan: Pick<PlanOfSums, 'body'>, round: number): EncodingTerms {
  const { body } = plan;
  const { bits, clipNorm, exampleCap } = body.secureAggregation;
  return {
    bits,
    length: parameterCount(body.layout.tensors),
    clipNorm,
    clipValue: bits === 32 ? clipNorm : 0,
    exampleCap,
    noiseReserve: 0,
    metrics: isEvaluatedIn(plan, round) ? evaluationLength(classCountOf(plan)) : 0,
  };
}

/** Against whom rounds of a plan are to be secret, but for how many sites were asked. Undefined: nobody. */
export function adversaryOf({ body }: Pick<PlanOfSums, 'body'>): Omit<CohortTerms, 'maxCohort'> | undefined {
  const { profile, corrupt, maxDropout, unsafeSmallCohort, minCohort } = body.secureAggregation;
  if (profile === 'off') return undefined;
  return { profile, corrupt, dropout: maxDropout, lambda: LAMBDA, unsafeSmallCohort, minCohort };
}

/** A run of a plan, 16 bytes: sites count the attempts at its rounds by it. */
export function taskIdOf(run: string, { hash }: Pick<PlanOfSums, 'hash'>): Uint8Array {
  return createHash('sha256').update(`fl-task/v1\n${run}\n${hash}`).digest().subarray(0, 16);
}
