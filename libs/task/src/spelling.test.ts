import { describe, expect, it } from 'vitest';
import { closest } from './spelling.ts';

describe('did you mean', () => {
  it.each([
    ['quorom', 'quorum'],
    ['qourum', 'quorum'],
    ['deadline', 'deadlineS'],
    ['Cohort', 'cohort'],
    ['x', null],
    ['completely', null],
    ['', null],
  ])('%s: %s', (word, meant) => {
    expect(closest(word, ['quorum', 'cohort', 'deadlineS', 'max'])).toBe(meant);
  });
});
