import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { enrol, prepareAgent } from '@muster/agent';
import { type RunningAgent, startAgent } from '@muster/agent/daemon';
import { initCoordinator, makeCard, startCoordinator } from '@muster/coordinator';
import {
  acceptChain,
  type KeyPair,
  type Manifest,
  makeKeyPair,
  makeManifest,
  parseSigned,
  readCard,
  readManifests,
  readSigningKeyFile,
  signedText,
  signManifest,
  systemRandom,
  writeSigningKeyFile,
} from '@muster/identity';
import { testFederation } from '@muster/identity/testing';
import type { FederationManifest } from '@muster/protocol';
import { modelHash, parseTask } from '@muster/task';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort } from '../../tools/bench/federation.ts';
import { apiOf } from '../../tools/processes/processes.ts';
import { writeSiteFiles } from '../../tools/processes/site-files.ts';
import { taskOf } from '../faults/task.ts';
import { atEnd, closeAll, codeOf } from './harness.ts';

afterEach(closeAll);

/** A federation of one organisation, whose coordinator can be started again, and sites in folders. */
async function federation() {
  const folder = mkdtempSync(join(tmpdir(), 'muster-manifests-'));
  atEnd(() => rmSync(folder, { recursive: true, force: true }));
  const home = join(folder, 'coordinator');
  const port = await freePort();
  await initCoordinator({ dir: home, federation: 'test', host: '127.0.0.1', port });
  appendFileSync(join(home, 'coordinator.yaml'), 'log: silent\nheartbeatS: 0.2\n');
  const url = `http://127.0.0.1:${port}`;
  const api = apiOf(home, url);
  let running = await startCoordinator(home);
  atEnd(() => running.close());
  const keyFile = join(home, 'keys', 'organisation.json');
  const newest = async (): Promise<Manifest> =>
    acceptChain(
      undefined,
      (await api.manifests()).map((text) => parseSigned(Buffer.from(text, 'base64'))),
    );
  const dirOf = (site: string): string => join(folder, site);
  return {
    api,
    home,
    keyFile,
    newest,
    dirOf,
    organisation: () => readSigningKeyFile(keyFile),
    async restart() {
      await running.close();
      running = await startCoordinator(home);
    },
    async install(change: Partial<FederationManifest>, ...by: readonly KeyPair[]) {
      const before = await newest();
      const next = { epoch: before.epoch + 1, previousHash: before.hash };
      const manifest = makeManifest({ ...before, ...next, ...change });
      const signatures = by.map((each) => signManifest(manifest, each));
      return api.installManifests([signedText({ manifest: manifest.bytes, signatures })]);
    },
    async enrolled(site: string) {
      const { token } = await api.invite(site);
      await enrol({ token, url: url.replace('http', 'ws'), dir: dirOf(site) });
      const config = { datasets: {}, log: 'silent' };
      await writeSiteFiles({ folder: dirOf(site), name: site, config });
    },
    async start(site: string): Promise<RunningAgent> {
      const agent = await startAgent(await prepareAgent(dirOf(site)));
      atEnd(() => agent.close());
      return agent;
    },
    statusOf: async (site: string) => (await api.sites()).find(({ name }) => name === site)?.status,
    epochAt: async (site: string) =>
      acceptChain(undefined, await readManifests(join(dirOf(site), 'keys', 'manifest.json'))).epoch,
  };
}
const SOON = { timeout: 20_000, interval: 100 };

describe('a coordinator with another key', () => {
  it('is believed by sites that were there when a manifest named it, and by those that were not', async () => {
    const { api, home, newest, organisation, install, restart, enrolled, start, statusOf, epochAt } =
      await federation();
    for (const site of ['here', 'away']) await enrolled(site);
    await start('here');
    await expect.poll(() => statusOf('here'), SOON).toBe('connected');
    expect(await codeOf(makeCard({ dir: join(home, 'none'), fresh: true }))).toBe('CONFLICT');
    const { card } = await makeCard({ dir: home, fresh: true });
    const { key } = await readCard(card);
    const installed = await install({ coordinatorKeys: [key] }, await organisation());
    expect(installed).toMatchObject({ epoch: 2, coordinates: false, sitesOut: [] });
    // No site is there for a coordinator that the manifest does not name.
    await expect.poll(() => epochAt('here'), SOON).toBe(2);
    await expect.poll(() => statusOf('here'), SOON).toBe('offline');
    await restart();
    await expect.poll(() => statusOf('here'), SOON).toBe('connected');
    expect(await epochAt('away')).toBe(1);
    await start('away');
    await expect.poll(() => statusOf('away'), SOON).toBe('connected');
    expect(await epochAt('away')).toBe(2);
    expect((await newest()).coordinatorKeys.map((each) => Buffer.from(each))).toEqual([Buffer.from(key)]);
    expect((await api.status()).ready).toBe(true);
  });
});

