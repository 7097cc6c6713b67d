/** @module Runs: a task frozen and executed once, with the state of its machine. */
import { MusterError } from '@muster/errors';
import type { Db, Row } from '../db.ts';
import { integerOf, jsonOf, nullable, textOf, toJson } from '../row.ts';

/** One execution of a plan. Times are milliseconds since 1970, hashes SHA-256 in lower-case hex. */
export interface Run {
  readonly id: string;
  /** What the person's client sent so that a repeated start is one run. */
  readonly requestId: string;
  /** The task's name. */
  readonly task: string;
  /** task.yaml as it was submitted. */
  readonly taskText: string;
  readonly planHash: string;
  /** State of the pure run machine; a JSON document that the machine parses. */
  readonly state: unknown;
  /** The machine's word for where it is; a run is over when `endedMs` is set. */
  readonly status: string;
  readonly createdMs: number;
  readonly startedMs: number | null;
  readonly endedMs: number | null;
  /** Why it is paused, failed or cancelled; '' otherwise. */
  readonly reason: string;
  /** The operator's id. */
  readonly createdBy: string;
}

/** A run as it begins. */
export type NewRun = Omit<Run, 'startedMs' | 'endedMs' | 'reason'>;

/** What a step of the machine changes. `startedMs` and `endedMs` are kept once set; left out, they stay. */
export interface RunProgress {
  readonly state: unknown;
  readonly status: string;
  readonly reason?: string;
  readonly startedMs?: number;
  readonly endedMs?: number;
}

const COLUMNS = `id, request_id, task, task_text, plan_hash, state_json, status, created_ms, started_ms, ended_ms,
  reason, created_by`;

const runOf = (row: Row): Run => ({
  id: textOf(row, 'id'),
  requestId: textOf(row, 'request_id'),
  task: textOf(row, 'task'),
  taskText: textOf(row, 'task_text'),
  planHash: textOf(row, 'plan_hash'),
  state: jsonOf(row, 'state_json'),
  status: textOf(row, 'status'),
  createdMs: integerOf(row, 'created_ms'),
  startedMs: nullable(row, 'started_ms', integerOf),
  endedMs: nullable(row, 'ended_ms', integerOf),
  reason: textOf(row, 'reason'),
  createdBy: textOf(row, 'created_by'),
});

export class Runs {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /**
   * Creates the run, or finds the one that the same request made before (`created: false`).
   * Throws CONFLICT when that request started another task, or when the id is taken.
   * Does one statement when it creates, so it may stand in a larger transaction (with the initial model).
   */
  create(run: NewRun): { readonly run: Run; readonly created: boolean } {
    const added = this.#db.get(
      `INSERT INTO run (id, request_id, task, task_text, plan_hash, state_json, status, created_ms, created_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (request_id) DO NOTHING RETURNING ${COLUMNS}`,
      [
        run.id,
        run.requestId,
        run.task,
        run.taskText,
        run.planHash,
        toJson(run.state),
        run.status,
        run.createdMs,
        run.createdBy,
      ],
      runOf,
    );
    if (added !== undefined) return { run: added, created: true };
    const earlier = this.findByRequest(run.requestId);
    if (earlier === undefined || earlier.taskText !== run.taskText) {
      throw new MusterError('CONFLICT', `request ${run.requestId} started another task already`, {
        detail: { requestId: run.requestId, run: earlier?.id ?? '' },
      });
    }
    return { run: earlier, created: false };
  }

  find(id: string): Run | undefined {
    return this.#db.get(`SELECT ${COLUMNS} FROM run WHERE id = $1`, [id], runOf);
  }

  findByRequest(requestId: string): Run | undefined {
    return this.#db.get(`SELECT ${COLUMNS} FROM run WHERE request_id = $1`, [requestId], runOf);
  }

  /** Throws NOT_FOUND. */
  get(id: string): Run {
    const found = this.find(id);
    if (found === undefined) throw new MusterError('NOT_FOUND', `no run ${id}`, { detail: { run: id } });
    return found;
  }

  /** The newest `limit` runs, newest first. */
  list(limit: number): Run[] {
    return this.#db.all(
      `SELECT ${COLUMNS} FROM run ORDER BY created_ms DESC, id DESC LIMIT $1`,
      [limit],
      runOf,
    );
  }

  /** Those not ended, oldest first: what a restarted coordinator goes on with. */
  active(): Run[] {
    return this.#db.all(
      `SELECT ${COLUMNS} FROM run WHERE ended_ms IS NULL ORDER BY created_ms, id`,
      [],
      runOf,
    );
  }

  countActive(): number {
    const sql = 'SELECT COUNT(*) AS runs FROM run WHERE ended_ms IS NULL';
    return this.#db.get(sql, [], (row) => integerOf(row, 'runs')) ?? 0;
  }

  /** Records a step of the machine. Throws NOT_FOUND, or RUN_NOT_ACTIVE when the run has ended. */
  advance(id: string, progress: RunProgress): void {
    const changed = this.#db.run(
      `UPDATE run SET state_json = $2, status = $3, reason = $4, started_ms = COALESCE(started_ms, $5), ended_ms = $6
       WHERE id = $1 AND ended_ms IS NULL`,
      [
        id,
        toJson(progress.state),
        progress.status,
        progress.reason ?? '',
        progress.startedMs ?? null,
        progress.endedMs ?? null,
      ],
    );
    if (changed === 1) return;
    const run = this.get(id);
    throw new MusterError('RUN_NOT_ACTIVE', `run ${id} has ended: ${run.status}`, { detail: { run: id } });
  }
}
