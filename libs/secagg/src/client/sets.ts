/** @module The sets that the coordinator tells, as the agent sees them: whom they hold, and how many of its neighbours (secure-aggregation.md, section 1.5, R2 and R3). */
import { MusterError } from '@muster/errors';
import { decodeSet } from '../member-set.ts';
import { Refusal } from './abort-code.ts';
import type { Place } from './client-state.ts';

/** Places in ascending order. ROSTER_GRAPH for bytes that are no set of this roster. */
export function membersOf({ sites }: Place, set: Uint8Array): ReadonlySet<number> {
  try {
    return new Set(decodeSet(sites, set));
  } catch (thrown) {
    if (!(thrown instanceof MusterError)) throw thrown;
    throw new Refusal('ROSTER_GRAPH', thrown.message);
  }
}

/** How many neighbours are in a set. */
export function neighboursIn({ neighbours }: Place, members: ReadonlySet<number>): number {
  return neighbours.filter(({ index }) => members.has(index)).length;
}
