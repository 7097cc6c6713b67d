/** @module What a witness has cosigned last of each log: never less, and never another history. */
import { MusterError } from '@muster/errors';
import type { Db, Row } from '../db.ts';
import { bytesOf, integerOf, textOf } from '../row.ts';

export interface WitnessedCheckpoint {
  readonly origin: string;
  readonly size: number;
  /** 32 bytes. */
  readonly root: Uint8Array;
  /** As the log signed it. */
  readonly note: Uint8Array;
  readonly atMs: number;
}

export class Witnessed {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  latest(origin: string): WitnessedCheckpoint | undefined {
    return this.#db.get('SELECT * FROM audit_witnessed WHERE origin = $1', [origin], parse);
  }

  all(): readonly WitnessedCheckpoint[] {
    return this.#db.all('SELECT * FROM audit_witnessed ORDER BY origin', [], parse);
  }

  /** Durable when it returns, unless a transaction is open. Throws CONFLICT unless the one before is still of size `from`; 0 for none. */
  advance(from: number, { origin, size, root, note, atMs }: WitnessedCheckpoint): void {
    const changed = this.#db.atomically(() =>
      this.#db.run(
        `INSERT INTO audit_witnessed (origin, size, root, note, at_ms) SELECT $1, $2, $3, $4, $5
         WHERE $6 = 0 OR EXISTS (SELECT 1 FROM audit_witnessed WHERE origin = $1)
         ON CONFLICT (origin) DO UPDATE SET size = $2, root = $3, note = $4, at_ms = $5 WHERE size = $6`,
        [origin, size, root, note, Math.round(atMs), from],
      ),
    );
    if (changed !== 1)
      throw new MusterError('CONFLICT', `another checkpoint of ${origin} was cosigned meanwhile`);
  }
}

function parse(row: Row): WitnessedCheckpoint {
  return {
    origin: textOf(row, 'origin'),
    size: integerOf(row, 'size'),
    root: bytesOf(row, 'root'),
    note: bytesOf(row, 'note'),
    atMs: integerOf(row, 'at_ms'),
  };
}
