/** A coordinator that was restored from a backup: its log is another one, with which sites go along when a person there has agreed. */
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { backupCoordinator, restoreCoordinator, startCoordinator } from '@muster/coordinator';
import { LogTrust, memorySqlite, migrate, siteMigrations } from '@muster/store';
import { systemClock } from '@muster/transport';
import { afterEach, expect, it } from 'vitest';
import { apiOf, muster } from '../../tools/processes/processes.ts';
import {
  VirtualAgent,
  type VirtualBehaviour,
  type VirtualIdentity,
} from '../../tools/virtual/virtual-agent.ts';
import { atEnd, closeAll, coordinator, tinyTask } from './harness.ts';

afterEach(closeAll);

const SITES = ['north', 'south'] as const;
const TASK = tinyTask('max: 1, cohort: 2, quorum: 2, deadlineS: 20');

/** A site whose witness remembers, whichever coordinator it meets. */
function rememberingSite(identity: VirtualIdentity) {
  const db = memorySqlite();
  migrate(db, siteMigrations, 0);
  const behaviour: VirtualBehaviour = {
    ...{ dataset: 'bench', kind: 'image', fetchModel: true },
    makeUpdate: (_offer, bytes) => ({ bytes: new Uint8Array(bytes), weight: 3 }),
  };
  return {
    name: identity.site,
    async connect(url: string): Promise<void> {
      const at = { ...identity, url: url.replace(/^http/, 'ws') };
      const agent = new VirtualAgent(at, behaviour, { clock: systemClock, open: () => db });
      await agent.connect();
      atEnd(() => agent.close());
    },
    accept: (origin: string) =>
      new LogTrust(db).agree({ origin, by: 'Ada', why: 'restored', atMs: Date.now() }),
  };
}

interface LoggedEvent {
  readonly source: string;
  readonly flseq: number;
  readonly data: { readonly previous?: string };
}

/** The log in a folder, verified from its files alone, and its events. */
async function verified(log: string, policy: string) {
  const policyFile = `${log}.policy`;
  writeFileSync(policyFile, policy);
  const checked = await muster(['audit', 'verify', log, '--policy', policyFile, '--full', '--json']);
  const exported = await muster(['audit', 'export', log, '--policy', policyFile, '--format', 'jsonl']);
  expect(exported.code).toBe(0);
  const events = exported.stdout
    .trim()
    .split('\n')
    .map((line): LoggedEvent => JSON.parse(line).event);
  return { code: checked.code, findings: checked.stdout, events };
}

/** What sites have signed, each by its source and number. */
function ofSites({ events }: Awaited<ReturnType<typeof verified>>): readonly string[] {
  return events
    .filter(({ source }) => source.endsWith('/out'))
    .map(({ source, flseq }) => `${source} ${flseq}`);
}

/** A federation that has trained once, was backed up, and runs again from that; its sites are connected to it. */
async function restored() {
  const { folder, api, enrol, url } = await coordinator('heartbeatS: 2\n');
  const sites = await Promise.all(SITES.map(async (name) => rememberingSite(await enrol(name))));
  for (const site of sites) await site.connect(url);
  const { id } = await api.startRun(TASK, 'tiny.yaml');
  for await (const event of api.events(id, { follow: true })) void event;
  expect((await api.run(id)).status).toBe('completed');
  const policyBefore = await api.auditPolicy();
  const log = join(folder, 'data', 'audit', '1');
  // What is committed is published within a second.
  const published = async (): Promise<number> => ofSites(await verified(log, policyBefore)).length;
  await expect.poll(published, { timeout: 20_000, interval: 500 }).toBe(4);
  const backup = join(folder, 'backup');
  const made = await backupCoordinator(folder, backup);
  const again = join(folder, 'again');
  await restoreCoordinator(backup, again);
  const running = await startCoordinator(again);
  atEnd(() => running.close());
  for (const site of sites) await site.connect(running.url);
  const later = apiOf(again, running.url);
  const [origin = ''] = (await later.auditPolicy()).split('\n')[0]?.split(' ')[1]?.split('+') ?? [];
  return { api: later, folder: again, sites, origin, made, policyBefore };
}

it('no round is opened while too few sites have accepted the log that begins after a restore, and everybody is told what to do', async () => {
  const { api, sites, origin } = await restored();
  const [north, south] = sites;
  const { id } = await api.startRun(TASK, 'tiny.yaml');
  const toldOf = (names: string) =>
    `the audit log ${origin} waits to be accepted at ${names}; a person there runs: muster agent log accept ${origin} --by NAME --why TEXT`;
  const reason = async () => (await api.run(id)).reason;
  await expect.poll(reason, { timeout: 20_000 }).toContain(toldOf('north, south'));
  expect((await api.run(id)).status).toBe('waiting');
  const refusals = async () => (await api.sites()).map(({ logRefusal }) => logRefusal ?? '');
  expect(await refusals()).toEqual(SITES.map(toldOf));
  expect((await api.status()).attention.map(({ what }) => what)).toEqual(
    SITES.map((name) => `site ${name} does not cosign the audit log, and no round is opened`),
  );

  north?.accept(origin);
  await expect.poll(reason, { timeout: 20_000 }).toContain(toldOf('south'));
  const kinds: string[] = [];
  for await (const { kind } of api.events(id, { follow: false })) kinds.push(kind);
  expect(kinds).not.toContain('round-opened');
  south?.accept(origin);
  await expect.poll(async () => (await api.run(id)).status, { timeout: 30_000 }).toBe('completed');
  expect(await refusals()).toEqual(['', '']);
  expect((await api.status()).attention).toEqual([]);
});

it('a backup has the log, whose end the later one names; both are verified, and what a site has signed stands in each once', async () => {
  const { api, folder, sites, origin, made, policyBefore } = await restored();
  expect(made.logFiles).toBeGreaterThan(2);
  expect(made.leftOutOfLog.join()).toMatch(/audit-vault\.db.*audit-lock\.db/);
  const logs = join(folder, 'data', 'audit');
  const before = await verified(join(logs, '1'), policyBefore);
  expect([before.code, before.findings]).toEqual([0, expect.stringContaining('"findings": []')]);

  for (const { accept } of sites) accept(origin);
  const { id } = await api.startRun(TASK, 'tiny.yaml');
  await expect.poll(async () => (await api.run(id)).status, { timeout: 30_000 }).toBe('completed');
  expect(ofSites(before)).toHaveLength(4);
  const epoch = join(logs, basename(origin));
  let after = await verified(epoch, await api.auditPolicy());
  const looked = async (): Promise<number> => {
    after = await verified(epoch, await api.auditPolicy());
    return ofSites(after).length;
  };
  await expect.poll(looked, { timeout: 20_000, interval: 500 }).toBe(8);
  expect(new Set(ofSites(after)).size).toBe(8);
  expect(after.code).toBe(0);

  const [begun] = after.events;
  const { previous = '' } = begun?.data ?? {};
  const ended = readFileSync(join(logs, '1', 'checkpoint'));
  expect(Buffer.from(previous, 'base64').toString()).toBe(ended.toString());
});
