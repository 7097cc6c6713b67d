/**
 * @module One process per data directory.
 *
 * The lock is SQLite's RESERVED lock on a small database file, held by a transaction that never writes. The operating
 * system drops it when the process dies, however it dies, so there is no stale lock to judge and no process id to
 * trust. The id stands beside it in a text file for people only. Not for network file systems without locks.
 */
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { MusterError } from '@muster/errors';
import { fileFault, sqliteFault } from './storage-fault.ts';

/**
 * Connections that hold a lock now. A connection that nobody refers to is closed by the garbage collector, and the
 * lock with it: a caller who keeps no reference must not lose its directory to another process.
 */
const holding = new Set<DatabaseSync>();

export interface DirectoryLock extends Disposable {
  release(): void;
}

/**
 * Takes the data directory, which is made (mode 0700) if it is not there.
 * Throws STORAGE_BUSY (another process, or another part of this one, holds it; `detail.pid`), STORAGE_FAILED, STORAGE_FULL.
 */
export function lockDirectory(directory: string): DirectoryLock {
  const holderFile = join(directory, 'lock.pid');
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (thrown) {
    throw fileFault(thrown, `making ${directory}`);
  }
  let database: DatabaseSync | undefined;
  try {
    const lockFile = join(directory, 'lock.db');
    closeSync(openSync(lockFile, 'a', 0o600)); // SQLite would make it readable by everybody
    database = new DatabaseSync(lockFile, { timeout: 0 });
    database.exec('BEGIN IMMEDIATE');
    writeFileSync(holderFile, `${process.pid}\n`, { mode: 0o600 });
  } catch (thrown) {
    database?.close();
    const fault = sqliteFault(thrown, `locking ${directory}`);
    if (fault.code !== 'STORAGE_BUSY') throw fault;
    throw busy(directory, holderOf(holderFile));
  }
  const held = database;
  holding.add(held);
  const release = (): void => {
    if (holding.delete(held)) held.close();
  };
  return { release, [Symbol.dispose]: release };
}

function busy(directory: string, pid: number): MusterError {
  const holder = pid > 0 ? `process ${pid}` : 'another process';
  return new MusterError('STORAGE_BUSY', `${holder} holds the data directory ${directory}; stop it first`, {
    detail: { pid, directory },
  });
}

/** The process id that the holder wrote, or 0: it may be about to write it. */
function holderOf(holderFile: string): number {
  try {
    const pid = Number.parseInt(readFileSync(holderFile, 'utf8'), 10);
    return Number.isSafeInteger(pid) ? pid : 0;
  } catch {
    return 0;
  }
}
