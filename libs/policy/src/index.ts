/** @module What a site allows: the schema of policy.yaml, the decisions that follow from it, and the form in which it is published. */
export {
  type Decision,
  type DryRun,
  daysLeft,
  decide,
  dryRun,
  EVALUATION_METRICS,
  type Ground,
  mayLeave,
  type Refusal,
  type Request,
  refusalsToTrain,
  requestOf,
  type Terms,
  termsOf,
  UNSPECIFIED,
} from './decision.ts';
export { type Metric, type Policy, policyDatasetSchema, policySchema } from './policy.ts';
export { formatPublished, type PublishedPolicy, parsePublished } from './published.ts';
export { legalBasis, slug } from './purpose.ts';
export { policyInWords, policyLines } from './words.ts';
