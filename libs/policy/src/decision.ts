/**
 * @module Whether a policy allows a piece of work: pure, the same at a site that is offered it and for whoever asks beforehand. What is
 * not allowed is refused; a refusal names the line of the policy that it comes from. A door of its own: the agent's daemon has no use
 * for the schemas.
 */
import type { Metric, Policy, PrivacyBudget, SecureProfile } from './policy.ts';

export type { Metric, Policy, SecureProfile };

/** What the coordinator asks for: the parts of a plan and an offer that a policy speaks about. */
export interface Request {
  readonly task: string;
  /** `purposeId` of the task, `UNSPECIFIED` for one that names none. */
  readonly purpose: string;
  readonly architecture: string;
  readonly dataset: string;
  /** Of a table: what is read of it, the label last. Empty for images. */
  readonly columns: readonly string[];
  readonly rounds: number;
  readonly epochs: number;
  /** Fewest sites that may make up a sum: the quorum of the round. */
  readonly quorum: number;
  /** From whom single updates are hidden. */
  readonly secureAggregation: SecureProfile;
}

/** What kind of rule says no, in the words of the audit log. */
export type Ground = 'expired' | 'purpose' | 'policy' | 'cohort' | 'budget';

export interface Refusal {
  readonly ground: Ground;
  /** Begins with the line of the policy: `policy.tasks …`. Says nothing of data. */
  readonly reason: string;
}

export type Decision = { readonly allowed: true } | ({ readonly allowed: false } & Refusal);

/** What a site agrees to when it agrees to a plan: recorded with its answer. */
export interface Terms {
  readonly policyVersion: number;
  readonly purpose: string;
  readonly legalBasis: readonly string[];
  readonly dataset: string;
  /** The cap under which the data set is used; undefined where the policy sets none. */
  readonly budget: PrivacyBudget | undefined;
}

/** What a policy makes of a whole task, before anybody offers it. */
export interface DryRun {
  /** Each is enough to refuse every offer; empty: the site would take part. */
  readonly refusals: readonly Refusal[];
  /** What the evaluation that the task asks for would tell, and may not leave: then the site trains, and does not evaluate. */
  readonly withheld: readonly Metric[];
}

/** The purpose of a task that names none. */
export const UNSPECIFIED = 'unspecified';

/** What a federated evaluation tells: counts by class and the sum of the losses. */
export const EVALUATION_METRICS: readonly Metric[] = ['accuracy', 'loss', 'confusion', 'examples'];

/** From whom single updates are hidden, from the least to the most. */
export const SECURE_PROFILES: readonly SecureProfile[] = ['off', 'semi-honest', 'malicious'];

const DAY_MS = 86_400_000;

/** Whether the policy allows this work at `nowMs` (wall clock). The first rule that forbids it gives the reason. */
export function decide(policy: Policy, request: Request, nowMs: number): Decision {
  const [refusal] = refusals(policy, request, nowMs);
  return refusal === undefined ? { allowed: true } : { allowed: false, ...refusal };
}

/** Every rule that forbids this work, in the order of the policy; empty when none does. */
export function refusals(policy: Policy, request: Request, nowMs: number): readonly Refusal[] {
  const { tasks, architectures, minCohort, maxRounds, maxEpochs, secureAggregation } = policy;
  const rules: readonly (readonly [boolean, Ground, string])[] = [
    [
      nowMs < endsAtMs(policy),
      'expired',
      `policy.expires was ${policy.expires}: nothing is allowed any more`,
    ],
    [
      Object.hasOwn(policy.purposes, request.purpose),
      'purpose',
      `policy.purposes does not list "${request.purpose}"`,
    ],
    [
      tasks.some((pattern) => matches(pattern, request.task)),
      'policy',
      `policy.tasks does not allow the task "${request.task}"`,
    ],
    [
      architectures.some((architecture) => architecture === request.architecture),
      'policy',
      `policy.architectures does not allow "${request.architecture}"`,
    ],
    ...datasetRules(policy, request),
    [
      request.quorum >= minCohort,
      'cohort',
      `policy.minCohort asks for ${minCohort} sites in a sum, the round goes on with ${request.quorum}`,
    ],
    [
      request.rounds <= maxRounds,
      'policy',
      `policy.maxRounds allows ${maxRounds} rounds, the run has ${request.rounds}`,
    ],
    [
      request.epochs <= maxEpochs,
      'policy',
      `policy.maxEpochs allows ${maxEpochs} local epochs, the task asks for ${request.epochs}`,
    ],
    [
      SECURE_PROFILES.indexOf(request.secureAggregation) >= SECURE_PROFILES.indexOf(secureAggregation),
      'policy',
      `policy.secureAggregation asks for ${secureAggregation} at least, and the task has ${request.secureAggregation}`,
    ],
  ];
  return rules.flatMap(([isKept, ground, reason]) => (isKept ? [] : [{ ground, reason }]));
}

