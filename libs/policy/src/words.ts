/** @module A policy as a person would say it. */
import type { Policy } from './policy.ts';

/** In one sentence. */
export function policyInWords(policy: Policy): string {
  if (policy.tasks.length === 0) return 'allows no task yet';
  return [
    `version ${policy.version} allows tasks ${list(policy.tasks)} for ${list(Object.keys(policy.purposes))}, with ${list(policy.architectures)} on ${list(Object.keys(policy.datasets))}`,
    `in sums of at least ${policy.minCohort} sites, up to ${policy.maxRounds} rounds`,
    `besides the update may leave: ${list(policy.metrics)}`,
    ...(policy.approval === 'automatic' ? [] : [`a person ${DECIDES[policy.approval]}`]),
  ].join('; ');
}

/** Line by line: what is decided, and how. */
export function policyLines(policy: Policy): readonly (readonly [string, string])[] {
  const { purposes, datasets, expires, secureAggregation, log } = policy;
  return [
    ['version', String(policy.version)],
    ['last day', expires ?? 'none: it does not expire'],
    ...pairs('purpose', purposes, (letters) => letters.join(', ')),
    ['tasks', list(policy.tasks)],
    ['architectures', list(policy.architectures)],
    ...pairs('data set', datasets, datasetInWords),
    ['smallest sum', `${policy.minCohort} sites`],
    ['longest run', `${policy.maxRounds} rounds of ${policy.maxEpochs} epochs`],
    ['may leave', `the update, and: ${list(policy.metrics)}`],
    ['secure aggregation', secureAggregation],
    ['audit log', log],
    ['a person', DECIDES[policy.approval]],
  ];
}

const DECIDES = {
  automatic: 'decides nothing: the policy does',
  manual: 'decides about every plan',
  'first-of-task': 'decides about the first plan of a task, and about those that ask for more',
} as const satisfies Record<Policy['approval'], string>;

function datasetInWords({ columns, budget }: Policy['datasets'][string]): string {
  const which = columns === undefined ? 'all columns' : `columns ${list(columns)}`;
  if (budget === undefined) return which;
  const without = budget.withoutPrivacy === 'refuse' ? 'refused' : 'allowed';
  return `${which}; epsilon at most ${budget.epsilon} (delta ${budget.delta}) per ${budget.per}, tasks without differential privacy are ${without}`;
}

function pairs<T>(
  what: string,
  all: Readonly<Record<string, T>>,
  words: (one: T) => string,
): readonly (readonly [string, string])[] {
  const some = Object.entries(all).map(([name, one]) => [what, `${name}: ${words(one)}`] as const);
  return some.length > 0 ? some : [[what, 'none']];
}

function list(names: readonly string[]): string {
  return names.join(', ') || 'none';
}
