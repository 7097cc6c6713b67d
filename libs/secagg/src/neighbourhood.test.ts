import { describe, expect, it } from 'vitest';
import { logFactorial, lowerBound, upperBound } from './hypergeometric.ts';
import { type Adversary, hararyNeighbourhood, neighbourhoodFor, type Profile } from './neighbourhood.ts';
import { KNOWN } from './testing/known-answers.ts';

const tooSmall = expect.objectContaining({ code: 'SECAGG_COHORT_TOO_SMALL' });
const adversary = (
  corrupt: number,
  dropout: number,
  profile: Profile = 'malicious',
  lambda = 40,
): Adversary => ({ profile, corrupt, dropout, lambda, unsafeSmallCohort: false });
const DEFAULT: Adversary = adversary(0.05, 0.1, 'malicious', 64);

/** n, gamma, delta, profile, k, t of google-parfait/federated-compute, `graph_parameter_finder_test.cc`, lambda 40, eta 20. */
const PUBLISHED: readonly (readonly [number, number, number, Profile, number, number])[] = [
  [100, 0.45, 0.45, 'semi-honest', 92, 46],
  [1000, 0.45, 0.45, 'semi-honest', 822, 417],
  [10, 0.33, 0.33, 'semi-honest', 8, 4],
  [100, 0.33, 0.33, 'semi-honest', 68, 34],
  [1000, 0.33, 0.33, 'semi-honest', 286, 150],
  [10000, 0.33, 0.33, 'semi-honest', 422, 221],
  [100, 0.3, 0.3, 'malicious', 92, 62],
  [1000, 0.3, 0.3, 'malicious', 872, 584],
  [100, 0.05, 0.33, 'semi-honest', 28, 6],
  [1000, 0.05, 0.33, 'semi-honest', 72, 24],
  [10000, 0.05, 0.33, 'semi-honest', 86, 29],
  [100, 0.05, 0.33, 'malicious', 72, 39],
  [1000, 0.05, 0.33, 'malicious', 398, 223],
  [10000, 0.05, 0.33, 'malicious', 746, 420],
  [100, 0.33, 0.05, 'malicious', 42, 37],
  [1000, 0.33, 0.05, 'malicious', 132, 109],
  [10000, 0.33, 0.05, 'malicious', 178, 146],
  [100, 0.05, 0.05, 'semi-honest', 12, 6],
  [1000, 0.05, 0.05, 'semi-honest', 30, 17],
  [10000, 0.05, 0.05, 'semi-honest', 34, 20],
  [100, 0.05, 0.05, 'malicious', 16, 11],
  [1000, 0.05, 0.05, 'malicious', 52, 37],
  [10000, 0.05, 0.05, 'malicious', 62, 44],
];

describe('k and t of the random graph', () => {
  it.each(PUBLISHED)('of %d sites with %f corrupt and %f lost, %s, are %d and %d', (...row) => {
    const [sites, corrupt, dropout, profile, degree, threshold] = row;
    expect(hararyNeighbourhood(sites, adversary(corrupt, dropout, profile))).toEqual({ degree, threshold });
  });

  const { rows } = KNOWN.degreeAndThreshold;
  it.each(rows)('are those of the table for $gamma, $delta, $lambda, $profile', (row) => {
    const found = row.n.map((sites) =>
      neighbourhoodFor(sites, adversary(row.gamma, row.delta, row.profile, row.lambda)),
    );
    expect(found.map(({ degree }) => degree)).toEqual(row.k);
    expect(found.map(({ threshold }) => threshold)).toEqual(row.t);
  });

  it('are those of the row of the table that the vectors lack', () => {
    const found = [100, 200, 500, 1000, 2000, 5000, 10000].map((sites) =>
      neighbourhoodFor(sites, adversary(0.1, 0.1, 'malicious', 64)),
    );
    expect(found.map(({ degree, threshold }) => `${degree}/${threshold}`).join(' ')).toBe(
      '32/22 56/39 92/66 112/80 126/90 136/97 144/103',
    );
  });

  it('leave no room for two sets of t that answer differently, up to every size', () => {
    for (let sites = 61; sites <= 3000; sites += 17) {
      const { degree, threshold } = neighbourhoodFor(sites, DEFAULT);
      expect(degree % 2).toBe(0);
      const corrupt = upperBound(
        { total: sites, marked: Math.floor(0.05 * sites), draws: degree },
        2 ** -65 / sites,
      );
      expect(2 * threshold).toBeGreaterThan(degree + corrupt);
    }
  });
});

