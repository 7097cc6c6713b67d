/** @module What a plan asks of a site, in the words that a person decides by. */
import type { Metric, Policy } from '@muster/policy';
import {
  EVALUATION_METRICS,
  mayLeave,
  type Request,
  SECURE_PROFILES,
  type SecureProfile,
} from '@muster/policy/decision';
import type { PlanBody } from '@muster/task';

export interface PlanAsks {
  readonly task: string;
  /** As the task says it, in a sentence. */
  readonly purpose: string;
  /** By the name that policies list. */
  readonly purposeId: string;
  readonly architecture: string;
  readonly dataset: string;
  /** Empty for images. */
  readonly columns: readonly string[];
  readonly rounds: number;
  readonly epochs: number;
  /** Fewest sites in a sum. */
  readonly quorum: number;
  /** From whom the update is hidden. */
  readonly secureAggregation: SecureProfile;
  /** Size of the update that leaves in every round. */
  readonly updateBytes: number;
  /** Figures that leave besides it. */
  readonly metrics: readonly Metric[];
}

const BYTES_PER_PARAMETER = 4;

export function asksOf(policy: Policy, body: PlanBody, request: Request): PlanAsks {
  const parameters = body.layout.tensors.reduce(
    (sum, { shape }) => sum + shape.reduce((product, size) => product * size, 1),
    0,
  );
  const ofEvaluation = new Set<Metric>(
    EVALUATION_METRICS.filter((metric) => metric !== 'examples' && metric !== 'loss'),
  );
  const isEvaluated = body.evaluation.federated !== undefined;
  return {
    task: request.task,
    purpose: body.purpose,
    purposeId: request.purpose,
    architecture: request.architecture,
    dataset: request.dataset,
    columns: request.columns,
    rounds: request.rounds,
    epochs: request.epochs,
    quorum: request.quorum,
    secureAggregation: request.secureAggregation,
    updateBytes: parameters * BYTES_PER_PARAMETER,
    metrics: policy.metrics.filter(
      (metric) => mayLeave(policy, metric) && (isEvaluated || !ofEvaluation.has(metric)),
    ),
  };
}

/** Whether `asked` wants no more than what a person has approved of the same task: then nobody is asked again. */
export function isCovered(approved: PlanAsks, asked: PlanAsks): boolean {
  return (
    approved.task === asked.task &&
    approved.purposeId === asked.purposeId &&
    approved.architecture === asked.architecture &&
    approved.dataset === asked.dataset &&
    isWithin(approved.columns, asked.columns) &&
    isWithin(approved.metrics, asked.metrics) &&
    asked.rounds <= approved.rounds &&
    asked.quorum >= approved.quorum &&
    SECURE_PROFILES.indexOf(asked.secureAggregation) >= SECURE_PROFILES.indexOf(approved.secureAggregation)
  );
}

function isWithin(all: readonly string[], some: readonly string[]): boolean {
  const known = new Set(all);
  return some.every((each) => known.has(each));
}

/** What the agent wrote into its own database; undefined for anything else. */
export function parseAsks(value: unknown): PlanAsks | undefined {
  const part = (name: keyof PlanAsks): unknown =>
    value !== null && typeof value === 'object' ? Reflect.get(value, name) : undefined;
  const isText = (name: keyof PlanAsks): boolean => typeof part(name) === 'string';
  const isNumber = (name: keyof PlanAsks): boolean => typeof part(name) === 'number';
  const isTexts = (name: keyof PlanAsks): boolean => {
    const found = part(name);
    return Array.isArray(found) && found.every((each) => typeof each === 'string');
  };
  const isAsks = (found: unknown): found is PlanAsks =>
    found !== undefined &&
    (['task', 'purpose', 'purposeId', 'architecture', 'dataset'] as const).every(isText) &&
    (['rounds', 'epochs', 'quorum', 'updateBytes'] as const).every(isNumber) &&
    SECURE_PROFILES.some((profile) => profile === part('secureAggregation')) &&
    (['columns', 'metrics'] as const).every(isTexts);
  return isAsks(value) ? value : undefined;
}
