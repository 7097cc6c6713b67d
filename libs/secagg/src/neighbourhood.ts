/**
 * @module With how many others a site shares its secrets, and how many of them can put one together (secure-aggregation.md, section 1.6;
 * Bell et al. 2020, section 3.5, for the random Harary graph).
 */
import { MusterError } from '@muster/errors';
import { logFactorial, lowerBound, upperBound } from './hypergeometric.ts';

export type Profile = 'malicious' | 'semi-honest';

/** Against whom, and despite whom, a sum is to come about. */
export interface Adversary {
  readonly profile: Profile;
  /** Share of the sites that may work with the coordinator, 0 to below 1. */
  readonly corrupt: number;
  /** Share of the sites that may vanish, 0 to below 1. */
  readonly dropout: number;
  /** Bits of statistical security. */
  readonly lambda: number;
  /** Allows 3 and 4 sites in the malicious profile, where one corrupt site is most of what can be borne. */
  readonly unsafeSmallCohort: boolean;
}

export interface Neighbourhood {
  /** Neighbours of each site, k. */
  readonly degree: number;
  /** Shares that reveal a secret, t. */
  readonly threshold: number;
}

/** Up to here everybody is everybody's neighbour. */
const COMPLETE_MAX = 60;
/** Share of the neighbours that may be corrupt in a complete graph, at least. */
const COMPLETE_CORRUPT = 0.2;
/** Bits of the chance that honest sites alone leave too few neighbours. */
const ETA = 20;
/** Most neighbours, so that a roster fits into a frame. */
export const DEGREE_MAX = 1_000;

/** Fewest sites of a roster. Of a sum there may be fewer, when some are lost. */
export function sitesMin({ profile, unsafeSmallCohort }: Adversary): number {
  return profile === 'malicious' && !unsafeSmallCohort ? 5 : 3;
}

/**
 * k and t for so many sites. SECAGG_COHORT_TOO_SMALL below 5 sites in the malicious profile (3 with `unsafeSmallCohort`), below 3 in the
 * other; INVALID_ARGUMENT where each would need more than DEGREE_MAX neighbours.
 */
export function neighbourhoodFor(sites: number, adversary: Adversary): Neighbourhood {
  const least = sitesMin(adversary);
  if (!Number.isInteger(sites) || sites < least)
    throw new MusterError('SECAGG_COHORT_TOO_SMALL', `${sites} sites, and at least ${least} are needed`);
  const found = sites > COMPLETE_MAX ? hararyNeighbourhood(sites, adversary) : undefined;
  const { degree, threshold } = found ?? complete(sites, adversary);
  if (degree > DEGREE_MAX)
    throw new MusterError(
      'INVALID_ARGUMENT',
      `${sites} sites of which ${adversary.corrupt} are corrupt and ${adversary.dropout} lost need ${degree} neighbours each`,
    );
  return { degree, threshold };
}

/**
 * Malicious: 2t > k + a, so that with a corrupt neighbours no two different sets of t can both be brought to answer. In the other profile
 * the page gives no figure: a majority, which is above any a that it allows.
 */
function complete(sites: number, { profile, corrupt }: Adversary): Neighbourhood {
  const degree = sites - 1;
  const bad = Math.max(1, Math.floor(Math.max(COMPLETE_CORRUPT, corrupt) * degree));
  const majority = Math.floor(degree / 2) + 1;
  const threshold =
    profile === 'malicious' ? Math.floor((degree + bad) / 2) + 1 : Math.max(majority, bad + 1);
  return { degree, threshold };
}

/** The first even k that keeps the graph connected and leaves room between what the corrupt have and what the honest keep. */
export function hararyNeighbourhood(
  sites: number,
  { profile, corrupt, dropout, lambda }: Adversary,
): Neighbourhood | undefined {
  // A share such as 0.1 is a little above or below what it is written as.
  const corruptSites = Math.floor((corrupt + 1e-14) * sites);
  const lostSites = Math.floor((dropout + 1e-14) * sites);
  const surviving = Math.ceil((1 - dropout - 1e-14) * sites);
  const chanceOfReveal = 2 ** -(lambda + 1) / sites;
  const chanceOfLoss = 2 ** -ETA / sites;
  for (let k = 2; k < sites - 1; k += 2) {
    if (!isConnected(sites, k, corruptSites + lostSites, lambda)) continue;
    const corruptNeighbours = upperBound({ total: sites, marked: corruptSites, draws: k }, chanceOfReveal);
    const least = profile === 'malicious' ? Math.ceil((corruptNeighbours + k - 1.25) / 2) : corruptNeighbours;
    const most = lowerBound({ total: sites, marked: surviving, draws: k }, chanceOfLoss);
    if (least < most) return { degree: k, threshold: Math.max(least + 1, 2) };
  }
  return undefined;
}

/** Whether two disjoint runs of k/2 bad sites, which cut the ring, are less likely than 2^-(lambda + 1): a union bound. */
function isConnected(sites: number, k: number, bad: number, lambda: number): boolean {
  if (k > bad) return true;
  const logChance =
    Math.log(sites) +
    Math.log(sites - k - 1) -
    Math.LN2 +
    (logFactorial(bad) + logFactorial(sites - k) - logFactorial(sites) - logFactorial(bad - k));
  return logChance < -(lambda + 1) * Math.LN2;
}
