/**
 * @module The database as the repositories see it: SQL text, positional parameters, rows parsed at once.
 *
 * The interface is synchronous on purpose. SQLite is a library in this process, `node:sqlite` is synchronous, and a
 * transaction whose body cannot await cannot be interleaved with other work of the process: what is read in it still
 * holds when it writes. A transaction here is a handful of rows and one fsync, a few per round. Statements are written
 * with `$1` so that a PostgreSQL driver, which would sit behind an asynchronous twin, can use the same texts.
 */

export type SqlValue = null | number | bigint | string | Uint8Array;
export type Row = Readonly<Record<string, SqlValue>>;

export interface Db extends Disposable {
  /**
   * Executes one statement and returns how many rows it changed. Parameters `$1`, `$2`... are positional.
   * Throws CONFLICT (a unique rule), INVALID_ARGUMENT (another constraint), STORAGE_FULL, STORAGE_FAILED,
   * STORAGE_CORRUPT, STORAGE_BUSY (another connection held the write lock for too long).
   */
  run(sql: string, params?: readonly SqlValue[]): number;
  /** The first row, parsed, or undefined. Also for `INSERT ... RETURNING`. */
  get<T>(sql: string, params: readonly SqlValue[], parse: (row: Row) => T): T | undefined;
  /** Every row, parsed, in the order of the statement. Callers put a LIMIT where rows grow without bound. */
  all<T>(sql: string, params: readonly SqlValue[], parse: (row: Row) => T): T[];
  /** Several statements without parameters: for migrations. */
  script(sql: string): void;
  /**
   * Runs `body` as one transaction that holds the write lock from its start: all of it is durable when `tx` returns,
   * and none of it is there if `body` throws. Throws INTERNAL when nested, or when `body` returns a promise.
   */
  tx<T>(body: () => T): T;
  /**
   * As `tx`, but without the fsync: what it wrote outlasts the death of this process, and may be lost with the power. For what a
   * peer brings again when it is asked to. A later `tx` makes it durable.
   */
  relaxedTx<T>(body: () => T): T;
  /**
   * Runs `body` in the transaction that is open, or in one of its own: for the acts of a repository, so that several
   * can be joined in one `tx`. If it throws inside a larger transaction, that one is rolled back whatever its body does.
   */
  atomically<T>(body: () => T): T;
  /** Calls `listener` once the surrounding transaction has committed (never after a rollback), or at once outside one. */
  afterCommit(listener: () => void): void;
  /** Makes what `relaxedTx` wrote durable. Throws STORAGE_FAILED. */
  flush(): void;
  /** Writes all rows, as of one moment, to a new database file at `path`. Throws STORAGE_FULL, STORAGE_FAILED. */
  copyTo(path: string): void;
  close(): void;
}
