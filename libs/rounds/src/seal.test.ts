import { describe, expect, it } from 'vitest';
import { asSaved, drive, readRound, SITES, types } from './round.fixture.ts';
import { stepRound } from './round.ts';
import { restartRound } from './round-restart.ts';
import { NOT_SEALING } from './seal.ts';

const SEAL = { afterMs: 2_000, updatesMax: 4 };
const sealed = () => {
  const round = drive({}, false, SEAL);
  round.accept(...SITES);
  round.send('a', 'b', 'c');
  round.at(2_000);
  return round;
};

describe('a seal', () => {
  it('is asked for when a quorum has been there for its time, or at so many updates', () => {
    const slow = drive({}, false, SEAL);
    slow.accept(...SITES);
    slow.send('a', 'b');
    expect(types(slow.at(50_000))).toEqual([]); // below the quorum nothing is ever sealed
    expect(types(slow.send('c'))).not.toContain('writeSeal');
    expect(types(slow.at(51_999))).toEqual([]);
    expect(slow.at(52_000)).toMatchObject([
      { type: 'writeSeal', members: [{ site: 'a' }, { site: 'b' }, { site: 'c' }] },
    ]);
    expect(types(slow.at(60_000))).toEqual([]); // one at a time

    const quick = drive({}, false, SEAL);
    quick.accept(...SITES);
    expect(types(quick.send('a', 'b', 'c'))).not.toContain('writeSeal');
    expect(types(quick.send('d'))).toContain('writeSeal');
  });

  it('records its members with their sum and tells those that it added', () => {
    const round = sealed();
    expect(round.work('sealWritten')).toMatchObject([
      { type: 'recordSeal', members: [{}, {}, {}], added: [{ site: 'a' }, { site: 'b' }, { site: 'c' }] },
      ...['a', 'b', 'c'].map((site) => ({ type: 'repeatOutcome', site, outcome: { outcome: 'counted' } })),
    ]);
    round.send('d');
    round.at(4_000);
    expect(round.work('sealWritten')).toMatchObject([
      { type: 'recordSeal', members: [{}, {}, {}, {}], added: [{ site: 'd' }] },
      { type: 'repeatOutcome', site: 'd' },
    ]);
  });

  it('is not adopted when one of its members was revoked while it was written, and is written anew without it', () => {
    const round = sealed();
    round.send('d');
    round.revoke('b');
    expect(types(round.work('sealWritten'))).toEqual([]);
    expect(round.at(4_000)).toMatchObject([
      { type: 'writeSeal', members: [{ site: 'a' }, { site: 'c' }, { site: 'd' }] },
    ]);
  });

  it('is tried again later when it cannot be written', () => {
    const round = sealed();
    expect(round.sealFails()).toEqual([]);
    expect(types(round.at(2_999))).toEqual([]);
    expect(types(round.at(3_000))).toEqual(['writeSeal']);
  });

  it('is not tried again at once where it fails, though there is enough for it', () => {
    const round = drive({}, false, { afterMs: 2_000, updatesMax: 1 });
    round.accept(...SITES);
    expect(types(round.send('a', 'b', 'c'))).toContain('writeSeal');
    expect(types(round.sealFails())).toEqual([]);
    expect(types(round.send('d'))).toEqual(['receiveUpdate', 'confirmReceived']);
    expect(types(round.at(1_000))).toEqual(['writeSeal']);
    expect(types(round.sealFails())).toEqual([]);
    expect(types(round.at(2_000))).toEqual(['writeSeal']);
  });

  it('stands: a counted site that is revoked, repeats itself or comes back changes nothing', () => {
    const round = sealed();
    round.work('sealWritten');
    expect(round.revoke('a')).toEqual([]);
    expect(types(round.announce('a'))).toEqual(['confirmReceived', 'repeatOutcome']);
    expect(round.announce('a', 'another')).toMatchObject([{ type: 'refuseUpdate', code: 'DUPLICATE' }]);
    round.gone('a');
    expect(round.back('a')).toMatchObject([{ type: 'repeatOutcome', outcome: { outcome: 'counted' } }]);
    round.at(100_000);
    expect(round.state).toMatchObject({
      phase: 'close',
      members: [{ site: 'a' }, { site: 'b' }, { site: 'c' }],
    });
  });

  it('that comes when the round has closed is not recorded: the commit covers its members', () => {
    const round = sealed();
    round.send('d', 'e');
    expect(round.state.phase).toBe('close');
    expect(round.work('sealWritten')).toEqual([]);
    expect(round.state).toMatchObject({ phase: 'close', members: [{}, {}, {}, {}, {}] });
  });

  it('outlives a restart; what was received and not sealed is sealed at once after it', () => {
    const round = sealed();
    round.work('sealWritten');
    round.send('d');
    if (round.state.phase === 'ended') throw new Error('ended');
    const held = Object.fromEntries(
      ['a', 'b', 'c', 'd'].map((site) => [site, { updateHash: `u-${site}`, weight: 10 }]),
    );
    const again = restartRound(readRound(round.state), { shiftMs: -2_000, nowMs: 5, held, quorum: 3 });
    expect(asSaved(again.state)).toMatchObject({
      seats: { a: { stage: 'counted' }, c: { stage: 'counted' }, d: { stage: 'received' } },
      sealing: { dueAtMs: 6, writing: null, isRetry: false },
    });
    // Nor does it depend on whether the state was saved while a seal was due.
    const unsaved = { ...readRound(round.state), sealing: NOT_SEALING };
    const due = restartRound(unsaved, { shiftMs: -2_000, nowMs: 5, held, quorum: 3 });
    expect(due.state).toMatchObject({ sealing: { dueAtMs: 6 } });
    const context = { settings: round.settings, centralEvaluation: false, seal: SEAL, masking: null };
    const woken = stepRound(again.state, { type: 'wake', nowMs: 6 }, context);
    expect(woken.effects).toMatchObject([{ type: 'writeSeal', members: [{}, {}, {}, { site: 'd' }] }]);
  });
});