describe('the complete graph', () => {
  it('has the thresholds of the table', () => {
    const { n, t } = KNOWN.degreeAndThreshold.completeGraph;
    const found = n.map((sites) => neighbourhoodFor(sites, DEFAULT));
    expect(found.map(({ degree }) => degree)).toEqual(n.map((sites) => sites - 1));
    expect(found.map(({ threshold }) => threshold)).toEqual(t);
  });

  it('of any size up to 60, and above where the search finds nothing, leaves no room for two answers', () => {
    for (let sites = 5; sites <= 60; sites++) {
      const { degree, threshold } = neighbourhoodFor(sites, DEFAULT);
      const corrupt = Math.max(1, Math.floor(0.2 * degree));
      expect(2 * threshold).toBeGreaterThan(degree + corrupt);
      expect(threshold).toBeLessThanOrEqual(degree);
    }
    const harsh = adversary(0.4, 0.4, 'malicious', 64);
    expect(hararyNeighbourhood(70, harsh)).toBeUndefined();
    expect(neighbourhoodFor(70, harsh)).toEqual({ degree: 69, threshold: 49 });
  });

  it('takes a majority in the semi-honest profile', () => {
    const found = [3, 4, 5, 10].map((sites) => neighbourhoodFor(sites, adversary(0.05, 0.1, 'semi-honest')));
    expect(found.map(({ threshold }) => threshold)).toEqual([2, 2, 3, 5]);
  });

  it('is refused below 5 sites in the malicious profile, unless 3 or 4 are allowed by name, and below 3 ever', () => {
    for (const sites of [0, 1, 2, 3, 4, 4.5])
      expect(() => neighbourhoodFor(sites, DEFAULT), String(sites)).toThrow(tooSmall);
    const unsafe = { ...DEFAULT, unsafeSmallCohort: true };
    expect(neighbourhoodFor(3, unsafe)).toEqual({ degree: 2, threshold: 2 });
    expect(neighbourhoodFor(4, unsafe)).toEqual({ degree: 3, threshold: 3 });
    for (const sites of [0, 1, 2]) expect(() => neighbourhoodFor(sites, unsafe)).toThrow(tooSmall);
    expect(() => neighbourhoodFor(2, adversary(0.05, 0.1, 'semi-honest'))).toThrow(tooSmall);
  });

  it('is refused where it would be too large for a roster', () => {
    expect(() => neighbourhoodFor(1200, adversary(0.6, 0.3))).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
    );
  });
});

describe('tails', () => {
  const exact = (n: number): number =>
    Array.from({ length: n }, (_, i) => Math.log(i + 1)).reduce((a, b) => a + b, 0);

  it('rest on factorials that are right to eleven digits', () => {
    for (const n of [0, 1, 5, 31, 32, 33, 100, 1000, 10_000])
      expect(Math.abs(logFactorial(n) - exact(n))).toBeLessThanOrEqual(1e-11 * Math.max(1, exact(n)));
  });

  it('are those of a distribution that can be counted: 2 marked of 4, 2 drawn', () => {
    const drawing = { total: 4, marked: 2, draws: 2 };
    // P[X = 0, 1, 2] = 1/6, 4/6, 1/6.
    expect([0.1, 0.2, 0.9, 1.1].map((p) => upperBound(drawing, p))).toEqual([2, 1, 0, -1]);
    expect([0.1, 0.2, 0.9, 1.1].map((p) => lowerBound(drawing, p))).toEqual([0, 1, 2, 3]);
  });
});
