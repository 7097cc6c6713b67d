import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  formatAddCheckpoint,
  formatVerifierKey,
  openCheckpoint,
  type Published,
  parseVerifierKey,
  readTile,
  TreeReader,
  withCosignatures,
} from '@muster/audit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LogCopy } from '../../tools/audit/log-copy.ts';
import { WrittenLog } from '../../tools/audit/written-log.ts';
import { muster, startDaemon } from '../../tools/processes/processes.ts';

/** What a log said to a witness in a test of filippo.io/torchwood (`internal/witness/witness_test.go`). */
const SIGSUM = 'sigsum.org/v1/tree/4d6d8825a6bb689d459628312889dfbb0bcd41b5211d9e1ce768b0ff0309e562';
const SIGSUM_KEY = `${SIGSUM}+5202289b+Af/cLU2Y5BJNP+r3iMDC+av9eWCD0fBJVDfzAux5zxAP`;
const A = 'KgEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=';
const B = 'KgIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=';
const FROM_0_TO_1 = `old 0\n\n${SIGSUM}\n1\nKgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n— ${SIGSUM} UgIom7fPZTqpxWWhyjWduBvTvGVqsokMbqTArsQilegKoFBJQjUFAmQ0+YeSPM3wfUQMFSzVnnNuWRTYrajXpNUbIQY=\n`;
const FROM_1_TO_3 = `old 1\n${A}\n${B}\n\n${SIGSUM}\n3\nRcCI1Nk56ZcSmIEfIn0SleqtV7uvrlXNccFx595Iwl0=\n\n— ${SIGSUM} UgIom2VbtIcdFbwFAy1n7s6IkAxIY6J/GQOTuZF2ORV39d75cbAj2aQYwyJre36kezNobZs4SUUdrcawfAB8WVrx6go=\n`;
const FROM_1_TO_5 = `old 1\n${A}\n+fUDV+k970B4I3uKrqJM4aP1lloPZP8mvr2Z4wRw2LI=\nKgQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n${SIGSUM}\n5\nQrtXrQZCCvpIgsSmOsah7HdICzMLLyDfxToMql9WTjY=\n\n— ${SIGSUM} UgIomw/EOJmWi0i1FQsOj+etB7F8IccFam/jgd6wzRns4QPVmyEZtdvl1U2KEmLOZ/ASRcWJi0tW90dJWAShei7sDww=\n`;

const ORIGIN = 'audit.example.org/fed/7/1';
const root = mkdtempSync(join(tmpdir(), 'muster-witness-'));
const dir = join(root, 'witness');
let key = '';
let daemon: Awaited<ReturnType<typeof startDaemon>>;

const start = async (...more: readonly string[]): Promise<void> => {
  daemon = await startDaemon('witness', [
    'audit',
    'witness',
    '--dir',
    dir,
    '--log',
    SIGSUM_KEY,
    '--log',
    formatVerifierKey(written('a').key.verifier),
    ...more,
  ]);
};

const logs = new Map<string, WrittenLog>();
/** Logs of one origin and one key: two of them are a fork. */
function written(name: string): WrittenLog {
  const known = logs.get(name);
  if (known) return known;
  const clock = { nowMs: 1_800_000_000_000 };
  const log = new WrittenLog({
    origin: ORIGIN,
    folder: join(root, name),
    source: '//fed-7/coordinator',
    seed: 1,
    clock,
  });
  logs.set(name, log);
  return log;
}

async function grown(name: string, entries: number, skewS = 1): Promise<Published> {
  const log = written(name);
  for (let n = 0; n < entries; n += 1) log.record('clock.skew', { skewS });
  return await log.publish();
}

/** The body by which the log shows that it goes on. */
async function bodyOf(name: string, { head, note }: Published, oldSize: number): Promise<Uint8Array> {
  const reader = new TreeReader(head, (tile) => readTile(LogCopy.of(written(name).folder), tile));
  return formatAddCheckpoint({ oldSize, proof: await reader.consistencyProof(oldSize), checkpoint: note });
}

const url = (path: string): string => `${daemon.ready.url}/${path}`;
async function post(
  body: Uint8Array | string,
): Promise<{ status: number; type: string | null; text: string }> {
  const answer = await fetch(url('add-checkpoint'), { method: 'POST', body: Buffer.from(body) });
  return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
}
const statusOf = async (body: Uint8Array | string): Promise<number> => (await post(body)).status;
const latest = (origin: string): Promise<Response> =>
  fetch(url(`${createHash('sha256').update(origin).digest('hex')}/checkpoint`));

