/**
 * @module Plans about which a person of the site decides, and what people decided. A decision is never changed: a later one of the same
 * plan takes its place, and all stay. People decide beside the running daemon, by its database, which takes turns between processes.
 */
import { existsSync } from 'node:fs';
import { MusterError } from '@muster/errors';
import type { Db, Row } from '../db.ts';
import { integerOf, jsonOf, nullable, textOf, toJson, wordOf } from '../row.ts';
import { openSqlite } from '../sqlite.ts';

const WORDS = ['approved', 'refused'] as const;

/** What a person decided about a plan. Times are milliseconds since 1970. */
export interface PlanDecision {
  readonly decision: (typeof WORDS)[number];
  readonly by: string;
  readonly why: string;
  readonly atMs: number;
}

/** A plan that a person was asked about. */
export interface AskedPlan {
  /** SHA-256, lower-case hex. */
  readonly planHash: string;
  readonly task: string;
  /** What it asks for: a JSON document of the agent's. */
  readonly asks: unknown;
  /** When it was offered first. */
  readonly sinceMs: number;
  /** The newest; null while nobody has decided. */
  readonly decided: PlanDecision | null;
}

/** A decision that is not in the journal yet. */
export interface UnrecordedDecision extends PlanDecision {
  readonly seq: number;
  readonly planHash: string;
  readonly task: string;
}

const SELECT = `SELECT plan_hash, task, asks_json, since_ms, decision, decided_by, why, at_ms FROM asked_plan
  LEFT JOIN plan_decision USING (plan_hash)
  WHERE (seq IS NULL OR seq = (SELECT MAX(seq) FROM plan_decision AS newest WHERE newest.plan_hash = asked_plan.plan_hash))`;

const decisionOf = (row: Row): PlanDecision => ({
  decision: wordOf(row, 'decision', WORDS),
  by: textOf(row, 'decided_by'),
  why: textOf(row, 'why'),
  atMs: integerOf(row, 'at_ms'),
});

const askedOf = (row: Row): AskedPlan => ({
  planHash: textOf(row, 'plan_hash'),
  task: textOf(row, 'task'),
  asks: jsonOf(row, 'asks_json'),
  sinceMs: integerOf(row, 'since_ms'),
  decided: nullable(row, 'decision', textOf) === null ? null : decisionOf(row),
});

export class Approvals {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** A person is to decide about the plan. A second time changes nothing. */
  ask(asked: Pick<AskedPlan, 'planHash' | 'task' | 'asks'>, nowMs: number): void {
    const { planHash, task, asks } = asked;
    this.#db.run(
      `INSERT INTO asked_plan (plan_hash, task, asks_json, since_ms) VALUES ($1, $2, $3, $4)
       ON CONFLICT (plan_hash) DO NOTHING`,
      [planHash, task, toJson(asks), nowMs],
    );
  }

  find(planHash: string): AskedPlan | undefined {
    return this.#db.get(`${SELECT} AND plan_hash = $1`, [planHash], askedOf);
  }

  /** Those of the task that stand approved. */
  approvedOf(task: string): AskedPlan[] {
    return this.#db.all(`${SELECT} AND decision = 'approved' AND task = $1`, [task], askedOf);
  }

  /** How many wait for a decision. */
  countPending(): number {
    const sql =
      'SELECT COUNT(*) AS n FROM asked_plan WHERE NOT EXISTS (SELECT 1 FROM plan_decision AS d WHERE d.plan_hash = asked_plan.plan_hash)';
    return this.#db.get(sql, [], (row) => integerOf(row, 'n')) ?? 0;
  }

  /** Oldest first. */
  list(): AskedPlan[] {
    return this.#db.all(`${SELECT} ORDER BY since_ms, plan_hash`, [], askedOf);
  }

  /** Durable when it returns. Throws NOT_FOUND for a plan that nobody was asked about. */
  decide(planHash: string, { decision, by, why, atMs }: PlanDecision): void {
    this.#db.atomically(() => {
      if (this.find(planHash) === undefined)
        throw new MusterError('NOT_FOUND', `nobody was asked about a plan ${planHash}`);
      this.#db.run(
        'INSERT INTO plan_decision (plan_hash, decision, decided_by, why, at_ms) VALUES ($1, $2, $3, $4, $5)',
        [planHash, decision, by, why, atMs],
      );
    });
  }

  /** Decisions that are not in the journal yet, oldest first. */
  unrecorded(): UnrecordedDecision[] {
    const sql = `SELECT seq, plan_hash, task, decision, decided_by, why, at_ms FROM plan_decision
      JOIN asked_plan USING (plan_hash) WHERE recorded = 0 ORDER BY seq`;
    return this.#db.all(sql, [], (row) => ({
      seq: integerOf(row, 'seq'),
      planHash: textOf(row, 'plan_hash'),
      task: textOf(row, 'task'),
      ...decisionOf(row),
    }));
  }

  /** The decision is in the journal. */
  recorded(seq: number): void {
    this.#db.run('UPDATE plan_decision SET recorded = 1 WHERE seq = $1', [seq]);
  }
}

/** What stands in the database of a site, read beside its daemon; none where no daemon has run yet. Throws STORAGE_*. */
export function readAskedPlans(path: string): readonly AskedPlan[] {
  if (!existsSync(path)) return [];
  using db = openSqlite(path, { readOnly: true });
  return hasTable(db) ? new Approvals(db).list() : [];
}

/** A person decides, beside the daemon of the site or without one. Throws NOT_FOUND, STORAGE_*. */
export function decideAskedPlan(path: string, planHash: string, decision: PlanDecision): void {
  if (!existsSync(path)) throw new MusterError('NOT_FOUND', 'no agent has run here yet');
  using db = openSqlite(path);
  if (!hasTable(db)) throw new MusterError('NOT_FOUND', 'no agent of this version has run here yet');
  new Approvals(db).decide(planHash, decision);
}

function hasTable(db: Db): boolean {
  return db.get("SELECT 1 FROM sqlite_master WHERE name = 'plan_decision'", [], () => true) === true;
}
