/**
 * @module Rounds of secure aggregation that are under way: what the coordinator has decided in each, and the signed announcements of the words
 * that are here. There may be shares in a state: it goes with its round.
 */
import type { Db } from '../db.ts';
import { bytesOf, textOf } from '../row.ts';
import type { RoundRef } from './members.ts';

const OF_ATTEMPT = 'run = $1 AND round = $2 AND attempt = $3';
const keyOf = ({ run, round, attempt }: RoundRef) => [run, round, attempt] as const;

export class MaskedRounds {
  readonly #db: Db;
  readonly #emptyLog: () => void;

  /** `emptyLog`: of the database's write-ahead log, which holds what was there before. */
  constructor(db: Db, emptyLog: () => void = () => {}) {
    this.#db = db;
    this.#emptyLog = emptyLog;
  }

  find(ref: RoundRef): Uint8Array | undefined {
    return this.#db.get(`SELECT state FROM masked_round WHERE ${OF_ATTEMPT}`, [...keyOf(ref)], (row) =>
      bytesOf(row, 'state'),
    );
  }

  /** In place of the one before. Durable when it returns, or with the transaction that is open. */
  keep(ref: RoundRef, state: Uint8Array): void {
    this.#db.atomically(() => {
      this.#db.run(
        `INSERT INTO masked_round (run, round, attempt, state) VALUES ($1, $2, $3, $4)
         ON CONFLICT (run, round, attempt) DO UPDATE SET state = $4`,
        [...keyOf(ref), state],
      );
    });
  }

  /** What a site has announced of its words, once they are whole: not waited for, since a site that is not confirmed announces them again. */
  announce(ref: RoundRef, site: string, message: Uint8Array): void {
    this.#db.relaxedTx(() => {
      this.#db.run(
        `INSERT INTO masked_words (run, round, attempt, site, message) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (run, round, attempt, site) DO UPDATE SET message = $5`,
        [...keyOf(ref), site, message],
      );
    });
  }

  announced(ref: RoundRef): readonly { readonly site: string; readonly message: Uint8Array }[] {
    return this.#db.all(
      `SELECT site, message FROM masked_words WHERE ${OF_ATTEMPT} ORDER BY site`,
      [...keyOf(ref)],
      (row) => ({ site: textOf(row, 'site'), message: bytesOf(row, 'message') }),
    );
  }

  /** In the transaction that ends the attempt, or adopts its sum. */
  remove(ref: RoundRef): void {
    this.#db.atomically(() => {
      const gone = ['masked_round', 'masked_words'].map((table) =>
        this.#db.run(`DELETE FROM ${table} WHERE ${OF_ATTEMPT}`, [...keyOf(ref)]),
      );
      if (gone.some((rows) => rows > 0)) this.#db.afterCommit(this.#emptyLog);
    });
  }
}
