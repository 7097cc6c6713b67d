/** What a coordinator can do to the federation's log by itself, with the keys, the folder and the whole machine in its hands. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { acceptLog, readLogs, readRounds, readStatus } from '@muster/agent';
import {
  assessCheckpoint,
  decodeBundle,
  encodeBundle,
  parseCheckpoint,
  parseLogPolicy,
  parseNote,
} from '@muster/audit';
import { AuditRows, openCoordinatorStore } from '@muster/store';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { LogCopy } from '../../tools/audit/log-copy.ts';
import { muster } from '../../tools/processes/processes.ts';
import { AttackedFederation, endOf, json, SITES } from './attacked-federation.ts';
import { expectUnsound } from './sound-logs.ts';

let federation: AttackedFederation;
const at = (...names: readonly string[]): string => join(federation.folder, ...names);

beforeAll(async () => {
  federation = await AttackedFederation.start('attacks');
});
afterAll(() => federation?.stop());

const trained = () => SITES.map((site) => readRounds(federation.siteFolder(site), 100).length);
const cosigned = async () => (await federation.views()).map((view) => view.cosigned);
const statuses = () => Promise.all(SITES.map((site) => readStatus(federation.siteFolder(site))));
const kept = async () => (await statuses()).map(({ updatesKept }) => updatesKept);
const unsettled = async () => (await statuses()).map((each) => each.updatesKept + each.roundsBegun);
/** The number of the log that the coordinator keeps now. */
const newestEpoch = async () => /\/(\d+)\+/.exec(await federation.api.auditPolicy())?.[1] ?? '';
const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
const allSee = async (code: string) => (await federation.troubles()).every((each) => each === code);
const waitForTrouble = (code: string) =>
  expect.poll(() => allSee(code), { timeout: 60_000, interval: 100 }).toBe(true);
const backedUp = async (home: string, name: string): Promise<string> => {
  expect((await json('coordinator', 'backup', '--dir', home, '--to', at(name))).code).toBe(0);
  return at(name);
};
const restored = async (backup: string, name: string): Promise<string> => {
  expect((await json('coordinator', 'restore', '--from', backup, '--dir', at(name))).code).toBe(0);
  await federation.startCoordinator(at(name));
  return at(name);
};

it('an earlier copy of its whole machine, put back: it stops when the first site answers', async () => {
  const { home } = federation;
  await federation.train();
  await backedUp(home, 'backup');
  await federation.coordinator.stop();
  cpSync(home, at('snapshot'), { recursive: true });
  await federation.startCoordinator(home);
  await federation.train();
  writeFileSync(at('policy-1.txt'), await federation.api.auditPolicy());
  await federation.coordinator.stop();
  cpSync(join(home, 'data', 'audit', '1'), at('known', 'log'), { recursive: true });
  cpSync(join(federation.siteFolder('a'), 'state', 'audit', '1'), at('known', 'site'), { recursive: true });
  const [known, rounds] = [await cosigned(), trained()];
  renameSync(home, at('true'));
  renameSync(at('snapshot'), home);
  await federation.startCoordinator(home);
  await federation.startRun().catch(() => undefined); // it may have heard of it by then
  const { exit, codes } = await endOf(federation.coordinator);
  expect([exit, [...codes]]).toEqual([1, expect.arrayContaining(['AUDIT_ROLLED_BACK'])]);
  expect([await cosigned(), trained()]).toEqual([known, rounds]);
  expect(await federation.troubles()).toEqual(['', '', '', '']);
});

