/**
 * @module What a log only commits to: salts and payloads, and who is behind a pseudonym. In a database of its own, in which what is deleted
 * is overwritten, so that erasure is erasure; the log keeps 32 bytes that say nothing without the salt.
 */
import { existsSync } from 'node:fs';
import { asMusterError, MusterError } from '@muster/errors';
import type { Db, SqlValue } from '../db.ts';
import { migrate } from '../migrate.ts';
import { bytesOf, integerOf, jsonOf, nullable, textOf, toJson } from '../row.ts';
import { openSqlite } from '../sqlite.ts';
import {
  type HiddenClass,
  type Person,
  type PlacedSecret,
  personOf,
  placedListOf,
  placedOf,
  type Secret,
  secretOf,
} from './vault-rows.ts';
import { vaultMigrations } from './vault-schema.ts';

/** A commitment in a log. */
interface Place {
  readonly commitment: string;
  /** Index of the entry that it stands in. */
  readonly entry: number;
  /** Pseudonym of the person who acts in it. */
  readonly actor: string | null;
}

/** Secrets that are asked for: all conditions together. */
export interface SecretQuery {
  readonly origin?: string;
  readonly entry?: number;
  readonly actor?: string;
  readonly hidden?: HiddenClass;
  /** Kept earlier. */
  readonly beforeMs?: number;
}

/** An erasure that is decided: what of it is done is gone, what is not yet logged is told by this row. */
export interface ErasureRow {
  readonly caseId: string;
  /** A JSON document of whoever erases. */
  readonly terms: unknown;
  readonly secrets: readonly PlacedSecret[];
}

export class Vault implements Disposable {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Durable when it returns, all or none. */
  keep(secrets: readonly Secret[]): void {
    this.#db.atomically(() => {
      for (const { commitment, hidden, salt, payload, atMs } of secrets)
        this.#db.run(
          'INSERT INTO secret (commitment, hidden, salt, payload_json, at_ms) VALUES ($1, $2, $3, $4, $5)',
          [commitment, hidden, salt, toJson(payload), atMs],
        );
    });
  }

  find(commitment: string): Secret | undefined {
    return this.#db.get('SELECT * FROM secret WHERE commitment = $1', [commitment], secretOf);
  }

  /** Logs that were looked through for commitments. */
  origins(): readonly string[] {
    return this.#db.all('SELECT origin FROM searched ORDER BY origin', [], (row) => textOf(row, 'origin'));
  }

  /** How many entries of a log were looked through for commitments. */
  searched(origin: string): number {
    const sql = 'SELECT size FROM searched WHERE origin = $1';
    return this.#db.get(sql, [origin], (row) => integerOf(row, 'size')) ?? 0;
  }

  /** The first `size` entries of a log were looked through, and these commitments found since the last time. */
  place(origin: string, size: number, found: readonly Place[]): void {
    this.#db.atomically(() => {
      for (const { commitment, entry, actor } of found)
        this.#db.run('UPDATE secret SET origin = $2, entry = $3, actor = $4 WHERE commitment = $1', [
          commitment,
          origin,
          entry,
          actor,
        ]);
      this.#db.run(
        'INSERT INTO searched (origin, size) VALUES ($1, $2) ON CONFLICT (origin) DO UPDATE SET size = $2',
        [origin, size],
      );
    });
  }

  /** By log and entry; none that no log commits to. */
  query({ origin, entry, actor, hidden, beforeMs }: SecretQuery): readonly PlacedSecret[] {
    const conditions = [
      ['origin = $1', origin],
      ['entry = $2', entry],
      ['actor = $3', actor],
      ['hidden = $4', hidden],
      ['at_ms < $5', beforeMs],
    ] as const;
    // One text for every query: what is not asked for is null.
    const params = conditions.map(([, value]): SqlValue => value ?? null);
    const where = conditions.map(([condition], i) => `($${i + 1} IS NULL OR ${condition})`).join(' AND ');
    return this.#db.all(
      `SELECT commitment, hidden, origin, entry FROM secret WHERE entry IS NOT NULL AND ${where} ORDER BY origin, entry, hidden`,
      params,
      placedOf,
    );
  }

  /** Removes what was kept before `beforeMs` and no log commits to: acts that were never done. Gives how many. */
  sweep(beforeMs: number): number {
    const swept = this.#db.run('DELETE FROM secret WHERE entry IS NULL AND at_ms < $1', [beforeMs]);
    if (swept > 0) this.wipe();
    return swept;
  }

  /**
   * Deletes the secrets and forgets the persons, in one transaction with the row that tells of it. The keys that made the pseudonyms of these
   * persons become others, so that nobody finds a name by trying. Call `wipe` next. Throws CONFLICT when the case is known.
   */
  erase(
    { caseId, terms, secrets }: ErasureRow,
    persons: readonly string[],
    freshKey: () => Uint8Array,
    atMs: number,
  ): void {
    this.#db.atomically(() => {
      const known = this.#db.get('SELECT 1 FROM erasure WHERE case_id = $1', [caseId], () => true);
      if (known) throw new MusterError('CONFLICT', `the erasure ${caseId} is under way already`);
      this.#db.run('INSERT INTO erasure (case_id, terms_json, secrets_json, at_ms) VALUES ($1, $2, $3, $4)', [
        caseId,
        toJson(terms),
        toJson(secrets),
        atMs,
      ]);
      for (const { commitment } of secrets)
        this.#db.run('DELETE FROM secret WHERE commitment = $1', [commitment]);
      for (const pseudonym of persons) this.#forget(pseudonym, freshKey);
    });
  }

  /** When the oldest secrets were kept, by class; null where there is none. */
  oldestMs(): { readonly pii: number | null; readonly conf: number | null } {
    const of = (hidden: HiddenClass): number | null =>
      this.#db.get('SELECT MIN(at_ms) AS at_ms FROM secret WHERE hidden = $1', [hidden], (row) =>
        nullable(row, 'at_ms', integerOf),
      ) ?? null;
    return { pii: of('pii'), conf: of('conf') };
  }

  hasUnlogged(): boolean {
    return this.#db.get('SELECT 1 FROM erasure LIMIT 1', [], () => true) === true;
  }

  /** Erasures from before `beforeMs` of which the log does not tell yet, oldest first. */
  unlogged(beforeMs: number): readonly ErasureRow[] {
    const sql = 'SELECT * FROM erasure WHERE at_ms < $1 ORDER BY at_ms, case_id';
    return this.#db.all(sql, [beforeMs], (row) => ({
      caseId: textOf(row, 'case_id'),
      terms: jsonOf(row, 'terms_json'),
      secrets: placedListOf(jsonOf(row, 'secrets_json')),
    }));
  }

  /** The log tells of the erasure. */
  logged(caseId: string): void {
    this.#db.run('DELETE FROM erasure WHERE case_id = $1', [caseId]);
  }

  /** The key of pseudonyms of an epoch: `fresh` if there is none yet. */
  pseudonymKey(epoch: string, fresh: () => Uint8Array): Uint8Array {
    return this.#db.atomically(() => {
      const known = this.#db.get('SELECT key FROM pseudonym_key WHERE epoch = $1', [epoch], (row) =>
        bytesOf(row, 'key'),
      );
      if (known) return known;
      const key = fresh();
      this.#db.run('INSERT INTO pseudonym_key (epoch, key) VALUES ($1, $2)', [epoch, key]);
      return key;
    });
  }

  remember({ pseudonym, issuer, subject, epoch }: Person): void {
    this.#db.run('INSERT OR IGNORE INTO person (pseudonym, issuer, subject, epoch) VALUES ($1, $2, $3, $4)', [
      pseudonym,
      issuer,
      subject,
      epoch,
    ]);
  }

  /** Everybody behind a pseudonym, or all pseudonyms of somebody. */
  persons(who: string): readonly Person[] {
    return this.#db.all(
      'SELECT * FROM person WHERE pseudonym = $1 OR subject = $1 ORDER BY epoch, pseudonym',
      [who],
      personOf,
    );
  }

  /**
   * What was deleted is gone from the files when it returns: it was overwritten, the file is built anew without it, and the write-ahead
   * log is empty. Throws STORAGE_BUSY when another process reads the vault all the while; tried again, it goes on.
   */
  wipe(): void {
    this.#emptyLog();
    this.#db.script('VACUUM');
    this.#emptyLog();
  }

  close(): void {
    this.#db.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #forget(pseudonym: string, freshKey: () => Uint8Array): void {
    const person = this.#db.get('SELECT * FROM person WHERE pseudonym = $1', [pseudonym], personOf);
    if (!person) return;
    this.#db.run('DELETE FROM person WHERE pseudonym = $1', [pseudonym]);
    this.#db.run('UPDATE pseudonym_key SET key = $2 WHERE epoch = $1', [person.epoch, freshKey()]);
  }

  #emptyLog(): void {
    const busy = this.#db.get('PRAGMA wal_checkpoint(TRUNCATE)', [], (row) => integerOf(row, 'busy'));
    if (busy !== 0) throw new MusterError('STORAGE_BUSY', 'another process is reading the vault');
  }
}

