import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PartyKeys, quorumPolicy } from '@muster/audit';
import { systemRandom } from '@muster/identity';
import { AuditFolder, openCheckpointLock, openSiteStore, openVault } from '@muster/store';
import { systemClock } from '@muster/transport';
import { expect, it, onTestFinished } from 'vitest';
import { makeLogger } from '../logger.ts';
import { SiteTrail } from './site-trail.ts';

const site = { federation: 'fed-7', role: 'site', pseudonym: 's-0123456789abcdef' } as const;
const keys = new PartyKeys(site, new Uint8Array(32).fill(7));
const ref = { run: 'iris-0a1b2c3d', round: 1, attempt: 1 };

async function siteTrail(): Promise<SiteTrail> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-site-trail-'));
  const store = await openSiteStore(join(folder, 'state'), 0);
  const vault = openVault(join(folder, 'vault.db'), 0);
  const lock = openCheckpointLock(join(folder, 'lock.db'), 0);
  const key = keys.logKey('audit.example.org/fed/fed-7/1').verifier;
  const trail = new SiteTrail({
    policy: async () => quorumPolicy([{ key, url: null }], [], 0),
    open: async () => ({
      ...{ rows: store.audit, lock, vault, basis: undefined },
      folderOf: (epoch) => new AuditFolder(join(folder, 'audit', `${epoch}`)),
    }),
    ask: () => Promise.reject(new Error('no connection')),
    keys: async () => keys,
    clock: systemClock,
    random: systemRandom,
    log: makeLogger('silent', 'site'),
  });
  onTestFinished(async () => {
    await trail.close();
    vault.close();
    lock.close();
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return trail;
}

it('a site agrees to nothing while the coordinator has more of its word than it has itself', async () => {
  const trail = await siteTrail();
  await trail.ready();
  trail.accepted(ref, {}, undefined);
  trail.registered({ nextEvent: 1, witnessKey: new Uint8Array() });
  await trail.ready();
  trail.registered({ nextEvent: 2, witnessKey: new Uint8Array() });
  await expect(trail.ready()).rejects.toMatchObject({ code: 'AUDIT_ROLLED_BACK' });
  expect(await trail.log()).toMatchObject({ outNext: 1 });
});
