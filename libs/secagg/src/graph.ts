/**
 * @module Who is whose neighbour: the graph G(R) (secure-aggregation.md, section 1.5), drawn by everybody alike from the round and the root of
 * its roster, so that nobody chooses a victim's neighbours.
 */
import { label, sha256 } from './bytes.ts';
import { Keystream } from './keystream.ts';

/** Bytes of keystream drawn at a time: 512 words. */
const DRAW_BYTES = 4_096;

/** The neighbours of each of so many sites; sites are numbers from 0, their places in the roster. */
export interface Graph {
  readonly sites: number;
  readonly degree: number;
  /** In ascending order. */
  neighboursOf(site: number): readonly number[];
  /** The place at which a neighbour of `owner` holds its share of the owner's secrets: 1 and more; 0 for no neighbour. */
  placeOf(owner: number, holder: number): number;
}

/** The Harary graph H(k, n) over a permutation drawn from the seed, or the complete graph where the degree is all the others. */
export function makeGraph(sites: number, degree: number, roundId: Uint8Array, root: Uint8Array): Graph {
  const draw =
    degree === sites - 1
      ? (site: number) => Array.from({ length: sites }, (_, i) => i).filter((other) => other !== site)
      : hararyNeighbours(permutationOf(sites, graphSeed(roundId, root)), degree);
  // A site asks for few of them, the server for all, and more than once.
  const drawn = new Map<number, readonly number[]>();
  const neighboursOf = (site: number): readonly number[] => {
    const known = drawn.get(site);
    if (known !== undefined) return known;
    const neighbours = site >= 0 && site < sites ? draw(site) : [];
    drawn.set(site, neighbours);
    return neighbours;
  };
  return {
    sites,
    degree,
    neighboursOf,
    placeOf: (owner, holder) => neighboursOf(owner).indexOf(holder) + 1,
  };
}

export function graphSeed(roundId: Uint8Array, root: Uint8Array): Uint8Array {
  return sha256(label('fl/graph/v1'), roundId, root);
}

/** Fisher and Yates' shuffle of 0 .. sites - 1 by 64-bit words of the seed's keystream, those rejected that would favour some places. */
export function permutationOf(sites: number, seed: Uint8Array): Uint32Array {
  const permutation = Uint32Array.from({ length: sites }, (_, i) => i);
  const stream = new Keystream(seed);
  const words = Buffer.alloc(DRAW_BYTES);
  let at = DRAW_BYTES;
  const below = (bound: number): number => {
    // 2^64 modulo the bound: so many words at the top would make the first remainders more likely than the others.
    const surplus = ((2 ** 32 % bound) * (2 ** 32 % bound)) % bound;
    for (;;) {
      if (at === words.length) {
        stream.fill(words);
        at = 0;
      }
      const [low, high] = [words.readUInt32LE(at), words.readUInt32LE(at + 4)];
      at += 8;
      const isRejected = high === 2 ** 32 - 1 && low >= 2 ** 32 - surplus;
      if (!isRejected) return ((high % bound) * 2 ** 32 + low) % bound;
    }
  };
  for (let i = sites - 1; i > 0; i--) {
    const j = below(i + 1);
    [permutation[i], permutation[j]] = [permutation[j] ?? 0, permutation[i] ?? 0];
  }
  return permutation;
}

/** Those at most k/2 steps away on the ring of the permutation; k is even and below the number of sites. */
function hararyNeighbours(permutation: Uint32Array, degree: number): (site: number) => readonly number[] {
  const sites = permutation.length;
  const places = new Uint32Array(sites);
  permutation.forEach((site, at) => {
    places[site] = at;
  });
  return (site) => {
    const at = places[site] ?? 0;
    const steps = Array.from({ length: degree / 2 }, (_, i) => i + 1);
    return steps
      .flatMap((step) => [(at + step) % sites, (at - step + sites) % sites])
      .map((place) => permutation[place] ?? 0)
      .sort((a, b) => a - b);
  };
}
