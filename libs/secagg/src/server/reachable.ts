/** @module Whether secrets can still be put together from those who are left (secure-aggregation.md, sections 1.5 and 1.9). */
import type { Graph } from '../graph.ts';

/** Of the members those that have `least` neighbours among themselves: the greatest such set, in ascending order. */
export function coreOf(graph: Graph, members: Iterable<number>, least: number): ReadonlySet<number> {
  const core = new Set([...members].sort((a, b) => a - b));
  for (let before = -1; before !== core.size; ) {
    before = core.size;
    for (const member of core) if (neighboursIn(graph, member, core) < least) core.delete(member);
  }
  return core;
}

/** How many neighbours of a place are in a set. */
export function neighboursIn(graph: Graph, place: number, set: ReadonlySet<number>): number {
  return graph.neighboursOf(place).filter((other) => set.has(other)).length;
}

/**
 * The first whose secret cannot be put together by so many of its neighbours among `answering`, though it is needed: of those counted the own
 * mask, of the others who shared the key of their masks, if anybody counted has put one on.
 */
export function outOfReach(
  graph: Graph,
  { shared, counted }: { readonly shared: ReadonlySet<number>; readonly counted: ReadonlySet<number> },
  answering: ReadonlySet<number>,
  least: number,
): number | undefined {
  return [...shared].find(
    (owner) => isNeeded(graph, owner, counted) && neighboursIn(graph, owner, answering) < least,
  );
}

/** Whether the secret of one who shared is part of the masks on the sum. */
export function isNeeded(graph: Graph, owner: number, counted: ReadonlySet<number>): boolean {
  return counted.has(owner) || neighboursIn(graph, owner, counted) > 0;
}
