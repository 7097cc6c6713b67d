/** @module Model versions: immutable, one a round, round 0 being the initial one. Their bytes are blobs. */
import { MusterError } from '@muster/errors';
import type { Db, Row } from '../db.ts';
import { type Figures, figuresOf, integerOf, jsonOf, nullable, textOf, toJson } from '../row.ts';

/** One immutable model. Times are milliseconds since 1970. */
export interface ModelVersion {
  readonly id: string;
  readonly run: string;
  readonly round: number;
  /** SHA-256 of the flat float32 vector, hex; the name of its blob. */
  readonly hash: string;
  /** The model that it was made from; null for an initial one. */
  readonly parentHash: string | null;
  readonly planHash: string;
  /** The `VectorLayout` as a JSON document. */
  readonly layout: unknown;
  readonly sizeBytes: number;
  readonly createdMs: number;
  readonly metrics: Figures;
}

const COLUMNS =
  'id, run, round, hash, parent_hash, plan_hash, layout_json, size_bytes, created_ms, metrics_json';

const modelOf = (row: Row): ModelVersion => ({
  id: textOf(row, 'id'),
  run: textOf(row, 'run'),
  round: integerOf(row, 'round'),
  hash: textOf(row, 'hash'),
  parentHash: nullable(row, 'parent_hash', textOf),
  planHash: textOf(row, 'plan_hash'),
  layout: jsonOf(row, 'layout_json'),
  sizeBytes: integerOf(row, 'size_bytes'),
  createdMs: integerOf(row, 'created_ms'),
  metrics: figuresOf(row, 'metrics_json'),
});

export class Models {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Records a version whose blob is stored already. Throws CONFLICT when the id or (run, round) is taken. */
  add(model: ModelVersion): void {
    this.#db.run(`INSERT INTO model (${COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, [
      model.id,
      model.run,
      model.round,
      model.hash,
      model.parentHash,
      model.planHash,
      toJson(model.layout),
      model.sizeBytes,
      model.createdMs,
      toJson(model.metrics),
    ]);
  }

  find(id: string): ModelVersion | undefined {
    return this.#db.get(`SELECT ${COLUMNS} FROM model WHERE id = $1`, [id], modelOf);
  }

  /** Throws NOT_FOUND. */
  get(id: string): ModelVersion {
    const found = this.find(id);
    if (found === undefined) throw new MusterError('NOT_FOUND', `no model ${id}`, { detail: { model: id } });
    return found;
  }

  /** The newest version of a run. */
  latest(run: string): ModelVersion | undefined {
    return this.#db.get(
      `SELECT ${COLUMNS} FROM model WHERE run = $1 ORDER BY round DESC LIMIT 1`,
      [run],
      modelOf,
    );
  }

  /** The newest version of a run whose accuracy is known. */
  latestMeasured(run: string): ModelVersion | undefined {
    return this.#db.get(
      `SELECT ${COLUMNS} FROM model WHERE run = $1 AND json_extract(metrics_json, '$.accuracy') IS NOT NULL
       ORDER BY round DESC LIMIT 1`,
      [run],
      modelOf,
    );
  }

  /** The newest `limit` versions, newest first; of one run, whatever the clock said meanwhile, or of all when `run` is null. */
  list(run: string | null, limit: number): ModelVersion[] {
    if (run !== null) {
      const sql = `SELECT ${COLUMNS} FROM model WHERE run = $1 ORDER BY round DESC LIMIT $2`;
      return this.#db.all(sql, [run, limit], modelOf);
    }
    const sql = `SELECT ${COLUMNS} FROM model ORDER BY created_ms DESC, run DESC, round DESC LIMIT $1`;
    return this.#db.all(sql, [limit], modelOf);
  }

  /** Adds what a later evaluation found to the metrics of a version. Throws NOT_FOUND. */
  measured(id: string, metrics: Figures): void {
    this.#db.run('UPDATE model SET metrics_json = $2 WHERE id = $1', [
      id,
      toJson({ ...this.get(id).metrics, ...metrics }),
    ]);
  }
}
