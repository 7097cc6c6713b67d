import { describe, expect, it } from 'vitest';
import { drive, REF, SITES, types } from '../round.fixture.ts';

function closed() {
  const round = drive();
  round.accept(...SITES);
  round.send('c', 'a', 'b');
  round.announce('d');
  round.at(100_000);
  return round;
}

describe('close', () => {
  it('asks for the sum of exactly those who count, sorted by site', () => {
    const round = drive();
    round.accept(...SITES);
    expect(round.send('e', 'd', 'c', 'b', 'a').at(-1)).toEqual({
      type: 'requestAggregation',
      ref: REF,
      members: SITES.map((site) => ({ site, updateHash: `u-${site}`, weight: 10 })),
    });
  });

  it('refuses what comes late with LATE and does not move', () => {
    const round = closed();
    const before = round.state;
    const receipt = { type: 'repeatOutcome', outcome: { outcome: 'late', code: 'LATE' } };
    expect(round.announce('e')).toMatchObject([{ type: 'refuseUpdate', site: 'e', code: 'LATE' }, receipt]);
    expect(round.received('d')).toMatchObject([{ type: 'refuseUpdate', site: 'd', code: 'LATE' }, receipt]);
    expect(round.announce('x')).toMatchObject([{ type: 'refuseUpdate', code: 'NOT_IN_COHORT' }]);
    expect(round.announce('a', 'another')).toMatchObject([{ type: 'refuseUpdate', code: 'LATE' }]);
    expect(types(round.announce('a'))).toEqual(['confirmReceived']);
    expect(round.back('d')).toMatchObject([{ type: 'repeatOutcome', outcome: { outcome: 'late' } }]);
    expect([round.revoke('a'), round.fail('b'), round.gone('c'), round.rejected('c')].flat()).toEqual([]);
    expect(round.state).toEqual(before);
  });

  it('abandons everybody who would have counted when the sum cannot be made', () => {
    const round = closed();
    round.feed({ type: 'workFailed', nowMs: 100_001, ref: REF, code: 'STORAGE_FULL', reason: 'no room' });
    expect(round.outcomes()).toEqual([
      'a: abandoned STORAGE_FULL',
      'b: abandoned STORAGE_FULL',
      'c: abandoned STORAGE_FULL',
      'd: late LATE',
      'e: late LATE',
    ]);
  });

  it('hears nothing about other attempts', () => {
    const round = closed();
    const before = round.state;
    const other = { ...REF, attempt: 2 };
    expect(round.feed({ type: 'aggregated', nowMs: 100_001, ref: other })).toEqual([]);
    expect(
      round.feed({ type: 'workFailed', nowMs: 100_001, ref: other, code: 'INTERNAL', reason: '' }),
    ).toEqual([]);
    expect(round.state).toEqual(before);
  });
});
