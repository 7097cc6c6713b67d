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

/** Whether the policy allows this work. The first rule that forbids it gives the reason. */
export function decide(policy: Policy, request: Request): Decision {
  const [reason] = refusals(policy, request);
  return reason === undefined ? { allowed: true } : { allowed: false, reason };
}

/** Every rule that forbids this work, in the order of the policy; empty when none does. */
export function refusals(policy: Policy, request: Request): readonly string[] {
  const { tasks, architectures, datasets, minCohort, maxRounds, maxEpochs } = policy;
  const rules: readonly (readonly [boolean, string])[] = [
    [
      tasks.some((pattern) => matches(pattern, request.task)),
      `policy.tasks does not allow the task "${request.task}"`,
    ],
    [
      architectures.some((architecture) => architecture === request.architecture),
      `policy.architectures does not allow "${request.architecture}"`,
    ],
    [
      datasets?.includes(request.dataset) ?? true,
      `policy.datasets does not allow the data set "${request.dataset}"`,
    ],
    [
      request.quorum >= minCohort,
      `policy.minCohort asks for ${minCohort} sites in a sum, the round goes on with ${request.quorum}`,
    ],
    [
      request.rounds <= maxRounds,
      `policy.maxRounds allows ${maxRounds} rounds, the run has ${request.rounds}`,
    ],
    [
      request.epochs <= maxEpochs,
      `policy.maxEpochs allows ${maxEpochs} local epochs, the task asks for ${request.epochs}`,
    ],
  ];
  return rules.flatMap(([isKept, reason]) => (isKept ? [] : [reason]));
}

/** As `refusals`, for taking part in rounds: an update travels with its weight. */
export function refusalsToTrain(policy: Policy, request: Request): readonly string[] {
  const weight = mayLeave(policy, 'examples')
    ? []
    : ['policy.metrics does not allow "examples", which is the weight of an update'];
  return [...refusals(policy, request), ...weight];
}

/** What the policy is asked about a task, or about the plan that it becomes. */
export function requestOf({ task, model, data, rounds, training }: Asked): Request {
  return {
    task,
    architecture: model.architecture,
    dataset: data.dataset,
    rounds: rounds.max,
    epochs: training.epochs,
    quorum: rounds.quorum,
  };
}

/** The parts of a task that a policy speaks about. */
interface Asked {
  readonly task: string;
  readonly model: { readonly architecture: string };
  readonly data: { readonly dataset: string };
  readonly rounds: { readonly max: number; readonly quorum: number };
  readonly training: { readonly epochs: number };
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
