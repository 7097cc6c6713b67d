import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrate } from '../migrate.ts';
import { memorySqlite } from '../sqlite.ts';
import { refused } from '../testing/refusal.ts';
import { siteMigrations } from './schema.ts';
import { openSiteStore, type SiteStore } from './store.ts';
import { WorkLedger } from './work.ts';

let directory: string;
let store: SiteStore;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'muster-work-'));
  store = await openSiteStore(directory, 1);
});
afterEach(async () => {
  await store.close();
  rmSync(directory, { recursive: true, force: true });
});

const offer = (round: number, attempt: number) => ({
  run: 'r1',
  round,
  attempt,
  planHash: 'p',
  modelHash: 'm',
});
const update = { updateHash: 'u', sizeBytes: 8, weight: 600, report: { loss: 0.3 } };

test('only a higher attempt of a round is accepted, and it abandons the one before', async () => {
  store.work.accept(offer(1, 2), 10);
  store.work.keep(offer(1, 2), update, 11);
  await refused('CONFLICT', () => store.work.accept(offer(1, 2), 12));
  await refused('CONFLICT', () => store.work.accept(offer(1, 1), 12));
  expect(store.work.keptHashes()).toEqual(new Set(['u']));
  store.work.accept(offer(1, 3), 13);
  expect(store.work.find(offer(1, 2))).toMatchObject({ status: 'abandoned', atMs: 13 });
  expect(store.work.keptHashes()).toEqual(new Set());
  expect([store.work.highestAttempt('r1', 1), store.work.highestAttempt('r1', 2)]).toEqual([3, 0]);
  store.work.accept(offer(2, 1), 14);
  const taken = (run: string, except: number) => store.work.roundsTaken(run, except);
  expect([taken('r1', 3), taken('r1', 2), taken('r2', 1)]).toEqual([2, 1, 0]);
});

test('an update is kept, over a restart too, until an outcome is told; the first one stands', async () => {
  store.work.accept(offer(1, 1), 10);
  await refused('CONFLICT', () => store.work.keep(offer(2, 1), update, 11));
  await refused('INVALID_ARGUMENT', () => store.work.keep(offer(1, 1), { ...update, weight: 0 }, 11));
  store.work.keep(offer(1, 1), update, 11);
  await refused('CONFLICT', () => store.work.keep(offer(1, 1), update, 12));
  await store.close();
  store = await openSiteStore(directory, 2);
  expect(store.work.unsettled()).toEqual([{ ...offer(1, 1), ...update, status: 'kept', atMs: 11 }]);
  expect(store.work.settle(offer(1, 1), 'counted', 13)).toMatchObject({ status: 'counted', updateHash: 'u' });
  expect(store.work.settle(offer(1, 1), 'late', 14)).toMatchObject({ status: 'counted', atMs: 13 });
  expect(store.work.settle(offer(9, 1), 'late', 14)).toBeUndefined();
  expect(store.work.unsettled()).toEqual([]);
  expect(store.work.recent(5)).toHaveLength(1);
});

test('an outcome and the signed word for it are kept together, or neither is', () => {
  using db = memorySqlite();
  migrate(db, siteMigrations, 0);
  const work = new WorkLedger(db);
  const receipt = {
    run: 'r1',
    round: 1,
    attempt: 1,
    outcome: 'counted',
    code: '',
    reason: '',
    message: new Uint8Array([1]),
    signedBy: 'k',
    atMs: 12,
  } as const;
  work.accept(offer(1, 1), 10);
  work.keep(offer(1, 1), update, 11);
  db.script("CREATE TRIGGER full BEFORE INSERT ON receipt BEGIN SELECT RAISE(ABORT, 'full'); END");
  expect(() => work.settle(offer(1, 1), 'counted', 12, receipt)).toThrow('full');
  expect([work.find(offer(1, 1))?.status, work.receipt(offer(1, 1))]).toEqual(['kept', undefined]);
  db.script('DROP TRIGGER full');
  expect(work.settle(offer(1, 1), 'counted', 12, receipt)?.status).toBe('counted');
  expect(work.receipt(offer(1, 1))).toEqual(receipt);
});

test('what counted by a seal is given up by a signed word alone, and by no other', () => {
  const signed = (outcome: 'counted' | 'abandoned' | 'late', atMs: number) => ({
    ...{ run: 'r1', round: 1, attempt: 1, code: '', reason: '', message: new Uint8Array([1]), signedBy: 'k' },
    ...{ outcome, atMs },
  });
  const settle = (outcome: 'counted' | 'abandoned' | 'late', isSigned: boolean) =>
    store.work.settle(offer(1, 1), outcome, 12, isSigned ? signed(outcome, 12) : undefined)?.status;
  store.work.accept(offer(1, 1), 10);
  store.work.keep(offer(1, 1), update, 11);
  expect(settle('counted', true)).toBe('counted');
  expect(settle('abandoned', false)).toBe('counted');
  expect(settle('late', true)).toBe('counted');
  expect(settle('abandoned', true)).toBe('abandoned');
  expect(settle('counted', true)).toBe('abandoned');
});
