/** What entries only commit to, with real processes: a federation trains, people disclose, erase and verify beside it and without it. */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AuditEvent, nameOf } from '@muster/audit';
import { readVault } from '@muster/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { makeIrisSlices } from '../../tools/datasets/iris.ts';
import { type LocalFederation, startLocalFederation } from '../../tools/processes/local-federation.ts';
import { muster, type RunningProcess, workspace } from '../../tools/processes/processes.ts';

const NAMES = ['a', 'b', 'c'];
const folder = mkdtempSync(join(tmpdir(), 'muster-vault-e2e-'));
const site = join(folder, 'a');
const coordinator = join(folder, 'coordinator');
const siteLog = join(site, 'state', 'audit', '1');
const log = join(coordinator, 'data', 'audit', '1');
const policy = join(folder, 'policy.txt');
const sitePolicy = join(folder, 'site-policy.txt');
const started: RunningProcess[] = [];
let federation: LocalFederation;

beforeAll(async () => {
  await makeIrisSlices({ folder, sites: NAMES, seed: 1 });
  federation = await startLocalFederation({
    folder,
    name: 'Vaults',
    sites: NAMES.map((name) => ({
      name,
      folder: join(folder, name),
      config: { datasets: { flowers: { type: 'csv', file: 'data/iris.csv' } } },
      policy: {
        tasks: ['*'],
        architectures: ['mlp'],
        minCohort: 2,
        maxRounds: 100,
        maxEpochs: 100,
        metrics: ['examples', 'loss', 'progress', 'accuracy', 'confusion'],
      },
    })),
    coordinatorConfig: {
      log: 'info',
      datasets: { 'iris-test': { type: 'csv', file: 'public/iris-test.csv' } },
    },
    onStep: () => {},
    onProcess: (each) => started.push(each),
  });
  const { api } = federation;
  const example: unknown = parse(readFileSync(join(workspace, 'examples', 'iris', 'task.yaml'), 'utf8'));
  const rounds = { max: 2, cohort: 3, quorum: 3, deadlineS: 60 };
  const { id } = await api.startRun(stringify({ ...Object(example), rounds }), 'task.yaml');
  for await (const event of api.events(id, { follow: true })) void event;
  expect((await api.run(id)).status).toBe('completed');
  await api.addOperator('second');
  // Whether a checkpoint was cosigned in time is asked elsewhere: here any that the coordinator has signed will do.
  const logs = (await api.auditPolicy()).split('\n').filter((line) => line.startsWith('log '));
  writeFileSync(policy, [...logs, 'quorum none', ''].join('\n'));
  writeFileSync(sitePolicy, (await muster(['audit', 'policy', '--dir', site])).stdout);
});

afterAll(async () => {
  await Promise.all(started.map((each) => each.stop()));
  rmSync(folder, { recursive: true, force: true });
});

