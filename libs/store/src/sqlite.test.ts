import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { integerOf, textOf } from './row.ts';
import { openSqlite } from './sqlite.ts';
import { runDbContract } from './testing/db-contract.ts';
import { refused } from './testing/refusal.ts';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'muster-sqlite-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

runDbContract('SQLite', (place) => openSqlite(join(directory, `${place}.db`)));

describe('SQLite', () => {
  test('a commit is on disk when it returns, foreign keys hold, the file is private', () => {
    const path = join(directory, 'pragmas.db');
    using db = openSqlite(path);
    db.script('CREATE TABLE a (x INTEGER) STRICT');
    expect(db.get('PRAGMA journal_mode', [], (row) => textOf(row, 'journal_mode'))).toBe('wal');
    expect(db.get('PRAGMA synchronous', [], (row) => integerOf(row, 'synchronous'))).toBe(2);
    expect(db.get('PRAGMA foreign_keys', [], (row) => integerOf(row, 'foreign_keys'))).toBe(1);
    for (const file of [path, `${path}-wal`]) expect(statSync(file).mode & 0o077).toBe(0);
  });

  test('a full disk is STORAGE_FULL, the transaction leaves nothing, and work goes on when there is room', async () => {
    using db = openSqlite(join(directory, 'full.db'));
    db.script('CREATE TABLE a (x BLOB) STRICT; PRAGMA max_page_count = 8');
    const grow = () =>
      db.tx(() => {
        for (let n = 0; n < 20; n += 1) db.run('INSERT INTO a VALUES ($1)', [new Uint8Array(4000)]);
      });
    await refused('STORAGE_FULL', grow);
    const count = () => db.get('SELECT COUNT(*) AS n FROM a', [], (row) => integerOf(row, 'n'));
    expect(count()).toBe(0);
    db.script('PRAGMA max_page_count = 1000');
    grow();
    expect(count()).toBe(20);
  });

  test('a file that is no database is STORAGE_CORRUPT, a folder that is none STORAGE_FAILED', async () => {
    const path = join(directory, 'text.db');
    writeFileSync(path, 'this is not a database, whatever its name says'.repeat(100));
    await refused('STORAGE_CORRUPT', () => openSqlite(path));
    await refused('STORAGE_FAILED', () => openSqlite(join(directory, 'no', 'such', 'folder.db')));
  });

  test('a writer that waits too long is STORAGE_BUSY', () => {
    const path = join(directory, 'busy.db');
    using one = openSqlite(path);
    using two = openSqlite(path, { busyTimeoutMs: 20 });
    one.script('CREATE TABLE a (x INTEGER) STRICT');
    one.tx(() => {
      expect(() => two.tx(() => undefined)).toThrow(expect.objectContaining({ code: 'STORAGE_BUSY' }));
    });
    two.tx(() => two.run('INSERT INTO a VALUES (1)'));
  });
});
