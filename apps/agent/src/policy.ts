/**
 * @module What a site allows, in the words of site.yaml, and the pure decisions that follow from it. Everything that is not allowed
 * is refused; a refusal names the line of the policy that it comes from.
 */
import type { z } from 'zod';
import type { METRICS, policySchema } from './policy-schema.ts';

/** A figure that may leave a site besides the update itself. */
export type Metric = (typeof METRICS)[number];

export type Policy = z.infer<typeof policySchema>;

/** What the coordinator asks for: the parts of a plan and an offer that a policy speaks about. */
export interface Request {
  readonly task: string;
  readonly architecture: string;
  readonly dataset: string;
  readonly rounds: number;
  readonly epochs: number;
  /** Fewest sites that may make up a sum: the quorum of the round. */
  readonly quorum: number;
}

export type Decision = { readonly allowed: true } | { readonly allowed: false; readonly reason: string };

const ALLOWED: Decision = { allowed: true };
const refuse = (reason: string): Decision => ({ allowed: false, reason });

/** Whether the policy allows this work. The first rule that forbids it gives the reason. */
export function decide(policy: Policy, request: Request): Decision {
  if (!policy.tasks.some((pattern) => matches(pattern, request.task)))
    return refuse(`policy.tasks does not allow the task "${request.task}"`);
  if (!policy.architectures.some((architecture) => architecture === request.architecture))
    return refuse(`policy.architectures does not allow "${request.architecture}"`);
  if (policy.datasets && !policy.datasets.includes(request.dataset))
    return refuse(`policy.datasets does not allow the data set "${request.dataset}"`);
  if (request.quorum < policy.minCohort)
    return refuse(
      `policy.minCohort asks for ${policy.minCohort} sites in a sum, the round goes on with ${request.quorum}`,
    );
  if (request.rounds > policy.maxRounds)
    return refuse(`policy.maxRounds allows ${policy.maxRounds} rounds, the run has ${request.rounds}`);
  if (request.epochs > policy.maxEpochs)
    return refuse(
      `policy.maxEpochs allows ${policy.maxEpochs} local epochs, the task asks for ${request.epochs}`,
    );
  return ALLOWED;
}

export function mayLeave(policy: Policy, metric: Metric): boolean {
  return policy.metrics.includes(metric);
}

/** Glob match in linear time: parts between stars must follow one another. */
function matches(pattern: string, text: string): boolean {
  const parts = pattern.split('*');
  const first = parts[0] ?? '';
  const last = parts[parts.length - 1] ?? '';
  if (parts.length === 1) return pattern === text;
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length)
    return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= text.length - last.length;
}
