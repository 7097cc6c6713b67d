/**
 * @module Rounds: each attempt at one, from its opening to commit or abandonment.
 *
 * Invariant 1 of the architecture lives here: a member becomes `counted` only in `seal` or `commit`, each one transaction that
 * also records the sum, or the model, which holds its update.
 */
import { MusterError } from '@muster/errors';
import type { Db, Row } from '../db.ts';
import { type Figures, figuresOf, integerOf, nullable, textOf, toJson, wordOf } from '../row.ts';
import type { Events, NewEvent } from './events.ts';
import { type MemberResult, Members, type RoundRef } from './members.ts';
import { Models } from './models.ts';
import { OptimizerStates } from './optimizer-state.ts';
import { type RunProgress, Runs } from './runs.ts';
import { Seals } from './seals.ts';

const STATUSES = ['open', 'committed', 'abandoned'] as const;

/** One attempt at a round. Times are milliseconds since 1970; hashes name the models before and after it. */
export interface Round extends RoundRef {
  readonly status: (typeof STATUSES)[number];
  readonly openedMs: number;
  readonly closedMs: number | null;
  readonly modelInHash: string;
  readonly modelOutHash: string | null;
  /** Accuracy, loss, bytes, seconds: what one line about the round says. */
  readonly figures: Figures;
}

/** What goes with a step of a round into the same transaction. */
interface Accompaniment {
  readonly runProgress: RunProgress;
  readonly events: readonly NewEvent[];
}

/** An attempt that begins. */
export interface RoundOpening extends RoundRef, Accompaniment {
  readonly openedMs: number;
  readonly modelInHash: string;
  /** Names of the sites selected. */
  readonly cohort: readonly string[];
}

/** A sum that is on disk already, and those who are in it and were not in the one before. */
export interface RoundSeal extends RoundRef, Accompaniment {
  readonly sealedMs: number;
  readonly sumHash: string;
  readonly added: readonly MemberResult[];
  /** In the sum, with those sealed before. */
  readonly members: number;
}

/** An attempt that ends without a model. */
export interface RoundEnd extends RoundRef, Accompaniment {
  readonly closedMs: number;
  /** How sites ended; each selected site has an outcome here or had one recorded before. */
  readonly members: readonly MemberResult[];
  readonly figures: Figures;
}

/** An attempt that ends with a model. */
export interface RoundCommit extends RoundEnd {
  /** The version made, whose blob is stored already; parent, plan and time follow from the round. */
  readonly model: {
    readonly id: string;
    readonly hash: string;
    readonly layout: unknown;
    readonly sizeBytes: number;
    readonly metrics: Figures;
  };
  /** State after this round's step, its blobs stored already. A strategy without any passes `{ slots: {}, scalars: {} }`. */
  readonly optimizer: { readonly slots: Readonly<Record<string, string>>; readonly scalars: Figures };
}

const COLUMNS =
  'run, round, attempt, status, opened_ms, closed_ms, model_in_hash, model_out_hash, figures_json';

const roundOf = (row: Row): Round => ({
  run: textOf(row, 'run'),
  round: integerOf(row, 'round'),
  attempt: integerOf(row, 'attempt'),
  status: wordOf(row, 'status', STATUSES),
  openedMs: integerOf(row, 'opened_ms'),
  closedMs: nullable(row, 'closed_ms', integerOf),
  modelInHash: textOf(row, 'model_in_hash'),
  modelOutHash: nullable(row, 'model_out_hash', textOf),
  figures: figuresOf(row, 'figures_json'),
});

export class Rounds {
  readonly #db: Db;
  readonly #members: Members;
  readonly #models: Models;
  readonly #optimizers: OptimizerStates;
  readonly #runs: Runs;
  readonly #events: Events;
  readonly #seals: Seals;

  /** `events` is the instance that watchers listen on. */
  constructor(db: Db, events: Events) {
    this.#db = db;
    this.#members = new Members(db);
    this.#models = new Models(db);
    this.#optimizers = new OptimizerStates(db);
    this.#runs = new Runs(db);
    this.#seals = new Seals(db);
    this.#events = events;
  }

