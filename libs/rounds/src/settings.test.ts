import { describe, expect, it } from 'vitest';
import { finiteMetrics, reachesTarget, roundsSchema } from './settings.ts';

const least = { max: 30, cohort: 5, quorum: 3 };

describe('rounds of a task', () => {
  it('fills in its defaults', () => {
    expect(roundsSchema.parse(least)).toEqual({
      max: 30,
      cohort: 5,
      quorum: 3,
      overSelection: 1,
      deadlineS: 300,
      offerS: 15,
      gatherS: 10,
      maxAttempts: 5,
      retryS: 5,
      valueMax: 128,
      weightMax: 1_048_576,
    });
  });

  it.each([
    ['a quorum above the cohort', { quorum: 6 }, 'quorum'],
    ['no quorum at all', { quorum: 0 }, 'quorum'],
    ['an offer as long as the round', { deadlineS: 15 }, 'offerS'],
    ['a range beyond the accumulator', { valueMax: 1024, weightMax: 2 ** 30 }, 'valueMax'],
    ['half a site', { cohort: 4.5 }, 'cohort'],
    ['NaN', { deadlineS: Number.NaN }, 'deadlineS'],
    ['an accuracy above 1', { target: { metric: 'accuracy', atLeast: 97 } }, 'target.atLeast'],
    ['a target of another metric', { target: { metric: 'loss', atLeast: 0.9 } }, 'target.atMost'],
  ])('refuses %s', (_, over, field) => {
    const result = roundsSchema.safeParse({ ...least, ...over });
    expect(result.error?.issues.map((issue) => issue.path.join('.'))).toContain(field);
  });

  it('refuses unknown keys', () => {
    expect(roundsSchema.safeParse({ ...least, quorom: 3 }).success).toBe(false);
  });

  it('judges a target by its metric, and nothing by a figure that is not there', () => {
    expect(reachesTarget({ metric: 'accuracy', atLeast: 0.97 }, { accuracy: 0.97 })).toBe(true);
    expect(reachesTarget({ metric: 'accuracy', atLeast: 0.97 }, { accuracy: 0.9699 })).toBe(false);
    expect(reachesTarget({ metric: 'loss', atMost: 0.1 }, { loss: 0.1 })).toBe(true);
    expect(reachesTarget({ metric: 'loss', atMost: 0.1 }, { accuracy: 1 })).toBe(false);
    expect(reachesTarget(undefined, { accuracy: 1 })).toBe(false);
    expect(finiteMetrics({ a: Number.NaN, b: 1 })).toEqual({ b: 1 });
  });
});
