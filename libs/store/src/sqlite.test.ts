import { copyFileSync, fsyncSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { integerOf, textOf } from './row.ts';
import { openSqlite } from './sqlite.ts';
import { runDbContract } from './testing/db-contract.ts';
import { refused } from './testing/refusal.ts';

vi.mock(import('node:fs'), async (original) => {
  const fs = await original();
  return { ...fs, fsyncSync: vi.fn(fs.fsyncSync) };
});

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

  test('a flush waits for the disk whenever something was committed without that wait, and only then', () => {
    using db = openSqlite(join(directory, 'flush.db'));
    db.script('CREATE TABLE a (x INTEGER) STRICT');
    const waits = (): number => {
      const before = vi.mocked(fsyncSync).mock.calls.length;
      db.flush();
      return vi.mocked(fsyncSync).mock.calls.length - before;
    };
    const insert = () => db.run('INSERT INTO a VALUES (1)');
    expect(waits()).toBe(0);
    db.relaxedTx(insert);
    db.tx(() => db.run('UPDATE a SET x = x')); // SQLite writes nothing, and waits for nothing
    expect([waits(), waits()]).toEqual([1, 0]);
    let heard = 0;
    db.relaxedTx(() => {
      insert();
      db.afterCommit(() => {
        heard = waits();
      });
    });
    expect(heard).toBe(1);
  });

  test('what a process has committed that was killed before it waited is on disk before anybody reads it', () => {
    const path = join(directory, 'killed.db');
    using killed = openSqlite(path);
    killed.script('CREATE TABLE a (x INTEGER) STRICT');
    killed.relaxedTx(() => killed.run('INSERT INTO a VALUES (1)'));
    const before = vi.mocked(fsyncSync).mock.calls.length;
    using db = openSqlite(path);
    expect(vi.mocked(fsyncSync).mock.calls.length - before).toBe(1);
    expect(db.get('SELECT x FROM a', [], (row) => integerOf(row, 'x'))).toBe(1);
  });

  const broken = {
    'cut short': (log: Buffer, at: number) => log.subarray(0, at),
    'zeros from there on': (log: Buffer, at: number) => Buffer.from(log).fill(0, at),
    'a hole': (log: Buffer, at: number) => Buffer.from(log).fill(0, at, Math.min(at + 512, log.length)),
  };
  test.each(Object.entries(broken))(
    'what the power took of the log (%s) are commits at its end',
    (how, without) => {
      const path = join(directory, `log ${how}.db`);
      using db = openSqlite(path);
      db.script('CREATE TABLE a (x INTEGER, y BLOB) STRICT');
      const insert = (x: number) => () =>
        db.run('INSERT INTO a VALUES ($1, $2)', [x, new Uint8Array(3000).fill(7)]);
      db.tx(insert(0));
      const durable = statSync(`${path}-wal`).size;
      for (let x = 1; x <= 5; x += 1) db.relaxedTx(insert(x));
      const log = readFileSync(`${path}-wal`);
      const left = new Set<number>();
      const steps = Math.ceil((log.length - durable) / 1000);
      for (let step = 0; step <= steps; step += 1) {
        const at = Math.min(durable + step * 1000, log.length);
        const copy = `${path} ${at}`;
        copyFileSync(path, copy);
        writeFileSync(`${copy}-wal`, without(log, at));
        using after = openSqlite(copy);
        const rows = after.all('SELECT x FROM a ORDER BY x', [], (row) => integerOf(row, 'x'));
        expect(rows).toEqual(Array.from({ length: rows.length }, (_, x) => x));
        left.add(rows.length);
      }
      expect([...left].sort()).toEqual([1, 2, 3, 4, 5, 6]);
    },
  );

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