/** Opens, or creates, the vault at `path`; errors as those of the store. Several processes may have it open. */
export function openVault(path: string, nowMs: number): Vault {
  return vaultOf(openSqlite(path), nowMs);
}

/** Over a database that is open. */
export function vaultOf(db: Db, nowMs: number): Vault {
  try {
    // What VACUUM copies lies in memory meanwhile, not in some temporary file.
    db.script('PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;');
    const isOn = db.get('PRAGMA secure_delete', [], (row) => integerOf(row, 'secure_delete'));
    if (isOn !== 1) throw new MusterError('STORAGE_FAILED', 'the vault cannot overwrite what it deletes');
    migrate(db, vaultMigrations, nowMs);
    return new Vault(db);
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}

/** A vault to look things up in, beside whoever writes it. Throws NOT_FOUND where there is none, or another file in its place; STORAGE_*. */
export function readVault(
  path: string,
): Pick<Vault, 'find' | 'origins' | 'persons' | 'oldestMs' | 'hasUnlogged'> & Disposable {
  if (!existsSync(path)) throw new MusterError('NOT_FOUND', `there is no vault ${path}`);
  const db = openSqlite(path, { readOnly: true });
  try {
    if (isVault(db)) return new Vault(db);
  } catch (thrown) {
    db.close();
    throw thrown;
  }
  db.close();
  throw new MusterError('NOT_FOUND', `${path} is no vault, or a damaged one`);
}

/** Whether it is a database at all, and has the table of secrets. */
function isVault(db: Db): boolean {
  try {
    const sql = "SELECT count(*) AS count FROM sqlite_schema WHERE type = 'table' AND name = 'secret'";
    return db.get(sql, [], (row) => integerOf(row, 'count')) === 1;
  } catch (thrown) {
    if (asMusterError(thrown).code === 'STORAGE_CORRUPT') return false;
    throw thrown;
  }
}
