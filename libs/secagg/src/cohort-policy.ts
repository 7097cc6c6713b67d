/** @module Cohorts that would give a site away (secure-aggregation.md, section 1.12): the difference of two sums is the sum of those in whom their cohorts differ. */

/** Earlier cohorts of a task that count. */
const COHORTS_KEPT = 20;

/**
 * The latest of the earlier cohorts, oldest first, from which this one differs by too few sites, or undefined: by at least one and by fewer than
 * `minCohort` of the last 20. The very same sites again give nothing away: a federation whose sites all take part in each round stays possible.
 */
export function cohortTooNear<Earlier extends Iterable<string>>(
  cohort: Iterable<string>,
  earlier: readonly Earlier[],
  minCohort: number,
): Earlier | undefined {
  const sites = new Set(cohort);
  return earlier.slice(-COHORTS_KEPT).findLast((each) => {
    const others = new Set(each);
    const common = [...others].filter((site) => sites.has(site)).length;
    const difference = sites.size + others.size - 2 * common;
    return difference > 0 && difference < minCohort;
  });
}
