/** @module A group and what follows from its roster: tree, graph, field, places. Computed once for each roster (secure-aggregation.md, section 1.5). */
import type { HashTree } from '@muster/merkle';
import type { Leaf } from '@muster/protocol';
import { copyOf } from '../bytes.ts';
import { type Field, fieldFor } from '../field.ts';
import { type Graph, makeGraph } from '../graph.ts';
import { neighbourhoodFor } from '../neighbourhood.ts';
import { inOrder, rosterTree } from '../roster.ts';
import type { CertifiedMember, GroupRoster, ServerRound } from './server-state.ts';

export interface RosterView {
  readonly graph: Graph;
  readonly field: Field;
  /** What the neighbours of a place are shown of it. */
  readonly leaves: readonly Leaf[];
  readonly places: ReadonlyMap<string, number>;
}

const views = new WeakMap<GroupRoster, RosterView>();

/** SECAGG_COHORT_TOO_SMALL, or INVALID_ARGUMENT, where so many sites have no graph. */
export function makeRoster(
  members: readonly CertifiedMember[],
  { terms, roundId }: ServerRound,
): GroupRoster {
  const { degree, threshold } = neighbourhoodFor(members.length, terms.cohort);
  const ordered = inOrder(members);
  const tree = rosterTree(ordered);
  const roster = { members: ordered, root: copyOf(tree.root), degree, threshold };
  views.set(roster, makeView(roster, tree, roundId));
  return roster;
}

export function viewOf(roster: GroupRoster, { roundId }: ServerRound): RosterView {
  const known = views.get(roster);
  if (known !== undefined) return known;
  const view = makeView(roster, rosterTree(roster.members), roundId);
  views.set(roster, view);
  return view;
}

function makeView({ members, root, degree }: GroupRoster, tree: HashTree, roundId: Uint8Array): RosterView {
  return {
    graph: makeGraph(members.length, degree, roundId, root),
    field: fieldFor(degree),
    leaves: members.map(({ certificate, siteId, certHash, cPk, sPk, bCommit, sig }, index) => ({
      ...{ index, siteId, certHash, cPk, sPk, bCommit, sig },
      proof: tree.proofOf(index),
      cert: certificate,
    })),
    places: new Map(members.map(({ siteId }, place) => [nameOf(siteId), place])),
  };
}

/** A site's id as a key of a map. */
export function nameOf(siteId: Uint8Array): string {
  return Buffer.from(siteId).toString('hex');
}