  find(ref: RoundRef): Round | undefined {
    return this.#db.get(
      `SELECT ${COLUMNS} FROM round WHERE run = $1 AND round = $2 AND attempt = $3`,
      [ref.run, ref.round, ref.attempt],
      roundOf,
    );
  }

  /** Every attempt of a run, in order. */
  list(run: string): Round[] {
    return this.#db.all(
      `SELECT ${COLUMNS} FROM round WHERE run = $1 ORDER BY round, attempt`,
      [run],
      roundOf,
    );
  }

  /**
   * Records the attempt and its cohort before the first offer is sent, so that a restart knows whom it asked.
   * Throws CONFLICT (the attempt exists, or the round is committed), RUN_NOT_ACTIVE, INVALID_ARGUMENT (a site unknown).
   */
  open(opening: RoundOpening): void {
    this.#db.atomically(() => {
      const committed = this.#db.get(
        "SELECT attempt FROM round WHERE run = $1 AND round = $2 AND status = 'committed'",
        [opening.run, opening.round],
        (row) => integerOf(row, 'attempt'),
      );
      if (committed !== undefined) throw conflict(opening, `was committed by attempt ${committed}`);
      this.#db.run(
        `INSERT INTO round (run, round, attempt, status, opened_ms, model_in_hash, figures_json)
         VALUES ($1, $2, $3, 'open', $4, $5, '{}')`,
        [opening.run, opening.round, opening.attempt, opening.openedMs, opening.modelInHash],
      );
      for (const site of opening.cohort) this.#members.select(opening, site);
      this.#accompany(opening);
    });
  }

  /**
   * Records the outcome of one site while the round is open: refused, rejected, lost... An outcome may be replaced
   * until the round ends (a lost site that came back); after that the same outcome again is no change, another is
   * ROUND_CLOSED. Throws NOT_FOUND, NOT_IN_COHORT, and INVALID_ARGUMENT for a `counted` that `commit` did not write.
   */
  endMember(ref: RoundRef, result: MemberResult, events: readonly NewEvent[]): void {
    this.#db.atomically(() => {
      const recorded = this.#members.find(ref, result.site);
      const isOver = this.find(ref)?.status !== 'open';
      if (isOver && recorded !== undefined && recorded.outcome === result.outcome) return;
      this.#requireNotCounted(result);
      this.#requireOpen(ref, 'ROUND_CLOSED');
      this.#members.end(ref, result);
      this.#events.append(events);
    });
  }

  /**
   * The seal of an open round: members become `counted` and the sum that holds them is adopted, in one transaction. When it returns,
   * sites may be told `counted`. Throws ROUND_CLOSED (the fence: the attempt is over), NOT_FOUND, NOT_IN_COHORT, RUN_NOT_ACTIVE,
   * INVALID_ARGUMENT (nobody added, or a member without its outcome), CONFLICT (counted by another attempt).
   */
  seal(seal: RoundSeal): void {
    this.#db.atomically(() => {
      this.#requireOpen(seal, 'ROUND_CLOSED');
      if (seal.added.length === 0 || seal.added.some(({ outcome }) => outcome !== 'counted'))
        throw new MusterError('INVALID_ARGUMENT', 'a seal is of sites that are counted by it');
      for (const member of seal.added) this.#members.end(seal, member);
      const counted = this.#members.ofAttempt(seal).filter(({ outcome }) => outcome === 'counted');
      if (counted.length !== seal.members)
        throw new MusterError(
          'INTERNAL',
          `a sum of ${seal.members} members, but ${counted.length} are recorded as counted`,
        );
      const { run, round, attempt, sumHash, members, sealedMs } = seal;
      this.#seals.replace({ run, round, attempt, sumHash, members, sealedMs });
      this.#accompany(seal);
    });
  }

  /**
   * The last seal: members with their outcomes, the round's result, the new model version, the optimizer's state, the run's
   * state and the events, in one transaction. When it returns, sites may be told `counted`.
   * Throws CONFLICT when the round is committed or abandoned already or an update of a site is in it by another
   * attempt, NOT_FOUND (no such attempt), NOT_IN_COHORT, INVALID_ARGUMENT (nobody counted, or a selected site without
   * an outcome), RUN_NOT_ACTIVE. Then nothing of it is recorded.
   */
  commit(commit: RoundCommit): void {
    this.#db.atomically(() => {
      const round = this.#requireOpen(commit, 'CONFLICT');
      const run = this.#runs.get(commit.run);
      if (!commit.members.some((member) => member.outcome === 'counted')) {
        throw new MusterError('INVALID_ARGUMENT', 'a round that counted nobody is not committed');
      }
      this.#end(commit, 'committed', commit.model.hash);
      this.#models.add({
        id: commit.model.id,
        run: commit.run,
        round: commit.round,
        hash: commit.model.hash,
        parentHash: round.modelInHash,
        planHash: run.planHash,
        layout: commit.model.layout,
        sizeBytes: commit.model.sizeBytes,
        createdMs: commit.closedMs,
        metrics: commit.model.metrics,
      });
      this.#optimizers.replace(commit.run, { round: commit.round, ...commit.optimizer });
      this.#accompany(commit);
    });
  }

  /** Ends an attempt that made no model: below quorum, or cancelled. Nobody is `counted`. Errors as `commit`. */
  abandon(end: RoundEnd): void {
    this.#db.atomically(() => {
      this.#requireOpen(end, 'CONFLICT');
      for (const member of end.members) this.#requireNotCounted(member);
      this.#end(end, 'abandoned', null);
      this.#accompany(end);
    });
  }

  /** Adds what is known only after the end of an attempt, as the cost of evaluating its model. Throws NOT_FOUND. */
  addFigures(ref: RoundRef, figures: Figures): void {
    const round = this.find(ref);
    if (round === undefined) throw missing(ref);
    this.#db.run('UPDATE round SET figures_json = $4 WHERE run = $1 AND round = $2 AND attempt = $3', [
      ref.run,
      ref.round,
      ref.attempt,
      toJson({ ...round.figures, ...figures }),
    ]);
  }

  #end(end: RoundEnd, status: 'committed' | 'abandoned', modelOutHash: string | null): void {
    this.#db.run(
      `UPDATE round SET status = $4, closed_ms = $5, model_out_hash = $6, figures_json = $7
       WHERE run = $1 AND round = $2 AND attempt = $3`,
      [end.run, end.round, end.attempt, status, end.closedMs, modelOutHash, toJson(end.figures)],
    );
    for (const member of end.members) this.#members.end(end, member);
    this.#seals.remove(end);
    const open = this.#members.ofAttempt(end).filter((member) => member.outcome === null);
    if (open.length === 0) return;
    const sites = open.map((member) => member.site);
    throw new MusterError('INVALID_ARGUMENT', `no outcome for ${sites.join(', ')}`, { detail: { sites } });
  }

  #accompany(step: RoundRef & Accompaniment): void {
    this.#runs.advance(step.run, step.runProgress);
    this.#events.append(step.events);
  }

  #requireNotCounted(member: MemberResult): void {
    if (member.outcome !== 'counted') return;
    throw new MusterError('INVALID_ARGUMENT', `${member.site} is counted by the commit of the round only`);
  }

  #requireOpen(ref: RoundRef, code: 'CONFLICT' | 'ROUND_CLOSED'): Round {
    const round = this.find(ref);
    if (round === undefined) throw missing(ref);
    if (round.status !== 'open') throw conflict(ref, `is ${round.status} already`, code);
    return round;
  }
}

function missing({ run, round, attempt }: RoundRef): MusterError {
  return new MusterError('NOT_FOUND', `no attempt ${attempt} of round ${round} in run ${run}`);
}

function conflict(ref: RoundRef, what: string, code: 'CONFLICT' | 'ROUND_CLOSED' = 'CONFLICT'): MusterError {
  return new MusterError(code, `round ${ref.round} of run ${ref.run} ${what}`, {
    detail: { run: ref.run, round: ref.round, attempt: ref.attempt },
  });
}
