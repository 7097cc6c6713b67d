/**
 * @module What the agent works on, and the updates it keeps until it is told how they ended.
 *
 * The agent is the durable queue between `received` and `counted` (invariant 2): an update is a blob, then a row here,
 * then bytes on the wire; it is let go when the coordinator names an outcome.
 */
import { MusterError } from '@muster/errors';
import type { Db, Row } from '../db.ts';
import { bytesOf, integerOf, jsonOf, nullable, textOf, toJson, wordOf } from '../row.ts';

/** How work ends, in the coordinator's words for outcomes. */
const SETTLED = ['counted', 'refused', 'late', 'lost', 'rejected', 'failed', 'abandoned'] as const;
/** How work ended. */
export type SettledStatus = (typeof SETTLED)[number];

/** `working`: accepted, no update yet. `kept`: an update waits to be counted. Then one of the settled. */
type WorkStatus = 'working' | 'kept' | SettledStatus;

/** One try at a round, by the coordinator's names and numbers. */
export interface WorkRef {
  readonly run: string;
  readonly round: number;
  readonly attempt: number;
}

/** One accepted offer, and what came of it. Hashes are SHA-256 in lower-case hex, times milliseconds since 1970. */
export interface Work extends WorkRef {
  readonly planHash: string;
  readonly modelHash: string;
  readonly status: WorkStatus;
  /** Name of the update's blob; null before there is one. */
  readonly updateHash: string | null;
  readonly sizeBytes: number | null;
  readonly weight: number | null;
  /** What was reported with the update, exactly; null before. */
  readonly report: unknown;
  /** When the status was reached. */
  readonly atMs: number;
}

/** An update as it is announced; `weight` is its training examples, at least 1. */
export interface KeptUpdate {
  readonly updateHash: string;
  readonly sizeBytes: number;
  readonly weight: number;
  readonly report: unknown;
}

/** What the coordinator said of the end, under its signature: the site can show it to anybody. */
export interface Receipt extends WorkRef {
  readonly outcome: SettledStatus;
  readonly code: string;
  readonly reason: string;
  /** The signed message, as it was encoded. */
  readonly message: Uint8Array;
  /** Ed25519 public key of the coordinator, hex. */
  readonly signedBy: string;
  readonly atMs: number;
}

const RECEIPT_COLUMNS = 'run, round, attempt, outcome, code, reason, message, signed_by, at_ms';

const receiptOf = (row: Row): Receipt => ({
  run: textOf(row, 'run'),
  round: integerOf(row, 'round'),
  attempt: integerOf(row, 'attempt'),
  outcome: wordOf(row, 'outcome', SETTLED),
  code: textOf(row, 'code'),
  reason: textOf(row, 'reason'),
  message: bytesOf(row, 'message'),
  signedBy: textOf(row, 'signed_by'),
  atMs: integerOf(row, 'at_ms'),
});

const COLUMNS =
  'run, round, attempt, plan_hash, model_hash, status, update_hash, size_bytes, weight, report_json, at_ms';

const workOf = (row: Row): Work => ({
  run: textOf(row, 'run'),
  round: integerOf(row, 'round'),
  attempt: integerOf(row, 'attempt'),
  planHash: textOf(row, 'plan_hash'),
  modelHash: textOf(row, 'model_hash'),
  status: wordOf(row, 'status', ['working', 'kept', ...SETTLED]),
  updateHash: nullable(row, 'update_hash', textOf),
  sizeBytes: nullable(row, 'size_bytes', integerOf),
  weight: nullable(row, 'weight', integerOf),
  report: nullable(row, 'report_json', jsonOf),
  atMs: integerOf(row, 'at_ms'),
});

