/** @module Numbered, forward-only migrations, each recorded with the checksum of its text. */
import { createHash } from 'node:crypto';
import { MusterError } from '@muster/errors';
import type { Db } from './db.ts';
import { integerOf, textOf } from './row.ts';

export interface Migration {
  /** What it brings, for people. Its number is its place in the list, from 1. */
  readonly name: string;
  readonly sql: string;
}

const checksumOf = (migration: Migration): string => createHash('sha256').update(migration.sql).digest('hex');

/**
 * Brings `db` to the state that `migrations` describe; returns how many were applied. All of it is one transaction
 * that holds the write lock, so a crash leaves the old state and two starting processes apply each once.
 * Throws CONFLICT when the database is newer than the program, or was made by other migrations than these.
 */
export function migrate(db: Db, migrations: readonly Migration[], nowMs: number): number {
  return db.tx(() => {
    db.script(`CREATE TABLE IF NOT EXISTS migration (
      number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_ms INTEGER NOT NULL) STRICT`);
    const applied = db.all('SELECT number, name, checksum FROM migration ORDER BY number', [], (row) => ({
      number: integerOf(row, 'number'),
      name: textOf(row, 'name'),
      checksum: textOf(row, 'checksum'),
    }));
    if (applied.length > migrations.length) {
      throw new MusterError(
        'CONFLICT',
        `the database has ${applied.length} migrations but this program knows ${migrations.length}: ` +
          'it was written by a newer Muster. Start that version; data is never migrated backwards.',
        { detail: { database: applied.length, program: migrations.length } },
      );
    }
    for (const [index, record] of applied.entries()) {
      const known = migrations[index];
      if (known === undefined || record.number !== index + 1 || record.checksum !== checksumOf(known)) {
        throw new MusterError(
          'CONFLICT',
          `migration ${record.number} of the database ("${record.name}") is not the one of this program: ` +
            'the database was made by another build. Start that build, or restore a backup.',
          { detail: { number: record.number, name: record.name } },
        );
      }
    }
    const pending = migrations.slice(applied.length);
    for (const [index, migration] of pending.entries()) {
      db.script(migration.sql);
      db.run('INSERT INTO migration (number, name, checksum, applied_ms) VALUES ($1, $2, $3, $4)', [
        applied.length + index + 1,
        migration.name,
        checksumOf(migration),
        nowMs,
      ]);
    }
    return pending.length;
  });
}
