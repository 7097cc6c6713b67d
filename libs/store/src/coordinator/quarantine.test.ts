import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refused } from '../testing/refusal.ts';
import { type CoordinatorStore, openCoordinatorStore } from './store.ts';

let directory: string;
let store: CoordinatorStore;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'muster-quarantine-'));
  store = await openCoordinatorStore(directory, 1);
  const identity = { certificate: Buffer.of(1), serial: 's', certificateHash: 'c', signingKey: 'k' };
  const life = { notBeforeMs: 1, notAfterMs: 2 };
  store.certificates.takeUp({ name: 'east', organisation: 'o', ...identity, ...life }, 1, 1);
  const run = { task: 'digits', taskText: '', planHash: 'p', state: {}, status: 'running', createdBy: 'o' };
  store.runs.create({ ...run, id: 'r1', requestId: 'q1', createdMs: 1 });
  store.runs.create({ ...run, id: 'r2', requestId: 'q2', createdMs: 2 });
});
afterEach(() => {
  store.close();
  rmSync(directory, { recursive: true, force: true });
});

const held = (id: string, atMs: number, run = 'r1', file: string | null = id) => ({
  id,
  run,
  round: 1,
  attempt: 1,
  site: 'east',
  code: 'UPDATE_NOT_FINITE',
  reason: 'NaN',
  updateHash: 'u',
  sizeBytes: 8,
  weight: 3,
  file,
  figures: { norm: Number.POSITIVE_INFINITY },
  atMs,
});

describe('quarantine', () => {
  it('keeps who, why and what was measured, newest first, of a run or of all', async () => {
    store.quarantine.add(held('a', 10));
    store.quarantine.add(held('b', 20, 'r2', null));
    expect(store.quarantine.get('a')).toEqual({
      ...held('a', 10),
      state: 'held',
      decidedMs: null,
      decidedBy: null,
    });
    expect(store.quarantine.list(null, 10).map(({ id }) => id)).toEqual(['b', 'a']);
    expect(store.quarantine.list('r1', 10).map(({ id }) => id)).toEqual(['a']);
    expect(store.quarantine.list(null, 1).map(({ id }) => id)).toEqual(['b']);
    expect(store.quarantine.withBytes().map(({ id }) => id)).toEqual(['a']);
    await refused('NOT_FOUND', () => store.quarantine.get('c'));
  });

  it('is found by the beginning of its id, where no other begins so', async () => {
    for (const id of ['abcd-1', 'abcd-12', 'abce-1']) store.quarantine.add(held(id, 10));
    expect(['abce', 'abcd-12', 'abcd-1'].map((beginning) => store.quarantine.idOf(beginning))).toEqual([
      'abce-1',
      'abcd-12',
      'abcd-1',
    ]);
    await refused('CONFLICT', () => store.quarantine.idOf('abcd'));
    for (const unknown of ['abc', 'abcf', 'abc%', ''])
      await refused('NOT_FOUND', () => store.quarantine.idOf(unknown));
  });

  it('is decided about once', async () => {
    store.quarantine.add(held('a', 10));
    expect(store.quarantine.decide('a', 'dropped', 'o1', 30)).toMatchObject({
      state: 'dropped',
      file: null,
      decidedMs: 30,
      decidedBy: 'o1',
    });
    await refused('CONFLICT', () => store.quarantine.decide('a', 'released', 'o1', 31));
    await refused('NOT_FOUND', () => store.quarantine.decide('b', 'released', 'o1', 31));
  });

  it('counts against a site what nobody took back, since it was forgiven', () => {
    for (const [id, atMs] of [
      ['a', 10],
      ['b', 20],
      ['c', 30],
    ] as const)
      store.quarantine.add(held(id, atMs));
    expect(store.quarantine.strikes('east', 0)).toBe(3);
    expect(store.quarantine.strikes('east', 10)).toBe(2);
    store.quarantine.decide('b', 'released', 'o1', 40);
    store.quarantine.decide('c', 'dropped', 'o1', 40);
    expect(store.quarantine.strikes('east', 10)).toBe(1);
    expect(store.quarantine.strikes('west', 0)).toBe(0);
  });
});

describe('a suspended site', () => {
  it('keeps its first date and reason until it is reinstated', async () => {
    expect(store.sites.suspended()).toEqual([]);
    store.sites.suspend('east', 'three refused', 50);
    expect(store.sites.suspend('east', 'four refused', 60)).toMatchObject({
      suspendedMs: 50,
      suspendReason: 'three refused',
      forgivenMs: 0,
    });
    expect(store.sites.suspended()).toEqual(['east']);
    expect(store.sites.reinstate('east', 70)).toMatchObject({
      suspendedMs: null,
      suspendReason: '',
      forgivenMs: 70,
    });
    expect(store.sites.suspended()).toEqual([]);
    await refused('NOT_FOUND', () => store.sites.suspend('west', 'x', 1));
    await refused('NOT_FOUND', () => store.sites.reinstate('west', 1));
  });
});
