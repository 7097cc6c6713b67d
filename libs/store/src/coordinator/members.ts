/** @module Members: the sites selected for one attempt at a round, and how each ended. The ledger of what was counted. */
import { MusterError } from '@muster/errors';
import type { Db, Row } from '../db.ts';
import { type Figures, figuresOf, integerOf, nullable, textOf, toJson, wordOf } from '../row.ts';

/** One try at a round. */
export interface RoundRef {
  readonly run: string;
  readonly round: number;
  readonly attempt: number;
}

const OUTCOMES = ['counted', 'refused', 'late', 'lost', 'rejected', 'failed', 'abandoned'] as const;
/** How a member ended, in the words of the architecture. */
export type Outcome = (typeof OUTCOMES)[number];

/** The end of one member in one attempt. */
export interface MemberResult {
  readonly site: string;
  readonly outcome: Outcome;
  /** An error code, or ''. */
  readonly code: string;
  /** For people; '' when counted. */
  readonly reason: string;
  /** Training examples behind the update; null when none was announced. */
  readonly weight: number | null;
  readonly updateHash: string | null;
  readonly bytesUp: number;
  readonly bytesDown: number;
  readonly figures: Figures;
}

/** A row of the ledger; `outcome` is null while the site is still at it. */
export interface Member extends RoundRef, Omit<MemberResult, 'outcome'> {
  readonly outcome: Outcome | null;
}

const COLUMNS = `run, round, attempt, site, outcome, code, reason, weight, update_hash, bytes_up, bytes_down,
  figures_json`;

const memberOf = (row: Row): Member => ({
  run: textOf(row, 'run'),
  round: integerOf(row, 'round'),
  attempt: integerOf(row, 'attempt'),
  site: textOf(row, 'site'),
  outcome: nullable(row, 'outcome', (from, column) => wordOf(from, column, OUTCOMES)),
  code: textOf(row, 'code'),
  reason: textOf(row, 'reason'),
  weight: nullable(row, 'weight', integerOf),
  updateHash: nullable(row, 'update_hash', textOf),
  bytesUp: integerOf(row, 'bytes_up'),
  bytesDown: integerOf(row, 'bytes_down'),
  figures: figuresOf(row, 'figures_json'),
});

export class Members {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  find(ref: RoundRef, site: string): Member | undefined {
    return this.#db.get(
      `SELECT ${COLUMNS} FROM member WHERE run = $1 AND round = $2 AND attempt = $3 AND site = $4`,
      [ref.run, ref.round, ref.attempt, site],
      memberOf,
    );
  }

  /** Of one attempt, by site. */
  ofAttempt(ref: RoundRef): Member[] {
    return this.#db.all(
      `SELECT ${COLUMNS} FROM member WHERE run = $1 AND round = $2 AND attempt = $3 ORDER BY site`,
      [ref.run, ref.round, ref.attempt],
      memberOf,
    );
  }

  /** Of a whole run, by round, attempt and site: what `run show` prints. */
  ofRun(run: string): Member[] {
    return this.#db.all(
      `SELECT ${COLUMNS} FROM member WHERE run = $1 ORDER BY round, attempt, site`,
      [run],
      memberOf,
    );
  }

  /** L2 norms of the newest updates that counted in rounds of this run before `round`, at most `limit`. */
  norms(run: string, round: number, limit: number): number[] {
    return this.#db
      .all(
        `SELECT figures_json FROM member WHERE run = $1 AND round < $2 AND outcome = 'counted'
         ORDER BY round DESC, site LIMIT $3`,
        [run, round, limit],
        (row) => figuresOf(row, 'figures_json').norm,
      )
      .filter((norm) => norm !== undefined);
  }

  /** Selected, nothing heard yet. Throws CONFLICT when it is there, INVALID_ARGUMENT when the site is not enrolled. */
  select(ref: RoundRef, site: string): void {
    this.#db.run(
      `INSERT INTO member (${COLUMNS}) VALUES ($1, $2, $3, $4, NULL, '', '', NULL, NULL, 0, 0, '{}')`,
      [ref.run, ref.round, ref.attempt, site],
    );
  }

  /** A verdict was taken back while the attempt is open: the site's part in it goes on. Nothing for a site that ended in another way. */
  reopen({ run, round, attempt }: RoundRef, site: string): void {
    this.#db.run(
      `UPDATE member SET outcome = NULL, code = '', reason = ''
       WHERE run = $1 AND round = $2 AND attempt = $3 AND site = $4 AND outcome = 'rejected'`,
      [run, round, attempt, site],
    );
  }

  /** Writes how a selected site ended. Throws NOT_IN_COHORT, or CONFLICT when another attempt has counted it. */
  end(ref: RoundRef, result: MemberResult): void {
    const changed = this.#db.run(
      `UPDATE member SET outcome = $5, code = $6, reason = $7, weight = $8, update_hash = $9, bytes_up = $10,
         bytes_down = $11, figures_json = $12
       WHERE run = $1 AND round = $2 AND attempt = $3 AND site = $4`,
      [
        ref.run,
        ref.round,
        ref.attempt,
        result.site,
        result.outcome,
        result.code,
        result.reason,
        result.weight,
        result.updateHash,
        result.bytesUp,
        result.bytesDown,
        toJson(result.figures),
      ],
    );
    if (changed === 1) return;
    throw new MusterError('NOT_IN_COHORT', `site ${result.site} was not selected for round ${ref.round}`, {
      detail: { run: ref.run, round: ref.round, attempt: ref.attempt, site: result.site },
    });
  }
}
