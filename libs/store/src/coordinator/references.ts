/** @module Which blobs the rows of a coordinator name, and which may go. */
import { MusterError } from '@muster/errors';
import type { Blobs } from '../blobs.ts';
import type { Db } from '../db.ts';
import { integerOf, nullable, textOf } from '../row.ts';

export type ReferenceKind = 'plan' | 'model' | 'optimizer' | 'sum';

export interface Reference {
  readonly hash: string;
  readonly kind: ReferenceKind;
  /** What names it: a run, a model version, a strategy's slot, an attempt. */
  readonly of: string;
}

/**
 * Every blob that a row names and that must be there. Of a run's model versions the newest `modelsPerRun` stay (0: all), and with them the
 * one it goes on from and the one of the best accuracy; the rows of the others stay, without their bytes.
 */
export function blobReferences(db: Db, modelsPerRun: number): readonly Reference[] {
  const named = (kind: ReferenceKind, sql: string): readonly Reference[] =>
    db.all(sql, [], (row) => ({ hash: textOf(row, 'hash'), kind, of: textOf(row, 'name') }));
  return [
    ...named('plan', 'SELECT plan_hash AS hash, id AS name FROM run ORDER BY id'),
    ...retainedModels(db, modelsPerRun),
    ...named('optimizer', "SELECT hash, run || ' ' || slot AS name FROM optimizer_slot ORDER BY run, slot"),
    ...named(
      'sum',
      "SELECT sum_hash AS hash, run || ' round ' || round AS name FROM seal ORDER BY run, round, attempt",
    ),
  ];
}

/** Whether `blobReferences` has this hash, without reading the others. */
function isReferenced(db: Db, hash: string, modelsPerRun: number): boolean {
  const isNamed = db.get(
    `SELECT EXISTS (SELECT 1 FROM run WHERE plan_hash = $1) OR EXISTS (SELECT 1 FROM optimizer_slot WHERE hash = $1)
       OR EXISTS (SELECT 1 FROM seal WHERE sum_hash = $1) AS named`,
    [hash],
    (row) => integerOf(row, 'named') === 1,
  );
  if (isNamed) return true;
  const runs = db.all('SELECT DISTINCT run FROM model WHERE hash = $1', [hash], (row) => textOf(row, 'run'));
  if (modelsPerRun === 0) return runs.length > 0;
  return runs.some((run) => retainedModels(db, modelsPerRun, run).some((model) => model.hash === hash));
}

/** Of all runs when none is named. */
function retainedModels(db: Db, modelsPerRun: number, run: string | null = null): readonly Reference[] {
  const models = db.all(
    `SELECT id, run, round, hash, CAST(json_extract(metrics_json, '$.accuracy') AS REAL) AS accuracy
     FROM model WHERE $1 IS NULL OR run = $1 ORDER BY run, round DESC`,
    [run],
    (row) => ({
      id: textOf(row, 'id'),
      run: textOf(row, 'run'),
      round: integerOf(row, 'round'),
      hash: textOf(row, 'hash'),
      accuracy: nullable(row, 'accuracy', (from, column) => Number(from[column])) ?? Number.NEGATIVE_INFINITY,
    }),
  );
  const byRun = Map.groupBy(models, ({ run }) => run);
  return [...byRun.values()].flatMap((versions) => {
    const best = versions.reduce((a, b) => (b.accuracy > a.accuracy ? b : a));
    const kept = modelsPerRun === 0 ? versions : versions.slice(0, modelsPerRun);
    const all = kept.includes(best) ? kept : [...kept, best];
    return all.map(({ id, hash }) => ({ hash, kind: 'model' as const, of: id }));
  });
}

/** The same moment on both clocks, ms: one never runs back, the other is the one that files have. */
export interface SweepTime {
  readonly monotonicMs: number;
  readonly wallMs: number;
}

interface Stray {
  readonly sinceMs: number;
  readonly modifiedMs: number;
}

/**
 * Removes blobs that nothing names, and that nothing named at the sweep before either, at least `graceMs` ago: what is being made has
 * its row by then. The grace is that of the file, and begins anew when the same bytes are stored again. One sweeper belongs to one open store.
 */
export class Sweeper {
  readonly #db: Db;
  readonly #blobs: Blobs;
  readonly #graceMs: number;
  readonly #modelsPerRun: number;
  /** Found without a name, by hash. */
  #strays = new Map<string, Stray>();

  constructor(db: Db, blobs: Blobs, settings: { readonly graceMs: number; readonly modelsPerRun: number }) {
    if (!(settings.graceMs >= 0)) throw new MusterError('INVALID_ARGUMENT', 'a grace below zero');
    this.#db = db;
    this.#blobs = blobs;
    this.#graceMs = settings.graceMs;
    this.#modelsPerRun = settings.modelsPerRun;
  }

  /** How many blobs went, and their bytes. What `isHeld` says to be in use without a name stays; it is asked last of all. */
  async sweep(
    { monotonicMs, wallMs }: SweepTime,
    isHeld: (hash: string) => boolean = () => false,
  ): Promise<{ readonly removed: number; readonly bytes: number }> {
    const found = new Map<string, Stray>();
    const named = new Set(blobReferences(this.#db, this.#modelsPerRun).map((each) => each.hash));
    let removed = 0;
    let bytes = 0;
    for await (const { hash, sizeBytes, modifiedMs } of this.#blobs.list()) {
      if (named.has(hash)) continue;
      const before = this.#strays.get(hash);
      const isSame = before?.modifiedMs === modifiedMs;
      const sinceMs = isSame ? before.sinceMs : monotonicMs;
      const isYoung = monotonicMs - sinceMs < this.#graceMs || wallMs - modifiedMs < this.#graceMs;
      if (!isSame || isYoung) {
        found.set(hash, { sinceMs, modifiedMs });
        continue;
      }
      // A row may have come while the folder was walked.
      if (isReferenced(this.#db, hash, this.#modelsPerRun) || isHeld(hash)) continue;
      if (await this.#blobs.remove(hash, modifiedMs)) {
        removed += 1;
        bytes += sizeBytes;
      }
    }
    this.#strays = found;
    return { removed, bytes };
  }
}
