import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AuditEvent,
  type HiddenClass,
  nameOf,
  opensCommitment,
  PartyKeys,
  policyBasis,
  type Recorded,
  readEvent,
} from '@muster/audit';
import { systemRandom } from '@muster/identity';
import { AuditFolder, openCheckpointLock, openSiteStore, openVault } from '@muster/store';
import { systemClock } from '@muster/transport';
import { expect, it, onTestFinished } from 'vitest';
import { SiteLog } from './site-log.ts';

const ref = { run: 'iris-0a1b2c3d', round: 1, attempt: 1 };
const site = 's-0123456789abcdef';

const policies = [1, 2].map((version) =>
  policyBasis(version, { document: Buffer.from('tasks: all'), signature: new Uint8Array(64) }),
);

async function siteLog(basis = policies[0], folder = mkdtempSync(join(tmpdir(), 'muster-site-log-'))) {
  const store = await openSiteStore(join(folder, 'state'), 0);
  const vault = openVault(join(folder, 'vault.db'), 0);
  const lock = openCheckpointLock(join(folder, 'lock.db'), 0);
  const close = async (): Promise<void> => {
    vault.close();
    lock.close();
    await store.close();
  };
  onTestFinished(async () => {
    await close();
    rmSync(folder, { recursive: true, force: true });
  });
  const log = new SiteLog({
    rows: store.audit,
    lock,
    vault,
    basis,
    folderOf: (epoch) => new AuditFolder(join(folder, 'audit', `${epoch}`)),
    keys: new PartyKeys({ federation: 'fed-7', role: 'site', pseudonym: site }, new Uint8Array(32).fill(7)),
    host: 'audit.example.org',
    clock: systemClock,
    random: systemRandom,
    cosigner: () => undefined,
    noticed: () => {},
  });
  await log.open();
  /** What the vault has of an entry: it must be what the entry commits to. */
  const hidden = ({ entry }: Recorded, of: HiddenClass): readonly [AuditEvent, unknown] => {
    const event = readEvent(entry);
    const commitment = event[`fl${of}`] ?? '';
    const secret = vault.find(commitment);
    if (!secret) throw new Error('the vault has not what the entry commits to');
    expect(opensCommitment(Buffer.from(commitment, 'base64'), secret.payload, secret.salt)).toBe(true);
    return [event, secret.payload];
  };
  const events = () => store.audit.entries(0, 100).map((entry) => readEvent(entry));
  return { log, vault, hidden, folder, events, close };
}

it('a decision of a person is under a pseudonym, and who and why in the vault; one of the policy hides nothing', async () => {
  const { log, vault, hidden } = await siteLog();
  const decided = { by: 'Ada Lovelace', why: 'ethics vote 12/26' };
  const [event, payload] = hidden(log.accepted(ref, { how: 'manual', decided }, undefined), 'pii');
  expect(payload).toEqual(decided);
  expect([event.flrole, event.flactor]).toEqual(['site.admin', expect.stringMatching(/^p:/)]);
  expect(vault.persons(event.flactor ?? '')).toMatchObject([{ issuer: 'site', subject: 'Ada Lovelace' }]);
  expect(JSON.stringify(event)).not.toContain('Ada');
  const refusal = hidden(log.refused(ref, 'manual', { how: 'manual', decided }, undefined), 'pii');
  expect([refusal[0].flactor, refusal[1]]).toEqual([event.flactor, decided]);
  const byPolicy = readEvent(log.accepted(ref, { how: 'automatic' }, undefined).entry);
  expect([byPolicy.flrole, byPolicy.flactor, byPolicy.flpii]).toEqual(['agent', undefined, undefined]);
});

it('which examples an update is of is in the vault, and in no entry', async () => {
  const { log, hidden } = await siteLog();
  const update = {
    kind: 'update',
    hash: '0f'.repeat(32),
    signature: new Uint8Array(64),
    sizeBytes: 524,
    codec: 'sealed-f32',
  } as const;
  const released = log.released(ref, { ...update, figures: { examples: 7_919, steps: 104_729 } });
  const [event, payload] = hidden(released, 'conf');
  expect(payload).toEqual({ examples: 7_919, steps: 104_729 });
  expect(JSON.stringify(event)).not.toMatch(/7919|104729/);
});

it('what a person does about the log stays at the site', async () => {
  const { log } = await siteLog();
  const before = log.outNext;
  const data = { index: 3, disclosed: 'none' } as const;
  const { entry } = log.record({ name: 'proof.issued', role: 'site.admin', data });
  expect([nameOf(readEvent(entry)), log.outNext]).toEqual(['proof.issued', before]);
  await log.publish();
  expect(log.policyText).toContain(`log ${log.origin}+`);
});

it('each policy is in the log before anything is done by it, and once', async () => {
  const { log, folder, close } = await siteLog();
  const accepted = readEvent(log.accepted(ref, { how: 'automatic' }, undefined).entry);
  expect(accepted.flbasis).toBe(policies[0]);
  await close();
  for (const basis of [policies[0], policies[1], policies[1]]) {
    const next = await siteLog(basis, folder);
    await next.close();
  }
  const { events } = await siteLog(policies[1], folder);
  const changes = events().flatMap((event) => (nameOf(event) === 'policy.changed' ? [event.data] : []));
  expect(changes).toMatchObject([
    { new: policies[0], changes: ['first'] },
    { old: policies[0], new: policies[1], changes: ['other'] },
  ]);
});
