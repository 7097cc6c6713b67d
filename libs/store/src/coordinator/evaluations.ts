/** @module Evaluations of a model version: on the coordinator's test set, or by each site on its own holdout. */

import { MusterError } from '@muster/errors';
import type { Db, Row } from '../db.ts';
import { integerOf, jsonOf, nullable, realOf, textOf, toJson, wordOf } from '../row.ts';

/** How a model did on one test set or one holdout, as counts and sums, so that they add up over sites. */
export interface Evaluation {
  readonly run: string;
  readonly round: number;
  readonly kind: 'central' | 'federated';
  /** '' when central. */
  readonly site: string;
  readonly examples: number;
  /** Sum, not mean, of the loss over the examples: sums of sites add up. */
  readonly lossSum: number;
  /** Counts, `confusion[true class][predicted class]`. */
  readonly confusion: readonly (readonly number[])[];
  readonly modelHash: string;
}

const COLUMNS = 'run, round, kind, site, examples, loss_sum, confusion_json, model_hash';

const evaluationOf = (row: Row): Evaluation => ({
  run: textOf(row, 'run'),
  round: integerOf(row, 'round'),
  kind: wordOf(row, 'kind', ['central', 'federated']),
  site: textOf(row, 'site'),
  examples: integerOf(row, 'examples'),
  // SQLite has no NaN: it stores null for it.
  lossSum: nullable(row, 'loss_sum', realOf) ?? Number.NaN,
  confusion: countsOf(jsonOf(row, 'confusion_json')),
  modelHash: textOf(row, 'model_hash'),
});

function countsOf(document: unknown): number[][] {
  const isCount = (value: unknown): value is number => typeof value === 'number';
  const isLine = (value: unknown): value is number[] => Array.isArray(value) && value.every(isCount);
  if (Array.isArray(document) && document.every(isLine)) return document;
  throw new MusterError('STORAGE_CORRUPT', 'column confusion_json should hold a matrix of counts');
}

export class Evaluations {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Records one; the same (run, round, kind, site) again replaces it, as when an evaluation is repeated after a restart. */
  record(evaluation: Evaluation): void {
    this.#db.run(
      `INSERT INTO evaluation (${COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (run, round, kind, site) DO UPDATE
       SET examples = $5, loss_sum = $6, confusion_json = $7, model_hash = $8`,
      [
        evaluation.run,
        evaluation.round,
        evaluation.kind,
        evaluation.site,
        evaluation.examples,
        evaluation.lossSum,
        toJson(evaluation.confusion),
        evaluation.modelHash,
      ],
    );
  }

  /** Of one round: the central one first, then the sites by name. */
  ofRound(run: string, round: number): Evaluation[] {
    return this.#db.all(
      `SELECT ${COLUMNS} FROM evaluation WHERE run = $1 AND round = $2 ORDER BY kind, site`,
      [run, round],
      evaluationOf,
    );
  }

  /** Of a whole run, by round. */
  ofRun(run: string): Evaluation[] {
    return this.#db.all(
      `SELECT ${COLUMNS} FROM evaluation WHERE run = $1 ORDER BY round, kind, site`,
      [run],
      evaluationOf,
    );
  }
}
