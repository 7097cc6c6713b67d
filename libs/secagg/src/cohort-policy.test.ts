import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cohortTooNear } from './cohort-policy.ts';

const cohort = (text: string): readonly string[] => [...text];

describe('a cohort', () => {
  it('is too near one that lacks a single site of it, either way', () => {
    expect(cohortTooNear(cohort('abcdef'), [cohort('abcde')], 5)).toEqual(cohort('abcde'));
    expect(cohortTooNear(cohort('abcde'), [cohort('abcdef')], 5)).toEqual(cohort('abcdef'));
    expect(cohortTooNear(cohort('abcdx'), [cohort('abcdy')], 3)).toEqual(cohort('abcdy'));
  });

  it('may be the very same, or differ by as many as a sum must have', () => {
    expect(cohortTooNear(cohort('abcde'), [cohort('edcba')], 5)).toBeUndefined();
    expect(cohortTooNear(cohort('abcdefghij'), [cohort('abcde')], 5)).toBeUndefined();
    expect(cohortTooNear(cohort('abc'), [], 5)).toBeUndefined();
  });

  it('is held against the last twenty alone, the latest first', () => {
    const near = cohort('abcd');
    const far = cohort('vwxyz');
    const twenty = Array.from({ length: 20 }, () => far);
    expect(cohortTooNear(cohort('abcde'), [near, ...twenty.slice(1)], 5)).toBe(near);
    expect(cohortTooNear(cohort('abcde'), [near, ...twenty], 5)).toBeUndefined();
    const nearer = cohort('abce');
    expect(cohortTooNear(cohort('abcde'), [near, nearer, far], 5)).toBe(nearer);
  });

  it('differs by what is in one of both', () => {
    const sites = fc.uniqueArray(fc.constantFrom(...'abcdefghijkl'));
    fc.assert(
      fc.property(sites, sites, fc.integer({ min: 1, max: 12 }), (a, b, least) => {
        const difference = [...a.filter((x) => !b.includes(x)), ...b.filter((x) => !a.includes(x))].length;
        expect(cohortTooNear(a, [b], least) !== undefined).toBe(difference > 0 && difference < least);
      }),
    );
  });
});
