/**
 * @module The rows of one machine, in SQLite in memory, as processes see them and as they are when the power has gone: of the commits that
 * nobody waited for, those from some moment on are lost. SQLite itself takes them back: since the last commit that was waited for there is
 * one open transaction, and each commit is a savepoint in it.
 */
import { MusterError } from '@muster/errors';
import type { Db, Row, SqlValue } from '@muster/store';
import type { VirtualTime } from './clock.ts';
import type { Chance } from './random.ts';

interface OpenTransaction {
  readonly listeners: (() => void)[];
  /** What broke a part of it, so that the whole must not commit. */
  doomed: { readonly by: unknown } | undefined;
}

export class VirtualRows implements Db {
  readonly #db: Db;
  readonly #time: VirtualTime;
  readonly #losesPower: boolean;
  #durableMs = 0;
  /** When each commit was made that a power cut can take. Its savepoint is what was before it. */
  #relaxedMs: number[] = [];
  /** The transaction that holds them is open. */
  #hasWindow = false;
  /** In a savepoint. */
  #open: OpenTransaction | undefined;

  /** Where no power is lost every commit is the database's own. */
  constructor(db: Db, time: VirtualTime, losesPower: boolean) {
    this.#db = db;
    this.#time = time;
    this.#losesPower = losesPower;
  }

  /** When the last commit was made that stands. */
  get committedAtMs(): number {
    return this.#relaxedMs.at(-1) ?? this.#durableMs;
  }

  losePower(chance: Chance): void {
    const kept = chance.whole(0, this.#relaxedMs.length);
    if (kept < this.#relaxedMs.length) this.#db.script(`ROLLBACK TO commit_${kept}`);
    this.#relaxedMs.length = kept;
    this.#durableMs = this.committedAtMs;
    this.#endWindow();
  }

  run(sql: string, params?: readonly SqlValue[]): number {
    const changed = this.#db.run(sql, params);
    if (!this.#open) this.#waitedFor();
    return changed;
  }

  get<T>(sql: string, params: readonly SqlValue[], parse: (row: Row) => T): T | undefined {
    return this.#db.get(sql, params, parse);
  }

  all<T>(sql: string, params: readonly SqlValue[], parse: (row: Row) => T): T[] {
    return this.#db.all(sql, params, parse);
  }

  script(sql: string): void {
    this.#db.script(sql);
  }

  tx<T>(body: () => T): T {
    if (!this.#hasWindow) {
      const result = this.#db.tx(body);
      this.#durableMs = this.#time.nowMs;
      return result;
    }
    return this.#transaction(body, () => this.#waitedFor());
  }

  relaxedTx<T>(body: () => T): T {
    if (!this.#losesPower) {
      const result = this.#db.relaxedTx(body);
      this.#durableMs = this.#time.nowMs;
      return result;
    }
    if (!this.#hasWindow) this.#db.script('BEGIN IMMEDIATE');
    this.#hasWindow = true;
    return this.#transaction(body, () => void this.#relaxedMs.push(this.#time.nowMs));
  }

  atomically<T>(body: () => T): T {
    if (!this.#open) return this.#hasWindow ? this.tx(body) : this.#db.atomically(body);
    try {
      return body();
    } catch (thrown) {
      this.#open.doomed ??= { by: thrown };
      throw thrown;
    }
  }

  afterCommit(listener: () => void): void {
    if (this.#open) this.#open.listeners.push(listener);
    else if (this.#hasWindow) listener();
    else this.#db.afterCommit(listener);
  }

  flush(): void {
    this.#db.flush();
    this.#waitedFor();
  }

  copyTo(path: string): void {
    this.#db.copyTo(path);
  }

  /** Leaves the database as processes saw it last, with nothing open. */
  close(): void {
    this.#endWindow();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** As `tx` of the driver, in a savepoint. */
  #transaction<T>(body: () => T, committed: () => void): T {
    if (this.#open) throw new MusterError('INTERNAL', 'a transaction inside a transaction');
    const savepoint = `commit_${this.#relaxedMs.length}`;
    this.#db.script(`SAVEPOINT ${savepoint}`);
    const open: OpenTransaction = { listeners: [], doomed: undefined };
    this.#open = open;
    let result: T;
    try {
      result = body();
      if (result instanceof Promise) {
        result.catch(() => undefined);
        throw new MusterError('INTERNAL', 'the body of a transaction returned a promise');
      }
      if (open.doomed) throw open.doomed.by;
    } catch (thrown) {
      this.#db.script(`ROLLBACK TO ${savepoint}; RELEASE ${savepoint}`);
      this.#open = undefined;
      throw thrown;
    }
    this.#open = undefined;
    committed();
    for (const listener of open.listeners) listener();
    return result;
  }

  /** What waits for the disk waits for all that was committed before it too. */
  #waitedFor(): void {
    this.#endWindow();
    this.#durableMs = this.#time.nowMs;
  }

  #endWindow(): void {
    if (this.#hasWindow) this.#db.script('COMMIT');
    this.#hasWindow = false;
    this.#relaxedMs = [];
  }
}