describe('an organisation with another key', () => {
  it('keeps the sites that it has certified, certifies by the new key, and can cut the former one off', async () => {
    const { api, keyFile, newest, organisation, install, restart, enrolled, start, statusOf, epochAt } =
      await federation();
    await enrolled('old');
    const agent = await start('old');
    const was = await organisation();
    const now = makeKeyPair('ed25519', systemRandom);
    const [member] = (await newest()).organisations;
    if (!member) throw new Error('no organisation');
    const kept = { ...member, key: now.publicKey, formerKey: was.publicKey };
    const change = { organisations: [kept] };
    // The new key has to be had, and the old one has to agree.
    expect(await codeOf(install(change, was))).toBe('MANIFEST_UNSIGNED');
    expect(await codeOf(install(change, now))).toBe('MANIFEST_UNSIGNED');
    expect((await install(change, was, now)).sitesOut).toEqual([]);
    expect(await codeOf(api.invite('new'))).toBe('ORGANISATION_KEY_MISSING');
    expect(await codeOf(restart())).toBe('CONFIG_INVALID');
    rmSync(keyFile);
    await writeSigningKeyFile(keyFile, now, systemRandom);
    await restart();
    await expect.poll(() => statusOf('old'), SOON).toBe('connected');
    await enrolled('new');
    await start('new');
    await expect.poll(() => statusOf('new'), SOON).toBe('connected');
    await expect.poll(() => epochAt('old'), SOON).toBe(2);
    const cut = { organisations: [{ ...kept, formerKey: new Uint8Array() }] };
    expect((await install(cut, now)).sitesOut).toEqual(['old']);
    expect((await agent.fatal).code).toBe('CERTIFICATE_INVALID');
    expect(await statusOf('old')).toBe('revoked');
    expect(await statusOf('new')).toBe('connected');
  });
});

describe('a manifest that is installed over the API', () => {
  it('is refused with what is wrong with it', async () => {
    const { api, newest, organisation, install } = await federation();
    const stranger = makeKeyPair('ed25519', systemRandom);
    const own = await organisation();
    expect(await codeOf(install({ cohortMin: 2 }))).toBe('MANIFEST_UNSIGNED');
    expect(await codeOf(install({ cohortMin: 2 }, stranger))).toBe('SIGNATURE_INVALID');
    expect(await codeOf(install({ cohortMin: 2 }, own, own))).toBe('SIGNATURE_INVALID');
    expect(await codeOf(install({ epoch: 3 }, own))).toBe('MANIFEST_CHAIN_BROKEN');
    expect(await codeOf(install({ federationId: new Uint8Array(16) }, own))).toBe('FEDERATION_MISMATCH');
    const { signed } = testFederation({ nowMs: Date.now() });
    expect(await codeOf(api.installManifests([signedText(signed)]))).toBe('FEDERATION_MISMATCH');
    const before = await newest();
    const again = makeManifest({ ...before, timeMs: before.timeMs + 1 });
    const fork = { manifest: again.bytes, signatures: [signManifest(again, own)] };
    expect(await codeOf(api.installManifests([signedText(fork)]))).toBe('MANIFEST_FORK');
    for (const text of ['', 'AAAA', Buffer.alloc(290_000).toString('base64')])
      expect(await codeOf(api.installManifests([text]))).toBe('MANIFEST_INVALID');
    expect(await codeOf(api.installManifests(['A'.repeat(500_000)]))).toBe('INVALID_ARGUMENT');
    const many = Array.from({ length: 10_000 }, () => signManifest(before, own));
    expect(
      await codeOf(api.installManifests([signedText({ manifest: before.bytes, signatures: many })])),
    ).toBe('FRAME_TOO_LARGE');
    expect((await newest()).hash).toEqual(before.hash);
    await install({ cohortMin: 2 }, own);
    expect(await codeOf(api.installManifests([signedText(fork)]))).toBe('MANIFEST_OLD');
  });

  it('may name the models that can be trained, and no other is begun', async () => {
    const { api, organisation, install } = await federation();
    const task = (hidden: readonly number[]) => taskOf({ rounds: { max: 1 }, hidden });
    const parsed = parseTask(task([4]), 'task.yaml');
    if (!parsed.ok) throw new Error('no task');
    const allowed = Buffer.from(modelHash(parsed.value.model), 'hex');
    await install({ modelHashes: [allowed] }, await organisation());
    expect(await codeOf(api.startRun(task([5]), 'task.yaml'))).toBe('MODEL_NOT_ALLOWED');
    expect((await api.startRun(task([4]), 'task.yaml')).task).toBe('faults');
  });
});
