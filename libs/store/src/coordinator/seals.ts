/** @module The sum of those who are counted in a round that is still open: one for each attempt, the newest, by its blob. */
import type { Db, Row } from '../db.ts';
import { integerOf, textOf } from '../row.ts';
import type { RoundRef } from './members.ts';

/** A sum that holds members of an open round, on disk. */
export interface Seal extends RoundRef {
  /** SHA-256 hex of the exact sums: i64, little-endian, one for each parameter. */
  readonly sumHash: string;
  /** Sites in the sum: those recorded as counted in this attempt. */
  readonly members: number;
  readonly sealedMs: number;
}

const COLUMNS = 'run, round, attempt, sum_hash, members, sealed_ms';

const sealOf = (row: Row): Seal => ({
  run: textOf(row, 'run'),
  round: integerOf(row, 'round'),
  attempt: integerOf(row, 'attempt'),
  sumHash: textOf(row, 'sum_hash'),
  members: integerOf(row, 'members'),
  sealedMs: integerOf(row, 'sealed_ms'),
});

export class Seals {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  find(ref: RoundRef): Seal | undefined {
    return this.#db.get(
      `SELECT ${COLUMNS} FROM seal WHERE run = $1 AND round = $2 AND attempt = $3`,
      [ref.run, ref.round, ref.attempt],
      sealOf,
    );
  }

  /** Every sum that a round still needs. */
  all(): Seal[] {
    return this.#db.all(`SELECT ${COLUMNS} FROM seal ORDER BY run, round, attempt`, [], sealOf);
  }

  /** In the transaction that records its members, in place of the attempt's earlier one. */
  replace(seal: Seal): void {
    this.#db.run(
      `INSERT INTO seal (${COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (run, round, attempt) DO UPDATE SET sum_hash = $4, members = $5, sealed_ms = $6`,
      [seal.run, seal.round, seal.attempt, seal.sumHash, seal.members, seal.sealedMs],
    );
  }

  /** In the transaction that ends the attempt: the model holds the sum now, or nobody needs it. */
  remove(ref: RoundRef): void {
    this.#db.run('DELETE FROM seal WHERE run = $1 AND round = $2 AND attempt = $3', [
      ref.run,
      ref.round,
      ref.attempt,
    ]);
  }
}
