import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { muster, type RunningProcess, startDaemon } from '../../tools/processes/processes.ts';
import { writeSiteFiles } from '../../tools/processes/site-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'muster-tls-'));
const home = join(folder, 'coordinator');
const started: RunningProcess[] = [];
const credential = ['--credential', join(home, 'operator.json')];
const file = (name: string): string => join(folder, name);

function openssl(...args: string[]): void {
  execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
}

/** The certificates of this test are made by openssl; a machine without it skips the test, by this name. */
const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

beforeAll(() => {
  if (!hasOpenssl) return;
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl(
    'req',
    '-x509',
    ...key,
    '-days',
    '2',
    '-subj',
    '/CN=Test CA',
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
  );
  openssl('req', ...key, '-subj', '/CN=localhost', '-keyout', 'tls.key', '-out', 'tls.csr');
  writeFileSync(file('names'), 'subjectAltName=DNS:localhost,IP:127.0.0.1');
  openssl(
    'x509',
    '-req',
    '-in',
    'tls.csr',
    '-CA',
    'ca.pem',
    '-CAkey',
    'ca.key',
    '-CAcreateserial',
    '-days',
    '2',
    '-out',
    'tls.pem',
    '-extfile',
    'names',
  );
});

afterAll(async () => {
  await Promise.all(started.map((each) => each.stop()));
  rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(!hasOpenssl)('a federation over TLS with a private authority (needs openssl)', () => {
  it('serves API and agents, by their certificates and by no other', async () => {
    const bare = await muster(['coordinator', 'init', '--dir', file('bare'), '--host', '0.0.0.0']);
    expect(bare.stderr).toContain('TLS_REQUIRED');
    const made = await muster([
      'coordinator',
      'init',
      '--dir',
      home,
      '--port',
      '0',
      '--tls-cert',
      file('tls.pem'),
      '--tls-key',
      file('tls.key'),
      '--ca',
      file('ca.pem'),
    ]);
    expect(made.stderr).toBe('');
    const coordinator = await startDaemon('coordinator', ['coordinator', 'start', '--dir', home]);
    started.push(coordinator);
    const port = new URL(String(coordinator.ready.url)).port;
    const operator = JSON.parse(readFileSync(join(home, 'operator.json'), 'utf8'));
    const write = (more: object): void =>
      writeFileSync(
        join(home, 'operator.json'),
        JSON.stringify({ ...operator, url: `https://localhost:${port}`, ...more }),
        { mode: 0o600 },
      );
    write({ certificateAuthority: undefined });
    const untrusted = await muster(['site', 'list', ...credential]);
    expect([untrusted.code, untrusted.stderr]).toEqual([4, expect.stringContaining('TLS_UNTRUSTED')]);
    expect(operator.certificateAuthority).toBe(file('ca.pem'));
    write({ certificateAuthority: '../ca.pem' });
    const invited = await muster(['site', 'invite', 'north', '--json', ...credential]);
    const { token } = JSON.parse(invited.stdout);
    const hint = (await muster(['site', 'invite', 'south', ...credential])).stdout;
    expect(hint).toContain(`--ca FILE\n  FILE is a copy of ${file('ca.pem')}`);
    const ada = ['--credential', file('ada.json')];
    expect((await muster(['operator', 'add', 'ada', '--out', file('ada.json'), ...credential])).code).toBe(0);
    expect((await muster(['operator', 'list', ...ada])).stdout).toMatch(/^ada +active/m); // trusts the same authority
    const enrol = (...more: string[]) =>
      muster(['agent', 'enrol', token, '--url', `wss://localhost:${port}`, '--dir', file('north'), ...more]);
    const alone = await enrol();
    expect([alone.code, alone.stderr]).toEqual([4, expect.stringContaining('TLS_UNTRUSTED')]);
    expect((await enrol('--ca', file('nope.pem'))).stderr).toContain(`${file('nope.pem')} cannot be read`);
    const plain = await muster([
      'agent',
      'enrol',
      token,
      '--url',
      `ws://localhost:${port}`,
      '--dir',
      file('north'),
    ]);
    expect(plain.stderr).toContain('begins with wss://');
    expect(existsSync(file('north'))).toBe(false); // tries that failed leave nothing
    writeFileSync(file('passphrase'), 'correct horse\n', { mode: 0o600 });
    const enrolled = await enrol('--ca', file('ca.pem'), '--passphrase-file', file('passphrase'));
    expect(enrolled.stderr).toBe('');
    expect(readFileSync(join(folder, 'north', 'keys', 'identity.json'), 'utf8')).toContain('"salt"');
    const env = { MUSTER_PASSPHRASE_FILE: file('passphrase') };
    const closed = await muster(['agent', 'check', '--dir', file('north'), '--json']);
    expect(closed.stdout).toContain('PASSPHRASE_REQUIRED');
    const check = await muster(['agent', 'check', '--dir', file('north'), '--json'], { env });
    const found = JSON.parse(check.stdout).checks.find(
      ({ name }: { name: string }) => name === 'coordinator',
    );
    expect(found.status).toBe('ok');
    await writeSiteFiles({
      folder: file('north'),
      name: 'north',
      config: { datasets: {} },
      passphraseFile: file('passphrase'),
    });
    started.push(await startDaemon('north', ['agent', 'start', '--dir', file('north')], { env }));
    await expect
      .poll(
        async () => JSON.parse((await muster(['site', 'list', '--json', ...credential])).stdout)[0]?.status,
        { timeout: 20_000, interval: 300 },
      )
      .toBe('connected');
  });
});
