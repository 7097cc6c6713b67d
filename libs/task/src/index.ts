/** @module task.yaml, and the plan it is frozen into. */
export { formatIssue, type Issue } from './issue.ts';
export { modelHash } from './model-hash.ts';
export { freezePlan, type Plan, type PlanBody, parsePlan } from './plan.ts';
export { type Masking, sitesMin } from './secure-aggregation.ts';
export { parseTask, type Task, taskFieldsSchema } from './task.ts';
export { type Validated, validateYaml } from './validate.ts';
