import type { Happening, RunEvent } from '@muster/api';
import { describe, expect, it } from 'vitest';
import { eventLine } from './run-event.ts';

const line = (happening: Happening): string => {
  const event = { seq: 1, at: '2026-01-01T10:20:30.400Z', run: 'r', ...happening };
  return eventLine(event) ?? '';
};

describe('the line of an event', () => {
  it.each<[Happening, string]>([
    [{ kind: 'run-status', data: { status: 'queued', reason: '' } }, '10:20:30  run queued'],
    [
      { kind: 'round-opened', data: { round: 2, attempt: 3, cohort: ['east', 'west'] } },
      '10:20:30  round 2 (attempt 3) opened for east, west',
    ],
    [
      { kind: 'site-failed', data: { site: 'east', code: 'DATA_SCHEMA', reason: 'row 5' } },
      '10:20:30    east failed: DATA_SCHEMA row 5',
    ],
    [
      { kind: 'update-received', data: { site: 'east', round: 1, bytes: 524 } },
      '10:20:30    east update received, 524 B',
    ],
    [
      { kind: 'evaluation', data: { round: 1, sites: 0, missing: [] } },
      '10:20:30    evaluated at the sites: accuracy -, loss , 0 sites',
    ],
    [
      {
        kind: 'evaluation',
        data: { round: 1, accuracy: 0.5, loss: 1, sites: 2, missing: [], bytesDown: 1048 },
      },
      '10:20:30    evaluated at the sites: accuracy 50.00 %, loss 1.0000, 2 sites, down 1.0 kB',
    ],
  ])('says what happened: %#', (happening, text) => {
    expect(line(happening)).toBe(text);
  });

  it('says of a round that its model could not be evaluated', () => {
    const members = [{ site: 'east', outcome: 'counted' as const, code: '', reason: '' }];
    const figures = { seconds: 1, bytesUp: 524, bytesDown: 524 };
    const evaluationFailed = 'DATA_UNREADABLE: there is no such file';
    const data = { round: 2, attempt: 1, status: 'applied' as const, reason: '', members, evaluationFailed };
    expect(line({ kind: 'round-closed', data: { ...data, ...figures } })).toBe(
      '10:20:30  round 2 applied | 1 of 1 counted | not evaluated: DATA_UNREADABLE: there is no such file | up 524 B, down 524 B | 1.0 s',
    );
  });

  it('says of a round who counted, and why the others did not', () => {
    const data: Extract<RunEvent, { kind: 'round-closed' }>['data'] = {
      round: 1,
      attempt: 1,
      status: 'applied',
      reason: '',
      members: [
        { site: 'east', outcome: 'counted', code: '', reason: '' },
        { site: 'west', outcome: 'late', code: 'LATE', reason: 'not done when the round closed' },
      ],
      accuracy: 0.5,
      loss: 1.25,
      seconds: 1.04,
      bytesUp: 1600,
      bytesDown: 5700,
    };
    expect(line({ kind: 'round-closed', data }).split('\n')).toEqual([
      '10:20:30  round 1 applied | 1 of 2 counted | accuracy 50.00 % | loss 1.2500 | up 1.6 kB, down 5.7 kB | 1.0 s',
      '            west: late LATE not done when the round closed',
    ]);
  });
});
