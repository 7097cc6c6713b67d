import { ERRORS } from '@muster/errors';
import { describe, expect, it } from 'vitest';
import { drive, LATE_SEAL, REF, readRound, SITES, types } from '../round.fixture.ts';
import { restartRound } from '../round-restart.ts';

const MASKING = { sitesMin: 4 };

function preparing(quorum = 3) {
  const round = drive({ quorum }, false, LATE_SEAL, MASKING);
  const effects = round.accept(...SITES);
  return { round, effects };
}

describe('prepare', () => {
  it('begins when every offer is answered, among those who accepted', () => {
    const round = drive({}, false, LATE_SEAL, MASKING);
    round.accept('e', 'd', 'b', 'a');
    expect(round.refuse('c')).toMatchObject([
      { type: 'publishOutcome', site: 'c' },
      { type: 'prepareMasks', ref: REF, sites: ['a', 'b', 'd', 'e'] },
    ]);
    expect(round.state.phase).toBe('prepare');
  });

  it('is over before it begins where seeds are shared while somebody still reads the offer: it is not waited for', () => {
    const round = drive({}, false, LATE_SEAL, MASKING);
    round.accept('a', 'b', 'c', 'd');
    expect(round.state.phase).toBe('select');
    expect(round.prepared(['a', 'b', 'c', 'd'], 4)).toMatchObject([
      { type: 'publishOutcome', site: 'e', outcome: { outcome: 'lost', code: 'TIMEOUT' } },
    ]);
    expect(round.state).toMatchObject({ phase: 'train', prepared: { survivorsMin: 4 } });
    expect(types(round.announce('a'))).toEqual(['receiveUpdate']);
  });

  it('lets those who have shared bring their updates while the answer of one of them is on its way', () => {
    const round = drive({}, false, LATE_SEAL, MASKING);
    round.accept('a', 'b', 'c', 'd');
    round.prepared(SITES, 4);
    expect(round.state.phase).toBe('select');
    expect(types(round.announce('a'))).toEqual(['receiveUpdate']);
    round.accept('e');
    expect(round.state.phase).toBe('report');
  });

  it('is not begun with fewer sites than seeds may be shared among, whatever the quorum', () => {
    const round = drive({}, false, LATE_SEAL, MASKING);
    round.accept('a', 'b', 'd');
    round.refuse('c');
    round.refuse('e');
    expect(round.state).toMatchObject({ phase: 'ended', record: { code: 'QUORUM_NOT_REACHED' } });
  });

  it('lets no update come before seeds are shared; the site brings it again', () => {
    expect(ERRORS.MASKS_NOT_PREPARED.retryable).toBe(true);
    const { round } = preparing();
    expect(round.announce('a')).toMatchObject([
      { type: 'refuseUpdate', site: 'a', code: 'MASKS_NOT_PREPARED' },
    ]);
    round.prepared(SITES, 4);
    expect(round.state.phase).toBe('train');
    expect(types(round.announce('a'))).toEqual(['receiveUpdate']);
  });

  it('ends the part of whoever did not share its seeds, for the reason there is', () => {
    const { round } = preparing();
    round.prepared(['a', 'b', 'c'], 3, { d: { outcome: 'failed', code: 'TRAINING_FAILED', reason: 'no' } });
    expect(round.outcomes()).toEqual(['d: failed TRAINING_FAILED', 'e: lost TIMEOUT']);
    expect(round.announce('d')).toMatchObject([{ type: 'refuseUpdate', code: 'CONFLICT' }]);
  });

  it('waits for as many updates as unmasking takes, beyond the quorum', () => {
    const { round } = preparing();
    round.prepared(SITES, 4);
    round.send('a', 'b', 'c');
    round.fail('d');
    expect(round.fail('e')).toMatchObject([
      { type: 'publishOutcome', site: 'e' },
      { type: 'publishOutcome' },
      { type: 'publishOutcome' },
      { type: 'publishOutcome' },
      { type: 'recordRound', record: { code: 'QUORUM_NOT_REACHED' } },
    ]);
  });

  it('gives the attempt up when seeds cannot be shared, or the deadline comes', () => {
    for (const end of [
      () => {
        const { round } = preparing();
        round.workFails();
        return round;
      },
      () => {
        const { round } = preparing();
        round.at(100_000);
        return round;
      },
    ])
      expect(end().state).toMatchObject({ phase: 'ended', record: { result: 'abandoned' } });
  });

  it('is asked for again after a restart, of the same sites', () => {
    const { round } = preparing();
    round.fail('b');
    const again = restartRound(readRound(round.state), { shiftMs: 5, nowMs: 10, held: {}, quorum: 3 });
    expect(again.effects).toEqual([{ type: 'prepareMasks', ref: REF, sites: ['a', 'c', 'd', 'e'] }]);
  });
});
