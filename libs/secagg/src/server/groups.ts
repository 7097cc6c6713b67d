/** @module A large cohort as groups that aggregate side by side: the sum of their sums is the sum of all, and each is as private as it is large (secure-aggregation.md, section 1.12). */
import { label, sha256 } from '../bytes.ts';
import { permutationOf } from '../graph.ts';
import { inOrder, rosterTree } from '../roster.ts';
import type { CertifiedMember, ServerRound } from './server-state.ts';

/** Cohorts up to here stay whole. */
export const GROUP_SITES_MAX = 2_000;
/** Sites of a group where a cohort is beyond that, at most. */
const GROUP_SITES = 1_000;

/**
 * The members in one group, or in as few groups as are within the bound, none below the smallest cohort, of sizes that differ by one at most: runs of the permutation that
 * the root of all draws, so that nobody chooses whom a site is grouped with.
 */
export function splitIntoGroups(
  members: readonly CertifiedMember[],
  { roundId, terms }: ServerRound,
  groupSitesMax: number,
): readonly (readonly CertifiedMember[])[] {
  const bound = Math.min(groupSitesMax, terms.cohort.maxCohort);
  if (members.length <= bound) return [members];
  const wanted = Math.ceil(members.length / Math.min(bound, GROUP_SITES));
  const groups = Math.max(1, Math.min(wanted, Math.floor(members.length / terms.cohort.minCohort)));
  const ordered = inOrder(members);
  const seed = sha256(label('fl/group/v1'), roundId, rosterTree(ordered).root);
  const permutation = permutationOf(ordered.length, seed);
  const start = (group: number): number => Math.floor((group * ordered.length) / groups);
  return Array.from({ length: groups }, (_, group) =>
    [...permutation.subarray(start(group), start(group + 1))].flatMap((place) => ordered[place] ?? []),
  );
}
