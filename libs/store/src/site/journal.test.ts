import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { refused } from '../testing/refusal.ts';
import { openJournal } from './journal.ts';

let directory: string;
let path: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'muster-journal-'));
  path = join(directory, 'journal.jsonl');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const entry = (kind: string) => ({ atMs: 7, kind, body: { to: 'coordinator', bytes: 12 } });

async function filled(count: number) {
  await using journal = await openJournal(path);
  for (let n = 1; n <= count; n += 1) await journal.append(entry(`k${n}`));
  return journal.head;
}

test('lines are numbered and chained, and go on after opening again', async () => {
  const head = await filled(2);
  await using journal = await openJournal(path);
  expect(journal.head).toEqual(head);
  expect((await journal.append(entry('k3'))).seq).toBe(3);
  expect(await journal.verify()).toEqual(journal.head);
  const lines = await journal.read({ after: 0, limit: 10 });
  expect(lines.map((line) => [line.seq, line.kind])).toEqual([
    [1, 'k1'],
    [2, 'k2'],
    [3, 'k3'],
  ]);
  expect(lines[0]?.prev).toBe('0'.repeat(64));
  expect(lines[2]?.prev).toBe(head.hash);
  expect((await journal.read({ after: 1, limit: 1 })).map((line) => line.kind)).toEqual(['k2']);
  expect(await journal.read({ after: 3, limit: 10 })).toEqual([]);
  expect(statSync(path).mode & 0o077).toBe(0);
});

test('appends at once keep their order and are all there', async () => {
  await using journal = await openJournal(path);
  const heads = await Promise.all(Array.from({ length: 300 }, (_, n) => journal.append(entry(`k${n + 1}`))));
  expect(heads.map((head) => head.seq)).toEqual(Array.from({ length: 300 }, (_, n) => n + 1));
  expect((await journal.verify()).seq).toBe(300);
  const kinds = (await journal.read({ after: 0, limit: 1000 })).map((line) => line.kind);
  expect(kinds).toEqual(heads.map((head) => `k${head.seq}`));
});

test('a torn last line is cut off, wherever it tore', async () => {
  await filled(3);
  const whole = readFileSync(path);
  const lastStart = whole.lastIndexOf(0x0a, whole.length - 2) + 1;
  for (const size of [lastStart + 1, lastStart + 40, whole.length - 1]) {
    writeFileSync(path, whole);
    truncateSync(path, size);
    await using journal = await openJournal(path);
    expect(journal.head.seq).toBe(2);
    expect(statSync(path).size).toBe(lastStart);
    await journal.append(entry('again'));
    expect((await journal.verify()).seq).toBe(3);
  }
  writeFileSync(path, whole.subarray(0, 10));
  await using journal = await openJournal(path);
  expect(journal.head.seq).toBe(0);
});

