/**
 * @module With which logs a site goes along: forks that it has seen, and what people have said about going on with a later log. People
 * speak beside the running daemon, by its database, which takes turns between processes.
 */
import { existsSync } from 'node:fs';
import { MusterError } from '@muster/errors';
import type { Db, Row } from '../db.ts';
import { integerOf, textOf } from '../row.ts';
import { openSqlite } from '../sqlite.ts';
import { Witnessed, type WitnessedCheckpoint } from './witnessed.ts';

/** A log that has signed two histories. */
export interface SeenFork {
  readonly origin: string;
  /** Name of the file that proves it. */
  readonly evidence: string;
  readonly atMs: number;
}

/** A person agrees to go on with a log. */
export interface LogConsent {
  readonly origin: string;
  readonly by: string;
  readonly why: string;
  readonly atMs: number;
}

export class LogTrust {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Durable when it returns. The first one of a log stands. */
  forked({ origin, evidence, atMs }: SeenFork): void {
    this.#db.tx(() =>
      this.#db.run('INSERT OR IGNORE INTO audit_fork (origin, evidence, at_ms) VALUES ($1, $2, $3)', [
        origin,
        evidence,
        Math.round(atMs),
      ]),
    );
  }

  forks(): readonly SeenFork[] {
    return this.#db.all('SELECT * FROM audit_fork ORDER BY at_ms, origin', [], (row) => ({
      origin: textOf(row, 'origin'),
      evidence: textOf(row, 'evidence'),
      atMs: integerOf(row, 'at_ms'),
    }));
  }

  /** Durable when it returns. Throws CONFLICT for somebody who has agreed already. */
  agree({ origin, by, why, atMs }: LogConsent): void {
    const added = this.#db.tx(() =>
      this.#db.run(
        'INSERT OR IGNORE INTO audit_consent (origin, agreed_by, why, at_ms) VALUES ($1, $2, $3, $4)',
        [origin, by, why, Math.round(atMs)],
      ),
    );
    if (added === 0) throw new MusterError('CONFLICT', `${by} has agreed to ${origin} already`);
  }

  /** Oldest first. */
  consents(origin: string): readonly LogConsent[] {
    return this.#db.all(
      'SELECT * FROM audit_consent WHERE origin = $1 ORDER BY at_ms, agreed_by',
      [origin],
      consentOf,
    );
  }

  /** Whether every consent to this log is on record as an event, too. */
  isRecorded(origin: string): boolean {
    const sql = 'SELECT 1 FROM audit_consent WHERE origin = $1 AND recorded = 0';
    return this.#db.get(sql, [origin], () => true) === undefined;
  }

  /** They are from now on. */
  recorded(origin: string): void {
    this.#db.run('UPDATE audit_consent SET recorded = 1 WHERE origin = $1', [origin]);
  }
}

/** What a site has seen of logs, and said. */
export interface LogStanding {
  readonly witnessed: readonly WitnessedCheckpoint[];
  readonly forks: readonly SeenFork[];
  readonly consents: readonly LogConsent[];
}

/** Beside the daemon of the site at `path`, or without one. Throws STORAGE_*. */
export function readLogStanding(path: string): LogStanding {
  const nothing = { witnessed: [], forks: [], consents: [] };
  if (!existsSync(path)) return nothing;
  using db = openSqlite(path, { readOnly: true });
  if (!hasTable(db)) return nothing;
  return {
    witnessed: new Witnessed(db).all(),
    forks: new LogTrust(db).forks(),
    consents: db.all('SELECT * FROM audit_consent ORDER BY at_ms, agreed_by', [], consentOf),
  };
}

/** A person agrees, beside the daemon of the site at `path` or without one. Throws NOT_FOUND, CONFLICT, STORAGE_*. */
export function agreeToLog(path: string, consent: LogConsent): void {
  if (!existsSync(path)) throw new MusterError('NOT_FOUND', 'no agent has run here yet');
  using db = openSqlite(path);
  if (!hasTable(db)) throw new MusterError('NOT_FOUND', 'no agent of this version has run here yet');
  new LogTrust(db).agree(consent);
}

function consentOf(row: Row): LogConsent {
  return {
    origin: textOf(row, 'origin'),
    by: textOf(row, 'agreed_by'),
    why: textOf(row, 'why'),
    atMs: integerOf(row, 'at_ms'),
  };
}

function hasTable(db: Db): boolean {
  return db.get("SELECT 1 FROM sqlite_master WHERE name = 'audit_consent'", [], () => true) === true;
}
