import { SeededRandom } from '@muster/data';
import { MusterError } from '@muster/errors';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dirichlet, gamma } from './dirichlet.ts';
import { parseSplit, partition, type SplitRule } from './partition.ts';

const deal = (labels: Uint8Array, sites: number, split: SplitRule, seed = 7, rowsMin = 0) =>
  partition({ labels, sites, split, seed, rowsMin }, new SeededRandom('test', seed));

/** 2,000 rows of 10 classes. */
const LABELS = Uint8Array.from({ length: 2000 }, (_, row) => (row * 7) % 10);

/** Mean over the sites of the total variation distance between a site's labels and all labels: 0 alike, 0.9 one class. */
function skew(parts: readonly Uint32Array[]): number {
  const distances = parts.map((part) => {
    const counts = new Array<number>(10).fill(0);
    for (const row of part) counts[LABELS[row] ?? 0] = (counts[LABELS[row] ?? 0] ?? 0) + 1;
    return counts.reduce((sum, count) => sum + Math.abs(count / part.length - 0.1), 0) / 2;
  });
  return distances.reduce((sum, distance) => sum + distance, 0) / parts.length;
}

describe('partition', () => {
  it('gives every row to exactly one site, and the same each time', () => {
    const rule = fc.oneof(
      fc.constant<SplitRule>('iid'),
      fc.double({ min: 0.01, max: 100, noNaN: true }).map((figure) => ({ dirichlet: figure })),
      fc.integer({ min: 1, max: 4 }).map((shards) => ({ shards })),
    );
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300, max: 9 }),
        fc.integer({ min: 1, max: 8 }),
        rule,
        fc.nat(),
        (labels, sites, split, seed) => {
          const parts = deal(labels, sites, split, seed);
          expect(parts).toHaveLength(sites);
          expect(parts.flatMap((part) => [...part]).sort((a, b) => a - b)).toEqual([...labels.keys()]);
          expect(deal(labels, sites, split, seed)).toEqual(parts);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('deals evenly when iid', () => {
    const parts = deal(LABELS, 7, 'iid');
    expect(
      Math.max(...parts.map((part) => part.length)) - Math.min(...parts.map((part) => part.length)),
    ).toBeLessThanOrEqual(1);
    expect(skew(parts)).toBeLessThan(0.1);
  });

  it('skews labels the more, the smaller the figure', () => {
    const mean = (figure: number) =>
      [1, 2, 3, 4, 5].reduce((sum, seed) => sum + skew(deal(LABELS, 5, { dirichlet: figure }, seed, 10)), 0) /
      5;
    const [strong, middle, weak] = [mean(0.1), mean(0.5), mean(1000)];
    expect(strong).toBeGreaterThan(0.55);
    expect(middle).toBeGreaterThan(0.25);
    expect(middle).toBeLessThan(strong);
    expect(weak).toBeLessThan(0.05);
  });

  it('draws again until every site has its minimum, and says so where that cannot be', () => {
    for (let seed = 0; seed < 20; seed++) {
      const parts = deal(LABELS, 5, { dirichlet: 0.1 }, seed, 100);
      expect(Math.min(...parts.map((part) => part.length))).toBeGreaterThanOrEqual(100);
    }
    expect(() => deal(LABELS, 50, { dirichlet: 0.01 }, 7, 40)).toThrow(MusterError);
    expect(() => deal(LABELS, 5, 'iid', 7, 401)).toThrow(MusterError);
    expect(() => deal(LABELS, 0, 'iid')).toThrow(MusterError);
  });

  it('gives a site no more labels than its shards touch', () => {
    const parts = deal(LABELS, 5, { shards: 2 });
    for (const part of parts) {
      expect(part).toHaveLength(400);
      expect(new Set([...part].map((row) => LABELS[row])).size).toBe(2);
    }
  });
});

describe('gamma and dirichlet', () => {
  it.each([0.1, 0.5, 1, 3, 20])('has mean and variance of its shape %s', (shape) => {
    const random = new SeededRandom('gamma', String(shape));
    const draws = Array.from({ length: 20_000 }, () => gamma(random, shape));
    const mean = draws.reduce((a, b) => a + b) / draws.length;
    const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / draws.length;
    expect(Math.abs(mean / shape - 1)).toBeLessThan(0.08);
    expect(Math.abs(variance / shape - 1)).toBeLessThan(0.15);
  });

  it('has shares that sum to 1 even where gamma underflows, with the variance of a Dirichlet', () => {
    const random = new SeededRandom('dirichlet');
    for (const figure of [1e-4, 0.01, 1, 1e4]) {
      expect(dirichlet(random, 5, figure).reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    }
    const firsts = Array.from({ length: 10_000 }, () => dirichlet(random, 5, 0.5)[0] ?? 0);
    const variance = firsts.reduce((sum, x) => sum + (x - 0.2) ** 2, 0) / firsts.length;
    expect(variance).toBeCloseTo((0.2 * 0.8) / (2.5 + 1), 2);
  });
});

describe('parseSplit', () => {
  it('reads the three rules', () => {
    expect(parseSplit('iid')).toBe('iid');
    expect(parseSplit('dirichlet:0.5')).toEqual({ dirichlet: 0.5 });
    expect(parseSplit('shards:2')).toEqual({ shards: 2 });
  });

  it.each(['', 'even', 'dirichlet', 'dirichlet:0', 'dirichlet:-1', 'shards:1.5', 'shards:0', 'iid:3'])(
    'refuses %j',
    (text) => {
      expect(() => parseSplit(text)).toThrow(MusterError);
    },
  );
});
