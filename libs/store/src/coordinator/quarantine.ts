/** @module Updates that were refused: who brought what, why it was not added, and where its bytes are as long as they are kept. */
import { MusterError } from '@muster/errors';
import type { Db, Row } from '../db.ts';
import { type Figures, figuresOf, integerOf, nullable, textOf, toJson, wordOf } from '../row.ts';
import type { RoundRef } from './members.ts';

const STATES = ['held', 'released', 'dropped'] as const;

/** One refused update. Times are milliseconds since 1970. */
export interface Quarantined extends RoundRef {
  readonly id: string;
  readonly site: string;
  /** An error code, and the sentence that goes with it. */
  readonly code: string;
  readonly reason: string;
  /** As announced; null when the announcement itself was refused before it named them. */
  readonly updateHash: string | null;
  readonly sizeBytes: number | null;
  readonly weight: number | null;
  /** Name within the quarantine folder; null: no bytes are kept. */
  readonly file: string | null;
  /** What was measured: norm, largest value, and what they were held against. */
  readonly figures: Figures;
  readonly atMs: number;
  /** `released`: an operator found nothing wrong with it. `dropped`: its bytes are gone. */
  readonly state: (typeof STATES)[number];
  readonly decidedMs: number | null;
  /** The operator who did; '' when room was made for newer ones. */
  readonly decidedBy: string | null;
}

const COLUMNS = `id, run, round, attempt, site, code, reason, update_hash, size_bytes, weight, file, figures_json,
  at_ms, state, decided_ms, decided_by`;

const quarantinedOf = (row: Row): Quarantined => ({
  id: textOf(row, 'id'),
  run: textOf(row, 'run'),
  round: integerOf(row, 'round'),
  attempt: integerOf(row, 'attempt'),
  site: textOf(row, 'site'),
  code: textOf(row, 'code'),
  reason: textOf(row, 'reason'),
  updateHash: nullable(row, 'update_hash', textOf),
  sizeBytes: nullable(row, 'size_bytes', integerOf),
  weight: nullable(row, 'weight', integerOf),
  file: nullable(row, 'file', textOf),
  figures: figuresOf(row, 'figures_json'),
  atMs: integerOf(row, 'at_ms'),
  state: wordOf(row, 'state', STATES),
  decidedMs: nullable(row, 'decided_ms', integerOf),
  decidedBy: nullable(row, 'decided_by', textOf),
});

/** A shorter beginning of an id is taken for a slip. */
const SHORT_MIN = 4;

export class Quarantine {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  add(update: Omit<Quarantined, 'state' | 'decidedMs' | 'decidedBy'>): void {
    this.#db.run(
      `INSERT INTO quarantine (${COLUMNS})
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'held', NULL, NULL)`,
      [
        update.id,
        update.run,
        update.round,
        update.attempt,
        update.site,
        update.code,
        update.reason,
        update.updateHash,
        update.sizeBytes,
        update.weight,
        update.file,
        toJson(update.figures),
        update.atMs,
      ],
    );
  }

  find(id: string): Quarantined | undefined {
    return this.#db.get(`SELECT ${COLUMNS} FROM quarantine WHERE id = $1`, [id], quarantinedOf);
  }

  /** Throws NOT_FOUND. */
  get(id: string): Quarantined {
    const found = this.find(id);
    if (found === undefined) throw new MusterError('NOT_FOUND', `no update ${id} is in quarantine`);
    return found;
  }

  /** The id that this is, or of which it is the beginning, four characters at least. Throws NOT_FOUND, CONFLICT (more than one begins so). */
  idOf(beginning: string): string {
    const sql = 'SELECT id FROM quarantine WHERE substr(id, 1, length($1)) = $1 ORDER BY id LIMIT 2';
    const found = this.#db.all(sql, [beginning], (row) => textOf(row, 'id'));
    const [id, other] = beginning.length < SHORT_MIN ? [] : found;
    if (id === undefined) throw new MusterError('NOT_FOUND', `no update ${beginning} is in quarantine`);
    if (other !== undefined && id !== beginning)
      throw new MusterError('CONFLICT', `more than one update in quarantine begins with ${beginning}`);
    return id;
  }

  /** The newest `limit`, newest first; of one run, or of all. */
  list(run: string | null, limit: number): Quarantined[] {
    return this.#db.all(
      `SELECT ${COLUMNS} FROM quarantine WHERE $1 IS NULL OR run = $1 ORDER BY at_ms DESC, id DESC LIMIT $2`,
      [run, limit],
      quarantinedOf,
    );
  }

  /** Those whose bytes are kept, oldest first. */
  withBytes(): Quarantined[] {
    return this.#db.all(
      `SELECT ${COLUMNS} FROM quarantine WHERE file IS NOT NULL ORDER BY at_ms, id`,
      [],
      quarantinedOf,
    );
  }

  /** Whether there is a record of this update in this attempt. */
  knows({ run, round, attempt }: RoundRef, site: string, updateHash: string): boolean {
    const sql = `SELECT 1 FROM quarantine
      WHERE run = $1 AND round = $2 AND attempt = $3 AND site = $4 AND update_hash = $5 LIMIT 1`;
    return this.#db.get(sql, [run, round, attempt, site, updateHash], () => true) ?? false;
  }

  /** Records there are, and bytes that are kept. */
  totals(): { readonly records: number; readonly bytes: number } {
    const sql = `SELECT COUNT(*) AS records, COALESCE(SUM(size_bytes) FILTER (WHERE file IS NOT NULL), 0) AS bytes
      FROM quarantine`;
    const totals = this.#db.get(sql, [], (row) => ({
      records: integerOf(row, 'records'),
      bytes: integerOf(row, 'bytes'),
    }));
    return totals ?? { records: 0, bytes: 0 };
  }

  /** Those that go first when there are too many: without bytes before those whose bytes are kept, of both the oldest. */
  firstToGo(limit: number): Quarantined[] {
    return this.#db.all(
      `SELECT ${COLUMNS} FROM quarantine ORDER BY file IS NOT NULL, at_ms, id LIMIT $1`,
      [limit],
      quarantinedOf,
    );
  }

  /** Without a trace; the bytes go after it. */
  forget(id: string): void {
    this.#db.run('DELETE FROM quarantine WHERE id = $1', [id]);
  }

  /** Of the site in the run, those that nobody took back: what counts against it. */
  strikes(site: string, sinceMs: number): number {
    const sql = `SELECT COUNT(*) AS strikes FROM quarantine
      WHERE site = $1 AND at_ms > $2 AND state <> 'released'`;
    return this.#db.get(sql, [site, sinceMs], (row) => integerOf(row, 'strikes')) ?? 0;
  }

  /** Written once: CONFLICT when somebody decided before. The bytes go after it, or into the round. Throws NOT_FOUND. */
  decide(id: string, state: 'released' | 'dropped', by: string, nowMs: number): Quarantined {
    const changed = this.#db.run(
      `UPDATE quarantine SET state = $2, decided_ms = $3, decided_by = $4, file = NULL
       WHERE id = $1 AND state = 'held'`,
      [id, state, nowMs, by],
    );
    const now = this.get(id);
    if (changed === 0) throw new MusterError('CONFLICT', `the update ${id} was ${now.state} before`);
    return now;
  }
}
