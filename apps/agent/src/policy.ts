/**
 * @module What a site allows, in the words of site.yaml, and the pure decisions that follow from it. Everything that is not allowed
 * is refused; a refusal names the line of the policy that it comes from.
 */
import { z } from 'zod';

const glob = z.string().regex(/^[a-z0-9*-]{1,64}$/, 'lower-case letters, digits, hyphens and *');

/** Figures that may leave a site besides the update itself. */
const METRICS = ['accuracy', 'loss', 'confusion', 'examples', 'norm', 'timing', 'progress'] as const;
export type Metric = (typeof METRICS)[number];

export const policySchema = z
  .strictObject({
    version: z.int().min(1).describe('Raise it with every change; it is recorded with all that leaves'),
    tasks: z.array(glob).describe('Names of the tasks allowed; * stands for any letters'),
    architectures: z
      .array(z.enum(['mlp', 'cnn', 'logistic', 'layers']))
      .describe('Model architectures allowed'),
    minCohort: z.int().min(1).max(100_000).describe('Fewest sites whose updates are added up together'),
    maxRounds: z.int().min(1).max(1_000_000).describe('Most rounds of a run'),
    maxEpochs: z.int().min(1).max(10_000).default(100).describe('Most local epochs of a round'),
    datasets: z
      .array(z.string())
      .optional()
      .describe('Data sets that tasks may use; without it, all of site.yaml'),
    metrics: z.array(z.enum(METRICS)).describe('Figures that may leave the site besides the update'),
  })
  .describe('policy');

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
