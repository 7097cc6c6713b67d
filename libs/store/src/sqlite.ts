/** @module The SQLite driver of `Db`, on `node:sqlite`: WAL, synchronous=FULL, foreign keys enforced. */
import { closeSync, fsyncSync, openSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { MusterError } from '@muster/errors';
import type { Db, Row, SqlValue } from './db.ts';
import { fileFault, sqliteFault, systemCode } from './storage-fault.ts';

/** How long a statement waits for another connection's write transaction. */
const BUSY_TIMEOUT_MS = 5_000;
/** Texts are constants of the program, some hundred; a text built from data would leak here, so there is an end to it. */
const STATEMENTS_MAX = 512;
const IN_MEMORY = ':memory:';

/**
 * Opens, or creates, the database file at `path`. A commit is on disk when it returns: WAL with synchronous=FULL
 * fsyncs the log at each commit (https://sqlite.org/pragma.html#pragma_synchronous).
 * Throws STORAGE_FAILED (cannot open), STORAGE_CORRUPT (not a database).
 */
export function openSqlite(path: string, options: SqliteOptions = {}): Db {
  return new SqliteDb(path, options);
}

/** A database in memory, which lives as long as it is open. */
export function memorySqlite(): Db {
  return new SqliteDb(IN_MEMORY, {});
}

interface SqliteOptions {
  readonly busyTimeoutMs?: number;
  /** Of a database that is there, and that another process may be writing: its own rows stay as they are. */
  readonly readOnly?: boolean;
}

class SqliteDb implements Db {
  readonly #database: DatabaseSync;
  readonly #path: string;
  /** Something was committed without a wait for the disk. */
  #isBehind = false;
  readonly #statements = new Map<string, StatementSync>();
  #committed: (() => void)[] = [];
  /** What broke a part of the open transaction, so that the whole must not commit. */
  #doomed: { readonly by: unknown } | undefined;

  constructor(path: string, { busyTimeoutMs: timeout = BUSY_TIMEOUT_MS, readOnly = false }: SqliteOptions) {
    this.#path = path;
    try {
      // SQLite would make the file readable by everybody; the log beside it takes the mode of the file.
      if (!readOnly && path !== IN_MEMORY) closeSync(openSync(path, 'a', 0o600));
      this.#database = new DatabaseSync(path, { timeout, readOnly, enableForeignKeyConstraints: true });
    } catch (thrown) {
      throw sqliteFault(thrown, `opening ${path}`);
    }
    try {
      this.#database.exec('PRAGMA trusted_schema = OFF');
      if (!readOnly) this.#database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
      // Commits of a process that was killed before it waited for the disk are there to be read, and built on: no power cut may take them then.
      this.#isBehind = !readOnly;
      this.flush();
    } catch (thrown) {
      this.#database.close();
      throw sqliteFault(thrown, `opening ${path}`);
    }
  }

  run(sql: string, params: readonly SqlValue[] = []): number {
    return this.#guard(sql, () => Number(this.#statement(sql).run(...params).changes));
  }

  get<T>(sql: string, params: readonly SqlValue[], parse: (row: Row) => T): T | undefined {
    const row = this.#guard(sql, () => this.#statement(sql).get(...params));
    return row === undefined ? undefined : parse(row);
  }

  all<T>(sql: string, params: readonly SqlValue[], parse: (row: Row) => T): T[] {
    return this.#guard(sql, () => this.#statement(sql).all(...params)).map(parse);
  }

  script(sql: string): void {
    this.#guard(sql, () => this.#database.exec(sql));
  }

  tx<T>(body: () => T): T {
    if (this.#database.isOpen && this.#database.isTransaction)
      throw new MusterError('INTERNAL', 'a transaction inside a transaction');
    // IMMEDIATE takes the write lock now: a deferred transaction that reads and then writes can fail half-way.
    this.#guard('BEGIN', () => this.#database.exec('BEGIN IMMEDIATE'));
    this.#committed = [];
    this.#doomed = undefined;
    let result: T;
    try {
      result = body();
      if (result instanceof Promise) {
        result.catch(() => undefined);
        throw new MusterError('INTERNAL', 'the body of a transaction returned a promise');
      }
      this.#commit();
    } catch (thrown) {
      this.#committed = [];
      // A full disk or a failed write makes SQLite roll back by itself; then there is nothing left to undo.
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw thrown;
    }
    const listeners = this.#committed;
    this.#committed = [];
    for (const listener of listeners) listener();
    return result;
  }

  relaxedTx<T>(body: () => T): T {
    if (this.#database.isOpen && this.#database.isTransaction)
      throw new MusterError('INTERNAL', 'a transaction inside a transaction');
    // In WAL mode NORMAL commits without waiting for the disk; the log is written, and its order kept, all the same.
    this.script('PRAGMA synchronous = NORMAL');
    try {
      // Whoever hears of the commit may ask for it to be flushed. No `tx` takes this back: one that changes nothing waits for no disk.
      this.#isBehind = true;
      return this.tx(body);
    } finally {
      this.script('PRAGMA synchronous = FULL');
    }
  }

  /** What is committed is in the write-ahead log, or in the database and synced with it; so the log is all there is to wait for. */
  flush(): void {
    if (!this.#isBehind || this.#path === IN_MEMORY) return;
    try {
      const log = openSync(`${this.#path}-wal`, 'r+');
      try {
        fsyncSync(log);
      } finally {
        closeSync(log);
      }
    } catch (thrown) {
      if (systemCode(thrown) !== 'ENOENT') throw fileFault(thrown, 'syncing the database');
    }
    this.#isBehind = false;
  }

  atomically<T>(body: () => T): T {
    if (!this.#database.isTransaction) return this.tx(body);
    try {
      return body();
    } catch (thrown) {
      this.#doomed ??= { by: thrown };
      throw thrown;
    }
  }

  afterCommit(listener: () => void): void {
    if (this.#database.isTransaction) this.#committed.push(listener);
    else listener();
  }

  copyTo(path: string): void {
    this.#guard('VACUUM INTO', () => this.#database.prepare('VACUUM INTO ?').run(path));
  }

  close(): void {
    if (!this.#database.isOpen) return;
    this.#statements.clear();
    this.#database.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #commit(): void {
    if (this.#doomed !== undefined) throw this.#doomed.by;
    this.#guard('COMMIT', () => this.#database.exec('COMMIT'));
  }

  #statement(sql: string): StatementSync {
    const kept = this.#statements.get(sql);
    if (kept !== undefined) return kept;
    if (this.#statements.size >= STATEMENTS_MAX) this.#statements.clear();
    // PostgreSQL counts parameters as $1, SQLite as ?1.
    const prepared = this.#database.prepare(sql.replace(/\$(\d+)/g, '?$1'));
    this.#statements.set(sql, prepared);
    return prepared;
  }

  #guard<T>(sql: string, act: () => T): T {
    if (!this.#database.isOpen) throw new MusterError('UNAVAILABLE', 'the database is closed');
    try {
      return act();
    } catch (thrown) {
      throw sqliteFault(thrown, sql.trim().split(/\s+/, 3).join(' '));
    }
  }
}