interface Shown {
  readonly index: number;
  readonly event: AuditEvent;
}
const audit = async (...args: readonly string[]) => {
  const { code, stdout, stderr } = await muster(['audit', ...args]);
  return { code, said: stdout + stderr, stdout };
};
const jsonOf = async (...args: readonly string[]) => {
  const { code, stdout, said } = await audit(...args, '--json');
  if (stdout === '') throw new Error(said);
  return { code, said: JSON.parse(stdout) };
};
const eventsOf = async (where: string, by: string): Promise<readonly Shown[]> => {
  const { stdout } = await audit('tail', where, '--policy', by, '-n', '1000', '--json');
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
};
/** The newest of this name, once it is published. */
const newest = async (where: string, by: string, name: string): Promise<Shown> => {
  let found: Shown | undefined;
  const look = async (): Promise<boolean> => {
    found = (await eventsOf(where, by)).findLast(({ event }) => nameOf(event) === name);
    return found !== undefined;
  };
  await expect.poll(look, { timeout: 60_000, interval: 1_000 }).toBe(true);
  if (!found) throw new Error(`no ${name}`);
  return found;
};
const isOnDisk = (below: string, bytes: Uint8Array): boolean =>
  readdirSync(below, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .some((entry) => readFileSync(join(entry.parentPath, entry.name)).includes(Buffer.from(bytes)));

describe('beside the processes', () => {
  it('the coordinator serves its log to whoever has a credential, and to nobody else', async () => {
    const credential = join(coordinator, 'operator.json');
    const { url } = JSON.parse(readFileSync(credential, 'utf8'));
    const read = ['tail', `${url}/v1/audit/log`, '--policy', policy, '-n', '1'];
    expect(await audit(...read)).toMatchObject({ code: 2, said: expect.stringContaining('401') });
    expect((await audit(...read, '--credential', credential)).code).toBe(0);
  });

  it('names who is behind a pseudonym to whoever may know it, and to nobody else', async () => {
    const credential = join(coordinator, 'operator.json');
    const all = await jsonOf('names', '--credential', credential);
    expect(all).toMatchObject({ code: 0, said: { federation: { name: 'Vaults' }, sites: [{}, {}, {}] } });
    const { federation: whole, sites } = all.said;
    expect(sites.map(({ name }: { name: string }) => name).sort()).toEqual(NAMES);
    const own = sites.find(({ name }: { name: string }) => name === 'a');
    expect(await jsonOf('names', '--dir', site)).toEqual({
      code: 0,
      said: { federation: whole, sites: [own] },
    });
    expect((await audit('names', '--dir', folder)).code).toBe(5);
    // What lies in the folder of a coordinator is named by it; what lies in that of a site, by that.
    const verify = ['--policy', policy, '--full'];
    expect((await audit('verify', log, ...verify)).said).toContain('names      federation "Vaults"');
    expect((await audit('tail', log, '--policy', policy, '-n', '1000')).said).toContain(
      `site/${own.pseudonym}/out (a)  task.accepted`,
    );
    expect((await audit('verify', siteLog, '--policy', sitePolicy)).said).toContain('"Vaults", site (a);');
    const copy = join(folder, 'elsewhere', '1');
    cpSync(log, copy, { recursive: true });
    const elsewhere = await audit('tail', copy, '--policy', policy, '-n', '1000');
    expect([elsewhere.code, elsewhere.said.includes('(a)')]).toEqual([0, false]);
    // And no log has them.
    for (const { name } of sites) expect(isOnDisk(log, Buffer.from(`"${name}"`))).toBe(false);
  });

  it('a site shows which data it read, to whoever has its policy, and its log tells of that', async () => {
    const { index, event } = await newest(siteLog, sitePolicy, 'dataset.accessed');
    const out = join(folder, 'accessed.json');
    const args = ['disclose', siteLog, String(index), '--vault', site, '--policy', sitePolicy, '--out', out];
    const disclosed = await jsonOf(...args, '--by', 'Ada Lovelace', '--why', 'asked by the regulator');
    expect(disclosed).toMatchObject({ code: 0, said: { classes: ['conf'], notLogged: null } });
    expect((await audit(...args)).code).toBe(2); // the file is there
    const verified = await jsonOf('verify-disclosure', out, '--policy', sitePolicy);
    expect(verified).toMatchObject({
      code: 0,
      said: {
        index,
        disclosed: [{ class: 'conf', payload: { dataset: 'flowers', purpose: expect.anything() } }],
      },
    });
    expect(event.flconf).toBeDefined();
    // Another log's policy opens nothing, and one flipped byte is refused.
    expect((await audit('verify-disclosure', out, '--policy', policy)).code).toBe(1);
    const bytes = readFileSync(out);
    bytes[bytes.indexOf('flowers')] = 'F'.charCodeAt(0);
    writeFileSync(`${out}.altered`, bytes);
    expect((await audit('verify-disclosure', `${out}.altered`, '--policy', sitePolicy)).code).toBe(1);
    const told = await newest(siteLog, sitePolicy, 'proof.issued');
    expect(told.event).toMatchObject({
      data: { index, disclosed: 'conf' },
      flactor: expect.stringMatching(/^p:/),
    });
  });

  it('a coordinator shows who acted, and its log tells of that', async () => {
    const { index } = await newest(log, policy, 'admin.action');
    const out = join(folder, 'acted.json');
    const disclosed = await jsonOf(
      ...['disclose', log, String(index), '--vault', coordinator, '--policy', policy, '--out', out],
    );
    expect(disclosed).toMatchObject({ code: 0, said: { classes: ['pii'], notLogged: null } });
    const verified = await jsonOf('verify-disclosure', out, '--policy', policy);
    expect(verified).toMatchObject({
      code: 0,
      said: { disclosed: [{ class: 'pii', payload: { operator: { id: expect.any(String) } } }] },
    });
    expect((await newest(log, policy, 'proof.issued')).event.data).toEqual({ index, disclosed: 'pii' });
    const model = join(folder, 'model.json');
    const { index: made } = await newest(log, policy, 'aggregate.produced');
    await audit('disclose', log, String(made), '--vault', coordinator, '--policy', policy, '--out', model);
    expect((await jsonOf('verify-disclosure', model, '--policy', policy)).said.disclosed).toEqual([
      { class: 'conf', payload: { metrics: expect.objectContaining({ accuracy: expect.any(Number) }) } },
    ]);
    const wrong = ['--vault', coordinator, '--policy', policy, '--out', join(folder, 'none.json')];
    expect((await audit('disclose', log, '0', ...wrong)).code).toBe(2); // it hides nothing
    expect((await audit('disclose', log, String(index), ...wrong.with(1, folder))).code).toBe(5);
    expect(existsSync(join(folder, 'none.json'))).toBe(false);
  });

  it('whoever verifies has the log of a site and of the coordinator tell of it', async () => {
    for (const [dir, own, by] of [
      [site, siteLog, sitePolicy],
      [coordinator, log, policy],
    ] as const) {
      const { code, said } = await jsonOf('verify', log, '--policy', policy, '--full', '--dir', dir);
      expect([code, said.notLogged]).toEqual([0, null]);
      const { event } = await newest(own, by, 'log.accessed');
      const { origin, size: to } = said.log;
      const named = dir === site ? { origin } : {};
      expect(event.data).toEqual({ ...named, from: 0, to, how: 'verified', result: 'ok' });
    }
  });

  it('a site erases: nothing of it is left, the log tells of it, and every proof is good', async () => {
    const { index, event } = await newest(siteLog, sitePolicy, 'dataset.accessed');
    const salt = saltOf(join(site, 'state', 'audit-vault.db'), event.flconf ?? '');
    expect(isOnDisk(site, salt)).toBe(true);
    const proof = join(folder, 'accessed.tlog-proof');
    await audit('prove', siteLog, String(index), '--policy', sitePolicy, '--out', proof);
    const args = [
      'erase',
      '--dir',
      site,
      '--basis',
      'contract',
      '--by',
      'Ada Lovelace',
      '--why',
      'agreement 12',
    ];
    const erased = await jsonOf(...args, '--index', String(index));
    expect(erased).toMatchObject({ code: 0, said: { secrets: 1, entries: [index] } });
    expect(isOnDisk(site, salt)).toBe(false);
    expect((await audit(...args, '--index', String(index))).code).toBe(5); // nothing is kept of it any more
    const told = await newest(siteLog, sitePolicy, 'privacy.erasure_completed');
    expect(told.event.data).toMatchObject({
      commitments: [index],
      basis: 'contract',
      case: erased.said.case,
    });
    const { code, said } = await audit('verify', siteLog, '--policy', sitePolicy, '--vault', site);
    expect([code, said]).toEqual([
      0,
      expect.stringContaining(`entry ${index} (conf): erased by #${told.index}`),
    ]);
    expect((await audit('verify-proof', proof, '--policy', sitePolicy)).code).toBe(0);
    expect(
      (await audit('verify-disclosure', join(folder, 'accessed.json'), '--policy', sitePolicy)).code,
    ).toBe(0);
  });

  it('a coordinator forgets an operator by name, through its API', async () => {
    const { index, event } = await newest(log, policy, 'admin.action');
    const salt = saltOf(join(coordinator, 'data', 'audit-vault.db'), event.flpii ?? '');
    const [operator] = await federation.api.operators();
    const erased = await jsonOf(
      ...['erase', '--dir', coordinator, '--person', operator?.name ?? '', '--basis', 'art-17-1'],
      ...['--received', '2020-01-01', '--case', `c-${'0e'.repeat(16)}`],
    );
    expect(erased).toMatchObject({ code: 0, said: { persons: 1, case: `c-${'0e'.repeat(16)}` } });
    expect(erased.said.entries).toContain(index);
    expect(isOnDisk(coordinator, salt)).toBe(false);
    const told = await newest(log, policy, 'privacy.erasure_completed');
    expect(told.event.data).toMatchObject({ basis: 'art-17-1', deadlineMet: false });
    const { code, said } = await audit('verify', log, '--policy', policy, '--vault', coordinator);
    expect([code, said]).toEqual([0, expect.stringContaining(`erased by #${told.index}`)]);
    const usage = ['erase', '--dir', coordinator, '--basis', 'other'];
    for (const wrong of [
      [],
      ['--person', 'x', '--index', '1'],
      ['--index', 'x'],
      ['--person', 'x', '--case', 'y'],
    ])
      expect((await audit(...usage, ...wrong)).code).toBe(2);
  });
});

describe('without the processes', () => {
  beforeAll(async () => {
    for (const each of started) await each.stop();
  });

  it('a site hands its log out in each format, and its log tells of each', async () => {
    const rows = (await eventsOf(siteLog, sitePolicy)).length;
    const args = ['export', siteLog, '--policy', sitePolicy, '--for', 'regulator'];
    for (const [format, lines] of Object.entries({ jsonl: rows, csv: rows + 1, ropa: 2, ocsf: rows })) {
      const out = join(folder, `site.${format}`);
      const made = [...args, '--format', format, '--out', out, '--dir', site];
      const exported = await jsonOf(...made, '--to', String(rows - 1));
      expect([format, exported]).toMatchObject([
        format,
        { code: 0, said: { entries: rows, notLogged: null } },
      ]);
      const text = readFileSync(out);
      expect([format, text.toString().trimEnd().split('\n').length]).toEqual([format, lines]);
      const { event } = await newest(siteLog, sitePolicy, 'data.exported');
      const content = `sha256:${createHash('sha256').update(text).digest('hex')}`;
      expect(event.data).toEqual({ what: 'log', format, recipient: 'regulator', content });
      expect((await audit(...made)).code).toBe(2); // the file is there
    }
    const piped = await audit(...args, '--format', 'jsonl', '--from', '2', '--to', '3');
    expect(piped.stdout.trim().split('\n')).toHaveLength(2);
    expect((await audit(...args, '--format', 'jsonl', '--from', '3', '--to', '2')).code).toBe(2);
    expect((await audit(...args, '--format', 'xml')).code).toBe(2);
    const ofAll = ['export', log, '--policy', policy, '--format', 'ropa'];
    expect((await audit(...ofAll, '--policy-file', join(site, 'policy.yaml'))).code).toBe(2);
    // The coordinator does not run: its log cannot tell, and that is said.
    const told = await jsonOf(
      ...['export', log, '--policy', policy, '--format', 'ropa', '--out', join(folder, 'register.md')],
      ...['--dir', coordinator],
    );
    expect(told).toMatchObject({
      code: 0,
      said: { logged: null, notLogged: expect.stringContaining('UNAVAILABLE') },
    });
  });

  it('nothing of a log that was altered is handed out', async () => {
    const altered = join(folder, 'altered');
    cpSync(siteLog, altered, { recursive: true });
    const bundles = join(altered, 'tile', 'entries', '000.p');
    for (const name of readdirSync(bundles)) {
      const bytes = readFileSync(join(bundles, name));
      bytes[bytes.length - 9] = (bytes.at(-9) ?? 0) ^ 1;
      writeFileSync(join(bundles, name), bytes);
    }
    const out = join(folder, 'altered.csv');
    const args = ['export', altered, '--policy', sitePolicy, '--format', 'csv', '--out', out];
    expect([(await audit(...args)).code, existsSync(out)]).toEqual([1, false]);
    const page = join(folder, 'altered.html');
    const reported = await audit('report', log, '--site', altered, '--policy', policy, '--out', page);
    expect([reported.code, readFileSync(page, 'utf8')]).toEqual([
      1,
      expect.stringContaining('NOT verified: altered'),
    ]);
  });

  it('a report tells a person what left the site, and is injected by no name of a file', async () => {
    const copy = join(folder, 'copy');
    cpSync(log, copy, { recursive: true });
    writeFileSync(join(copy, '<img src=x onerror=alert(1)>'), '');
    const page = join(folder, 'report.html');
    const reported = await jsonOf(
      ...['report', copy, '--site', siteLog, '--policy', policy, '--out', page, '--dir', site],
      ...['--vault', site, '--policy-file', join(site, 'policy.yaml')],
    );
    expect(reported).toMatchObject({ code: 0, said: { ok: true, notLogged: null } });
    const text = readFileSync(page, 'utf8');
    expect(text).toContain('>Verified<');
    expect(text).toContain('dataset: flowers');
    expect(text).toMatch(
      /round 2<\/td><td>[^<]*<\/td><td>version 1 \([0-9a-f]{12}\)<\/td><td>received; the round made the model/,
    );
    expect(text).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(text).not.toContain('<img');
    expect(text).toMatch(/<h1>[^<]* s-[0-9a-f]{16} \(a\)<\/h1>/);
    expect(text).toContain('Of the federation “Vaults”. ');
    const wrong = ['report', copy, '--site', siteLog, '--policy', policy, '--out', `${page}.2`];
    const refused = await jsonOf(...wrong, '--vault', join(folder, 'b'));
    expect(refused).toMatchObject({ code: 4, said: { findings: 1 } });
    expect(readFileSync(`${page}.2`, 'utf8')).toContain('the vault belongs to another log');
    expect((await newest(siteLog, sitePolicy, 'data.exported')).event.data).toMatchObject({ format: 'html' });
  });

  it('a site erases and publishes by itself, and what the vault has lost without a word is found', async () => {
    const released = (await eventsOf(siteLog, sitePolicy)).filter(
      ({ event }) => nameOf(event) === 'update.released',
    );
    const [first, second] = released;
    if (!first || !second) throw new Error('nothing was released');
    const erased = await jsonOf(
      ...['erase', '--dir', site, '--index', String(first.index), '--basis', 'other', '--class', 'conf'],
    );
    expect(erased).toMatchObject({ code: 0, said: { entries: [first.index] } });
    const verify = ['verify', siteLog, '--policy', sitePolicy, '--vault', site];
    expect((await audit(...verify)).code).toBe(0);
    expect((await audit('verify', log, '--policy', policy, '--site', siteLog)).code).toBe(0);
    // Somebody deletes a row by hand.
    const { DatabaseSync } = await import('node:sqlite');
    const vault = new DatabaseSync(join(site, 'state', 'audit-vault.db'));
    vault.prepare('DELETE FROM secret WHERE commitment = ?').run(second.event.flconf ?? '');
    vault.close();
    const { code, said } = await jsonOf(...verify);
    expect(code).toBe(4);
    expect(said.findings).toContainEqual(
      expect.objectContaining({ kind: 'semantic', rule: 'vault', entry: second.index }),
    );
  });
});

function saltOf(database: string, commitment: string): Uint8Array {
  using vault = readVault(database);
  const secret = vault.find(commitment);
  if (!secret) throw new Error('the vault has not what the entry commits to');
  return secret.salt;
}
