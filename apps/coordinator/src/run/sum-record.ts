/** @module What is put on record of secure aggregation in an attempt: counts by stage, who left and why, and what the sum says of itself. */
import type { SumRecord } from '@muster/api';
import { hex } from '@muster/protocol';
import {
  classCountOf,
  type GroupRecord,
  type PlanOfSums,
  type PooledEvaluation,
  pooledFrom,
  recordOfRound,
  type SecureRecord,
  type ServerState,
  type Tail,
} from '@muster/secagg';

export interface SumOutcome {
  readonly record: SumRecord;
  /** What all sites together have found of the model that the round starts from; undefined where they were not asked, or say nonsense. */
  readonly pooled: PooledEvaluation | undefined;
}

/** `names`: of sites by their ids, hex. */
export function sumOutcomeOf(
  state: ServerState,
  names: ReadonlyMap<string, string>,
  plan: PlanOfSums,
): SumOutcome {
  const told = recordOfRound(state);
  const tails = told.groups.flatMap(({ figures }) => (figures ? [figures.tail.metrics] : []));
  const { metrics: length } = state.round.terms.encoding;
  const sum = Array.from({ length }, (_, index) =>
    tails.reduce((total, metrics) => total + (metrics[index] ?? 0), 0),
  );
  return {
    record: recordOf(told, state, names),
    pooled: length === 0 ? undefined : pooledFrom(sum, classCountOf(plan)),
  };
}

function recordOf(
  { code, reason, invited, advertised, groups, aborts }: SecureRecord,
  state: ServerState,
  names: ReadonlyMap<string, string>,
): SumRecord {
  const named = (id: Uint8Array): string => names.get(hex(id)) ?? hex(id);
  return {
    profile: state.round.terms.cohort.profile,
    session: hex(state.round.roundId),
    asked: invited,
    advertised,
    code,
    reason,
    groups: groups.map((group) => groupOf(group, named)),
    aborts: aborts.map((each) => ({ site: named(each.siteId), code: each.code, reason: each.detail })),
    totals: totalsOf(groups),
  };
}

function groupOf(
  { outcome, code, reason, degree, threshold, stages, counted, blamed }: GroupRecord,
  named: (id: Uint8Array) => string,
): SumRecord['groups'][number] {
  return {
    outcome: outcome === 'published' ? 'unmasked' : 'abandoned',
    code,
    reason,
    neighbours: degree,
    threshold,
    sites: stages.advertised,
    shared: stages.shared,
    masked: stages.masked,
    signed: stages.signed,
    answered: stages.answered,
    counted: counted.map(named).toSorted(),
    blamed: blamed.map(({ holder, owner }) => ({ holder: named(holder), owner: named(owner) })),
  };
}

function totalsOf(groups: readonly GroupRecord[]): SumRecord['totals'] {
  const tails = groups.flatMap(({ figures }) => figures?.tail ?? []);
  if (tails.length === 0) return null;
  const sum = (of: (tail: Tail) => number): number => tails.reduce((total, tail) => total + of(tail), 0);
  const examples = sum((tail) => tail.examples);
  return {
    examples,
    loss: examples > 0 ? sum((tail) => tail.lossSum) / examples : 0,
    clipped: sum((tail) => tail.clipped),
    nonfinite: sum((tail) => tail.nonfinite),
  };
}
