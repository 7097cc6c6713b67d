import { describe, expect, it } from 'vitest';
import { drive, LATE_SEAL, REF, readRound, SITES, types } from '../round.fixture.ts';
import { restartRound } from '../round-restart.ts';

const held = Object.fromEntries(SITES.map((site) => [site, { updateHash: `u-${site}`, weight: 10 }]));

function unmasking() {
  const round = drive({}, false, { ...LATE_SEAL, afterMs: 1 }, { sitesMin: 5 });
  round.accept(...SITES);
  round.prepared(SITES, 4);
  round.send('a', 'b', 'c', 'd');
  const effects = round.at(100_000);
  return { round, effects };
}

describe('unmask', () => {
  it('asks the survivors, and seals nothing before', () => {
    const { round, effects } = unmasking();
    expect(effects).toMatchObject([
      { type: 'publishOutcome', site: 'e', outcome: { code: 'LATE' } },
      { type: 'unmaskSum', ref: REF, members: [{ site: 'a' }, { site: 'b' }, { site: 'c' }, { site: 'd' }] },
    ]);
    expect(round.state.phase).toBe('unmask');
  });

  it('counts its members in the transaction that adopts the sum, and goes on from that', () => {
    const { round } = unmasking();
    const effects = round.work('sealWritten');
    expect(types(effects)).toEqual([
      'recordSeal',
      ...Array.from({ length: 4 }, () => 'repeatOutcome'),
      'requestAggregation',
    ]);
    expect(effects[0]).toMatchObject({ members: { length: 4 }, added: { length: 4 } });
    round.workFails();
    // They were told that they count: only a person gives them up.
    expect(round.state.phase).toBe('held');
  });

  it('learns nothing when it fails: nobody counts', () => {
    const { round } = unmasking();
    round.workFails();
    expect(round.outcomes()).toEqual([
      ...['a', 'b', 'c', 'd'].map((site) => `${site}: abandoned STORAGE_CORRUPT`),
      'e: late LATE',
    ]);
  });

  it('goes on after a restart with the same members or none', () => {
    const { round } = unmasking();
    const state = readRound(round.state);
    const restart = { shiftMs: 0, nowMs: 100_010, quorum: 3 };
    expect(restartRound(state, { ...restart, held }).effects).toMatchObject([
      { type: 'unmaskSum', members: { length: 4 } },
    ]);
    const { b: _lost, ...left } = held;
    expect(restartRound(state, { ...restart, held: left }).state).toMatchObject({
      phase: 'ended',
      record: { code: 'STORAGE_CORRUPT' },
    });
  });

  it('answers whoever comes as a closed round does', () => {
    const { round } = unmasking();
    expect(types(round.announce('a'))).toEqual(['confirmReceived']);
    expect(round.announce('e')).toMatchObject([{ code: 'LATE' }, { type: 'repeatOutcome' }]);
  });
});
