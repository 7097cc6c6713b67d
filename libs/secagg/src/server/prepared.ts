/** @module From when on it is settled whose updates can be unmasked together: every group has closed the set of those who shared. */
import { decodeSet } from '../member-set.ts';
import type { GroupState, ServerState } from './server-state.ts';

export interface PreparedCohort {
  /** Whose shares the others hold, by their ids. */
  readonly sites: readonly Uint8Array[];
  /** Fewest of them whose words can be unmasked; of several groups a lower bound. */
  readonly survivorsMin: number;
}

/** Null while keys or shares are being collected, and where no group came so far. */
export function preparedOf(state: ServerState): PreparedCohort | null {
  if (state.phase !== 'groups' || state.groups.some(({ phase }) => phase === 'collectShares')) return null;
  const open = state.groups.flatMap((group) => ('u2' in group ? [group] : []));
  if (open.length === 0) return null;
  const { minCohort } = state.round.terms.cohort;
  const sites = open.flatMap(sitesOf);
  // Each of those who count needs as many others as the threshold says.
  const thresholds = open.map(({ roster }) => roster.threshold + 1);
  return { sites, survivorsMin: open.length > 1 ? minCohort : Math.max(minCohort, ...thresholds) };
}

function sitesOf({ roster, u2 }: Extract<GroupState, { u2: Uint8Array }>): readonly Uint8Array[] {
  return decodeSet(roster.members.length, u2).flatMap((place) => roster.members[place]?.siteId ?? []);
}
