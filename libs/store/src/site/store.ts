/** @module Everything an agent keeps, under its data directory: `site.db`, `blobs/`, `journal.jsonl`, the lock. */
import { join } from 'node:path';
import { AuditRows } from '../audit/log-rows.ts';
import { LogTrust } from '../audit/log-trust.ts';
import { Witnessed } from '../audit/witnessed.ts';
import { openBlobs } from '../blob-files.ts';
import type { Blobs } from '../blobs.ts';
import type { Db } from '../db.ts';
import { lockDirectory } from '../directory-lock.ts';
import { migrate } from '../migrate.ts';
import { integerOf } from '../row.ts';
import { openSqlite } from '../sqlite.ts';
import { Approvals } from './approvals.ts';
import { type Journal, openJournal } from './journal.ts';
import { keepHead, keptHead } from './journal-head.ts';
import { MaskedParts } from './masked-parts.ts';
import { siteMigrations } from './schema.ts';
import { WorkLedger } from './work.ts';

/** Everything an agent keeps. */
export interface SiteStore extends AsyncDisposable {
  readonly blobs: Blobs;
  readonly work: WorkLedger;
  readonly approvals: Approvals;
  /** Of rounds of secure aggregation. */
  readonly masked: MaskedParts;
  readonly journal: Journal;
  /** Entries of the site's own log. */
  readonly audit: AuditRows;
  /** Runs `act` as one transaction that is durable when it returns. */
  atomically<T>(act: () => T): T;
  /** What this site has cosigned as a witness. */
  readonly witnessed: Witnessed;
  /** With which logs this site goes along. */
  readonly trust: LogTrust;
  close(): Promise<void>;
}

/** Takes `directory` (made if missing) as `openCoordinatorStore` does; errors likewise. */
export async function openSiteStore(directory: string, nowMs: number): Promise<SiteStore> {
  const lock = lockDirectory(directory);
  let db: Db | undefined;
  try {
    const blobs = await openBlobs(join(directory, 'blobs'));
    const opened = openSqlite(join(directory, 'site.db'));
    db = opened;
    opened.script('PRAGMA secure_delete = ON'); // there are keys of rounds of secure aggregation in it
    migrate(opened, siteMigrations, nowMs);
    const journal = await openJournal(join(directory, 'journal.jsonl'), {
      kept: keptHead(opened),
      keep: (head) => keepHead(opened, head),
    });
    const close = async (): Promise<void> => {
      try {
        await journal.close();
      } finally {
        opened.close();
        lock.release();
      }
    };
    return {
      blobs,
      work: new WorkLedger(opened),
      approvals: new Approvals(opened),
      masked: new MaskedParts(opened, () => {
        opened.get('PRAGMA wal_checkpoint(TRUNCATE)', [], (row) => integerOf(row, 'busy'));
      }),
      journal,
      audit: new AuditRows(opened),
      atomically: (act) => opened.atomically(act),
      witnessed: new Witnessed(opened),
      trust: new LogTrust(opened),
      close,
      [Symbol.asyncDispose]: close,
    };
  } catch (thrown) {
    db?.close();
    lock.release();
    throw thrown;
  }
}