it('a log that begins anew, after a restore: no site goes on with it before a person of it agrees', async () => {
  const rounds = trained();
  const home = await restored(at('backup'), 'restored');
  await waitForTrouble('AUDIT_LOG_CHANGED');
  const run = await federation.startRun();
  const [first = '', ...others] = SITES.map((site) => federation.siteFolder(site));
  const shown = await json('agent', 'log', 'show', '--dir', first);
  const { origin } = shown.said.consents;
  expect([shown.code, shown.said.consents]).toEqual([
    6,
    { origin: expect.stringMatching(/\/[1-9]\d{9}$/), needed: 1, given: [] },
  ]);
  expect([(await federation.api.run(run)).round, trained()]).toEqual([0, rounds]);
  const accept = ['agent', 'log', 'accept', origin, '--by', 'Ada', '--why', 'restored on Monday'];
  expect((await json(...accept, '--dir', first)).code).toBe(0);
  for (const folder of others) await acceptLog(folder, origin, { by: 'Ada', why: 'restored on Monday' });
  for await (const event of federation.api.events(run, { follow: true })) void event;
  expect((await federation.api.run(run)).status).toBe('completed');
  expect(await federation.troubles()).toEqual(['', '', '', '']);
  await backedUp(home, 'later-backup');
});

it('an entry that is rewritten, with all that would tell of it: no site cosigns, and each proves the fork', async () => {
  const home = at('restored');
  const log = join(home, 'data', 'audit', await newestEpoch());
  const [policy, state] = [at('policy-2.txt'), at('trusted.json')];
  writeFileSync(policy, await federation.api.auditPolicy());
  // From a size that is a power of two on, a proof leaves out what would convict: all that follows is between two of them.
  for (let n = 0; n < 64; n += 1) await federation.api.addOperator(`operator-${n}`);
  const smallest = async () => Math.min(...(await cosigned()).map((logs) => logs.at(-1)?.size ?? 0));
  await expect.poll(smallest, { timeout: 60_000 }).toBeGreaterThan(64);
  expect((await json('audit', 'verify', log, '--policy', policy, '--state', state)).code).toBe(0);
  // Somewhere an update is ready when the coordinator goes away.
  await federation.startRun({ epochs: 300 });
  await expect.poll(async () => sum(await unsettled()), { timeout: 60_000, interval: 20 }).toBeGreaterThan(0);
  federation.coordinator.child.kill('SIGKILL');
  await federation.coordinator.stop();
  await expect.poll(async () => sum(await kept()), { timeout: 60_000 }).toBeGreaterThan(0);
  // An agent that has just started goes by no checkpoint that it has seen in the last quarter of an hour.
  await federation.restartAgents();
  const [updates, known] = [await kept(), await cosigned()];
  await rewriteEntry(home);
  expectUnsound(home);
  // It is started again, whatever its own code says, until each site has seen enough.
  while (!(await allSee('AUDIT_FORK'))) {
    await federation.startCoordinator(home);
    const isOver = async () => federation.coordinator.child.exitCode !== null || (await allSee('AUDIT_FORK'));
    await expect.poll(isOver, { timeout: 60_000, interval: 100 }).toBe(true);
  }
  await federation.coordinator.stop();
  await federation.startCoordinator(home);
  const areThere = async () => (await federation.api.sites()).every(({ status }) => status === 'connected');
  await expect.poll(areThere, { timeout: 60_000 }).toBe(true);
  await federation.coordinator.stop();
  expect(await cosigned()).toEqual(known);
  expect((await kept()).filter((each, index) => each < (updates[index] ?? 0))).toEqual([]);
  const note = readFileSync(join(log, 'checkpoint'));
  expect(assessCheckpoint(note, parseLogPolicy(readFileSync(policy))).cosigners).toEqual([]);

  for (const { forks } of await federation.views()) expect(forks).toHaveLength(1);
  const site = federation.siteFolder('a');
  const { said } = await json('agent', 'log', 'show', '--dir', site);
  expect((await json('agent', 'status', '--dir', site)).said.logTrouble.code).toBe('AUDIT_FORK');
  const verified = await json('audit', 'verify', log, '--policy', policy, '--state', state);
  expect([verified.code, verified.said.findings]).toEqual([
    1,
    expect.arrayContaining([expect.objectContaining({ kind: 'fork' })]),
  ]);
  for (const evidence of [said.forks[0].evidence, verified.said.evidence])
    expect((await json('audit', 'verify-evidence', evidence, '--policy', policy)).code).toBe(0);
});

