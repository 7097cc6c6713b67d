/** @module Invitations: one-time enrolment tokens, of which only the hash is kept. */
import { MusterError } from '@muster/errors';
import type { Db, Row } from '../db.ts';
import { integerOf, nullable, textOf } from '../row.ts';

/** A one-time token, known by its hash. Times are milliseconds since 1970; it is good until `expiresMs` and used at most once. */
export interface Invitation {
  /** SHA-256 of the token, hex. */
  readonly tokenHash: string;
  readonly site: string;
  readonly createdMs: number;
  readonly expiresMs: number;
  readonly usedMs: number | null;
  /** Serial of the certificate that the token was turned into. */
  readonly usedBy: string | null;
}

const COLUMNS = 'token_hash, site, created_ms, expires_ms, used_ms, used_by';

const invitationOf = (row: Row): Invitation => ({
  tokenHash: textOf(row, 'token_hash'),
  site: textOf(row, 'site'),
  createdMs: integerOf(row, 'created_ms'),
  expiresMs: integerOf(row, 'expires_ms'),
  usedMs: nullable(row, 'used_ms', integerOf),
  usedBy: nullable(row, 'used_by', textOf),
});

export class Invitations {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Records a new token for `site`; a site that is enrolled already may be invited to enrol again. CONFLICT: same token. */
  add(invitation: Omit<Invitation, 'usedMs' | 'usedBy'>): void {
    this.#db.run(
      'INSERT INTO invitation (token_hash, site, created_ms, expires_ms) VALUES ($1, $2, $3, $4)',
      [invitation.tokenHash, invitation.site, invitation.createdMs, invitation.expiresMs],
    );
  }

  find(tokenHash: string): Invitation | undefined {
    return this.#db.get(`SELECT ${COLUMNS} FROM invitation WHERE token_hash = $1`, [tokenHash], invitationOf);
  }

  /**
   * The invitation if it may be used at `nowMs`, without using it: to build the certificate before the token is spent.
   * Throws TOKEN_INVALID, TOKEN_USED, TOKEN_EXPIRED (from `expiresMs` on).
   */
  check(tokenHash: string, nowMs: number): Invitation {
    const found = this.find(tokenHash);
    if (found === undefined) throw new MusterError('TOKEN_INVALID', 'no invitation has this token');
    if (found.usedMs !== null)
      throw new MusterError('TOKEN_USED', `the invitation of ${found.site} was used already`);
    if (found.expiresMs <= nowMs)
      throw new MusterError('TOKEN_EXPIRED', `the invitation of ${found.site} has expired`);
    return found;
  }

  /**
   * Spends the token: of any number of claims, in any number of processes, one succeeds. Errors as `check`.
   * `usedBy` is the serial of the certificate. Meant for the transaction that also enrols the site.
   */
  claim(tokenHash: string, usedBy: string, nowMs: number): Invitation {
    const claimed = this.#db.get(
      `UPDATE invitation SET used_ms = $2, used_by = $3
       WHERE token_hash = $1 AND used_ms IS NULL AND expires_ms > $2 RETURNING ${COLUMNS}`,
      [tokenHash, nowMs, usedBy],
      invitationOf,
    );
    return claimed ?? this.check(tokenHash, nowMs);
  }

  /** Every unused token of `site` expires now: a site that is revoked does not come back by an older invitation. */
  withdraw(site: string, nowMs: number): number {
    return this.#db.run(
      'UPDATE invitation SET expires_ms = $2 WHERE site = $1 AND used_ms IS NULL AND expires_ms > $2',
      [site, nowMs],
    );
  }

  /** Those that could still be used, soonest to expire first. */
  open(nowMs: number): Invitation[] {
    return this.#db.all(
      `SELECT ${COLUMNS} FROM invitation WHERE used_ms IS NULL AND expires_ms > $1 ORDER BY expires_ms, token_hash`,
      [nowMs],
      invitationOf,
    );
  }
}
