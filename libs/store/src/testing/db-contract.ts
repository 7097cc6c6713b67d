/** @module What any driver of `Db` must do. */
import { afterEach, describe, expect, test } from 'vitest';
import type { Db } from '../db.ts';
import { bytesOf, integerOf, nullable, realOf, textOf } from '../row.ts';
import { refused } from './refusal.ts';

/**
 * `makeDb(place)` opens the database of a place, which the suite names: the same name again, in the same test run,
 * is the same database by another connection.
 */
export function runDbContract(driver: string, makeDb: (place: string) => Db): void {
  describe(`Db contract: ${driver}`, () => {
    const opened: Db[] = [];
    let places = 0;
    const open = (place: string): Db => {
      const db = makeDb(place);
      opened.push(db);
      return db;
    };
    const fresh = (): { db: Db; place: string } => {
      places += 1;
      const place = `place${places}`;
      const db = open(place);
      db.script(`CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, body BLOB, share REAL);
        CREATE TABLE child (parent INTEGER NOT NULL REFERENCES parent (id), note TEXT CHECK (note <> ''))`);
      return { db, place };
    };
    const count = (db: Db): number =>
      db.get('SELECT COUNT(*) AS n FROM parent', [], (row) => integerOf(row, 'n')) ?? -1;
    const insert = (db: Db, id: number, name = `n${id}`): number =>
      db.run('INSERT INTO parent (id, name) VALUES ($1, $2)', [id, name]);

    afterEach(() => {
      for (const db of opened.splice(0)) db.close();
    });

    test('values come back as they went in, and parameters are positional', () => {
      const { db } = fresh();
      const body = new Uint8Array([0, 255, 7]);
      db.run('INSERT INTO parent (id, name, body, share) VALUES ($4, $1, $2, $3)', ['ü', body, 0.1, 2 ** 40]);
      const row = db.get('SELECT * FROM parent WHERE name = $1 AND name = $1', ['ü'], (from) => ({
        id: integerOf(from, 'id'),
        name: textOf(from, 'name'),
        body: bytesOf(from, 'body'),
        share: realOf(from, 'share'),
      }));
      expect(row).toEqual({ id: 2 ** 40, name: 'ü', body, share: 0.1 });
      insert(db, 2);
      expect(
        db.get('SELECT body FROM parent WHERE id = 2', [], (from) => nullable(from, 'body', bytesOf)),
      ).toBeNull();
      expect(
        db.get('SELECT id FROM parent WHERE id = 99', [], (from) => integerOf(from, 'id')),
      ).toBeUndefined();
    });

    test('run counts changed rows; ON CONFLICT DO NOTHING RETURNING gives a row only when it inserted', () => {
      const { db } = fresh();
      expect(insert(db, 1)).toBe(1);
      const again = (id: number) =>
        db.get(
          "INSERT INTO parent (id, name) VALUES ($1, 'n' || $1) ON CONFLICT DO NOTHING RETURNING id",
          [id],
          (row) => integerOf(row, 'id'),
        );
      expect([again(1), again(2)]).toEqual([undefined, 2]);
      expect(db.run('UPDATE parent SET share = 1')).toBe(2);
    });

    test('constraints: CONFLICT for what is there already, INVALID_ARGUMENT for the rest', async () => {
      const { db } = fresh();
      insert(db, 1);
      await refused('CONFLICT', () => insert(db, 1, 'other'));
      await refused('CONFLICT', () => insert(db, 2, 'n1'));
      await refused('INVALID_ARGUMENT', () => db.run('INSERT INTO child (parent) VALUES (9)'));
      await refused('INVALID_ARGUMENT', () => db.run("INSERT INTO child (parent, note) VALUES (1, '')"));
      await refused('INTERNAL', () => db.run('SELEC'));
    });

    test('a transaction is whole or not at all, also by another connection', () => {
      const { db, place } = fresh();
      const other = open(place);
      expect(() =>
        db.tx(() => {
          insert(db, 1);
          expect(count(other)).toBe(0);
          throw new Error('in the middle');
        }),
      ).toThrow('in the middle');
      expect([count(db), count(other)]).toEqual([0, 0]);
      expect(db.tx(() => insert(db, 1))).toBe(1);
      expect([count(db), count(other)]).toEqual([1, 1]);
    });

    test('a refused statement inside a transaction that is handled leaves the rest of it', async () => {
      const { db } = fresh();
      db.tx(() => {
        insert(db, 1);
        expect(() => insert(db, 1)).toThrow();
        insert(db, 2);
      });
      expect(count(db)).toBe(2);
    });

    test('nested and asynchronous transactions are refused and leave nothing', async () => {
      const { db } = fresh();
      await refused('INTERNAL', () =>
        db.tx(() => {
          insert(db, 1);
          db.tx(() => insert(db, 2));
        }),
      );
      await refused('INTERNAL', () =>
        db.tx(() => {
          insert(db, 1);
          return Promise.reject(new Error('nobody hears this'));
        }),
      );
      expect(count(db)).toBe(0);
      db.tx(() => insert(db, 3));
      expect(count(db)).toBe(1);
    });

    test('atomically joins an open transaction, and dooms it when it throws', () => {
      const { db } = fresh();
      db.atomically(() => insert(db, 1));
      expect(count(db)).toBe(1);
      db.tx(() => {
        db.atomically(() => insert(db, 2));
        db.atomically(() => insert(db, 3));
      });
      expect(count(db)).toBe(3);
      const broken = () =>
        db.atomically(() => {
          insert(db, 5);
          throw new Error('half an act');
        });
      expect(() =>
        db.tx(() => {
          insert(db, 4);
          expect(broken).toThrow('half an act');
        }),
      ).toThrow('half an act');
      expect(broken).toThrow('half an act');
      expect(count(db)).toBe(3);
      db.tx(() => insert(db, 6));
      expect(count(db)).toBe(4);
    });

    test('afterCommit: after the commit, never after a rollback, at once outside', () => {
      const { db } = fresh();
      const heard: string[] = [];
      db.tx(() => {
        db.afterCommit(() => heard.push('committed'));
        expect(heard).toEqual([]);
      });
      expect(() =>
        db.tx(() => {
          db.afterCommit(() => heard.push('rolled back'));
          throw new Error('no');
        }),
      ).toThrow();
      db.tx(() => insert(db, 1));
      db.afterCommit(() => heard.push('outside'));
      expect(heard).toEqual(['committed', 'outside']);
    });

    test('rows outlive the connection; a closed one is UNAVAILABLE', async () => {
      const { db, place } = fresh();
      insert(db, 1);
      db.close();
      db.close();
      await refused('UNAVAILABLE', () => count(db));
      expect(count(open(place))).toBe(1);
    });
  });
}
