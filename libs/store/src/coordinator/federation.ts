/** @module Facts about the federation that are set once, and that its manifest does not say. */
import { MusterError } from '@muster/errors';
import type { Db } from '../db.ts';
import { textOf } from '../row.ts';

/** The facts kept, all as text. */
export type FederationFact = 'auditHost';

export class Federation {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  get(fact: FederationFact): string | undefined {
    return this.#db.get('SELECT value FROM federation WHERE name = $1', [fact], (row) =>
      textOf(row, 'value'),
    );
  }

  /**
   * Writes a row and takes it away again: in a transaction of its own it shows whether the database takes any. For a row that is set to
   * what it was SQLite writes nothing, which no disk refuses.
   */
  touch(): void {
    this.#db.run("INSERT INTO federation (name, value) VALUES ('touched', '')");
    this.#db.run("DELETE FROM federation WHERE name = 'touched'");
  }

  /** Records a fact for good. Setting it again to the same value does nothing; to another is CONFLICT. */
  set(fact: FederationFact, value: string): void {
    const added = this.#db.run(
      'INSERT INTO federation (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING',
      [fact, value],
    );
    if (added === 1 || this.get(fact) === value) return;
    throw new MusterError('CONFLICT', `the federation has another ${fact} already`, { detail: { fact } });
  }
}
