/** @module task.yaml, and the plan it is frozen into. */
export { formatIssue, type Issue } from './issue.ts';
export { type Validated, validateYaml } from './validate.ts';
