/** @module What a witness keeps who is nothing else besides: one folder, one process, what it cosigned last of each log. */
import { join } from 'node:path';
import type { Db } from '../db.ts';
import { lockDirectory } from '../directory-lock.ts';
import { migrate } from '../migrate.ts';
import { openSqlite } from '../sqlite.ts';
import { witnessedTable } from './schema.ts';
import { Witnessed } from './witnessed.ts';

export interface WitnessStore extends Disposable {
  readonly witnessed: Witnessed;
}

/** Takes the folder until it is disposed of: STORAGE_BUSY where another process has it, and errors as those of the store. */
export function openWitnessStore(folder: string, nowMs: number): WitnessStore {
  const lock = lockDirectory(folder);
  let db: Db | undefined;
  try {
    db = openSqlite(join(folder, 'witness.db'));
    migrate(db, [{ name: 'cosigned checkpoints', sql: witnessedTable }], nowMs);
    const open = db;
    return {
      witnessed: new Witnessed(open),
      [Symbol.dispose]() {
        open.close();
        lock.release();
      },
    };
  } catch (thrown) {
    db?.close();
    lock.release();
    throw thrown;
  }
}
