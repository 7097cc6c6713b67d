/**
 * @module Every check of a roster (secure-aggregation.md, section 1.5, R1): what the site advertised stands in it, its neighbours are those
 * that the root gives, and each is a certified site that has signed its keys for this very round.
 */
import type { Leaf, Roster } from '@muster/protocol';
import { isUnusable } from '../agreement.ts';
import { sameBytes } from '../bytes.ts';
import { makeGraph } from '../graph.ts';
import { type Neighbourhood, neighbourhoodFor } from '../neighbourhood.ts';
import { ROSTER_WITHIN_MS } from '../offer.ts';
import { advertisedFields, isInRoster } from '../roster.ts';
import { isSigned } from '../signature.ts';
import { insist } from './abort-code.ts';
import type { AdvertisedState, ClientContext } from './client-state.ts';

/** A leaf that was found good, with the key of its certificate. */
export interface CheckedLeaf {
  readonly leaf: Leaf;
  readonly signingKey: Uint8Array;
}

export interface CheckedRoster {
  readonly neighbourhood: Neighbourhood;
  readonly neighbours: readonly CheckedLeaf[];
}

/** Throws a Refusal by the code of the check that fails. */
export function checkRoster(
  roster: Roster,
  state: AdvertisedState,
  context: ClientContext,
  nowMs: number,
): CheckedRoster {
  insist(nowMs <= state.advertisedAtMs + ROSTER_WITHIN_MS, 'POLICY', 'the roster took longer than a minute');
  const neighbourhood = checkTerms(roster, state);
  checkOwnLeaf(roster, state, context);
  checkDistinct(roster);
  checkGraph(roster, neighbourhood, state.roundId);
  const neighbours = roster.neighbours.map((leaf) => checkLeaf(leaf, roster, state.roundId, context));
  checkStandings(roster, neighbours, context);
  return { neighbourhood, neighbours: neighbours.map(({ leaf, signingKey }) => ({ leaf, signingKey })) };
}

/** k and t are what everybody computes from the number of sites. */
function checkTerms({ n, k, t }: Roster, { terms: { cohort } }: AdvertisedState): Neighbourhood {
  insist(n >= cohort.minCohort && n <= cohort.maxCohort, 'POLICY', `a roster of ${n} sites`);
  const neighbourhood = neighbourhoodFor(n, cohort);
  const { degree, threshold } = neighbourhood;
  insist(k === degree && t === threshold, 'POLICY', `k = ${k}, t = ${t}; ${degree} and ${threshold} are due`);
  return neighbourhood;
}

function checkOwnLeaf(
  { self, n, root }: Roster,
  { advertise }: AdvertisedState,
  { siteId, certHash }: ClientContext,
): void {
  const isOwn =
    sameBytes(self.siteId, siteId) &&
    sameBytes(self.certHash, certHash) &&
    sameBytes(self.cPk, advertise.cPk) &&
    sameBytes(self.sPk, advertise.sPk) &&
    sameBytes(self.bCommit, advertise.bCommit) &&
    sameBytes(self.sig, advertise.sig);
  insist(isOwn, 'ROSTER_SIG', 'the roster has other keys of this site than it advertised');
  insist(isInRoster(self, n, root), 'ROSTER_SIG', 'this site is not in the roster where it is said to be');
}

/** Ids go up with the places, and no id or key stands twice. */
function checkDistinct({ self, neighbours }: Roster): void {
  const leaves = [self, ...neighbours].toSorted((a, b) => a.index - b.index);
  leaves.forEach((leaf, i) => {
    const before = leaves[i - 1];
    const isAfter =
      before === undefined || (before.index < leaf.index && Buffer.compare(before.siteId, leaf.siteId) < 0);
    insist(isAfter, 'ROSTER_GRAPH', 'a site stands twice in the roster, or out of its order');
  });
  const keys = new Set(
    leaves.flatMap(({ cPk, sPk }) => [cPk, sPk].map((key) => Buffer.from(key).toString('hex'))),
  );
  insist(keys.size === 2 * leaves.length, 'ROSTER_GRAPH', 'two keys of the roster are the same');
}

function checkGraph(
  { self, neighbours, n, root }: Roster,
  { degree }: Neighbourhood,
  roundId: Uint8Array,
): void {
  const due = makeGraph(n, degree, roundId, root).neighboursOf(self.index);
  const shown = neighbours.map(({ index }) => index).sort((a, b) => a - b);
  insist(
    due.length === shown.length && due.every((index, i) => index === shown[i]),
    'ROSTER_GRAPH',
    'the neighbours are not those that the roster gives',
  );
}

interface StandingLeaf extends CheckedLeaf {
  readonly organisation: string;
  readonly sitesMax: number;
}

function checkLeaf(
  leaf: Leaf,
  { n, root }: Roster,
  roundId: Uint8Array,
  { directory }: ClientContext,
): StandingLeaf {
  const who = `the neighbour at ${leaf.index}`;
  insist(isInRoster(leaf, n, root), 'ROSTER_SIG', `${who} is not in the roster`);
  insist(!isUnusable(leaf.cPk) && !isUnusable(leaf.sPk), 'ROSTER_SIG', `${who} has a key of low order`);
  const standing = directory.find(leaf.siteId, leaf.certHash, leaf.cert);
  insist(standing.ok, 'ROSTER_SIG', `${who}: ${standing.ok ? '' : standing.reason}`);
  const { signingKey, organisation, sitesMax } = standing;
  insist(
    isSigned('adv', advertisedFields(roundId, leaf.siteId, leaf), signingKey, leaf.sig),
    'ROSTER_SIG',
    `${who} has not signed its keys for this round`,
  );
  return { leaf, signingKey, organisation, sitesMax };
}

/** One site, one key, and no organisation has more sites here than the manifest grants it in all. */
function checkStandings(
  { self }: Roster,
  neighbours: readonly StandingLeaf[],
  { organisation }: ClientContext,
): void {
  const keys = new Set(neighbours.map(({ signingKey }) => Buffer.from(signingKey).toString('hex')));
  insist(keys.size === neighbours.length, 'ROSTER_GRAPH', 'two neighbours sign with the same key');
  for (const { leaf, organisation: theirs, sitesMax } of neighbours) {
    const others = neighbours.filter((each) => each.organisation === theirs).length;
    const sites = others + (theirs === organisation ? 1 : 0);
    insist(
      sites <= sitesMax,
      'POLICY',
      `${theirs} has ${sites} sites beside ${leaf.index} and ${self.index}, and ${sitesMax} are granted`,
    );
  }
}
