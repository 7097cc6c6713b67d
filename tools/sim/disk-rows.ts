/** @module The rows of a machine as one of its processes sees them: it may be killed before and after each commit. */
import type { Db, Row, SqlValue } from '@muster/store';
import { guarded, type VirtualDisk } from './disk.ts';
import type { Life } from './life.ts';
import type { VirtualRows } from './rows.ts';

export class DiskDb implements Db {
  readonly #disk: VirtualDisk;
  readonly #life: Life;
  readonly #rows: VirtualRows;
  /** Called after each commit, before anybody else hears of it. */
  readonly #committed: () => void;
  /** In a transaction. */
  #inside = false;

  /** `rows`: those of the disk where they are not others. */
  constructor(disk: VirtualDisk, life: Life, committed: () => void, rows: VirtualRows = disk.rows) {
    this.#disk = disk;
    this.#rows = rows;
    this.#life = life;
    this.#committed = committed;
  }

  run(sql: string, params: readonly SqlValue[] = []): number {
    const act = (): number => this.#rows.run(sql, params);
    if (!this.#inside) return this.#alone(act);
    this.#mayWrite();
    return act();
  }

  get<T>(sql: string, params: readonly SqlValue[], parse: (row: Row) => T): T | undefined {
    this.#mayRead();
    return this.#rows.get(sql, params, parse);
  }

  all<T>(sql: string, params: readonly SqlValue[], parse: (row: Row) => T): T[] {
    this.#mayRead();
    return this.#rows.all(sql, params, parse);
  }

  script(sql: string): void {
    this.#mayWrite();
    this.#rows.script(sql);
  }

  tx<T>(body: () => T): T {
    return this.#commit(() => this.#rows.tx(() => this.#inTransaction(body)));
  }

  relaxedTx<T>(body: () => T): T {
    return this.#commit(() => this.#rows.relaxedTx(() => this.#inTransaction(body)));
  }

  atomically<T>(body: () => T): T {
    return this.#inside ? this.#rows.atomically(body) : this.tx(body);
  }

  afterCommit(listener: () => void): void {
    this.#rows.afterCommit(() => {
      if (this.#life.isAlive) listener();
    });
  }

  flush(): void {
    this.#mayWrite();
    this.#rows.flush();
    this.#disk.point(this.#life);
  }

  copyTo(path: string): void {
    this.#mayRead();
    this.#rows.copyTo(path);
  }

  close(): void {}

  [Symbol.dispose](): void {}

  #commit<T>(act: () => T): T {
    this.#mayWrite();
    const result = act();
    this.#disk.point(this.#life);
    return result;
  }

  /** A statement is a transaction of its own. */
  #alone<T>(act: () => T): T {
    return this.#commit(() => {
      const result = this.#beforeCommit(act);
      this.#committed();
      return result;
    });
  }

  #inTransaction<T>(body: () => T): T {
    this.#rows.afterCommit(this.#committed);
    return this.#beforeCommit(body);
  }

  #beforeCommit<T>(body: () => T): T {
    this.#inside = true;
    try {
      const result = body();
      this.#mayWrite();
      this.#disk.point(this.#life);
      return result;
    } finally {
      this.#inside = false;
    }
  }

  #mayWrite(): void {
    this.#life.assertAlive();
    guarded(() => this.#disk.assertWritesRows());
  }

  #mayRead(): void {
    this.#life.assertAlive();
    guarded(() => this.#disk.assertReadsRows());
  }
}
