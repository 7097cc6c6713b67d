import { asMusterError } from '@muster/errors';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Cohort, verifyPlace } from './cohort.ts';

const someCohort = fc.uniqueArray(
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 16, maxLength: 16 }),
  {
    minLength: 1,
    maxLength: 40,
  },
);
const codeOf = (act: () => void): string => {
  try {
    act();
  } catch (thrown) {
    return asMusterError(thrown).code;
  }
  return '';
};

describe('a cohort', () => {
  it('has one root in whatever order its sites are named, and shows each of them to be in it', () => {
    fc.assert(
      fc.property(someCohort, fc.nat(), (sites, at) => {
        const cohort = new Cohort(sites);
        expect(new Cohort(sites.toReversed()).root).toEqual(cohort.root);
        const site = sites[at % sites.length] ?? '';
        const place = cohort.placeOf(site);
        verifyPlace(site, place, cohort);
        expect(codeOf(() => verifyPlace(`${site}x`, place, cohort))).toBe('AUDIT_PROOF_INVALID');
        expect(codeOf(() => cohort.placeOf(`${site}x`))).toBe('NOT_IN_COHORT');
      }),
    );
  });

  it('has the same root as long as it is the same', () => {
    const root = (...sites: readonly string[]) => Buffer.from(new Cohort(sites).root).toString('hex');
    expect(root('s-1', 's-2')).not.toBe(root('s-1', 's-2', 's-3'));
    expect(root('s-1')).toMatchInlineSnapshot(
      `"e38046fef9619fed3cc962e7af34d1a765db9afebaa5572c09215d0a9e620827"`,
    );
  });
});
