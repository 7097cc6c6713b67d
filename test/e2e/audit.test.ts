/** `muster audit` as a person starts it, on logs that the real writer made: what it prints, what it writes, how it ends. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { formatLogPolicy, parseNote } from '@muster/audit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LogCopy } from '../../tools/audit/log-copy.ts';
import { WrittenFederation, witnessOf } from '../../tools/audit/written-federation.ts';
import { publishEntries } from '../../tools/audit/written-log.ts';
import { muster, workspace } from '../../tools/processes/processes.ts';

const root = mkdtempSync(join(tmpdir(), 'muster-audit-cli-'));
const federation = new WrittenFederation(join(root, 'logs'), 4);
const log = federation.coordinator.folder;
const policy = join(root, 'policy.txt');
const loose = join(root, 'loose.txt');
let servers: Server[] = [];

beforeAll(async () => {
  federation.clock.nowMs = Date.now() - 60_000;
  federation.begin();
  await federation.publish();
  for (let i = 0; i < 3; i += 1) federation.round();
  await federation.publish();
  await federation.publish();
  writeFileSync(policy, formatLogPolicy(federation.policy()));
  writeFileSync(loose, formatLogPolicy(federation.loosePolicy()));
});
afterAll(() => {
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
  servers = [];
  rmSync(root, { recursive: true, force: true });
});

const audit = (...args: readonly string[]) => muster(['audit', ...args]);
const jsonOf = async (...args: readonly string[]) => {
  const { code, stdout } = await audit(...args, '--json');
  return { code, said: JSON.parse(stdout) };
};

/** The log in another folder, with some files changed. */
function copied(name: string, change: (copy: LogCopy) => LogCopy = (copy) => copy, from = log): string {
  const folder = join(root, name);
  for (const [path, bytes] of change(LogCopy.of(from)).files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  return folder;
}

/** Serves what `answer` gives for a path. */
async function serve(answer: (path: string) => Uint8Array | 'never' | 'endless' | number): Promise<string> {
  const server = createServer((request, response) => {
    const given = answer(decodeURIComponent(request.url ?? '').slice('/log/'.length));
    if (given === 'never') response.writeHead(200).write('x');
    else if (typeof given === 'number') response.writeHead(given, { location: '/log/checkpoint' }).end();
    else if (given === 'endless') {
      response.writeHead(200, { 'content-length': String(10 ** 10) });
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536, 10)));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    } else response.writeHead(200).end(given);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.push(server);
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/log`;
}

describe('muster audit verify', () => {
  it('says that all is well, keeps what it has seen, and goes on from there', async () => {
    const state = join(root, 'trusted.json');
    const site = federation.sites[0]?.own.folder ?? '';
    const first = await audit('verify', log, '--policy', policy, '--full', '--site', site, '--state', state);
    expect([first.code, first.stderr]).toEqual([0, '']);
    expect(first.stdout).toMatch(/OK: nothing is altered, left out or out of order\. Kept in/);
    expect(first.stdout).toMatch(/both logs {2}6 events of s-[0-9a-f]{16} in both, 0 in its own alone/);
    const kept = readFileSync(state, 'utf8');
    federation.round();
    await federation.publish();
    const { code, said } = await jsonOf('verify', log, '--policy', policy, '--state', state);
    expect([code, said.ok, said.before, said.findings]).toEqual([0, true, JSON.parse(kept).size, []]);
    expect(JSON.parse(readFileSync(state, 'utf8')).size).toBe(said.log.size);
    // An older copy is a rollback, and the state stays.
    const now = readFileSync(state, 'utf8');
    const older = copied('older', (copy) =>
      copy.with('checkpoint', Buffer.from(JSON.parse(kept).checkpoint)),
    );
    const back = await audit('verify', older, '--policy', policy, '--state', state);
    expect([back.code, readFileSync(state, 'utf8')]).toEqual([1, now]);
    expect(back.stdout).toMatch(/ROLLBACK: .*has shown/);
  });

  it.each([
    ['an entry', 'tile/entries/000.p/', /INTEGRITY: .*entry 2, tile\/entries\/000\.p\/[0-9]+, byte [0-9]+: /],
    ['a tile', 'tile/0/000.p/', /INTEGRITY: .*tile\/0\/000\.p\/[0-9]+, byte 2000: /],
  ])('names the place where %s was altered, and ends with 1', async (name, prefix, expected) => {
    const { size } = (await jsonOf('verify', log, '--policy', policy)).said.log;
    const folder = copied(`flipped-${name}`, (copy) => copy.flipped(`${prefix}${size}`, 2_000 * 8));
    const { code, stdout } = await audit('verify', folder, '--policy', policy, '--full');
    expect([code, stdout]).toEqual([1, expect.stringMatching(expected)]);
    expect(stdout).toMatch(/NOT OK: trust nothing/);
  });

  it('keeps the evidence of a fork, which others can check', async () => {
    const folder = join(root, 'forked');
    const state = join(root, 'fork', 'trusted.json');
    mkdirSync(dirname(state));
    expect((await audit('verify', log, '--policy', policy, '--state', state)).code).toBe(0);
    const entries = federation.coordinator.entries();
    const witnesses = federation.sites.map(({ id, witnessKey }) =>
      witnessOf(id, witnessKey, federation.clock, () => federation.coordinator.key),
    );
    await publishEntries(federation.coordinator, folder, [...entries.slice(1), ...entries], witnesses);
    const { code, stdout } = await audit('verify', folder, '--policy', policy, '--state', state);
    expect([code, stdout]).toEqual([1, expect.stringMatching(/FORK: .*signed two histories/)]);
    const [evidence = ''] = readdirSync(dirname(state)).filter((name) => name.startsWith('fork-'));
    const path = join(dirname(state), evidence);
    const proven = await audit('verify-evidence', path, '--policy', policy);
    expect([proven.code, proven.stdout]).toEqual([0, expect.stringMatching(/has forked/)]);
    writeFileSync(path, readFileSync(path, 'utf8').replace('"second":"', '"second":"x'));
    expect((await audit('verify-evidence', path, '--policy', policy)).code).toBe(1);
  });

  it('ends with 3 without a quorum and with an old one, with 4 for what is unlawful', async () => {
    const alone = join(root, 'alone');
    await publishEntries(federation.coordinator, alone, federation.coordinator.entries());
    expect((await audit('verify', alone, '--policy', policy)).code).toBe(3);
    expect((await audit('verify', log, '--policy', policy, '--max-age', '1')).code).toBe(3);
    const served = await serve((path) => LogCopy.of(log).files.get(path) ?? 404);
    expect((await audit('verify', served, '--policy', policy, '--full')).code).toBe(0);
    const unlawful = join(root, 'unlawful');
    await publishEntries(federation.coordinator, unlawful, federation.coordinator.entries().toSpliced(9, 1));
    const { code, stdout } = await audit('verify', unlawful, '--policy', loose, '--full');
    expect([code, stdout]).toEqual([4, expect.stringMatching(/SEMANTIC: .*\[sequence\]/)]);
    expect((await audit('verify', unlawful, '--policy', loose, '--bytes-only')).code).toBe(0);
  });
});

describe('bad input', () => {
  it('of policies and states is a fault of usage', async () => {
    const bad = join(root, 'bad.txt');
    const text = readFileSync(policy, 'utf8');
    for (const [policyText, expected] of [
      [text.replace(/^group (\S+) 3/m, 'group $1 5'), /of 4 members, "5" cannot be asked for/],
      [text.replace(/^quorum .*/m, 'quorum nobody'), /"nobody" is not defined/],
      ['', /no quorum line/],
    ] as const) {
      writeFileSync(bad, policyText);
      const { code, stderr } = await audit('verify', log, '--policy', bad);
      expect([code, stderr]).toEqual([2, expect.stringMatching(expected)]);
    }
    expect((await audit('verify', log)).code).toBe(2);
    const [own] = federation.sites;
    if (!own) throw new Error('no site');
    const other = await audit('verify', own.own.folder, '--policy', policy);
    expect([other.code, other.stdout]).toEqual([1, expect.stringContaining('the policy is of audit.')]);
    expect((await audit('verify', log, '--policy', join(root, 'none'))).code).toBe(2);
    writeFileSync(bad, '{}');
    expect((await audit('verify', log, '--policy', policy, '--state', bad)).code).toBe(2);
    expect((await audit('verify', log, '--policy', policy, '--nonsense')).code).toBe(2);
    expect((await audit('verify', 'ftp://127.0.0.1/log', '--policy', policy)).code).toBe(2);
  });

  it('of notes is an altered log', async () => {
    const { text, signatures } = parseNote(LogCopy.of(log).at('checkpoint'));
    expect(signatures.length).toBe(5);
    const lines = readFileSync(join(log, 'checkpoint'), 'utf8').slice(text.length + 1);
    for (const [name, note] of [
      ['utf8', Buffer.concat([Buffer.from([0xff]), Buffer.from(text + lines)])],
      ['cr', Buffer.from(`${text.replaceAll('\n', '\r\n')}\n${lines}`)],
      ['many', Buffer.from(`${text}\n${lines.repeat(21)}`)],
      ['key-id', Buffer.from(`${text}\n${lines.replace(/^(— \S+ )..../, '$1AAAA')}`)],
      ['long', Buffer.alloc(600_000, 0x0a)],
    ] as const) {
      const folder = copied(`note-${name}`, (copy) => copy.with('checkpoint', note));
      expect([name, (await audit('verify', folder, '--policy', policy)).code]).toEqual([name, 1]);
    }
  });

  it('of folders: links lead nowhere, and no log is none', async () => {
    const link = join(root, 'link');
    symlinkSync(log, link);
    expect((await audit('verify', link, '--policy', policy)).code).toBe(2);
    for (const path of ['checkpoint', 'tile']) {
      const folder = copied(`linked-${path}`);
      rmSync(join(folder, path), { recursive: true });
      symlinkSync(join(log, path), join(folder, path));
      const { code, stdout } = await audit('verify', folder, '--policy', policy, '--full');
      expect([path, code, stdout]).toEqual([path, 1, expect.stringMatching(/link/)]);
    }
    expect((await audit('verify', join(root, 'nothing'), '--policy', policy)).code).toBe(5);
    expect((await audit('verify', root, '--policy', policy)).code).toBe(5);
  });

  it('of servers: neither size nor patience without end', async () => {
    const copy = LogCopy.of(log);
    const endless = await serve((path) => (path === 'checkpoint' ? 'endless' : 404));
    expect((await audit('verify', endless, '--policy', policy)).code).toBe(1);
    const endlessTile = await serve((path) => (path === 'checkpoint' ? copy.at(path) : 'endless'));
    expect((await audit('verify', endlessTile, '--policy', policy, '--full')).code).toBe(1);
    const never = await serve(() => 'never');
    const { code, stderr } = await audit('verify', never, '--policy', policy, '--timeout', '1');
    expect([code, stderr]).toEqual([5, expect.stringMatching(/within 1 s/)]);
    for (const status of [302, 404, 500])
      expect((await audit('verify', await serve(() => status), '--policy', policy)).code).toBe(5);
    const closed = await audit('verify', await serve(() => 401), '--policy', policy);
    expect([closed.code, closed.stderr]).toEqual([2, expect.stringMatching(/asks for the credential/)]);
    expect((await audit('verify', 'http://127.0.0.1:9/log', '--policy', policy)).code).toBe(5);
  });
});

describe('muster audit prove, verify-proof, tail', () => {
  it('prove an entry to who has the policy alone, and nobody else', async () => {
    const file = join(root, 'entry.tlog-proof');
    const { code } = await audit('prove', log, '5', '--policy', policy, '--out', file);
    expect([code, existsSync(file)]).toEqual([0, true]);
    const { code: ok, said } = await jsonOf('verify-proof', file, '--policy', policy);
    expect([ok, said.index, said.origin, said.cosignedBy.length]).toEqual([
      0,
      5,
      federation.coordinator.origin,
      4,
    ]);
    expect(said.event.type).toBe('fl.audit.v1.model.published');
    const other = join(root, 'other.txt');
    writeFileSync(other, readFileSync(policy, 'utf8').replace(/^log .*\n/, ''));
    expect((await audit('verify-proof', file, '--policy', other)).code).toBe(1);
    const altered = join(root, 'altered.tlog-proof');
    writeFileSync(altered, readFileSync(file, 'utf8').replace('index 5', 'index 6'));
    expect((await audit('verify-proof', altered, '--policy', policy)).code).toBe(1);
    const entry = join(root, 'entry.json');
    writeFileSync(entry, '{}');
    expect((await audit('verify-proof', file, '--policy', policy, '--entry', entry)).code).toBe(1);
    expect((await audit('prove', log, '5', '--policy', policy, '--out', file)).code).toBe(2);
    expect((await audit('prove', log, '99999', '--policy', policy, '--out', altered)).code).toBe(2);
  });

  it('tail shows the newest entries, once each is shown to be signed for', async () => {
    const { code, stdout } = await audit('tail', log, '--policy', policy, '-n', '3', '--json');
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const { size } = (await jsonOf('verify', log, '--policy', policy)).said.log;
    expect([code, lines.map(({ index }) => index)]).toEqual([0, [size - 3, size - 2, size - 1]]);
    const flipped = copied('tail', (copy) => copy.flipped(`tile/entries/000.p/${size}`, 80));
    const refused = await audit('tail', flipped, '--policy', policy);
    expect([refused.code, refused.stdout]).toEqual([1, '']);
  });

  it('following is ended by whoever began it, which is no fault', async () => {
    const script = join(workspace, 'apps', 'cli', 'bin', 'muster.mjs');
    const follow = [script, 'audit', 'tail', log, '--policy', policy, '-n', '1', '--follow'];
    const child = spawn(process.execPath, follow, { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    await once(child.stdout, 'data');
    child.kill('SIGINT');
    expect(await ended).toBe(0);
  });

  it('says what it was given, where that is not what it needs', async () => {
    const said = async (...args: readonly string[]) => {
      const { code, stderr } = await audit(...args);
      return `${code} ${stderr}`;
    };
    expect(await said('verify', root, '--policy', policy)).toContain(
      `5 muster: there is no log in ${root}, which has no checkpoint: name the folder of a log`,
    );
    expect(await said('verify', log, '--policy', policy, '--site', log)).toMatch(
      /^2 .*--site names the same log/,
    );
    const out = join(root, 'beyond.jsonl');
    const beyond = ['export', log, '--policy', policy, '--format', 'jsonl', '--out', out];
    expect(await said(...beyond, '--to', '99999')).toMatch(/^2 .*entry 99999 is beyond the end: .* entries/);
    expect(existsSync(out)).toBe(false);
    expect((await muster(['site', 'list', '--credential', root])).stderr).toContain(
      `${root} is a directory: name the credential in it, operator.json`,
    );
    const help = (await audit('prove', '--help')).stdout;
    expect(help).toMatch(/--out <file>[^)]*carries the entry\s+\(required\)/);
    expect(help.match(/\(required\)/g)).toHaveLength(1);
  });

  it('a reader that goes away is no fault, and no verdict', async () => {
    for (const args of [
      ['tail', log, '--policy', policy],
      ['export', log, '--policy', policy, '--format', 'jsonl'],
      ['verify', log, '--policy', policy],
    ]) {
      const script = join(workspace, 'apps', 'cli', 'bin', 'muster.mjs');
      const child = spawn(process.execPath, [script, 'audit', ...args], {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child.stdout.destroy();
      let stderr = '';
      child.stderr.on('data', (data: Buffer) => {
        stderr += data.toString('utf8');
      });
      const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
      expect([args[0], code, stderr]).toEqual([args[0], 141, '']);
    }
  });
});
