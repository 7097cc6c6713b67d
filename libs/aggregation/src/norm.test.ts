import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { admissionSchema, admitNorm, type NormRule, normOf } from './norm.ts';

const rule: NormRule = { factor: 8, floor: 0.5, least: 5, history: 128 };
const limitOf = (history: readonly number[], over: Partial<NormRule> = {}) =>
  admitNorm(0, history, { ...rule, ...over }).figures.limit;

describe('admission by norm', () => {
  it('is by median and MAD of those that counted before', () => {
    // Median 3, deviations 2 1 0 1 97: MAD 1.
    expect(limitOf([1, 2, 3, 4, 100])).toBeCloseTo(3 + 8 * Math.max(1.4826, 1.5), 12);
    expect(limitOf([1, 2, 3, 4, 100], { floor: 0 })).toBeCloseTo(3 + 8 * 1.4826, 12);
    expect(admitNorm(15.001, [1, 2, 3, 4, 100], rule).verdict).toMatchObject({
      ok: false,
      code: 'UPDATE_NORM_OUT_OF_RANGE',
    });
    expect(admitNorm(15, [1, 2, 3, 4, 100], rule).verdict.ok).toBe(true);
  });

  it('gives a cohort of like norms the room of the floor', () => {
    expect(limitOf([2, 2, 2, 2, 2, 2])).toBe(2 + 8 * 0.5 * 2);
    expect(admitNorm(200, [2, 2, 2, 2, 2, 2], rule).verdict.ok).toBe(false);
  });

  it('refuses nothing while too few are known', () => {
    expect(admitNorm(1e9, [1, 1, 1, 1], rule)).toEqual({ verdict: { ok: true }, figures: {} });
  });

  it('does not depend on the order of the history, and a minority of any size of norms moves it little', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.5, max: 2, noNaN: true }), { minLength: 9, maxLength: 40 }),
        fc.double({ min: 0, max: 1e30, noNaN: true }),
        (honest, wild) => {
          const history = [...honest, ...honest.slice(0, honest.length >> 2).map(() => wild)];
          const { limit = 0 } = admitNorm(1, history, rule).figures;
          expect(admitNorm(1, history.toReversed(), rule).figures.limit).toBe(limit);
          expect(limit).toBeGreaterThanOrEqual(0.5 * (1 + 8 * 0.5));
          expect(limit).toBeLessThanOrEqual(2 + 8 * Math.max(1.4826 * 1.5, 0.5 * 2));
        },
      ),
    );
  });

  it('is the root of the sum of squares, and on unless it is turned off', () => {
    expect(normOf({ sumSquares: 25 })).toBe(5);
    expect(admissionSchema.parse({})).toEqual({ norm: { factor: 8, floor: 0.5, least: 6, history: 128 } });
    expect(admissionSchema.parse({ norm: false })).toEqual({ norm: false });
    expect(admissionSchema.safeParse({ norm: true }).success).toBe(false);
  });
});
