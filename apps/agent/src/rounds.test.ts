import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeKeyPair, sign, systemRandom } from '@muster/identity';
import { encodeMessage, outcomeFields } from '@muster/protocol';
import { openSiteStore, type SiteStore } from '@muster/store';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readRounds } from './rounds.ts';

const coordinator = makeKeyPair('ed25519', systemRandom);
const signedBy = Buffer.from(coordinator.publicKey).toString('hex');
let folder: string;
let store: SiteStore;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'muster-site-rounds-'));
  mkdirSync(join(folder, 'keys'));
  writeFileSync(join(folder, 'keys', 'enrolment.json'), '{}');
  store = await openSiteStore(join(folder, 'state'), 1);
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What a coordinator signs about a round; `told` is what is kept of it. */
function receiptOf(round: number, outcome: 'counted' | 'late', told: 'counted' | 'late' = outcome) {
  const ref = { run: 'r', round, attempt: 1 };
  const [code, reason] = outcome === 'late' ? ['LATE', 'by the deadline'] : ['', ''];
  const unsigned = {
    ref,
    outcome,
    code,
    reason,
    updateHash: Buffer.alloc(32, 7),
    modelHash: new Uint8Array(),
  };
  const signature = sign('outcome', outcomeFields(unsigned), coordinator);
  const message = encodeMessage('Outcome', { ...unsigned, signature });
  return { ...ref, outcome: told, code, reason, message, signedBy, atMs: 50 };
}

it('are read beside the daemon, with what the coordinator has signed', () => {
  for (const round of [1, 2, 3, 4, 5]) {
    const ref = { run: 'r', round, attempt: 1 };
    store.work.accept({ ...ref, planHash: 'p', modelHash: 'm' }, round);
    store.work.keep(ref, { updateHash: `u${round}`, sizeBytes: 4, weight: 1, report: {} }, round);
  }
  const settle = (round: number, receipt: ReturnType<typeof receiptOf>) =>
    store.work.settle({ run: 'r', round, attempt: 1 }, round === 2 ? 'late' : 'counted', 10 + round, receipt);
  settle(1, receiptOf(1, 'counted'));
  settle(2, receiptOf(2, 'late'));
  settle(3, receiptOf(3, 'late', 'counted')); // somebody changed the row
  settle(4, { ...receiptOf(1, 'counted'), round: 4 }); // somebody moved it to another round
  const rounds = readRounds(folder, 10);
  expect(rounds.map(({ round, status, receipt }) => [round, status, receipt])).toEqual([
    [4, 'counted', 'invalid'],
    [3, 'counted', 'invalid'],
    [2, 'late', 'signed'],
    [1, 'counted', 'signed'],
    [5, 'kept', 'none'],
  ]);
  expect(rounds[2]).toMatchObject({ code: 'LATE', reason: 'by the deadline', updateHash: 'u2' });
  expect(readRounds(folder, 1)).toHaveLength(1);
});

it('are none before the daemon has run, and there are none of a folder that is no site', async () => {
  await store.close();
  rmSync(join(folder, 'state'), { recursive: true });
  expect(readRounds(folder, 10)).toEqual([]);
  expect(() => readRounds(join(folder, 'nosuch'), 10)).toThrow(
    expect.objectContaining({ code: 'NOT_FOUND' }),
  );
});

it('keep the first word but for a rejection that is taken back', () => {
  const ref = { run: 'r', round: 1, attempt: 1 };
  store.work.accept({ ...ref, planHash: 'p', modelHash: 'm' }, 1);
  store.work.settle(ref, 'rejected', 2);
  expect(store.work.settle(ref, 'late', 3)?.status).toBe('rejected');
  expect(store.work.settle(ref, 'counted', 4)?.status).toBe('counted');
  expect(store.work.settle(ref, 'rejected', 5)?.status).toBe('counted');
});

it('end together with their receipts, or not at all', () => {
  const ref = { run: 'r', round: 1, attempt: 1 };
  store.work.accept({ ...ref, planHash: 'p', modelHash: 'm' }, 1);
  const receipt = { ...receiptOf(1, 'counted'), atMs: Number.NaN }; // no column takes that
  expect(() => store.work.settle(ref, 'counted', 2, receipt)).toThrow();
  expect(store.work.find(ref)?.status).toBe('working');
});
