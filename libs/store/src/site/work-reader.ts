/** @module What a site has worked on, read beside its running daemon. */
import { openSqlite } from '../sqlite.ts';
import { type Receipt, type Work, WorkLedger } from './work.ts';

/** One attempt that the site took part in. */
export interface WorkRecord {
  readonly work: Work;
  /** The coordinator's signed word about it, where it came. */
  readonly receipt: Receipt | undefined;
}

/** What has not ended yet, of the database of a site. Throws as `readWork`. */
export function readUnsettled(path: string): readonly Work[] {
  using db = openSqlite(path, { readOnly: true });
  return new WorkLedger(db).unsettled();
}

/** The newest `limit`, newest first, of the database of a site. Throws STORAGE_FAILED when there is none, STORAGE_CORRUPT. */
export function readWork(path: string, limit: number): readonly WorkRecord[] {
  using db = openSqlite(path, { readOnly: true });
  const ledger = new WorkLedger(db);
  return ledger.recent(limit).map((work) => ({ work, receipt: ledger.receipt(work) }));
}