/** Columns that are named in a reason: a table may have thousands. */
const COLUMNS_SHOWN = 5;

function datasetRules(
  policy: Policy,
  { dataset, columns }: Request,
): readonly (readonly [boolean, Ground, string])[] {
  const rules = datasetOf(policy, dataset);
  if (rules === undefined)
    return [[false, 'policy', `policy.datasets does not allow the data set "${dataset}"`]];
  const allowed = rules.columns && new Set(rules.columns);
  const others = allowed ? columns.filter((column) => !allowed.has(column)) : [];
  const shown = others
    .slice(0, COLUMNS_SHOWN)
    .map((column) => `"${column}"`)
    .join(', ');
  const more = others.length > COLUMNS_SHOWN ? ` and ${others.length - COLUMNS_SHOWN} more` : '';
  const { budget } = rules;
  return [
    [others.length === 0, 'policy', `policy.datasets.${dataset}.columns does not allow ${shown}${more}`],
    [
      budget?.withoutPrivacy !== 'refuse',
      'budget',
      `policy.datasets.${dataset}.budget caps epsilon at ${budget?.epsilon}, and the task names no differential privacy`,
    ],
  ];
}

/** As `refusals`, for taking part in rounds: an update travels with its weight. */
export function refusalsToTrain(policy: Policy, request: Request, nowMs: number): readonly Refusal[] {
  const weight: readonly Refusal[] = mayLeave(policy, 'examples')
    ? []
    : [
        {
          ground: 'policy',
          reason: 'policy.metrics does not allow "examples", which is the weight of an update',
        },
      ];
  return [...refusals(policy, request, nowMs), ...weight];
}

/** The question that an offer of the task would put to the policy, put before it comes. */
export function dryRun(
  policy: Policy,
  task: Asked & { readonly evaluation: { readonly federated?: unknown } },
  nowMs: number,
): DryRun {
  const isEvaluated = task.evaluation.federated !== undefined;
  return {
    refusals: refusalsToTrain(policy, requestOf(task), nowMs),
    withheld: isEvaluated ? EVALUATION_METRICS.filter((metric) => !mayLeave(policy, metric)) : [],
  };
}

/** What the policy is asked about a task, or about the plan that it becomes. */
export function requestOf(asked: Asked): Request {
  const { task, purposeId, model, data, rounds, training, secureAggregation } = asked;
  const { profile, minCohort } = secureAggregation;
  return {
    task,
    purpose: purposeId ?? UNSPECIFIED,
    architecture: model.architecture,
    dataset: data.dataset,
    columns: data.kind === 'table' ? [...data.columns.map(({ name }) => name), data.label.column] : [],
    rounds: rounds.max,
    epochs: training.epochs,
    quorum: profile === 'off' ? rounds.quorum : Math.max(rounds.quorum, minCohort),
    secureAggregation: profile,
  };
}

/** The parts of a task that a policy speaks about. */
interface Asked {
  readonly task: string;
  readonly purposeId?: string | undefined;
  readonly model: { readonly architecture: string };
  readonly data:
    | { readonly dataset: string; readonly kind: 'image' }
    | {
        readonly dataset: string;
        readonly kind: 'table';
        readonly columns: readonly { readonly name: string }[];
        readonly label: { readonly column: string };
      };
  readonly rounds: { readonly max: number; readonly quorum: number };
  readonly training: { readonly epochs: number };
  readonly secureAggregation: { readonly profile: SecureProfile; readonly minCohort: number };
}

/** On which terms the policy allows the work. */
export function termsOf(policy: Policy, { purpose, dataset }: Request): Terms {
  return {
    policyVersion: policy.version,
    purpose,
    legalBasis: Object.hasOwn(policy.purposes, purpose) ? (policy.purposes[purpose] ?? []) : [],
    dataset,
    budget: datasetOf(policy, dataset)?.budget,
  };
}

export function mayLeave(policy: Policy, metric: Metric): boolean {
  return policy.metrics.includes(metric);
}

/** Whole days on which the policy still allows something, today among them; Infinity for one that does not expire, 0 for one that has. */
export function daysLeft(policy: Policy, nowMs: number): number {
  return Math.max(0, Math.ceil((endsAtMs(policy) - nowMs) / DAY_MS));
}

/** The first moment at which nothing is allowed any more: the end of the last day, in UTC. */
function endsAtMs({ expires }: Policy): number {
  return expires === undefined ? Number.POSITIVE_INFINITY : Date.parse(`${expires}T00:00:00Z`) + DAY_MS;
}

function datasetOf({ datasets }: Policy, name: string): Policy['datasets'][string] | undefined {
  return Object.hasOwn(datasets, name) ? datasets[name] : undefined;
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
