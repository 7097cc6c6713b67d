import { MusterError } from '@muster/errors';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SeededRandom, seededPermutation } from './random.ts';
import { splitDataset } from './split.ts';

describe('seededPermutation', () => {
  it('holds every number once, for any size and seeds', () => {
    fc.assert(
      fc.property(fc.nat(300), fc.maxSafeInteger(), fc.string(), (n, seed, name) => {
        const order = seededPermutation(n, seed, name);
        expect([...order].sort((a, b) => a - b)).toEqual([...Array(n).keys()]);
      }),
    );
  });

  it('gives the same order on every machine and release', () => {
    expect([...seededPermutation(10, 7, 0)]).toEqual([...seededPermutation(10, 7, 0)]);
    expect([...seededPermutation(10, 7, 0)]).toEqual([2, 0, 7, 8, 5, 6, 3, 1, 4, 9]);
  });

  it('tells near seeds, and seeds that only read alike, apart', () => {
    const orders = [[1, 23], [12, 3], [123], ['1', 23], [2, 23]].map((seeds) =>
      [...seededPermutation(50, ...seeds)].join(),
    );
    expect(new Set(orders).size).toBe(orders.length);
  });

  it('finds all orders of four about equally often (chi-square, 23 degrees of freedom)', () => {
    const draws = 24_000;
    const counts = new Map<string, number>();
    for (let seed = 0; seed < draws; seed++) {
      const key = [...seededPermutation(4, seed)].join();
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    const chiSquare = [...counts.values()].reduce(
      (sum, count) => sum + (count - draws / 24) ** 2 / (draws / 24),
      0,
    );
    expect(chiSquare).toBeLessThan(49.7); // 99.9 %
  });

  it('refuses a seed that is no whole number', () => {
    expect(() => new SeededRandom(0.5)).toThrow(MusterError);
    expect(() => new SeededRandom(Number.NaN)).toThrow(MusterError);
  });
});

describe('SeededRandom', () => {
  it('draws from [0, 1) with the mean and variance of a uniform', () => {
    const random = new SeededRandom('moments');
    const draws = Array.from({ length: 20_000 }, () => random.uniform());
    const mean = draws.reduce((a, b) => a + b) / draws.length;
    const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / draws.length;
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...draws)).toBeLessThan(1);
    expect(mean).toBeCloseTo(0.5, 1);
    expect(variance).toBeCloseTo(1 / 12, 2);
  });
});

describe('splitDataset', () => {
  it('puts every row in one part, and the share that was asked for in the holdout', () => {
    fc.assert(
      fc.property(
        fc.nat(500),
        fc.double({ min: 0, max: 0.9, noNaN: true }),
        fc.nat(),
        (size, holdout, seed) => {
          const split = splitDataset(size, { seed, holdout });
          const rows = [...split.train, ...split.holdout].sort((a, b) => a - b);
          expect(rows).toEqual([...Array(size).keys()]);
          expect([...split.train]).toEqual([...split.train].sort((a, b) => a - b));
          if (size > 1) expect(Math.abs(split.holdout.length - size * holdout)).toBeLessThanOrEqual(1);
          if (holdout === 0) expect(split.holdout).toHaveLength(0);
          if (holdout > 0 && size > 1) expect(split.holdout.length).toBeGreaterThan(0);
          if (size > 0) expect(split.train.length).toBeGreaterThan(0);
        },
      ),
    );
  });

  it('depends on the seed and on nothing else', () => {
    const one = splitDataset(100, { seed: 7, holdout: 0.2 });
    expect(splitDataset(100, { seed: 7, holdout: 0.2 })).toEqual(one);
    expect(splitDataset(100, { seed: 8, holdout: 0.2 })).not.toEqual(one);
  });

  it.each([
    [-1, 0.1],
    [1.5, 0.1],
    [10, 1],
    [10, -0.1],
    [10, Number.NaN],
  ])('refuses size %s with holdout %s', (size, holdout) => {
    expect(() => splitDataset(size, { seed: 1, holdout })).toThrow(MusterError);
  });
});
