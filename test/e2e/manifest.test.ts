import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { acceptLog, readLogs, readRounds } from '@muster/agent';
import type { ApiClient } from '@muster/api';
import { publicKeysOf } from '@muster/audit';
import { asMusterError } from '@muster/errors';
import {
  acceptChain,
  certificateHash,
  formatBundle,
  issueCertificate,
  makeKeyPair,
  parseCertificate,
  readCertificate,
  readIdentityFile,
  readManifests,
  readSigningKeyFile,
  SiteDirectory,
  seedOf,
  siteIdOf,
  systemRandom,
} from '@muster/identity';
import { encodeMessage } from '@muster/protocol';
import { connectOnce, SESSION_SETTINGS, systemClock } from '@muster/transport';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { stringify } from 'yaml';
import { freePort } from '../../tools/bench/federation.ts';
import { makeIrisSlices } from '../../tools/datasets/iris.ts';
import { apiOf, muster, type RunningProcess, startDaemon } from '../../tools/processes/processes.ts';
import { writeSiteFiles } from '../../tools/processes/site-files.ts';
import { taskOf } from '../faults/task.ts';

const SITES = ['north-1', 'north-2', 'south-1', 'south-2', 'east-1'];
const root = mkdtempSync(join(tmpdir(), 'muster-manifest-'));
const at = (...parts: readonly string[]): string => join(root, ...parts);
const home = at('coordinator');
let port = 0;
let url = '';
let api: ApiClient;
let coordinator: RunningProcess;
const agents = new Map<string, RunningProcess>();

/** `muster ARGS` in the folder that they all share here; credentials are found there. */
const told = (...args: readonly string[]) => muster(args, { cwd: root });
async function done(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await told(...args);
  expect(code, `muster ${args.join(' ')}: ${stderr}`).toBe(0);
  return stdout;
}
const startCoordinator = async () => {
  coordinator = await startDaemon('coordinator', ['coordinator', 'start', '--dir', home]);
  api = apiOf(home, `http://127.0.0.1:${port}`);
};
const startAgent = async (site: string) => {
  agents.set(site, await startDaemon(site, ['agent', 'start', '--dir', at(site)]));
};
const connected = async (): Promise<readonly string[]> =>
  (await api.sites()).filter(({ datasets }) => datasets.length > 0).map(({ name }) => name);
const untilConnected = (sites: readonly string[]) =>
  vi.waitFor(async () => expect(await connected()).toEqual([...sites].sort()), {
    timeout: 60_000,
    interval: 200,
  });
const epochAt = (site: string): Promise<number> =>
  readManifests(at(site, 'keys', 'manifest.json')).then((chain) => acceptChain(undefined, chain).epoch);
const untilRevoked = async () => {
  const agent = agents.get('north-2');
  await vi.waitFor(() => expect(agent?.child.exitCode).not.toBeNull(), { timeout: 20_000, interval: 100 });
  expect(agent?.log()).toContain('SITE_REVOKED');
};
/** The keys of a site, their request, and what its organisation makes of it. */
async function certify(site: string, ...more: readonly string[]): Promise<string> {
  const organisation = site.split('-')[0] ?? '';
  await done('agent', 'request', '--name', site, '--dir', at(site), ...more);
  await done('federation', 'certify', `${site}.request.json`, '--key', `${organisation}.key.json`, '--yes');
  return at(`${site}.certificate.json`);
}
async function runToEnd(cohort: number): Promise<string> {
  const rounds = { max: 2, cohort, quorum: cohort, deadlineS: 120, offerS: 30 };
  const { id } = await api.startRun(taskOf({ rounds, hidden: [4] }), 'task.yaml');
  for await (const event of api.events(id, { follow: true })) void event;
  return (await api.run(id)).status;
}

beforeAll(async () => {
  port = await freePort();
  url = `ws://127.0.0.1:${port}`;
  await makeIrisSlices({ folder: root, sites: SITES, seed: 1 });
});

afterAll(async () => {
  await coordinator?.stop();
  await Promise.all([...agents.values()].map((agent) => agent.stop()));
  rmSync(root, { recursive: true, force: true });
});

