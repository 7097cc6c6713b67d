import { describe, expect, it } from 'vitest';
import { drive, types } from '../round.fixture.ts';

describe('select', () => {
  it('offers the round to the drawn cohort only, with what a site needs to decide', () => {
    const round = drive({ cohort: 2, quorum: 2, overSelection: 1.5 });
    expect(round.opening).toHaveLength(3);
    expect(round.opening[0]).toMatchObject({
      type: 'sendOffer',
      modelHash: 'm0',
      deadlineInMs: 100_000,
      cohortSize: 3,
      quorum: 2,
    });
  });

  it('goes to train when everybody has answered', () => {
    const round = drive();
    round.accept('a', 'b', 'c', 'd');
    expect(round.state.phase).toBe('select');
    round.accept('e');
    expect(round.state.phase).toBe('train');
  });

  it('records a refusal with the code and reason of the site', () => {
    const round = drive();
    expect(round.refuse('a')).toEqual([
      expect.objectContaining({
        type: 'publishOutcome',
        site: 'a',
        outcome: { outcome: 'refused', code: 'POLICY_REFUSED', reason: 'cohort too small', updateHash: '' },
      }),
    ]);
    expect(round.accept('a')).toHaveLength(1); // told again, not seated again
    expect(round.outcomes()).toEqual(['a: refused POLICY_REFUSED']);
  });

  it('loses who is silent when the offers end: TIMEOUT, or SITE_LOST without a connection', () => {
    const round = drive();
    round.accept('a', 'b', 'c');
    round.gone('e');
    round.at(9_999);
    expect(round.state.phase).toBe('select');
    round.at(10_000);
    expect(round.state.phase).toBe('train');
    expect(round.outcomes()).toEqual(['d: lost TIMEOUT', 'e: lost SITE_LOST']);
  });

  it('offers again to a site that comes back before it answered, with the time that is left', () => {
    const round = drive();
    round.gone('a');
    round.at(4_000);
    expect(round.back('a')).toMatchObject([{ type: 'sendOffer', site: 'a', deadlineInMs: 96_000 }]);
    round.accept('a', 'b', 'c', 'd', 'e');
    expect(round.state.phase).toBe('train');
  });

  it('lets a quick site bring its update before the others have answered', () => {
    const round = drive();
    round.accept('a');
    expect(types(round.send('a'))).toEqual(['receiveUpdate', 'confirmReceived']);
    expect(round.state.phase).toBe('select');
    round.accept('b', 'c', 'd', 'e');
    expect(round.state.phase).toBe('report');
  });

  it('hears every site before it gives up a quorum that refusals put out of reach', () => {
    const round = drive();
    round.accept('d');
    for (const site of ['a', 'b', 'c']) round.refuse(site);
    expect(round.state.phase).toBe('select');
    round.at(9_999);
    expect(round.state.phase).toBe('select');
    round.refuse('e');
    expect(round.state).toMatchObject({
      phase: 'ended',
      record: { result: 'abandoned', code: 'QUORUM_NOT_REACHED', endedAtMs: 9_999 },
    });
    expect(round.outcomes()).toEqual([
      'a: refused POLICY_REFUSED',
      'b: refused POLICY_REFUSED',
      'c: refused POLICY_REFUSED',
      'd: abandoned QUORUM_NOT_REACHED',
      'e: refused POLICY_REFUSED',
    ]);
  });

  it('waits for those answers no longer than offers last, and seals nothing meanwhile', () => {
    const round = drive({}, false, { afterMs: 1, updatesMax: 1 });
    for (const site of ['a', 'b', 'c']) round.refuse(site);
    round.gone('e');
    expect(types(round.send('d'))).toEqual(['receiveUpdate', 'confirmReceived']);
    expect(types(round.at(9_999))).toEqual([]);
    round.at(10_000);
    expect(round.state).toMatchObject({ phase: 'ended', record: { endedAtMs: 10_000 } });
    expect(round.outcomes().slice(3)).toEqual(['d: abandoned QUORUM_NOT_REACHED', 'e: lost SITE_LOST']);
  });

  it('goes on when a released update brings the quorum back within reach before the offers end', () => {
    const round = drive({ quorum: 3 });
    round.accept('d');
    round.announce('a');
    round.rejected('a');
    for (const site of ['b', 'c']) round.refuse(site);
    expect(types(round.released('a'))).toEqual(['confirmReceived']);
    round.accept('e');
    expect(round.state.phase).toBe('report');
  });
});
