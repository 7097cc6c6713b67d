/** @module The rows of a machine as one of its processes sees them: it may be killed before and after each commit. */
import type { Db, Row, SqlValue } from '@muster/store';
import { guarded, type VirtualDisk } from './disk.ts';
import type { Life } from './life.ts';

export class DiskDb implements Db {
  readonly #disk: VirtualDisk;
  readonly #life: Life;
  /** Called after each commit. */
  readonly #committed: () => void;
  /** In a transaction. */
  #inside = false;

  constructor(disk: VirtualDisk, life: Life, committed: () => void) {
    this.#disk = disk;
    this.#life = life;
    this.#committed = committed;
  }

  run(sql: string, params: readonly SqlValue[] = []): number {
    const act = (): number => this.#disk.rows.run(sql, params);
    if (!this.#inside) return this.#commit(() => this.#beforeCommit(act)); // a transaction of its own
    this.#mayWrite();
    return act();
  }

  get<T>(sql: string, params: readonly SqlValue[], parse: (row: Row) => T): T | undefined {
    this.#mayRead();
    return this.#disk.rows.get(sql, params, parse);
  }

  all<T>(sql: string, params: readonly SqlValue[], parse: (row: Row) => T): T[] {
    this.#mayRead();
    return this.#disk.rows.all(sql, params, parse);
  }

  script(sql: string): void {
    this.#mayWrite();
    this.#disk.rows.script(sql);
  }

  tx<T>(body: () => T): T {
    return this.#commit(() => this.#disk.rows.tx(() => this.#beforeCommit(body)));
  }

  relaxedTx<T>(body: () => T): T {
    return this.#commit(() => this.#disk.rows.relaxedTx(() => this.#beforeCommit(body)));
  }

  atomically<T>(body: () => T): T {
    return this.#inside ? this.#disk.rows.atomically(body) : this.tx(body);
  }

  afterCommit(listener: () => void): void {
    this.#disk.rows.afterCommit(() => {
      if (this.#life.isAlive) listener();
    });
  }

  flush(): void {
    this.#mayWrite();
    this.#disk.rows.flush();
    this.#disk.point(this.#life);
  }

  copyTo(path: string): void {
    this.#mayRead();
    this.#disk.rows.copyTo(path);
  }

  close(): void {}

  [Symbol.dispose](): void {}

  #commit<T>(act: () => T): T {
    this.#mayWrite();
    const result = act();
    this.#committed();
    this.#disk.point(this.#life);
    return result;
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
