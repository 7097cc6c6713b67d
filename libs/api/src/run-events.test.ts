import { describe, expect, it } from 'vitest';
import { parseRunEvent } from './run-events.ts';

const at = { seq: 3, at: '2026-01-01T00:00:00.000Z', run: 'task-1' };

describe('an event of a run', () => {
  it('is told by its kind, with the fields of that kind', () => {
    const event = { ...at, kind: 'update-received', data: { site: 'north', round: 1, bytes: 524 } };
    expect(parseRunEvent(event)).toEqual(event);
  });

  it('is passed over when a later version tells it', () => {
    expect(parseRunEvent({ ...at, kind: 'site-sings', data: { site: 'north' } })).toBeUndefined();
  });

  it.each([
    ['no kind', { ...at, data: {} }],
    [
      'fields of another kind',
      { ...at, kind: 'round-opened', data: { site: 'north', round: 1, bytes: 524 } },
    ],
    ['a status that there is not', { ...at, kind: 'run-status', data: { status: 'odd', reason: '' } }],
    ['no number', { ...at, seq: undefined, kind: 'run-status', data: { status: 'paused', reason: '' } }],
  ])('is refused with %s', (_what, value) => {
    expect(() => parseRunEvent(value)).toThrow();
  });
});
