import { expect, it } from 'vitest';
import { cohortVectors } from './testing/cohort-vectors.ts';

it.each([
  [8, 4, 3],
  [100, 26, 16],
])('a cohort of %d computes what is on file for other languages', async (sites, degree, threshold) => {
  const text = `${JSON.stringify(cohortVectors(sites, degree, threshold), null, 1)}\n`;
  await expect(text).toMatchFileSnapshot(`../vectors/cohort-${sites}.json`);
});
