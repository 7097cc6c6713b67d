import { type Db, memorySqlite } from '@muster/store';
import { expect, it } from 'vitest';
import { VirtualTime } from './clock.ts';
import { Chance } from './random.ts';
import { VirtualRows } from './rows.ts';

function rowsOf(losesPower = true): {
  readonly rows: VirtualRows;
  readonly numbers: () => readonly number[];
} {
  const db: Db = memorySqlite();
  db.script('CREATE TABLE number (n INTEGER PRIMARY KEY) STRICT');
  const time = new VirtualTime((thrown) => expect(thrown).toBeUndefined());
  const rows = new VirtualRows(db, time, losesPower);
  return { rows, numbers: () => rows.all('SELECT n FROM number ORDER BY n', [], ({ n }) => Number(n)) };
}

const insert = (rows: VirtualRows, n: number): number => rows.run('INSERT INTO number (n) VALUES ($1)', [n]);

/** The rows that are left, for each of many power cuts. */
function outcomes(commit: (rows: VirtualRows) => void): readonly string[] {
  const found = new Set<string>();
  for (let seed = 0; seed < 60; seed += 1) {
    const { rows, numbers } = rowsOf();
    commit(rows);
    rows.losePower(new Chance(`${seed}`));
    found.add(numbers().join(' '));
    // It goes on: the next commit that is waited for stands.
    rows.tx(() => insert(rows, 99));
    rows.losePower(new Chance('again'));
    expect(numbers()).toContain(99);
  }
  return [...found].toSorted();
}

it('loses commits that nobody waited for from some commit on, none in the middle', () => {
  const commit = (rows: VirtualRows): void => {
    rows.tx(() => insert(rows, 1));
    for (const n of [2, 3, 4]) rows.relaxedTx(() => insert(rows, n));
  };
  expect(outcomes(commit)).toEqual(['1', '1 2', '1 2 3', '1 2 3 4']);
});

it('keeps every commit before one that was waited for, also before a statement of its own', () => {
  const transaction = (rows: VirtualRows): void => {
    rows.relaxedTx(() => insert(rows, 1));
    rows.tx(() => insert(rows, 2));
    rows.relaxedTx(() => insert(rows, 3));
  };
  expect(outcomes(transaction)).toEqual(['1 2', '1 2 3']);
  const statement = (rows: VirtualRows): void => {
    rows.relaxedTx(() => insert(rows, 1));
    insert(rows, 2);
  };
  expect(outcomes(statement)).toEqual(['1 2']);
});

it('rolls back what throws, and no more, while earlier commits may still be lost', () => {
  const { rows, numbers } = rowsOf();
  const broken = (): never => {
    insert(rows, 2);
    throw new Error('in the middle');
  };
  rows.relaxedTx(() => insert(rows, 1));
  expect(() => rows.tx(broken)).toThrow('in the middle');
  expect(() => rows.relaxedTx(broken)).toThrow('in the middle');
  const half = (): void => {
    insert(rows, 3);
    expect(() => rows.atomically(broken)).toThrow('in the middle');
  };
  expect(() => rows.tx(half)).toThrow('in the middle'); // a part that broke dooms the whole
  expect(() => rows.tx(() => rows.relaxedTx(() => insert(rows, 4)))).toThrow('inside a transaction');
  expect(numbers()).toEqual([1]);
  rows.losePower(new Chance('1'));
  expect(numbers().length).toBeLessThan(2);
});

it.each([true, false])('tells of a commit after it, and never of a rollback; power may fail: %s', (loses) => {
  const { rows } = rowsOf(loses);
  const heard: string[] = [];
  const telling = (what: string) => () => rows.afterCommit(() => heard.push(what));
  rows.relaxedTx(telling('relaxed'));
  rows.tx(telling('waited for'));
  rows.relaxedTx(telling('relaxed again'));
  rows.afterCommit(() => heard.push('outside'));
  const broken = (): never => {
    telling('rolled back')();
    throw new Error('no');
  };
  expect(() => rows.relaxedTx(broken)).toThrow('no');
  rows.close();
  expect(heard).toEqual(['relaxed', 'waited for', 'relaxed again', 'outside']);
});
