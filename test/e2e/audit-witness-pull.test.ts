import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatVerifierKey } from '@muster/audit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WrittenLog } from '../../tools/audit/written-log.ts';
import { muster, type RunningProcess, startDaemon } from '../../tools/processes/processes.ts';

const root = mkdtempSync(join(tmpdir(), 'muster-witness-pull-'));
const dir = join(root, 'witness');
const policy = join(root, 'policy.txt');
const started: RunningProcess[] = [];
/** Serves this folder; undefined: nothing. */
let served: string | undefined;
let server: Server;
let url = '';

function written(name: string): WrittenLog {
  const clock = { nowMs: 1_800_000_000_000 };
  const origin = 'audit.example.org/fed/7/1';
  return new WrittenLog({ origin, folder: join(root, name), source: '//fed-7/coordinator', seed: 1, clock });
}

function write(log: WrittenLog, entries: number, skewS: number): Promise<unknown> {
  for (let n = 0; n < entries; n += 1) log.record('clock.skew', { skewS });
  return log.publish();
}

/** What it says from now on, one line after the other. */
async function startWitness(...args: readonly string[]) {
  const daemon = await startDaemon('witness', [
    'audit',
    'witness',
    '--dir',
    dir,
    '--policy',
    policy,
    ...args,
  ]);
  started.push(daemon);
  const said: Record<string, unknown>[] = [];
  daemon.child.stdout?.on('data', (data: Buffer) => {
    for (const line of data.toString().trimEnd().split('\n')) said.push(JSON.parse(line));
  });
  return { daemon, said };
}

beforeAll(async () => {
  server = createServer((request, response) => {
    try {
      response.end(readFileSync(join(served ?? 'nowhere', request.url ?? '')));
    } catch {
      response.writeHead(404).end();
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  await muster(['audit', 'witness', 'init', '--dir', dir, '--name', 'w.example.org']);
  writeFileSync(policy, `log ${formatVerifierKey(written('key').key.verifier)}\nquorum none\n`);
});

afterEach(() => Promise.all(started.splice(0).map((daemon) => daemon.stop())));

afterAll(() => {
  server.close();
  rmSync(root, { recursive: true, force: true });
});

describe('muster audit witness --pull', () => {
  it('cosigns what is served as it grows, and convicts a log that shows another history', async () => {
    const log = written('log');
    await write(log, 300, 1);
    const { said } = await startWitness('--pull', url, '--every', '1');
    const sizes = () => said.flatMap((line) => ('pulled' in line ? [line.size] : []));
    const codes = () => said.flatMap((line) => (line.error ? [Reflect.get(Object(line.error), 'code')] : []));
    await expect.poll(() => codes().at(-1), { timeout: 20_000 }).toBe('NOT_FOUND');
    served = log.folder;
    await expect.poll(() => sizes().at(-1), { timeout: 20_000 }).toBe(300);
    await write(log, 300, 1);
    await expect.poll(() => sizes().at(-1), { timeout: 20_000 }).toBe(600);
    const smaller = written('smaller');
    await write(smaller, 10, 1);
    served = smaller.folder;
    await expect.poll(() => codes().at(-1), { timeout: 20_000 }).toBe('AUDIT_ROLLED_BACK');
    expect(readdirSync(join(dir, 'evidence'))).toEqual([]);
    const fork = written('fork');
    await write(fork, 700, 2);
    served = fork.folder;
    await expect.poll(() => codes().at(-1), { timeout: 20_000 }).toBe('AUDIT_FORK');
    const [file = ''] = readdirSync(join(dir, 'evidence'));
    const evidence = await muster([
      'audit',
      'verify-evidence',
      join(dir, 'evidence', file),
      '--policy',
      policy,
    ]);
    expect([evidence.code, evidence.stdout]).toEqual([0, expect.stringContaining('600')]);
    expect(sizes().at(-1)).toBe(600);
  });
});

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
const skipped = hasOpenssl ? '' : ' (skipped: needs openssl)';

it.skipIf(!hasOpenssl)(`muster audit witness answers over TLS${skipped}`, async () => {
  const files = ['-keyout', join(root, 'tls.key'), '-out', join(root, 'tls.pem')];
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2'];
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  execFileSync('openssl', ['req', '-x509', ...key, ...names, ...files], { stdio: 'ignore' });
  const tls = ['--tls-cert', join(root, 'tls.pem'), '--tls-key', join(root, 'tls.key')];
  const { daemon } = await startWitness('--listen', '127.0.0.1:0', ...tls);
  const at = `${daemon.ready.url}/none`;
  expect(at).toMatch(/^https:/);
  const [answer] = await once(get(at, { ca: readFileSync(join(root, 'tls.pem')) }), 'response');
  expect(answer.statusCode).toBe(404);
  const half = await muster([
    'audit',
    'witness',
    '--dir',
    dir,
    '--policy',
    policy,
    '--tls-cert',
    join(root, 'tls.pem'),
  ]);
  expect([half.code, half.stderr]).toEqual([2, expect.stringContaining('go together')]);
});
