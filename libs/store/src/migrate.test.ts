import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Migration, migrate } from './migrate.ts';
import { integerOf, textOf } from './row.ts';
import { openSqlite } from './sqlite.ts';
import { refused } from './testing/refusal.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'muster-migrate-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const open = () => openSqlite(join(directory, 'm.db'));
const first: Migration = {
  name: 'first',
  sql: 'CREATE TABLE a (x INTEGER) STRICT; INSERT INTO a VALUES (1)',
};
const second: Migration = {
  name: 'second',
  sql: 'ALTER TABLE a ADD COLUMN y INTEGER; UPDATE a SET y = x + 1',
};

test('each migration runs once, in order, and is recorded', () => {
  using db = open();
  expect(migrate(db, [first], 5)).toBe(1);
  expect(migrate(db, [first], 6)).toBe(0);
  expect(migrate(db, [first, second], 7)).toBe(1);
  using again = open();
  expect(migrate(again, [first, second], 8)).toBe(0);
  expect(again.all('SELECT x, y FROM a', [], (row) => [integerOf(row, 'x'), integerOf(row, 'y')])).toEqual([
    [1, 2],
  ]);
  expect(
    again.all('SELECT number, name, applied_ms FROM migration ORDER BY number', [], (row) => [
      integerOf(row, 'number'),
      textOf(row, 'name'),
      integerOf(row, 'applied_ms'),
    ]),
  ).toEqual([
    [1, 'first', 5],
    [2, 'second', 7],
  ]);
});

test('a database that is newer than the program is refused and left alone', async () => {
  using db = open();
  migrate(db, [first, second], 1);
  const fault = await refused('CONFLICT', () => migrate(db, [first], 2));
  expect(fault.message).toContain('newer Muster');
});

test('an edited migration is refused', async () => {
  using db = open();
  migrate(db, [first], 1);
  await refused('CONFLICT', () => migrate(db, [{ ...first, sql: `${first.sql};` }, second], 2));
});

test('one that fails leaves the database as it was, earlier pending ones included', async () => {
  using db = open();
  migrate(db, [first], 1);
  const third: Migration = { name: 'third', sql: 'DELETE FROM a; INSERT INTO nowhere VALUES (1)' };
  await refused('INTERNAL', () => migrate(db, [first, second, third], 2));
  expect(db.all('SELECT x FROM a', [], (row) => integerOf(row, 'x'))).toEqual([1]);
  expect(migrate(db, [first, second], 3)).toBe(1);
});
