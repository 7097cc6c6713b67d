/** @module What came of rounds of secure aggregation: a document of the coordinator's for each attempt, kept with the attempt. */
import type { Db } from '../db.ts';
import { integerOf, jsonOf, toJson } from '../row.ts';
import type { RoundRef } from './members.ts';

export interface StoredSumRecord {
  readonly round: number;
  readonly attempt: number;
  /** A JSON document. */
  readonly record: unknown;
}

export class SumRecords {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** In the transaction that adopts the sum, or ends the attempt; in place of an earlier one. */
  put({ run, round, attempt }: RoundRef, record: unknown): void {
    this.#db.run(
      `INSERT INTO sum_record (run, round, attempt, record_json) VALUES ($1, $2, $3, $4)
       ON CONFLICT (run, round, attempt) DO UPDATE SET record_json = $4`,
      [run, round, attempt, toJson(record)],
    );
  }

  has({ run, round, attempt }: RoundRef): boolean {
    return (
      this.#db.get(
        'SELECT 1 FROM sum_record WHERE run = $1 AND round = $2 AND attempt = $3',
        [run, round, attempt],
        () => true,
      ) ?? false
    );
  }

  ofRun(run: string): readonly StoredSumRecord[] {
    return this.#db.all(
      'SELECT round, attempt, record_json FROM sum_record WHERE run = $1 ORDER BY round, attempt',
      [run],
      (row) => ({
        round: integerOf(row, 'round'),
        attempt: integerOf(row, 'attempt'),
        record: jsonOf(row, 'record_json'),
      }),
    );
  }
}
