/** @module State of the server's optimizer between rounds: vectors (momentum, second moment) as blobs, and scalars. */
import type { Db } from '../db.ts';
import { type Figures, figuresOf, integerOf, textOf, toJson } from '../row.ts';

/** What a strategy keeps from round to round: a vector for each slot, as a blob, and figures by name. */
export interface OptimizerState {
  /** The round after whose step this is the state. */
  readonly round: number;
  /** Hash of the blob of each slot. */
  readonly slots: Readonly<Record<string, string>>;
  readonly scalars: Figures;
}

export class OptimizerStates {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Undefined before the first step of a run. */
  find(run: string): OptimizerState | undefined {
    const slots = this.#db.all(
      'SELECT slot, hash FROM optimizer_slot WHERE run = $1 ORDER BY slot',
      [run],
      (row) => [textOf(row, 'slot'), textOf(row, 'hash')],
    );
    return this.#db.get('SELECT round, scalars_json FROM optimizer_scalars WHERE run = $1', [run], (row) => ({
      round: integerOf(row, 'round'),
      slots: Object.fromEntries(slots),
      scalars: figuresOf(row, 'scalars_json'),
    }));
  }

  /** Replaces the whole state; stands in the transaction that commits the round. */
  replace(run: string, state: OptimizerState): void {
    this.#db.run('DELETE FROM optimizer_slot WHERE run = $1', [run]);
    for (const [slot, hash] of Object.entries(state.slots)) {
      this.#db.run('INSERT INTO optimizer_slot (run, slot, hash) VALUES ($1, $2, $3)', [run, slot, hash]);
    }
    this.#db.run(
      `INSERT INTO optimizer_scalars (run, round, scalars_json) VALUES ($1, $2, $3)
       ON CONFLICT (run) DO UPDATE SET round = $2, scalars_json = $3`,
      [run, state.round, toJson(state.scalars)],
    );
  }
}
