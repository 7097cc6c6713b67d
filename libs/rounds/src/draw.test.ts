import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawCohort } from './draw.ts';
import { settings } from './round.fixture.ts';
import { cohortAsked } from './settings.ts';

const ten = Array.from({ length: 10 }, (_, index) => `site-${index}`);

describe('drawing a cohort', () => {
  it('draws distinct sites, as many as asked or all, whatever their order', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1 })),
        fc.nat(20),
        fc.nat(0xffffffff),
        (sites, count, seed) => {
          const drawn = drawCohort(sites, count, seed);
          expect(drawn).toHaveLength(Math.min(count, sites.length));
          expect(new Set(drawn).size).toBe(drawn.length);
          expect(drawCohort([...sites].reverse(), count, seed)).toEqual(drawn);
          expect(drawn.every((site) => sites.includes(site))).toBe(true);
        },
      ),
    );
  });

  it('favours nobody: 3 of 10 over 20,000 seeds, each within 5 sigma of 6,000', () => {
    const times = new Map<string, number>();
    for (let seed = 0; seed < 20_000; seed += 1) {
      for (const site of drawCohort(ten, 3, seed)) times.set(site, (times.get(site) ?? 0) + 1);
    }
    for (const site of ten) expect(Math.abs((times.get(site) ?? 0) - 6000)).toBeLessThan(325);
  });

  it('asks ceil(cohort * overSelection), without the noise of floats', () => {
    expect(cohortAsked(settings({ cohort: 10, overSelection: 1.1 }))).toBe(11);
    expect(cohortAsked(settings({ cohort: 5, overSelection: 1.3 }))).toBe(7);
    expect(cohortAsked(settings())).toBe(5);
  });
});
