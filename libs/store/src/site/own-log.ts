/** @module The entries of a site's own log, for a command that adds to them beside the agent: the database takes turns between processes. */
import { existsSync } from 'node:fs';
import { MusterError } from '@muster/errors';
import { AuditRows } from '../audit/log-rows.ts';
import { openSqlite } from '../sqlite.ts';

export interface OpenedRows extends Disposable {
  readonly rows: AuditRows;
}

/** Of the database of a site. Throws NOT_FOUND where no agent has kept a log yet, STORAGE_*. */
export function openOwnRows(path: string): OpenedRows {
  if (!existsSync(path)) throw noLog();
  const db = openSqlite(path);
  try {
    const hasTable = db.get("SELECT 1 FROM sqlite_master WHERE name = 'audit_epoch'", [], () => true);
    const rows = new AuditRows(db);
    if (!hasTable || rows.size() === 0) throw noLog();
    return { rows, [Symbol.dispose]: () => db.close() };
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}

function noLog(): MusterError {
  return new MusterError('NOT_FOUND', 'the agent of this site has kept no log yet');
}
