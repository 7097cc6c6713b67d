import { describe, expect, it } from 'vitest';
import { driveRun } from './run.fixture.ts';
import { readRunState } from './saved-run.ts';

/** A run with an open round, as it lies in the database. */
function saved(): Record<string, unknown> {
  const run = driveRun();
  run.feed({ type: 'start', nowMs: 0, modelHash: 'm0' });
  expect(run.state.status).toBe('running');
  return JSON.parse(JSON.stringify(run.state));
}

describe('a saved run', () => {
  it('is read back as it was', () => {
    expect(JSON.parse(JSON.stringify(readRunState(saved(), 'r')))).toEqual(saved());
    expect(saved()).toMatchObject({ round: { seats: { a: { stage: 'offered', connected: true } } } });
  });

  it.each([
    ['nothing', () => null],
    ['the state of another run', () => ({ ...saved(), run: 'other' })],
    ['a status that there is not', () => ({ ...saved(), status: 'resting' })],
    ['a phase that there is not', () => ({ ...saved(), round: { phase: 'wait' } })],
    ['a field too few', () => ({ ...saved(), failures: undefined })],
    ['a code of another version', () => ({ ...saved(), status: 'failed', code: 'NEWER', reason: '' })],
  ])('is refused where it is %s', (_what, state) => {
    expect(() => readRunState(state(), 'r')).toThrow(expect.objectContaining({ code: 'STORAGE_CORRUPT' }));
  });
});
