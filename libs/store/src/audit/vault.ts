/**
 * @module What a log only commits to: salts and payloads, and who is behind a pseudonym. In a database of its own, in which what is deleted
 * is overwritten, so that erasure is erasure; the log keeps 32 bytes that say nothing without the salt.
 */
import { MusterError } from '@muster/errors';
import type { Db, Row } from '../db.ts';
import { migrate } from '../migrate.ts';
import { bytesOf, integerOf, jsonOf, textOf, toJson } from '../row.ts';
import { openSqlite } from '../sqlite.ts';

export type HiddenClass = 'conf' | 'pii';

/** The other half of a commitment. */
export interface Secret {
  /** 32 bytes, base64, as it stands in the log. */
  readonly commitment: string;
  readonly hidden: HiddenClass;
  /** 32 bytes. */
  readonly salt: Uint8Array;
  readonly payload: unknown;
  readonly atMs: number;
}

/** Somebody who has a pseudonym in the log. */
export interface Person {
  readonly pseudonym: string;
  readonly issuer: string;
  readonly subject: string;
  readonly epoch: string;
}

const migrations = [
  {
    name: 'secrets, persons, keys of pseudonyms',
    sql: `
CREATE TABLE secret (
  commitment TEXT PRIMARY KEY,
  hidden TEXT NOT NULL CHECK (hidden IN ('conf', 'pii')),
  salt BLOB NOT NULL,
  payload_json TEXT NOT NULL,
  at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX secret_at ON secret (hidden, at_ms);
CREATE TABLE pseudonym_key (
  epoch TEXT PRIMARY KEY,
  key BLOB NOT NULL
) STRICT;
CREATE TABLE person (
  pseudonym TEXT PRIMARY KEY,
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  epoch TEXT NOT NULL REFERENCES pseudonym_key (epoch)
) STRICT;
`,
  },
];

export class Vault implements Disposable {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Durable when it returns, unless a transaction is open. */
  keep({ commitment, hidden, salt, payload, atMs }: Secret): void {
    this.#db.atomically(() =>
      this.#db.run(
        'INSERT INTO secret (commitment, hidden, salt, payload_json, at_ms) VALUES ($1, $2, $3, $4, $5)',
        [commitment, hidden, salt, toJson(payload), atMs],
      ),
    );
  }

  find(commitment: string): Secret | undefined {
    return this.#db.get('SELECT * FROM secret WHERE commitment = $1', [commitment], secretOf);
  }

  /** Gone from the file when it returns: overwritten, and out of the write-ahead log. Gives how many there were. */
  erase(commitments: readonly string[]): number {
    const erased = this.#db.atomically(() =>
      commitments.reduce(
        (sum, commitment) => sum + this.#db.run('DELETE FROM secret WHERE commitment = $1', [commitment]),
        0,
      ),
    );
    this.#wipe();
    return erased;
  }

  /** Those of a class that are older: retention is over for them. */
  eraseBefore(hidden: HiddenClass, atMs: number): number {
    const erased = this.#db.run('DELETE FROM secret WHERE hidden = $1 AND at_ms < $2', [hidden, atMs]);
    if (erased > 0) this.#wipe();
    return erased;
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

  person(pseudonym: string): Person | undefined {
    return this.#db.get('SELECT * FROM person WHERE pseudonym = $1', [pseudonym], (row) => ({
      pseudonym: textOf(row, 'pseudonym'),
      issuer: textOf(row, 'issuer'),
      subject: textOf(row, 'subject'),
      epoch: textOf(row, 'epoch'),
    }));
  }

  /** Nobody can tell any more who it was. */
  forget(pseudonym: string): boolean {
    const forgotten = this.#db.run('DELETE FROM person WHERE pseudonym = $1', [pseudonym]) > 0;
    this.#wipe();
    return forgotten;
  }

  close(): void {
    this.#db.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #wipe(): void {
    this.#db.script('PRAGMA wal_checkpoint(TRUNCATE); VACUUM; PRAGMA wal_checkpoint(TRUNCATE);');
  }
}

/** Opens, or creates, the vault at `path`; errors as those of the store. */
export function openVault(path: string, nowMs: number): Vault {
  const db = openSqlite(path);
  try {
    db.script('PRAGMA secure_delete = ON');
    const isOn = db.get('PRAGMA secure_delete', [], (row) => integerOf(row, 'secure_delete'));
    if (isOn !== 1) throw new MusterError('STORAGE_FAILED', 'the vault cannot overwrite what it deletes');
    migrate(db, migrations, nowMs);
    return new Vault(db);
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}

function secretOf(row: Row): Secret {
  return {
    commitment: textOf(row, 'commitment'),
    hidden: textOf(row, 'hidden') === 'pii' ? 'pii' : 'conf',
    salt: bytesOf(row, 'salt'),
    payload: jsonOf(row, 'payload_json'),
    atMs: integerOf(row, 'at_ms'),
  };
}
