import { describe, expect, it } from 'vitest';
import { drive, SITES, types } from '../round.fixture.ts';
import { answerFromRecord, answerOutsideRound } from './late.ts';

const last = { run: 'r', round: 4, attempt: 2 };
const announce = (ref: { run: string; round: number; attempt: number }) =>
  answerOutsideRound({ type: 'updateAnnounced', nowMs: 0, site: 'a', ref, updateHash: 'u', weight: 1 }, last);

describe('late', () => {
  it.each([
    ['an older round', { run: 'r', round: 3, attempt: 9 }],
    ['an older attempt', { run: 'r', round: 4, attempt: 1 }],
    ['the attempt that has just ended', last],
  ])('answers from the record about %s', (_, ref) => {
    expect(announce(ref)).toEqual([{ type: 'lookUpOutcome', ref, site: 'a', about: 'update' }]);
  });

  it.each([
    ['a later attempt', { run: 'r', round: 4, attempt: 3 }],
    ['a later round', { run: 'r', round: 5, attempt: 1 }],
    ['another run', { run: 'other', round: 1, attempt: 1 }],
  ])('says that %s was never open', (_, ref) => {
    expect(announce(ref)).toMatchObject([{ type: 'refuseUpdate', code: 'ROUND_CLOSED' }]);
  });

  it('looks up what became of an upload whose last byte comes after the round has ended', () => {
    const round = drive();
    round.accept(...SITES);
    round.announce('a');
    round.abandon();
    expect(round.received('a')).toMatchObject([{ type: 'lookUpOutcome', site: 'a', about: 'update' }]);
  });

  it('confirms the bytes of a member that come a second time after the close', () => {
    const round = drive();
    round.accept(...SITES);
    round.send(...SITES);
    expect(types(round.received('a'))).toEqual(['confirmReceived']);
    expect(round.received('a', 'other')).toMatchObject([{ type: 'refuseUpdate', code: 'LATE' }]);
  });

  it('answers from the record: what counted is confirmed, all else is late, and the outcome is told again', () => {
    const question = { ref: last, site: 'a', about: 'update' } as const;
    const counted = {
      outcome: { outcome: 'counted', code: '', reason: '', updateHash: 'u' },
      modelHash: 'm1',
    } as const;
    const lost = {
      outcome: { outcome: 'lost', code: 'SITE_LOST', reason: 'x', updateHash: '' },
      modelHash: 'm1',
    } as const;
    expect(answerFromRecord(question, counted)).toMatchObject([
      { type: 'confirmReceived', updateHash: 'u' },
      { type: 'repeatOutcome', modelHash: 'm1', outcome: { outcome: 'counted' } },
    ]);
    expect(answerFromRecord(question, lost)).toMatchObject([
      { type: 'refuseUpdate', code: 'LATE' },
      { type: 'repeatOutcome', outcome: { outcome: 'lost' } },
    ]);
    expect(answerFromRecord({ ...question, about: 'offer' }, lost)).toMatchObject([
      { type: 'repeatOutcome' },
    ]);
    expect(answerFromRecord(question, null)).toMatchObject([{ type: 'refuseUpdate', code: 'NOT_IN_COHORT' }]);
    expect(answerFromRecord({ ...question, about: 'offer' }, null)).toEqual([]);
  });
});
