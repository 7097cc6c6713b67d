/** @module Whether what a coordinator keeps is whole: its database, every blob against its hash, every count against its rows. */
import { join } from 'node:path';
import { asMusterError } from '@muster/errors';
import { openBlobsForReading } from '../blob-files.ts';
import type { Db } from '../db.ts';
import { integerOf, nullable, textOf } from '../row.ts';
import { openSqlite } from '../sqlite.ts';
import { Quarantine } from './quarantine.ts';
import { refusedProblem } from './quarantine-files.ts';
import { blobReferences } from './references.ts';

/** One thing that is not as it should be. */
export interface CheckFinding {
  readonly what: 'database' | 'file' | 'blob' | 'seal' | 'round' | 'quarantine' | 'stray';
  /** Which one: a hash, a round, a file. Empty for the database as a whole. */
  readonly of: string;
  /** `stray` only takes room; any other means that something was lost or altered. */
  readonly severity: 'broken' | 'stray';
  readonly problem: string;
}

/** How much was read, and what is wrong with it; nothing, if `findings` is empty. */
export interface CheckResult {
  readonly rows: number;
  readonly blobs: number;
  readonly bytes: number;
  readonly findings: readonly CheckFinding[];
}

/**
 * Reads everything in a coordinator's data directory, beside a running coordinator or without one. Throws STORAGE_FAILED where there is no
 * database, STORAGE_CORRUPT where there is another file.
 */
export async function checkCoordinatorStore(directory: string, modelsPerRun: number): Promise<CheckResult> {
  using db = openSqlite(join(directory, 'coordinator.db'), { readOnly: true });
  const findings: CheckFinding[] = [];
  const broken = (what: CheckFinding['what'], of: string, problem: string) =>
    findings.push({ what, of, severity: 'broken', problem });
  for (const problem of databaseProblems(db)) broken('database', '', problem);
  for (const { of, problem } of miscounted(db)) broken('round', of, problem);

  const blobs = await openBlobsForReading(join(directory, 'blobs'));
  const references = blobReferences(db, modelsPerRun);
  const whole = new Map<string, boolean>();
  for (const { hash, kind, of } of references) {
    if (whole.has(hash)) continue;
    try {
      await blobs.verify(hash);
      whole.set(hash, true);
    } catch (thrown) {
      whole.set(hash, false);
      broken(kind === 'sum' ? 'seal' : 'blob', hash, `${kind} of ${of}: ${asMusterError(thrown).message}`);
    }
  }
  let bytes = 0;
  let count = 0;
  for await (const { hash, sizeBytes } of blobs.list()) {
    bytes += sizeBytes;
    count += 1;
    if (!whole.has(hash))
      findings.push({
        what: 'stray',
        of: hash,
        severity: 'stray',
        problem: `${sizeBytes} bytes that no row names`,
      });
  }
  for (const refused of new Quarantine(db).withBytes()) {
    const problem = await refusedProblem(directory, refused).catch(
      (thrown: unknown) => asMusterError(thrown).message,
    );
    // An update may have been dropped since its row was read.
    if (problem !== '' && new Quarantine(db).find(refused.id)?.file === refused.file)
      broken('quarantine', refused.id, problem);
  }
  return { rows: rowsIn(db), blobs: count, bytes, findings };
}

function databaseProblems(db: Db): readonly string[] {
  const said = db
    .all('PRAGMA integrity_check', [], (row) => textOf(row, 'integrity_check'))
    .filter((line) => line !== 'ok');
  const dangling = db.all('PRAGMA foreign_key_check', [], (row) => textOf(row, 'table'));
  return [
    ...said,
    ...[...new Set(dangling)].map((table) => `rows of ${table} name others that are not there`),
  ];
}

/** Rounds whose members, model and seal do not say the same. */
function miscounted(db: Db): readonly { readonly of: string; readonly problem: string }[] {
  const rounds = db.all(
    `SELECT r.run, r.round, r.attempt, r.status, r.model_out_hash, m.hash AS model_hash, s.members AS sealed,
       (SELECT COUNT(*) FROM member c
        WHERE c.run = r.run AND c.round = r.round AND c.attempt = r.attempt AND c.outcome = 'counted') AS counted
     FROM round r
     LEFT JOIN model m ON m.run = r.run AND m.round = r.round
     LEFT JOIN seal s ON s.run = r.run AND s.round = r.round AND s.attempt = r.attempt`,
    [],
    (row) => ({
      of: `${textOf(row, 'run')} round ${integerOf(row, 'round')} attempt ${integerOf(row, 'attempt')}`,
      status: textOf(row, 'status'),
      out: nullable(row, 'model_out_hash', textOf),
      model: nullable(row, 'model_hash', textOf),
      sealed: nullable(row, 'sealed', integerOf),
      counted: integerOf(row, 'counted'),
    }),
  );
  return rounds.flatMap(({ of, status, out, model, sealed, counted }) => {
    if (status === 'committed') {
      if (out !== model) return [{ of, problem: 'its model is not the one recorded' }];
      return counted === 0 ? [{ of, problem: 'it is committed and counted nobody' }] : [];
    }
    if (status === 'abandoned')
      return counted > 0 ? [{ of, problem: `it is abandoned and counted ${counted}` }] : [];
    return (sealed ?? 0) === counted
      ? []
      : [{ of, problem: `${counted} are counted, and the sum holds ${sealed ?? 0}` }];
  });
}

function rowsIn(db: Db): number {
  const tables = db.all(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    [],
    (row) => textOf(row, 'name'),
  );
  return tables.reduce(
    (sum, table) =>
      sum + (db.get(`SELECT COUNT(*) AS rows FROM "${table}"`, [], (row) => integerOf(row, 'rows')) ?? 0),
    0,
  );
}
