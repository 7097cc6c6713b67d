/** @module Ways to deal labelled rows out to sites: evenly, with skewed labels, or a few labels each. */
import { type SeededRandom, seededPermutation } from '@muster/data';
import { MusterError } from '@muster/errors';
import { dirichlet } from './dirichlet.ts';

/** `{dirichlet: A}`: skew, the stronger the smaller A. `{shards: N}`: N runs of rows that are sorted by label. */
export type SplitRule = 'iid' | { readonly dirichlet: number } | { readonly shards: number };

/** Draws of shares until every site has its minimum; beyond this the request is as good as impossible. */
const DRAWS_MAX = 1000;

/**
 * Reads `iid`, `dirichlet:A` (A > 0) or `shards:N` (N >= 1).
 * @throws INVALID_ARGUMENT
 */
export function parseSplit(text: string): SplitRule {
  if (text === 'iid') return 'iid';
  const [, name, figure] = /^(dirichlet|shards):(\d*\.?\d+)$/.exec(text) ?? [];
  const value = Number(figure);
  if (name === 'dirichlet' && value > 0) return { dirichlet: value };
  if (name === 'shards' && Number.isInteger(value) && value >= 1) return { shards: value };
  throw new MusterError(
    'INVALID_ARGUMENT',
    `'${text}' is no split: iid, dirichlet:A (as in 0.5) or shards:N (as in 2).`,
  );
}

export interface Deal {
  readonly labels: Uint8Array;
  readonly sites: number;
  readonly split: SplitRule;
  readonly seed: number;
  /** Rows that every site gets at least. */
  readonly rowsMin: number;
}

/**
 * Deals rows 0 .. labels.length-1: each to exactly one site. The same deal gives the same parts.
 * @returns the rows of each site, ascending
 * @throws INVALID_ARGUMENT if there are too few rows for `rowsMin` at each site
 */
export function partition(deal: Deal, random: SeededRandom): Uint32Array[] {
  const { labels, sites, split, rowsMin } = deal;
  if (!Number.isSafeInteger(sites) || sites < 1 || labels.length < sites * rowsMin) {
    throw new MusterError(
      'INVALID_ARGUMENT',
      `${labels.length} rows do not give ${sites} sites ${rowsMin} rows each.`,
    );
  }
  const order = seededPermutation(labels.length, 'deal', deal.seed);
  if (split === 'iid') return cut(order, evenEnds(order.length, sites)).map((part) => part.sort());
  if ('shards' in split) return dealShards(byLabel(order, labels), sites, split.shards, random);
  for (let draw = 0; draw < DRAWS_MAX; draw++) {
    const parts = dealByShares(order, labels, sites, split.dirichlet, random);
    if (parts.every((part) => part.length >= rowsMin)) return parts;
  }
  throw new MusterError(
    'INVALID_ARGUMENT',
    `dirichlet:${split.dirichlet} leaves one of ${sites} sites with fewer than ${rowsMin} rows; take a larger figure.`,
  );
}

/**
 * Of each class, shares drawn from Dirichlet(A) go to the sites (Yurochkin et al. 2019; Li et al. 2022, NIID-Bench), so
 * sites differ in size too.
 */
function dealByShares(
  order: Uint32Array,
  labels: Uint8Array,
  sites: number,
  concentration: number,
  random: SeededRandom,
): Uint32Array[] {
  const parts: number[][] = Array.from({ length: sites }, () => []);
  for (const rows of classes(order, labels)) {
    const shares = dirichlet(random, sites, concentration);
    let sum = 0;
    const ends = shares.map((share, site) => {
      sum += share;
      return site === sites - 1 ? rows.length : Math.min(rows.length, Math.round(sum * rows.length));
    });
    for (const [site, part] of cut(rows, ends).entries()) parts[site]?.push(...part);
  }
  return parts.map((part) => Uint32Array.from(part).sort());
}

/** Rows sorted by label in `sites * shards` runs, `shards` of them to each site at random (McMahan et al. 2017). */
function dealShards(sorted: Uint32Array, sites: number, shards: number, random: SeededRandom): Uint32Array[] {
  const runs = cut(sorted, evenEnds(sorted.length, sites * shards));
  const dealt = seededPermutation(runs.length, 'shards', random.below(2 ** 32));
  return Array.from({ length: sites }, (_, site) => {
    const mine = dealt.subarray(site * shards, (site + 1) * shards);
    return Uint32Array.from([...mine].flatMap((run) => [...(runs[run] ?? [])])).sort();
  });
}

/** The rows of each class that occurs, in the given order. */
function classes(order: Uint32Array, labels: Uint8Array): Uint32Array[] {
  const rows = new Map<number, number[]>();
  for (const row of order) {
    const label = labels[row] ?? 0;
    const held = rows.get(label);
    if (held === undefined) rows.set(label, [row]);
    else held.push(row);
  }
  return [...rows.entries()].sort(([a], [b]) => a - b).map(([, held]) => Uint32Array.from(held));
}

function byLabel(order: Uint32Array, labels: Uint8Array): Uint32Array {
  return Uint32Array.from(classes(order, labels).flatMap((rows) => [...rows]));
}

/** Where each of `parts` equal parts ends; sizes differ by one at most. */
function evenEnds(length: number, parts: number): number[] {
  return Array.from({ length: parts }, (_, part) => Math.floor(((part + 1) * length) / parts));
}

function cut(rows: Uint32Array, ends: readonly number[]): Uint32Array[] {
  return ends.map((end, part) => rows.slice(part === 0 ? 0 : ends[part - 1], end));
}