describe('three organisations, none of whose keys lies with the coordinator', () => {
  it('make a federation: each signs its first manifest, and none is left out', async () => {
    for (const name of ['north', 'south', 'east'])
      await done('federation', 'key', '--name', `${name} hospital`, '--out', name);
    await done('coordinator', 'card', '--dir', home);
    const organisations = [
      { card: 'north.card.json', sites: 2 },
      { card: 'south.card.json' },
      { card: 'east.card.json' },
    ];
    const file = {
      federation: 'Heart study',
      coordinator: 'coordinator/coordinator.card.json',
      organisations,
    };
    writeFileSync(at('federation.yaml'), stringify(file));
    expect(await done('federation', 'create', 'federation.yaml')).toContain(
      'Missing: north hospital, south hospital, east hospital',
    );
    // Signed apart: two one after the other, the third on a copy of its own.
    cpSync(at('manifest.json'), at('copy.json'));
    await done('federation', 'sign', 'manifest.json', '--key', 'north.key.json', '--yes');
    await done('federation', 'sign', 'manifest.json', '--key', 'south.key.json', '--yes');
    expect(await told('federation', 'show', 'manifest.json')).toMatchObject({ code: 6 });
    const early = await told('coordinator', 'init', '--dir', home, '--manifest', 'manifest.json');
    expect([early.code, early.stderr]).toEqual([3, expect.stringContaining('not signed by east hospital')]);
    expect(await done('federation', 'sign', 'copy.json', '--key', 'east.key.json', '--yes')).toContain(
      'Missing: north hospital, south hospital',
    );
    const unasked = await told('federation', 'sign', 'copy.json', '--key', 'north.key.json');
    expect([unasked.code, unasked.stderr]).toEqual([1, expect.stringContaining('pass --yes')]);
    const init = ['coordinator', 'init', '--dir', home, '--port', `${port}`];
    expect(await done(...init, '--manifest', 'manifest.json', 'copy.json')).toContain('"Heart study"');
    expect(existsSync(join(home, 'keys', 'organisation.json'))).toBe(false);
    await startCoordinator();
    const shown = JSON.parse(await done('federation', 'show', `http://127.0.0.1:${port}`, '--json'));
    expect(shown).toMatchObject({ federation: 'Heart study', epoch: 1, inForce: true });
    const refused = await told('site', 'invite', 'north-1');
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('ORGANISATION_KEY_MISSING')]);
  });

  it('certify their sites, which the coordinator takes up by that, and train a model', async () => {
    for (const site of SITES) {
      const bundle = await certify(site);
      expect(
        await done('agent', 'enrol', '--certificate', bundle, '--url', url, '--dir', at(site)),
      ).toContain(`certified by ${site.split('-')[0]} hospital`);
      const flowers = { type: 'csv', file: at(site, 'data', 'iris.csv') };
      await writeSiteFiles({ folder: at(site), name: site, config: { datasets: { flowers } } });
      await startAgent(site);
    }
    await untilConnected(SITES);
    expect(await runToEnd(5)).toBe('completed');
    const views = await api.sites();
    expect(views.map(({ name, organisation }) => [name, organisation])).toEqual(
      [...SITES].sort().map((site) => [site, `${site.split('-')[0]} hospital`]),
    );
  });

  it('certify a site anew, by hand, when most of its time is over: it is told so, and takes up no other place', async () => {
    await agents.get('north-1')?.stop();
    const dir = ['--dir', at('north-1')];
    const file = at('north-1', 'keys', 'site.cert');
    const body = readCertificate(parseCertificate(Buffer.from(readFileSync(file, 'utf8'), 'base64')));
    const days = 24 * 3600 * 1000;
    const [notBeforeMs, notAfterMs] = [Date.now() - 70 * days, Date.now() + 20 * days];
    const organisation = await readSigningKeyFile(at('north.key.json'));
    const old = issueCertificate({ ...body, role: 'site', notBeforeMs, notAfterMs }, organisation);
    writeFileSync(file, Buffer.from(encodeMessage('Certificate', old)).toString('base64'));
    const advice = `muster agent request --again --dir ${at('north-1')}`;
    const due = await told('agent', 'status', ...dir);
    expect([due.code, due.stdout]).toEqual([6, expect.stringContaining(advice)]);
    const bundle = await certify('north-1', '--again');
    await done('agent', 'enrol', '--certificate', bundle, '--again', ...dir);
    expect(await done('agent', 'status', ...dir)).not.toContain(advice);
    await startAgent('north-1');
    await untilConnected(SITES);
  });

  it('have no more sites than they may', async () => {
    const bundle = await certify('north-3');
    const refused = await told(
      'agent',
      'enrol',
      '--certificate',
      bundle,
      '--url',
      url,
      '--dir',
      at('north-3'),
    );
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('ORGANISATION_FULL')]);
  });

  it('certify nobody whom none of them has: a forged certificate is refused by the agent, and by the coordinator', async () => {
    await done('agent', 'request', '--name', 'west-1', '--dir', at('west-1'));
    const manifests = await readManifests(at('south-1', 'keys', 'manifest.json'));
    const manifest = acceptChain(undefined, manifests);
    const identity = await readIdentityFile(at('west-1', 'keys', 'identity.json'));
    const certificate = issueCertificate(
      {
        role: 'site',
        name: 'west-1',
        serial: systemRandom(16),
        federationId: manifest.federationId,
        signingKey: identity.signing.publicKey,
        sealingKey: identity.sealing.publicKey,
        ...publicKeysOf(seedOf(identity.signing)),
        notBeforeMs: Date.now() - 1_000,
        notAfterMs: Date.now() + 1_000_000,
      },
      makeKeyPair('ed25519', systemRandom),
    );
    writeFileSync(at('west-1.certificate.json'), formatBundle({ certificate, manifests }));
    const refused = await told(
      ...['agent', 'enrol', '--certificate', 'west-1.certificate.json', '--url', url, '--dir', at('west-1')],
    );
    expect([refused.code, refused.stderr]).toEqual([
      3,
      expect.stringMatching(/code (COORDINATOR_MISMATCH|CERTIFICATE_INVALID)/),
    ]);
    const knock = connectOnce({
      url,
      bindToTls: true,
      identity: { purpose: 'session', manifest, identity, certificate, random: systemRandom },
      clock: systemClock,
      settings: SESSION_SETTINGS,
      handshakeMs: 10_000,
      handlers: {
        onRequest: async () => ({ kind: 'ok', value: {} }),
        onNotice: () => {},
        openObject: async () => undefined,
        onClose: () => {},
      },
    });
    expect(await knock.catch((thrown: unknown) => asMusterError(thrown).code)).toBe('CERTIFICATE_INVALID');
  });

  it('revoke a site with two signatures: its session ends at once, it does not come back, and others refuse it', async () => {
    await done('coordinator', 'backup', '--dir', home, '--to', at('backup'));
    const certificate = readFileSync(at('north-2', 'keys', 'site.cert'), 'utf8');
    expect(await done('federation', 'revoke-site', 'north-2')).toContain('Missing: 2 of: ');
    await done('federation', 'sign', 'manifest-2.json', '--key', 'north.key.json', '--yes');
    const early = await told('federation', 'install', 'manifest-2.json');
    expect([early.code, early.stderr]).toEqual([3, expect.stringContaining('MANIFEST_UNSIGNED')]);
    await done('federation', 'sign', 'manifest-2.json', '--key', 'east.key.json', '--yes');
    expect(await done('federation', 'install', 'manifest-2.json')).toContain('Out by it: north-2');
    await untilRevoked();
    const others = SITES.filter((site) => site !== 'north-2');
    await vi.waitFor(async () => expect(await Promise.all(others.map(epochAt))).toEqual([2, 2, 2, 2]), {
      timeout: 20_000,
      interval: 200,
    });
    expect((await api.sites()).find(({ name }) => name === 'north-2')?.status).toBe('revoked');
    await startAgent('north-2');
    await untilRevoked();
    const manifest = acceptChain(undefined, await readManifests(at('east-1', 'keys', 'manifest.json')));
    const { signing } = await readIdentityFile(at('north-2', 'keys', 'identity.json'));
    const directory = new SiteDirectory(manifest, { nowMs: Date.now(), skewMs: 0 });
    const shown = parseCertificate(Buffer.from(certificate, 'base64'));
    const hash = Buffer.from(certificateHash(shown), 'hex');
    const standing = directory.find(siteIdOf(signing.publicKey), hash, shown);
    expect(standing).toMatchObject({ ok: false, code: 'SITE_REVOKED' });
    await untilConnected(others);
    expect(await runToEnd(4)).toBe('completed');
  });

  it('are not led back to an earlier manifest: a coordinator that was restored is worked for again when it has the newest', async () => {
    await coordinator.stop();
    renameSync(home, at('lost'));
    await done('coordinator', 'restore', '--from', at('backup'), '--dir', home);
    await startCoordinator();
    const status = () => told('agent', 'status', '--dir', at('south-1'));
    await vi.waitFor(
      async () =>
        expect(await status()).toMatchObject({ code: 6, stdout: expect.stringContaining('MANIFEST_OLD') }),
      { timeout: 60_000, interval: 500 },
    );
    const others = SITES.filter((site) => site !== 'north-2');
    await untilConnected(others);
    const rounds = { max: 1, cohort: 4, quorum: 4, deadlineS: 120, offerS: 30 };
    const { id } = await api.startRun(taskOf({ rounds, hidden: [4] }), 'task.yaml');
    // No site cosigns what this coordinator logs, so nothing can be offered.
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    expect((await api.run(id)).history.flatMap(({ members }) => members)).toEqual([]);
    expect(readRounds(at('south-1'), 100).filter(({ run }) => run === id)).toEqual([]);
    expect(await done('federation', 'install', at('south-1', 'keys', 'manifest.json'))).toContain(
      'Out by it: north-2',
    );
    const origins = await vi.waitFor(
      async () => {
        const views = await Promise.all(others.map((site) => readLogs(at(site))));
        return views.map(({ consents }) => {
          if (!consents) throw new Error('the log is not known to be another one yet');
          return consents.origin;
        });
      },
      { timeout: 30_000, interval: 300 },
    );
    expect((await status()).stdout).not.toContain('MANIFEST_OLD');
    for (const [index, site] of others.entries())
      await acceptLog(at(site), origins[index] ?? '', { by: 'Ada', why: 'restored on Monday' });
    for await (const event of api.events(id, { follow: true })) void event;
    expect((await api.run(id)).status).toBe('completed');
  });
});
