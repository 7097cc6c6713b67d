import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nameOf, PartyKeys, readEvent } from '@muster/audit';
import { systemRandom } from '@muster/identity';
import { AuditFolder, openCheckpointLock, openSiteStore, openVault, readVault } from '@muster/store';
import { expect, it, onTestFinished } from 'vitest';
import { makeLogger } from '../logger.ts';
import { SiteLog } from './site-log.ts';
import { VaultUpkeep } from './vault-upkeep.ts';

const DAY_MS = 86_400_000;

it('lets go of what was kept long enough, publishes what grew, and loads nothing without a need', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'muster-vault-upkeep-'));
  let nowMs = Date.parse('2027-03-01T10:00:00Z');
  const store = await openSiteStore(join(folder, 'state'), 0);
  const path = join(folder, 'vault.db');
  const vault = openVault(path, 0);
  const lock = openCheckpointLock(join(folder, 'lock.db'), 0);
  onTestFinished(async () => {
    vault.close();
    lock.close();
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const clock = { wallMs: () => nowMs, monotonicMs: () => nowMs, after: () => () => {} };
  const log = new SiteLog({
    ...{ rows: store.audit, lock, vault, basis: undefined, clock, random: systemRandom },
    folderOf: (epoch) => new AuditFolder(join(folder, 'audit', `${epoch}`)),
    keys: new PartyKeys(
      { federation: 'fed-7', role: 'site', pseudonym: 's-0123456789abcdef' },
      new Uint8Array(32),
    ),
    host: 'audit.example.org',
    cosigner: () => undefined,
    noticed: () => {},
  });
  let opened = 0;
  let published = 0;
  let known: SiteLog | undefined = log;
  const upkeep = new VaultUpkeep({
    rows: store.audit,
    vault: async () => readVault(path),
    trail: {
      log: async () => {
        opened += 1;
        return known;
      },
      publishSoon: () => {
        published += 1;
      },
    },
    retention: { piiMonths: 13, confMonths: 72 },
    clock,
    log: makeLogger('silent', 'a'),
  });
  await upkeep.look();
  expect([opened, published]).toEqual([0, 0]);

  await log.open();
  const ref = { run: 'iris-0a1b2c3d', round: 1, attempt: 1 };
  const decided = { by: 'Ada Lovelace', why: 'ethics vote' };
  const { entry } = log.accepted(ref, { how: 'manual', decided }, undefined);
  await upkeep.look();
  expect([opened, published]).toEqual([1, 1]);
  await log.publish();
  await upkeep.look();
  expect([opened, published]).toEqual([1, 1]);

  const commitment = readEvent(entry).flpii ?? '';
  nowMs += 200 * DAY_MS;
  await upkeep.look();
  expect([opened, vault.find(commitment)?.payload]).toEqual([1, decided]);
  // Before the agent knows its federation nothing can be logged: then nothing is erased, and it is tried again.
  nowMs += 200 * DAY_MS;
  known = undefined;
  await upkeep.look();
  expect(vault.find(commitment)).toBeDefined();
  known = log;
  await upkeep.look();
  expect(vault.find(commitment)).toBeUndefined();
  const events = store.audit.entries(0, 10).map((each) => readEvent(each));
  expect(events.map(nameOf)).toEqual([
    'log.epoch_started',
    'task.accepted',
    'privacy.erasure_requested',
    'privacy.erasure_completed',
  ]);
  expect(events[3]?.data).toMatchObject({ basis: 'retention', commitments: [1] });
  expect(published).toBe(2);
});

it('tells once in a while of a fault that lasts, and goes on', async () => {
  let nowMs = 0;
  const told: string[] = [];
  const upkeep = new VaultUpkeep({
    rows: { size: () => 0, edge: () => ({ size: 0, levels: [] }) },
    vault: async () => {
      throw new Error('the disk is gone');
    },
    trail: { log: async () => undefined, publishSoon: () => {} },
    retention: { piiMonths: 13, confMonths: 72 },
    clock: { wallMs: () => nowMs, after: () => () => {} },
    log: { info: () => {}, error: (_: unknown, message?: string) => told.push(message ?? '') },
  });
  for (const atMs of [0, 5_000, 599_999, 600_000, 605_000]) {
    nowMs = atMs;
    await upkeep.look();
  }
  expect(told).toHaveLength(2);
});
