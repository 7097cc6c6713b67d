import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSqlite } from '../sqlite.ts';
import { refused } from '../testing/refusal.ts';
import { decideAskedPlan, readAskedPlans } from './approvals.ts';
import { openSiteStore, type SiteStore } from './store.ts';

let directory: string;
let path: string;
let store: SiteStore;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'muster-approvals-'));
  path = join(directory, 'site.db');
  store = await openSiteStore(directory, 1);
});
afterEach(async () => {
  await store.close();
  rmSync(directory, { recursive: true, force: true });
});

const asked = (planHash: string, task = 'iris') => ({ planHash, task, asks: { columns: ['width'] } });
const word = (decision: 'approved' | 'refused', atMs: number) => ({ decision, by: 'Ada', why: 'so', atMs });

test('a plan waits from the first time it was offered, until somebody decides; the newest word counts', () => {
  const { approvals } = store;
  approvals.ask(asked('p1'), 5);
  approvals.ask(asked('p1', 'other'), 9);
  approvals.ask(asked('p2'), 6);
  expect(approvals.find('p1')).toEqual({ ...asked('p1'), sinceMs: 5, decided: null });
  expect(approvals.countPending()).toBe(2);
  approvals.decide('p1', word('approved', 10));
  expect(approvals.approvedOf('iris')).toMatchObject([{ planHash: 'p1', decided: word('approved', 10) }]);
  approvals.decide('p1', word('refused', 11));
  expect(approvals.approvedOf('iris')).toEqual([]);
  expect(approvals.list()).toMatchObject([
    { planHash: 'p1', decided: word('refused', 11) },
    { planHash: 'p2', decided: null },
  ]);
  expect([approvals.countPending(), approvals.find('p3')]).toEqual([1, undefined]);
});

test('every word is there for the journal, once, in its order', () => {
  const { approvals } = store;
  approvals.ask(asked('p1'), 5);
  approvals.decide('p1', word('approved', 10));
  approvals.decide('p1', word('refused', 11));
  const [first, second] = approvals.unrecorded();
  expect([first, second]).toMatchObject([
    { planHash: 'p1', task: 'iris', ...word('approved', 10) },
    word('refused', 11),
  ]);
  approvals.recorded(first?.seq ?? 0);
  expect(approvals.unrecorded()).toEqual([second]);
});

test('people decide beside the open store, and their word outlasts it', async () => {
  store.approvals.ask(asked('p1'), 5);
  expect(readAskedPlans(path)).toMatchObject([{ planHash: 'p1', decided: null }]);
  decideAskedPlan(path, 'p1', word('approved', 10));
  expect(store.approvals.find('p1')?.decided).toEqual(word('approved', 10));
  await refused('NOT_FOUND', () => decideAskedPlan(path, 'p2', word('approved', 10)));
  await store.close();
  expect(readAskedPlans(path)).toMatchObject([{ decided: word('approved', 10) }]);
  store = await openSiteStore(directory, 2);
});

test('where no agent has run, or one that knew of no approvals, nothing waits', async () => {
  const none = join(directory, 'none.db');
  expect(readAskedPlans(none)).toEqual([]);
  await refused('NOT_FOUND', () => decideAskedPlan(none, 'p', word('approved', 1)));
  openSqlite(none).close();
  expect(readAskedPlans(none)).toEqual([]);
  await refused('NOT_FOUND', () => decideAskedPlan(none, 'p', word('approved', 1)));
});