it('and a log that begins anew after that: two people of each site must agree', async () => {
  await federation.restartAgents();
  await restored(at('later-backup'), 'after-the-fork');
  const run = await federation.startRun();
  await waitForTrouble('AUDIT_LOG_CHANGED');
  const folders = SITES.map((site) => federation.siteFolder(site));
  const { consents } = await readLogs(folders[0] ?? '');
  expect(consents).toMatchObject({ origin: expect.stringMatching(/\/[1-9]\d{9}$/), needed: 2, given: [] });
  const agree = (by: string) =>
    Promise.all(folders.map((folder) => acceptLog(folder, consents?.origin ?? '', { by, why: 'talked' })));
  await agree('Ada');
  await expect(agree(' ADA')).rejects.toMatchObject({ code: 'CONFLICT' });
  await expect
    .poll(() => federation.coordinator.log(), { timeout: 60_000 })
    .toContain('waits to be accepted at');
  expect([(await federation.api.run(run)).round, await allSee('AUDIT_LOG_CHANGED')]).toEqual([0, true]);
  await agree('Grace');
  for await (const event of federation.api.events(run, { follow: true })) void event;
  expect((await federation.api.run(run)).status).toBe('completed');
});

it.each([
  ['leaves out an entry', (entries: Uint8Array[]) => entries.toSpliced(9, 1), /INTEGRITY: .*tile\/entries/],
  [
    'reorders entries',
    (entries: Uint8Array[]) => entries.toSpliced(9, 2, ...entries.slice(9, 11).toReversed()),
    /INTEGRITY: .*entry 9, tile\/entries/,
  ],
  [
    'backdates an entry',
    (entries: Uint8Array[]) =>
      entries.with(
        9,
        Buffer.from(
          Buffer.from(entries[9] ?? '')
            .toString()
            .replace('"time":"20', '"time":"19'),
        ),
      ),
    /INTEGRITY: .*entry 9, tile\/entries/,
  ],
])('who %s in the files of the log is found out, with the place', async (_what, change, expected) => {
  const copy = LogCopy.of(at('known', 'log'));
  const { size } = parseCheckpoint(parseNote(copy.at('checkpoint')).text);
  const path = `tile/entries/000.p/${size}`;
  const folder = mkdtempSync(at('falsified-'));
  cpSync(at('known', 'log'), folder, { recursive: true });
  writeFileSync(join(folder, path), encodeBundle(change([...decodeBundle(copy.at(path), size)])));
  expect(await verified(folder)).toEqual([1, expect.stringMatching(expected)]);
});

it('who shows the log as it was before is found out by all who have verified it, and nobody who touched nothing', async () => {
  const state = ['--state', at('trusted-1.json')];
  expect(await verified(at('known', 'log'), ...state)).toEqual([0, expect.stringMatching(/^OK: /m)]);
  const earlier = join(federation.home, 'data', 'audit', '1');
  expect(await verified(earlier, ...state)).toEqual([1, expect.stringMatching(/ROLLBACK: .*has shown/)]);
});

async function verified(log: string, ...more: readonly string[]): Promise<readonly [number, string]> {
  const { code, stdout } = await muster([
    ...['audit', 'verify', log, '--policy', at('policy-1.txt'), '--full'],
    ...['--site', at('known', 'site'), ...more],
  ]);
  return [code, stdout];
}

/** Size and lawful form stay; the signature of the site does not hold any more. Lock, edge and files are forgotten. */
async function rewriteEntry(home: string): Promise<void> {
  const data = join(home, 'data');
  const store = await openCoordinatorStore(data, Date.now());
  const rows = new AuditRows(store.db);
  const entries = rows.entries(0, rows.size()).map((entry) => Buffer.from(entry).toString());
  const index = entries.findIndex((entry) => entry.includes('update.released'));
  const rewritten = entries[index]?.replace('"secureAggregation":false', '"secureAggregation":true') ?? '';
  expect(entries[index]).not.toBe(rewritten);
  store.db.tx(() => {
    store.db.run('UPDATE audit_entry SET entry = $1 WHERE idx = $2', [Buffer.from(rewritten), index]);
    store.db.run('DELETE FROM audit_edge');
  });
  store.close();
  rmSync(join(data, 'audit'), { recursive: true });
  for (const name of readdirSync(data).filter((each) => each.startsWith('audit-lock')))
    rmSync(join(data, name));
}
