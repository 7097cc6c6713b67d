/** @module The manifests of the federation, every epoch from the first: signed bytes, whose meaning is not the store's. */
import { join } from 'node:path';
import { MusterError } from '@muster/errors';
import type { Db } from '../db.ts';
import { bytesOf, integerOf } from '../row.ts';
import { openSqlite } from '../sqlite.ts';

export class Manifests {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Those after an epoch, in order. */
  after(epoch: number, limit = Number.MAX_SAFE_INTEGER): Uint8Array[] {
    return this.#db.all(
      'SELECT signed FROM manifest WHERE epoch > $1 ORDER BY epoch LIMIT $2',
      [epoch, limit],
      (row) => bytesOf(row, 'signed'),
    );
  }

  /** Puts the next epoch on record. Throws CONFLICT for any other. */
  add(epoch: number, signed: Uint8Array, atMs: number): void {
    this.#db.atomically(() => {
      const newest = this.#db.get('SELECT max(epoch) AS epoch FROM manifest', [], (row) =>
        row.epoch === null ? 0 : integerOf(row, 'epoch'),
      );
      if (epoch !== (newest ?? 0) + 1)
        throw new MusterError('CONFLICT', `manifest ${newest ?? 0} is the newest, and this is ${epoch}`);
      this.#db.run('INSERT INTO manifest (epoch, signed, at_ms) VALUES ($1, $2, $3)', [epoch, signed, atMs]);
    });
  }
}

/** Every manifest in a coordinator's data directory, beside a running coordinator or without one. Throws STORAGE_*. */
export function readStoredManifests(directory: string): Uint8Array[] {
  using db = openSqlite(join(directory, 'coordinator.db'), { readOnly: true });
  return new Manifests(db).after(0);
}