/** What comes back over a connection of its own until it is closed by the witness. */
async function raw(...parts: readonly (string | Uint8Array)[]): Promise<string> {
  const { hostname, port } = new URL(String(daemon.ready.url));
  const socket = connect(Number(port), hostname);
  let text = '';
  socket.on('data', (data) => {
    text += data.toString();
  });
  socket.on('error', () => {});
  const closed = once(socket, 'close');
  for (const part of parts) socket.write(part);
  await closed;
  return text;
}

beforeAll(async () => {
  const made = await muster(['audit', 'witness', 'init', '--dir', dir, '--name', 'w.example.org']);
  expect([made.code, made.stderr]).toEqual([0, '']);
  key = made.stdout.trim();
  await start('--listen', '127.0.0.1:0');
});

afterAll(async () => {
  await daemon.stop();
  rmSync(root, { recursive: true, force: true });
});

describe('muster audit witness', () => {
  it('holds the conversation of another program, and is monitored', async () => {
    expect((await latest(SIGSUM)).status).toBe(404);
    expect(await post(FROM_1_TO_3)).toEqual({ status: 409, type: 'text/x.tlog.size', text: '0\n' });
    const { status, type, text } = await post(FROM_0_TO_1);
    expect([status, type]).toEqual([200, 'text/plain; charset=utf-8']);
    expect(text).toMatch(/^— w\.example\.org [A-Za-z0-9+/]+=*\n$/);
    expect(await post(FROM_0_TO_1)).toEqual({ status: 409, type: 'text/x.tlog.size', text: '1\n' });
    expect(await statusOf(FROM_1_TO_3.replace('UgIom2Vb', 'UgIom2Vc'))).toBe(403);
    expect(await statusOf(FROM_1_TO_3.replace(A, A.replace('AAAA=', 'AAAE=')))).toBe(422);
    expect(await statusOf(FROM_1_TO_3.replace(`${A}\n`, ''))).toBe(422);
    expect(await statusOf(FROM_1_TO_3.replaceAll('4d6d88', '4d6d89'))).toBe(404);
    expect(await statusOf(FROM_1_TO_3)).toBe(200);
    expect(await post(FROM_1_TO_5)).toEqual({ status: 409, type: 'text/x.tlog.size', text: '3\n' });
    const note = Buffer.from(await (await latest(SIGSUM)).arrayBuffer());
    const opened = openCheckpoint(note, [SIGSUM_KEY, key].map(parseVerifierKey));
    expect([opened.checkpoint.size, opened.signatures.map((each) => each.key.name)]).toEqual([
      3,
      [SIGSUM, 'w.example.org'],
    ]);
    expect(opened.signatures[1]?.timeS).toBeGreaterThan(1_700_000_000);
  });

  it('cosigns one of many that come at once, and forgets nothing when it is killed', async () => {
    const first = await grown('a', 10);
    const body = await bodyOf('a', first, 0);
    const answer = await post(body);
    expect(answer.status).toBe(200);
    const cosigned = withCosignatures(first.note, answer.text.trimEnd().split('\n'), [parseVerifierKey(key)]);
    expect(openCheckpoint(cosigned, [parseVerifierKey(key)]).checkpoint.size).toBe(10);
    const bodies: Uint8Array[] = [];
    const sizes: number[] = [];
    for (let n = 0; n < 20; n += 1) {
      const published = await grown('a', 3);
      sizes.push(published.head.size);
      bodies.push(await bodyOf('a', published, 10));
    }
    const statuses = await Promise.all(bodies.map(statusOf));
    expect(statuses.toSorted()).toEqual([200, ...Array.from({ length: 19 }, () => 409)]);
    const won = sizes[statuses.indexOf(200)];
    daemon.child.kill('SIGKILL');
    await once(daemon.child, 'exit');
    await start('--listen', '127.0.0.1:0');
    expect(await post(body)).toMatchObject({ status: 409, text: `${won}\n` });
    expect((await (await latest(ORIGIN)).text()).split('\n')[1]).toBe(`${won}`);
  });

  it('keeps no stranger’s signature', async () => {
    const published = await grown('a', 1);
    const stranger = `— stranger.example AAAAAAAA${'A'.repeat(80)}\n`;
    const note = Buffer.concat([published.note, Buffer.from(stranger.repeat(99))]);
    const from = Number((await (await latest(ORIGIN)).text()).split('\n')[1]);
    expect(await statusOf(await bodyOf('a', { ...published, note }, from))).toBe(200);
    const served = await (await latest(ORIGIN)).text();
    expect(served).not.toContain('stranger');
    expect(served.trimEnd().split('\n')).toHaveLength(6);
  });

  it.each([
    ['nothing', '', 400],
    ['garbage', Buffer.from([0xff, 0xfe, 0, 1]), 400],
    [
      '64 lines of proof',
      `old 1\n${`${A}\n`.repeat(64)}${FROM_1_TO_3.slice(FROM_1_TO_3.indexOf('\n\n') + 1)}`,
      400,
    ],
    ['a number that is none', FROM_1_TO_3.replace('old 1', 'old 01'), 400],
    ['an old size beyond the new one', FROM_1_TO_3.replace('old 1', 'old 4'), 400],
    ['an unknown log', FROM_0_TO_1.replaceAll('sigsum.org', 'other.org'), 404],
    ['a body of 1 MiB and one byte', Buffer.alloc(1024 * 1024 + 1, 'a'), 413],
  ])('refuses %s', async (_, body, status) => expect(await statusOf(body)).toBe(status));

  it('reads no further than it must', async () => {
    const head = 'POST /add-checkpoint HTTP/1.1\r\nHost: w\r\n';
    expect(await raw(`${head}Content-Length: 10000000000\r\n\r\n`, Buffer.alloc(100_000))).toMatch(
      /^HTTP\/1.1 413 /,
    );
    const chunk = `10000\r\n${'a'.repeat(0x1_0000)}\r\n`;
    expect(
      await raw(`${head}Transfer-Encoding: chunked\r\n\r\n`, ...Array.from({ length: 40 }, () => chunk)),
    ).toMatch(/^HTTP\/1.1 413 /);
    expect(await raw('no HTTP\r\n\r\n')).toMatch(/^HTTP\/1.1 400 /);
    // A body that stops: it is not waited for.
    expect(await raw(`${head}Content-Length: 100\r\n\r\nold 0\n`)).toMatch(/^HTTP\/1.1 408 /);
    expect((await latest(SIGSUM)).status).toBe(200);
  });

  it('keeps the evidence of a fork, and cosigns nothing more of that log, also after a restart', async () => {
    const size = Number((await (await latest(ORIGIN)).text()).split('\n')[1]);
    const fork = await grown('b', size, 2);
    expect(await statusOf(formatAddCheckpoint({ oldSize: size, proof: [], checkpoint: fork.note }))).toBe(
      422,
    );
    const [file = ''] = readdirSync(join(dir, 'evidence'));
    const policy = join(root, 'policy.txt');
    writeFileSync(policy, `log ${formatVerifierKey(written('a').key.verifier)}\nquorum none\n`);
    const shown = await muster(['audit', 'verify-evidence', join(dir, 'evidence', file), '--policy', policy]);
    expect([shown.code, shown.stderr]).toEqual([0, '']);
    const next = await grown('a', 1);
    expect(await statusOf(await bodyOf('a', next, size))).toBe(403);
    await daemon.stop();
    await start('--listen', '127.0.0.1:0');
    expect(await statusOf(await bodyOf('a', next, size))).toBe(403);
    rmSync(join(dir, 'evidence', file));
    await daemon.stop();
    await start('--listen', '127.0.0.1:0');
    expect(await statusOf(await bodyOf('a', next, size))).toBe(200);
  });

  it('is alone in its folder, and off this machine only with TLS', async () => {
    const again = await muster([
      'audit',
      'witness',
      '--dir',
      dir,
      '--listen',
      '127.0.0.1:0',
      '--log',
      SIGSUM_KEY,
    ]);
    expect([again.code, again.stderr]).toEqual([5, expect.stringContaining('STORAGE_BUSY')]);
    const open = await muster([
      'audit',
      'witness',
      '--dir',
      dir,
      '--listen',
      '0.0.0.0:0',
      '--log',
      SIGSUM_KEY,
    ]);
    expect([open.code, open.stderr]).toEqual([2, expect.stringContaining('TLS_REQUIRED')]);
    expect(readFileSync(join(dir, 'witness.key'), 'utf8')).toMatch(/^PRIVATE\+KEY\+w\.example\.org\+/);
  });
});
