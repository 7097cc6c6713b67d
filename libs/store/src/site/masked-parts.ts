/**
 * @module The site's part in the round of secure aggregation that is under way, and which attempts it has taken part in. There are secrets in a
 * state: what is no longer kept is overwritten, in the database and in its log.
 */
import type { Db } from '../db.ts';
import { bytesOf, integerOf, textOf } from '../row.ts';
import type { WorkRef } from './work.ts';

/** Of the newest attempt at a task: its round, its number, and in how many attempts at that round the update was masked. */
export interface TakenAttempt {
  readonly round: number;
  readonly attempt: number;
  readonly tries: number;
}

export interface KeptPart {
  readonly ref: WorkRef;
  readonly state: Uint8Array;
}

export class MaskedParts {
  readonly #db: Db;
  readonly #emptyLog: () => void;

  /** `emptyLog`: of the database's write-ahead log, which holds what was there before. */
  constructor(db: Db, emptyLog: () => void = () => {}) {
    this.#db = db;
    this.#emptyLog = emptyLog;
  }

  /** The one that is under way. */
  find(): KeptPart | undefined {
    return this.#db.get('SELECT run, round, attempt, state FROM masked_part', [], (row) => ({
      ref: { run: textOf(row, 'run'), round: integerOf(row, 'round'), attempt: integerOf(row, 'attempt') },
      state: bytesOf(row, 'state'),
    }));
  }

  /** In place of whatever was kept. Durable when it returns, or with the transaction that is open. */
  keep({ run, round, attempt }: WorkRef, state: Uint8Array): void {
    this.#db.atomically(() => {
      this.#db.run(
        `INSERT INTO masked_part (id, run, round, attempt, state) VALUES (1, $1, $2, $3, $4)
         ON CONFLICT (id) DO UPDATE SET run = $1, round = $2, attempt = $3, state = $4`,
        [run, round, attempt, state],
      );
    });
  }

  /** Nothing of it can be read afterwards, unless another process reads the database just now: then it goes with the log of the database. */
  remove(): void {
    if (this.#db.run('DELETE FROM masked_part') > 0) this.#db.afterCommit(this.#emptyLog);
  }

  /** `task`: 16 bytes. */
  taken(task: Uint8Array): TakenAttempt | undefined {
    return this.#db.get(
      'SELECT round, attempt, tries FROM masked_attempt WHERE task = $1',
      [task],
      (row) => ({
        round: integerOf(row, 'round'),
        attempt: integerOf(row, 'attempt'),
        tries: integerOf(row, 'tries'),
      }),
    );
  }

  /** Durable when it returns, or with the transaction that is open. */
  take(task: Uint8Array, { round, attempt, tries }: TakenAttempt): void {
    this.#db.atomically(() => {
      this.#db.run(
        `INSERT INTO masked_attempt (task, round, attempt, tries) VALUES ($1, $2, $3, $4)
         ON CONFLICT (task) DO UPDATE SET round = $2, attempt = $3, tries = $4`,
        [task, round, attempt, tries],
      );
    });
  }
}
