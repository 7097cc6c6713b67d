import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { apiOf, muster, type RunningProcess, startDaemon } from '../../tools/processes/processes.ts';

const folder = mkdtempSync(join(tmpdir(), 'muster-passphrase-'));
const home = join(folder, 'coordinator');
const site = join(folder, 'north');
const started: RunningProcess[] = [];
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
};
const right = file('right', 'correct horse\n');
const wrong = file('wrong', 'battery staple\n');
const empty = file('empty', '\n');

afterAll(async () => {
  await Promise.all(started.map((each) => each.stop()));
  rmSync(folder, { recursive: true, force: true });
});

describe('a coordinator whose keys are under a passphrase', () => {
  it('is made with an option that is right, or not at all', async () => {
    const init = (passphrase: string) =>
      muster(['coordinator', 'init', '--dir', home, '--port', '0', '--passphrase-file', passphrase]);
    expect((await init(empty)).stderr).toContain('PASSPHRASE_REQUIRED');
    expect((await init('')).stderr).toContain('PASSPHRASE_REQUIRED');
    chmodSync(right, 0o644);
    expect((await init(right)).stderr).toContain('KEY_FILE_INVALID');
    chmodSync(right, 0o600);
    const made = await init(right);
    expect(made.stderr).toBe('');
    expect(made.stdout).toContain('under your passphrase');
    for (const key of ['organisation', 'coordinator'])
      expect(readFileSync(join(home, 'keys', `${key}.json`), 'utf8')).toContain('"salt"');
  });

  it('starts with it and with nothing else', async () => {
    const start = (...more: string[]) => muster(['coordinator', 'start', '--dir', home, ...more]);
    const refused = [await start(), await start('--passphrase-file', wrong)];
    expect(refused.map(({ code }) => code)).toEqual([3, 3]);
    expect(refused[0]?.stderr).toContain('code PASSPHRASE_REQUIRED: Pass --passphrase-file');
    expect(refused[1]?.stderr).toContain('code PASSPHRASE_WRONG');
    const running = await startDaemon('coordinator', ['coordinator', 'start', '--dir', home], {
      env: { MUSTER_PASSPHRASE_FILE: right },
    });
    await running.stop();
  });

  it('enrols sites by the key that it opened, and they start with a passphrase of their own', async () => {
    const running = await startDaemon('coordinator', [
      'coordinator',
      'start',
      '--dir',
      home,
      '--passphrase-file',
      right,
    ]);
    started.push(running);
    const url = String(running.ready.url);
    const api = apiOf(home, url);
    const { token } = await api.invite('north');
    const enrolled = await muster([
      'agent',
      'enrol',
      token,
      '--url',
      url.replace(/^http/, 'ws'),
      '--dir',
      site,
      '--passphrase-file',
      wrong,
    ]);
    expect([enrolled.stderr, enrolled.stdout]).toEqual([
      '',
      expect.stringContaining(
        `Next: muster agent policy sign --dir ${site} --passphrase-file ${wrong} --by NAME`,
      ),
    ]);
    const unsigned = await muster(['agent', 'start', '--dir', site, '--passphrase-file', wrong]);
    expect([unsigned.code, unsigned.stderr]).toEqual([3, expect.stringContaining('POLICY_UNSIGNED')]);
    const sign = (file: string) =>
      muster(['agent', 'policy', 'sign', '--dir', site, '--by', 'Ada', '--passphrase-file', file]);
    expect((await sign(right)).stderr).toContain('PASSPHRASE_WRONG');
    expect((await sign(wrong)).stdout).toContain('Ada has signed');
    const shut = await muster(['agent', 'start', '--dir', site, '--passphrase-file', right]);
    expect(shut.stderr).toContain('PASSPHRASE_WRONG');
    const north = await startDaemon('north', ['agent', 'start', '--dir', site, '--passphrase-file', wrong]);
    started.push(north);
    await expect
      .poll(async () => (await api.sites())[0]?.status, { timeout: 20_000, interval: 300 })
      .toBe('connected');
    await north.stop();
    expect([north.child.exitCode, north.log()]).toEqual([
      0,
      expect.stringMatching(
        /"updatesKept":0,"roundsBegun":0,"msg":"the agent stops".*the agent has stopped/s,
      ),
    ]);
  });
});