test('kill -9 while appending: every acknowledged line is there and the chain holds', async () => {
  const writer = `
    const { openJournal } = await import(process.argv[1]);
    const journal = await openJournal(process.argv[2]);
    for (;;) {
      const heads = await Promise.all([1, 2, 3].map((n) => journal.append({ atMs: n, kind: 'k', body: 'x'.repeat(5000) })));
      for (const head of heads) process.stdout.write(head.seq + ':' + head.hash + '\\n');
    }`;
  const module = new URL('./journal.ts', import.meta.url).href;
  const child = spawn(process.execPath, ['--input-type=module', '-e', writer, module, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  for await (const chunk of child.stdout) {
    said += chunk;
    if (said.length > 5000) child.kill('SIGKILL');
  }
  const last = said.split('\n').at(-2) ?? '';
  await using journal = await openJournal(path);
  const head = await journal.verify();
  const seq = Number(last.split(':')[0]);
  expect(head.seq).toBeGreaterThanOrEqual(seq);
  const [next] = await journal.read({ after: seq, limit: 1 });
  expect(next?.prev ?? head.hash).toBe(last.split(':')[1]);
});

test('a changed, removed or exchanged line is found', async () => {
  await filled(5);
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  const [one, two, three, four, five] = lines;
  const forgeries = [
    [one, two?.replace('12', '13'), three, four, five],
    [one, three, four, five],
    [two, three, four, five],
    [one, three, two, four, five],
  ];
  for (const forged of forgeries) {
    writeFileSync(path, `${forged.join('\n')}\n`);
    await using journal = await openJournal(path);
    await refused('STORAGE_CORRUPT', () => journal.verify());
  }
  writeFileSync(path, `${lines.join('\n')}\nno line\n`);
  await refused('STORAGE_CORRUPT', () => openJournal(path));
});

test('a line that is too long or has no JSON form is refused alone', async () => {
  await using journal = await openJournal(path);
  const circular: { self?: unknown } = {};
  circular.self = circular;
  const settled = await Promise.allSettled([
    journal.append(entry('k1')),
    journal.append({ ...entry('long'), body: 'x'.repeat(65_536) }),
    journal.append({ ...entry('circular'), body: circular }),
    journal.append(entry('k2')),
  ]);
  expect(settled.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
  expect((await journal.verify()).seq).toBe(2);
});

test('the queue has an end, and a closed journal takes nothing', async () => {
  const journal = await openJournal(path);
  const accepted = Array.from({ length: 4096 }, () => journal.append(entry('k')));
  await refused('OVERLOADED', () => journal.append(entry('one too many')));
  await journal.close();
  expect((await Promise.all(accepted)).at(-1)?.seq).toBe(4096);
  await refused('UNAVAILABLE', () => journal.append(entry('k')));
});

test.skipIf(process.platform === 'win32')(
  'a disk that takes no more: the line is refused, the journal stays whole',
  async () => {
    const writer = `
    const { openJournal } = await import(process.argv[1]);
    const journal = await openJournal(process.argv[2]);
    const codes = [];
    for (let n = 0; n < 4; n += 1) {
      const append = journal.append({ atMs: 0, kind: 'k', body: 'x'.repeat(20000) });
      codes.push(await append.then((head) => head.seq, (fault) => fault.code));
    }
    codes.push((await journal.append({ atMs: 0, kind: 'short', body: null })).seq, (await journal.verify()).seq);
    console.log(JSON.stringify(codes));`;
    const module = new URL('./journal.ts', import.meta.url).href;
    // A file may grow to 50,000 bytes or so, and the signal that says so is ignored: writes fail half-way.
    const limited = 'trap "" XFSZ; ulimit -f 98; exec "$0" "$@"';
    const child = spawn(
      'sh',
      ['-c', limited, process.execPath, '--input-type=module', '-e', writer, module, path],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    let said = '';
    for await (const chunk of child.stdout) said += chunk;
    expect(JSON.parse(said)).toEqual([1, 2, 'STORAGE_FAILED', 'STORAGE_FAILED', 3, 3]);
    expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(4);
    expect(readFileSync(path, 'utf8').endsWith('"body":null}\n')).toBe(true);
    await using journal = await openJournal(path);
    expect((await journal.verify()).seq).toBe(3);
  },
);

describe('a disk that fails for a while', () => {
  const EIO = Object.assign(new Error('EIO: i/o error'), { code: 'EIO' });
  afterEach(() => vi.restoreAllMocks());

  /** All handles of files fail in this way until the mocks are restored. */
  async function handlesFail(
    ...calls: readonly ('write' | 'datasync' | 'sync' | 'truncate')[]
  ): Promise<void> {
    await using handle = await open(path, 'a');
    const prototype: FileHandle = Object.getPrototypeOf(handle);
    for (const call of calls) vi.spyOn(prototype, call).mockRejectedValue(EIO);
  }

  test.each([
    { fails: ['datasync'] },
    { fails: ['datasync', 'sync', 'truncate'] },
    { fails: ['write'] },
    { fails: ['write', 'truncate'] },
  ] as const)('$fails: lines are refused and leave nothing, and go on when it is over', async ({ fails }) => {
    await using journal = await openJournal(path);
    await journal.append(entry('before'));
    await handlesFail(...fails);
    for (const kind of ['refused', 'refused again'])
      await refused('STORAGE_FAILED', () => journal.append(entry(kind)));
    vi.restoreAllMocks();
    expect((await journal.append(entry('after'))).seq).toBe(2);
    expect((await journal.verify()).seq).toBe(2);
    const kinds = (await journal.read({ after: 0, limit: 9 })).map(({ kind }) => kind);
    expect(kinds).toEqual(['before', 'after']);
    expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(3);
  });

  test('a line that was there before and is another now is found', async () => {
    await using journal = await openJournal(path);
    await journal.append(entry('before'));
    await handlesFail('datasync');
    await refused('STORAGE_FAILED', () => journal.append(entry('refused')));
    vi.restoreAllMocks();
    writeFileSync(path, readFileSync(path, 'utf8').replace('before', 'beFore'));
    await refused('STORAGE_CORRUPT', () => journal.append(entry('after')));
  });
});
