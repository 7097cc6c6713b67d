/** @module Everything a coordinator keeps, under one data directory: `coordinator.db`, `blobs/`, the lock. */
import { join } from 'node:path';
import { AuditParties } from '../audit/parties.ts';
import { openBlobs } from '../blob-files.ts';
import type { Blobs } from '../blobs.ts';
import type { Db } from '../db.ts';
import { lockDirectory } from '../directory-lock.ts';
import { migrate } from '../migrate.ts';
import { integerOf } from '../row.ts';
import { openSqlite } from '../sqlite.ts';
import { Certificates } from './certificates.ts';
import { Evaluations } from './evaluations.ts';
import { Events } from './events.ts';
import { Federation } from './federation.ts';
import { Invitations } from './invitations.ts';
import { Manifests } from './manifests.ts';
import { MaskedRounds } from './masked-rounds.ts';
import { Members } from './members.ts';
import { Models } from './models.ts';
import { Operators } from './operators.ts';
import { OptimizerStates } from './optimizer-state.ts';
import { Quarantine } from './quarantine.ts';
import { Rounds } from './rounds.ts';
import { Runs } from './runs.ts';
import { coordinatorMigrations } from './schema.ts';
import { Seals } from './seals.ts';
import { SitePolicies } from './site-policies.ts';
import { Sites } from './sites.ts';
import { SumRecords } from './sum-records.ts';
import { StoredUploads } from './uploads.ts';

/** Everything a coordinator keeps, each table behind its noun. What belongs together is written in one `db.tx`. */
export interface CoordinatorStore extends Disposable {
  readonly db: Db;
  readonly blobs: Blobs;
  readonly federation: Federation;
  readonly manifests: Manifests;
  readonly operators: Operators;
  readonly invitations: Invitations;
  readonly sites: Sites;
  readonly certificates: Certificates;
  /** The sites as the audit log knows them. */
  readonly parties: AuditParties;
  readonly policies: SitePolicies;
  readonly runs: Runs;
  readonly rounds: Rounds;
  readonly members: Members;
  readonly models: Models;
  readonly optimizers: OptimizerStates;
  readonly evaluations: Evaluations;
  readonly uploads: StoredUploads;
  readonly seals: Seals;
  readonly maskedRounds: MaskedRounds;
  readonly sumRecords: SumRecords;
  readonly quarantine: Quarantine;
  readonly events: Events;
  close(): void;
}

/**
 * Takes `directory` (made if missing), migrates its database and opens it; `nowMs` dates the migrations.
 * Throws STORAGE_BUSY (another process has it), CONFLICT (written by a newer Muster), STORAGE_FAILED, STORAGE_FULL,
 * STORAGE_CORRUPT.
 */
export async function openCoordinatorStore(directory: string, nowMs: number): Promise<CoordinatorStore> {
  const lock = lockDirectory(directory);
  let db: Db | undefined;
  try {
    const blobs = await openBlobs(join(directory, 'blobs'));
    const opened = openSqlite(join(directory, 'coordinator.db'));
    db = opened;
    opened.script('PRAGMA secure_delete = ON'); // there are shares of rounds of secure aggregation in it
    migrate(opened, coordinatorMigrations, nowMs);
    const emptyLog = (): void => {
      opened.get('PRAGMA wal_checkpoint(TRUNCATE)', [], (row) => integerOf(row, 'busy'));
    };
    return coordinatorStoreOf(opened, blobs, () => lock.release(), emptyLog);
  } catch (thrown) {
    db?.close();
    lock.release();
    throw thrown;
  }
}

/**
 * The store over a database that is migrated and open, and over blobs; `close` closes the database and calls `release`. `emptyLog`: of the
 * database's write-ahead log.
 */
export function coordinatorStoreOf(
  db: Db,
  blobs: Blobs,
  release: () => void,
  emptyLog?: () => void,
): CoordinatorStore {
  const events = new Events(db);
  const close = (): void => {
    db.close();
    release();
  };
  return {
    db,
    blobs,
    federation: new Federation(db),
    manifests: new Manifests(db),
    operators: new Operators(db),
    invitations: new Invitations(db),
    sites: new Sites(db),
    certificates: new Certificates(db),
    parties: new AuditParties(db),
    policies: new SitePolicies(db),
    runs: new Runs(db),
    rounds: new Rounds(db, events),
    members: new Members(db),
    models: new Models(db),
    optimizers: new OptimizerStates(db),
    evaluations: new Evaluations(db),
    uploads: new StoredUploads(db),
    seals: new Seals(db),
    maskedRounds: new MaskedRounds(db, emptyLog),
    sumRecords: new SumRecords(db),
    quarantine: new Quarantine(db),
    events,
    close,
    [Symbol.dispose]: close,
  };
}
