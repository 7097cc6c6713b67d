import { describe, expect, it } from 'vitest';
import { drive, SITES, types } from '../round.fixture.ts';

function reporting(over = {}) {
  const round = drive(over);
  round.accept(...SITES);
  round.announce('a');
  return round;
}

describe('report', () => {
  it('confirms an update once it is whole; a repeated announcement is confirmed again, another one is a duplicate', () => {
    const round = reporting();
    expect(types(round.received('a'))).toEqual(['confirmReceived']);
    expect(types(round.announce('a'))).toEqual(['confirmReceived']);
    expect(round.announce('a', 'other')).toMatchObject([{ type: 'refuseUpdate', code: 'DUPLICATE' }]);
    // Its bytes came twice, over two connections.
    expect(types(round.received('a'))).toEqual(['confirmReceived']);
  });

  it('lets an upload that broke off be announced again, also with other bytes, and believes only the newest', () => {
    const round = reporting();
    round.gone('a');
    round.back('a');
    expect(round.announce('a', 'second')).toMatchObject([{ type: 'receiveUpdate', updateHash: 'second' }]);
    expect(round.received('a', 'u-a')).toEqual([]);
    expect(round.rejected('a', 'u-a')).toEqual([]);
    expect(types(round.received('a', 'second'))).toEqual(['confirmReceived']);
  });

  it('does not believe in bytes that nobody announced', () => {
    const round = reporting();
    expect(round.received('b')).toEqual([]);
    expect(round.received('a', 'something else')).toEqual([]);
  });

  it('records a rejected update with its hash and goes on without it', () => {
    const round = reporting();
    expect(round.rejected('a')).toMatchObject([
      {
        type: 'publishOutcome',
        outcome: { outcome: 'rejected', code: 'UPDATE_NOT_FINITE', updateHash: 'u-a' },
      },
    ]);
    expect(round.announce('a', 'better')).toMatchObject([{ type: 'refuseUpdate', code: 'CONFLICT' }]);
    round.send('b', 'c', 'd', 'e');
    expect(round.state).toMatchObject({ phase: 'close', closedBy: 'everybody' });
  });

  it('closes at its goal; those still at work are late', () => {
    const round = reporting({ cohort: 3, quorum: 2, overSelection: 1.7 });
    round.send('a', 'b');
    round.gone('e');
    const effects = round.send('c');
    expect(round.state).toMatchObject({ phase: 'close', closedBy: 'goal' });
    expect(round.outcomes()).toEqual(['d: late LATE', 'e: lost SITE_LOST']);
    expect(types(effects)).toEqual([
      'receiveUpdate',
      'confirmReceived',
      'publishOutcome',
      'publishOutcome',
      'requestAggregation',
    ]);
  });

  it('closes at the deadline with the quorum', () => {
    const round = reporting();
    round.send('a', 'b', 'c');
    round.announce('d');
    round.at(99_999);
    expect(round.state.phase).toBe('report');
    round.at(100_000);
    expect(round.state).toMatchObject({ phase: 'close', closedBy: 'deadline', closedAtMs: 100_000 });
    expect(round.outcomes()).toEqual(['d: late LATE', 'e: late LATE']);
  });

  it('counts a rejected update again when a person releases it while the round is open, and only that one', () => {
    const round = reporting();
    round.announce('a');
    round.rejected('a');
    expect(round.released('a', 'another')).toEqual([]);
    expect(round.released('b')).toEqual([]);
    expect(types(round.released('a'))).toEqual(['confirmReceived']);
    expect(round.released('a')).toEqual([]);
    round.send('b', 'c');
    round.at(100_000);
    expect(round.state).toMatchObject({ phase: 'close', members: [{ site: 'a', weight: 10 }, {}, {}] });
    expect(round.released('d')).toEqual([]);
  });

  it('is over at its deadline even if the timer never fired: the last byte in that millisecond is late', () => {
    const round = reporting();
    round.send('a', 'b', 'c');
    round.announce('d');
    const effects = round.feed({
      type: 'updateReceived',
      nowMs: 100_000,
      site: 'd',
      ref: { run: 'r', round: 1, attempt: 1 },
      updateHash: 'u-d',
    });
    expect(effects.slice(-2)).toMatchObject([
      { type: 'refuseUpdate', site: 'd', code: 'LATE' },
      { type: 'repeatOutcome', site: 'd', outcome: { outcome: 'late' } },
    ]);
    expect(round.state).toMatchObject({
      phase: 'close',
      members: [{ site: 'a' }, { site: 'b' }, { site: 'c' }],
    });
  });

  it('abandons below the quorum at the deadline: whole updates are abandoned, the rest late or lost', () => {
    const round = reporting();
    round.send('a', 'b');
    round.gone('e');
    round.at(100_000);
    expect(round.state).toMatchObject({ phase: 'ended', record: { result: 'abandoned', modelHash: '' } });
    expect(round.outcomes()).toEqual([
      'a: abandoned QUORUM_NOT_REACHED',
      'b: abandoned QUORUM_NOT_REACHED',
      'c: late LATE',
      'd: late LATE',
      'e: lost SITE_LOST',
    ]);
  });

  it('takes the update of a site that is revoked back out of the sum', () => {
    const round = reporting();
    round.received('a');
    expect(types(round.revoke('a'))).toEqual(['discardUpdate', 'publishOutcome']);
    round.send('b', 'c', 'd', 'e');
    expect(round.state).toMatchObject({
      phase: 'close',
      members: [{ site: 'b' }, { site: 'c' }, { site: 'd' }, { site: 'e' }],
    });
    expect(round.outcomes()).toEqual(['a: rejected SITE_REVOKED']);
  });

  it('keeps a whole update whatever its site says or suffers afterwards', () => {
    const round = reporting();
    round.received('a');
    expect(
      [round.fail('a'), round.refuse('a'), round.rejected('a'), round.gone('a'), round.back('a')].flat(),
    ).toEqual([]);
    round.send('b', 'c', 'd', 'e');
    expect(round.state).toMatchObject({ phase: 'close', closedBy: 'goal' });
  });
});