export class WorkLedger {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /**
   * Accepts an offer. Only a higher attempt than any before of the same round is accepted, else CONFLICT: a replayed
   * or delayed offer makes no second update. What an earlier attempt left unsettled is abandoned by it.
   */
  accept(offer: WorkRef & { readonly planHash: string; readonly modelHash: string }, nowMs: number): void {
    this.#db.atomically(() => {
      const highest = this.highestAttempt(offer.run, offer.round);
      if (offer.attempt <= highest) {
        throw new MusterError('CONFLICT', `attempt ${highest} of round ${offer.round} was accepted already`, {
          detail: { run: offer.run, round: offer.round, attempt: offer.attempt, highest },
        });
      }
      this.#db.run(
        `UPDATE work SET status = 'abandoned', at_ms = $3
         WHERE run = $1 AND round = $2 AND status IN ('working', 'kept')`,
        [offer.run, offer.round, nowMs],
      );
      this.#db.run(
        `INSERT INTO work (run, round, attempt, plan_hash, model_hash, status, at_ms)
         VALUES ($1, $2, $3, $4, $5, 'working', $6)`,
        [offer.run, offer.round, offer.attempt, offer.planHash, offer.modelHash, nowMs],
      );
    });
  }

  /** The highest attempt ever accepted of a round, 0 if none. */
  highestAttempt(run: string, round: number): number {
    return (
      this.#db.get(
        'SELECT COALESCE(MAX(attempt), 0) AS attempt FROM work WHERE run = $1 AND round = $2',
        [run, round],
        (row) => integerOf(row, 'attempt'),
      ) ?? 0
    );
  }

  /** In how many rounds of a run, but this one, the site has worked: for a policy that limits them. */
  roundsTaken(run: string, exceptRound: number): number {
    return (
      this.#db.get(
        'SELECT COUNT(DISTINCT round) AS rounds FROM work WHERE run = $1 AND round <> $2',
        [run, exceptRound],
        (row) => integerOf(row, 'rounds'),
      ) ?? 0
    );
  }

  find(ref: WorkRef): Work | undefined {
    return this.#db.get(
      `SELECT ${COLUMNS} FROM work WHERE run = $1 AND round = $2 AND attempt = $3`,
      [ref.run, ref.round, ref.attempt],
      workOf,
    );
  }

  /** Records the update, whose blob is stored already, before a byte of it leaves. CONFLICT unless it is `working`. */
  keep(ref: WorkRef, update: KeptUpdate, nowMs: number): void {
    const changed = this.#db.run(
      `UPDATE work SET status = 'kept', update_hash = $4, size_bytes = $5, weight = $6, report_json = $7, at_ms = $8
       WHERE run = $1 AND round = $2 AND attempt = $3 AND status = 'working'`,
      [
        ref.run,
        ref.round,
        ref.attempt,
        update.updateHash,
        update.sizeBytes,
        update.weight,
        toJson(update.report),
        nowMs,
      ],
    );
    if (changed === 1) return;
    throw new MusterError('CONFLICT', `attempt ${ref.attempt} of round ${ref.round} is not being worked on`, {
      detail: { run: ref.run, round: ref.round, attempt: ref.attempt },
    });
  }

  /**
   * Records how it ended; the first outcome stands, but for a rejection that the coordinator takes back by counting the update, and for
   * an update that counted by a seal in a round that a person gave up, of which the coordinator's signed word tells. Returns the row as it
   * is then, undefined if there is none. After this the update's blob may go, unless `keptHashes` still names it. The signed word is kept
   * with it or neither is: of what is settled nobody asks again, and no second word would come.
   */
  settle(ref: WorkRef, outcome: SettledStatus, nowMs: number, receipt?: Receipt): Work | undefined {
    return this.#db.atomically(() => {
      this.#db.run(
        `UPDATE work SET status = $4, at_ms = $5
         WHERE run = $1 AND round = $2 AND attempt = $3
           AND (status IN ('working', 'kept') OR (status = 'rejected' AND $4 = 'counted')
             OR (status = 'counted' AND $4 = 'abandoned' AND $6 = 1))`,
        [ref.run, ref.round, ref.attempt, outcome, nowMs, receipt ? 1 : 0],
      );
      if (receipt) this.#receive(receipt);
      return this.find(ref);
    });
  }

  /** In place of an earlier one. */
  #receive(receipt: Receipt): void {
    this.#db.run(
      `INSERT INTO receipt (${RECEIPT_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       ON CONFLICT (run, round, attempt) DO UPDATE SET
         outcome = $4, code = $5, reason = $6, message = $7, signed_by = $8, at_ms = $9`,
      [
        receipt.run,
        receipt.round,
        receipt.attempt,
        receipt.outcome,
        receipt.code,
        receipt.reason,
        receipt.message,
        receipt.signedBy,
        receipt.atMs,
      ],
    );
  }

  receipt(ref: WorkRef): Receipt | undefined {
    return this.#db.get(
      `SELECT ${RECEIPT_COLUMNS} FROM receipt WHERE run = $1 AND round = $2 AND attempt = $3`,
      [ref.run, ref.round, ref.attempt],
      receiptOf,
    );
  }

  /** What a restarted agent finds open, oldest first: `working` was interrupted, `kept` is offered again. */
  unsettled(): Work[] {
    return this.#db.all(
      `SELECT ${COLUMNS} FROM work WHERE status IN ('working', 'kept') ORDER BY at_ms, run, round`,
      [],
      workOf,
    );
  }

  /** Hashes of the update blobs that must stay. */
  keptHashes(): ReadonlySet<string> {
    return new Set(
      this.#db.all("SELECT update_hash FROM work WHERE status = 'kept'", [], (row) =>
        textOf(row, 'update_hash'),
      ),
    );
  }

  /** Hashes of the newest `limit` updates that are settled: of those that are kept for inspection. */
  settledHashes(limit: number): ReadonlySet<string> {
    const sql = `SELECT update_hash FROM work
      WHERE update_hash IS NOT NULL AND status NOT IN ('working', 'kept')
      ORDER BY at_ms DESC, run DESC, round DESC, attempt DESC LIMIT $1`;
    return new Set(this.#db.all(sql, [limit], (row) => textOf(row, 'update_hash')));
  }

  /** The newest `limit`, newest first. */
  recent(limit: number): Work[] {
    return this.#db.all(
      `SELECT ${COLUMNS} FROM work ORDER BY at_ms DESC, run DESC, round DESC, attempt DESC LIMIT $1`,
      [limit],
      workOf,
    );
  }
}
