import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSqlite } from '../sqlite.ts';
import { refused } from '../testing/refusal.ts';
import { readSiteJournal } from './journal-reader.ts';
import { openSiteStore } from './store.ts';

let directory: string;
let journal: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'muster-journal-end-'));
  journal = join(directory, 'journal.jsonl');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** The site works and writes so many lines. */
async function worked(lines: number): Promise<void> {
  await using store = await openSiteStore(directory, 1);
  for (let n = 1; n <= lines; n += 1) await store.journal.append({ atMs: n, kind: 'egress', body: { n } });
}

const linesOf = () => readFileSync(journal, 'utf8').trimEnd().split('\n');
const withLines = (lines: readonly string[]) =>
  writeFileSync(journal, lines.map((line) => `${line}\n`).join(''));

test('a journal that is whole, beside the agent and after it; none before the agent has worked', async () => {
  expect(await readSiteJournal(directory)).toEqual({ lines: [], problem: undefined });
  await worked(2);
  await using store = await openSiteStore(directory, 1);
  await store.journal.append({ atMs: 3, kind: 'egress', body: {} });
  const { lines, problem } = await readSiteJournal(directory);
  expect([lines.length, problem]).toEqual([3, undefined]);
});

test('lines cut off its end, or all of it, are missed: by the reader, and by the agent, which then writes nothing', async () => {
  await worked(5);
  const all = linesOf();
  for (const kept of [4, 1, 0]) {
    withLines(all.slice(0, kept));
    const { lines, problem } = await readSiteJournal(directory);
    expect(lines).toHaveLength(kept);
    expect(problem).toContain('5 lines were written');
    expect((await refused('STORAGE_CORRUPT', () => openSiteStore(directory, 2))).message).toContain(
      '5 lines',
    );
  }
  rmSync(journal);
  expect((await readSiteJournal(directory)).problem).toContain('5 lines were written, and none is there');
  await refused('STORAGE_CORRUPT', () => openSiteStore(directory, 2));
  withLines(all);
  await worked(1);
  expect(await readSiteJournal(directory)).toMatchObject({ problem: undefined });
});

test.each([
  ['as long', 3],
  ['longer', 4],
])('another chain that is whole and %s is found', async (_what, lines) => {
  await worked(3);
  copyFileSync(join(directory, 'site.db'), join(directory, 'kept.db'));
  rmSync(journal);
  rmSync(join(directory, 'site.db'));
  const other = await openSiteStore(directory, 1);
  for (let n = 1; n <= lines; n += 1) await other.journal.append({ atMs: n, kind: 'egress', body: 'other' });
  await other.close();
  copyFileSync(join(directory, 'kept.db'), join(directory, 'site.db'));
  expect((await readSiteJournal(directory)).problem).toBe('line 3 is not the one that was written');
  await refused('STORAGE_CORRUPT', () => openSiteStore(directory, 2));
});

test('what is kept may be some lines behind, after a power cut: the journal goes on', async () => {
  await worked(2);
  copyFileSync(join(directory, 'site.db'), join(directory, 'behind.db'));
  await worked(2);
  copyFileSync(join(directory, 'behind.db'), join(directory, 'site.db'));
  expect(await readSiteJournal(directory)).toMatchObject({ problem: undefined });
  await worked(1);
  expect((await readSiteJournal(directory)).lines).toHaveLength(5);
});

test('a site that has worked has a journal, also where its database is older than what is kept of it', async () => {
  const store = await openSiteStore(directory, 1);
  store.work.accept({ run: 'r', round: 1, attempt: 1, planHash: 'p', modelHash: 'm' }, 1);
  await store.close();
  const old = openSqlite(join(directory, 'site.db'));
  old.script('DROP TABLE journal_head');
  old.close();
  rmSync(journal);
  expect((await readSiteJournal(directory)).problem).toContain('although this site has worked');
  rmSync(join(directory, 'site.db'));
  expect(existsSync(journal)).toBe(false);
  withLines([`{"seq":1,"prev":"${'0'.repeat(64)}","atMs":1,"kind":"egress","body":{}}`]);
  expect((await readSiteJournal(directory)).problem).toContain('site.db is gone');
});

test('a head that cannot be kept refuses the line', async () => {
  await using store = await openSiteStore(directory, 1);
  using database = openSqlite(join(directory, 'site.db'));
  database.script(
    "CREATE TRIGGER no BEFORE INSERT ON journal_head BEGIN SELECT RAISE(ABORT, 'no room'); END",
  );
  await refused('INVALID_ARGUMENT', () => store.journal.append({ atMs: 1, kind: 'egress', body: {} }));
  database.script('DROP TRIGGER no');
  expect((await store.journal.append({ atMs: 2, kind: 'egress', body: {} })).seq).toBe(2);
});
