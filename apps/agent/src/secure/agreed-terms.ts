/** @module Whether an offer of secure aggregation is of the plan that the site has agreed to: nobody is led into a round with weaker terms. */
import type { Offer, RoundRef } from '@muster/protocol';
import { adversaryOf, encodingOf, type PlanOfSums, readTerms, taskIdOf } from '@muster/secagg';

/** What is unlike the plan; undefined where all of it is agreed. Throws INVALID_ARGUMENT for terms under which no round can be held. */
export function termsUnlike(
  { secure, modelHash }: Pick<Offer, 'secure' | 'modelHash'>,
  ref: RoundRef,
  plan: PlanOfSums,
): string | undefined {
  const adversary = adversaryOf(plan);
  if (!adversary) return secure ? 'the plan seals updates, and the offer masks them' : undefined;
  if (!secure) return 'the plan masks updates, and the offer does not';
  const terms = readTerms(secure);
  const agreed: Readonly<Record<string, boolean>> = {
    task: Buffer.compare(terms.taskId, taskIdOf(ref.run, plan)) === 0,
    round: terms.round === ref.round && terms.attempt === ref.attempt,
    model: Buffer.compare(terms.modelHash, modelHash) === 0,
    cohort: isLike(adversary, terms.cohort),
    encoding: isLike(encodingOf(plan, ref.round), terms.encoding),
    privacy: terms.dp.length === 0,
  };
  const unlike = Object.entries(agreed).find(([, isLikePlan]) => !isLikePlan)?.[0];
  return unlike === undefined
    ? undefined
    : `the terms of secure aggregation are not those of the plan: ${unlike}`;
}

function isLike(agreed: object, told: object): boolean {
  return Object.entries(agreed).every(([name, value]) => Reflect.get(told, name) === value);
}
