/**
 * @module The newest checkpoint that a log has signed, in a database file of its own. It only grows, no backup holds it and none is restored
 * over it: a log that signs two trees, of which neither goes on from the other, is broken for good.
 */
import { MusterError } from '@muster/errors';
import type { Db } from '../db.ts';
import { migrate } from '../migrate.ts';
import { bytesOf, integerOf } from '../row.ts';
import { openSqlite } from '../sqlite.ts';

export interface LockedCheckpoint {
  readonly size: number;
  /** 32 bytes. */
  readonly root: Uint8Array;
  readonly note: Uint8Array;
}

const migrations = [
  {
    name: 'signed checkpoints',
    sql: `
CREATE TABLE signed (
  origin TEXT PRIMARY KEY,
  size INTEGER NOT NULL CHECK (size > 0),
  root BLOB NOT NULL,
  note BLOB NOT NULL
) STRICT;
`,
  },
];

export class CheckpointLock implements Disposable {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  latest(origin: string): LockedCheckpoint | undefined {
    return this.#db.get('SELECT size, root, note FROM signed WHERE origin = $1', [origin], (row) => ({
      size: integerOf(row, 'size'),
      root: bytesOf(row, 'root'),
      note: bytesOf(row, 'note'),
    }));
  }

  /** Durable when it returns. Throws CONFLICT unless the newest is of size `from`, 0 for none, and smaller than the next. */
  advance(origin: string, from: number, { size, root, note }: LockedCheckpoint): void {
    const changed = this.#db.tx(() =>
      from === 0
        ? this.#db.run('INSERT OR IGNORE INTO signed (origin, size, root, note) VALUES ($1, $2, $3, $4)', [
            origin,
            size,
            root,
            note,
          ])
        : this.#db.run(
            'UPDATE signed SET size = $2, root = $3, note = $4 WHERE origin = $1 AND size = $5 AND size < $2',
            [origin, size, root, note, from],
          ),
    );
    if (changed !== 1)
      throw new MusterError('CONFLICT', `the log ${origin} has signed another checkpoint meanwhile`);
  }

  close(): void {
    this.#db.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

/** Opens, or creates, the file at `path`; errors as those of the store. */
export function openCheckpointLock(path: string, nowMs: number): CheckpointLock {
  return checkpointLockOf(openSqlite(path), nowMs);
}

/** Over a database that is open. */
export function checkpointLockOf(db: Db, nowMs: number): CheckpointLock {
  try {
    migrate(db, migrations, nowMs);
    return new CheckpointLock(db);
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}
