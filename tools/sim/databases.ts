/** @module Databases of seeds that are over, emptied for the next: to migrate one takes longer than most seeds. */
import {
  checkpointLockOf,
  coordinatorMigrations,
  type Db,
  memorySqlite,
  migrate,
  siteMigrations,
  vaultOf,
} from '@muster/store';

export class Databases {
  readonly #prepare: (db: Db) => void;
  readonly #free: Db[] = [];

  /** `prepare` makes the tables. */
  constructor(prepare: (db: Db) => void) {
    this.#prepare = prepare;
  }

  take(): Db {
    const known = this.#free.pop();
    if (known) return known;
    const db = memorySqlite();
    this.#prepare(db);
    return db;
  }

  giveBack(db: Db): void {
    const tables = db.all(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'migration%' AND name <> 'sqlite_schema'",
      [],
      ({ name }) => String(name),
    );
    db.script(
      `PRAGMA foreign_keys = OFF; ${tables.map((table) => `DELETE FROM "${table}";`).join(' ')} PRAGMA foreign_keys = ON;`,
    );
    this.#free.push(db);
  }
}

export const coordinatorDatabases = new Databases((db) => migrate(db, coordinatorMigrations, 0));
export const siteDatabases = new Databases((db) => migrate(db, siteMigrations, 0));
/** Of what logs have signed. */
export const lockDatabases = new Databases((db) => checkpointLockOf(db, 0));
export const vaultDatabases = new Databases((db) => vaultOf(db, 0));
