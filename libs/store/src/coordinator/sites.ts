/** @module Sites: who is enrolled, was seen, is suspended or revoked. */
import { MusterError } from '@muster/errors';
import type { Db } from '../db.ts';
import { integerOf, textOf, toJson } from '../row.ts';
import { Invitations } from './invitations.ts';
import { SITE_COLUMNS, type Site, siteOf } from './site-row.ts';

/** Who has ended the trust in a site. */
type Revoker = 'operator' | 'manifest';

/** What a site said of itself as it registered. */
export interface Sighting {
  readonly atMs: number;
  readonly clockSkewMs: number;
  readonly engine: unknown;
  readonly agentVersion: string;
}

export class Sites {
  readonly #db: Db;
  readonly #invitations: Invitations;

  constructor(db: Db) {
    this.#db = db;
    this.#invitations = new Invitations(db);
  }

  find(name: string): Site | undefined {
    return this.#db.get(`SELECT ${SITE_COLUMNS} FROM site WHERE name = $1`, [name], siteOf);
  }

  /** Throws NOT_FOUND. */
  get(name: string): Site {
    const found = this.find(name);
    if (found === undefined)
      throw new MusterError('NOT_FOUND', `no site ${name} is enrolled`, { detail: { name } });
    return found;
  }

  /** By name. */
  list(): Site[] {
    return this.#db.all(`SELECT ${SITE_COLUMNS} FROM site ORDER BY name`, [], siteOf);
  }

  /** What a successful handshake tells. Throws NOT_FOUND. */
  saw(name: string, sighting: Sighting): void {
    const changed = this.#db.run(
      'UPDATE site SET last_seen_ms = $2, clock_skew_ms = $3, engine_json = $4, agent_version = $5 WHERE name = $1',
      [
        name,
        sighting.atMs,
        Math.round(sighting.clockSkewMs),
        toJson(sighting.engine ?? null),
        sighting.agentVersion,
      ],
    );
    if (changed === 0)
      throw new MusterError('NOT_FOUND', `no site ${name} is enrolled`, { detail: { name } });
  }

  /** Leaves the site out of rounds until `reinstate`; it stays connected. A second time keeps the first date and reason. */
  suspend(name: string, reason: string, nowMs: number): Site {
    return this.#db.atomically(() => {
      this.#db.run(
        'UPDATE site SET suspended_ms = $2, suspend_reason = $3 WHERE name = $1 AND suspended_ms IS NULL',
        [name, nowMs, reason],
      );
      return this.get(name);
    });
  }

  /**
   * The way back: what was refused up to now is not held against it any more, nor what an operator has revoked it for. What the manifest
   * has revoked stays. Throws NOT_FOUND.
   */
  reinstate(name: string, nowMs: number): Site {
    return this.#db.atomically(() => {
      this.#db.run(
        "UPDATE site SET suspended_ms = NULL, suspend_reason = '', forgiven_ms = $2 WHERE name = $1",
        [name, nowMs],
      );
      this.#db.run(
        "UPDATE site SET revoked_ms = NULL, revoke_reason = '' WHERE name = $1 AND revoked_by = 'operator'",
        [name],
      );
      return this.get(name);
    });
  }

  /** How many sites are suspended and not revoked. */
  countSuspended(): number {
    const sql = 'SELECT count(*) AS n FROM site WHERE suspended_ms IS NOT NULL AND revoked_ms IS NULL';
    return this.#db.get(sql, [], (row) => integerOf(row, 'n')) ?? 0;
  }

  /** Names of the sites that no round selects; also of revoked ones, which may enrol again. */
  suspended(): string[] {
    const sql = 'SELECT name FROM site WHERE suspended_ms IS NOT NULL ORDER BY name';
    return this.#db.all(sql, [], (row) => textOf(row, 'name'));
  }

  /**
   * Refuses the site from now on, and its unused invitations with it. A second time keeps the first date and reason; but what a manifest has
   * revoked, an operator can revoke for good.
   */
  revoke(name: string, reason: string, nowMs: number, by: Revoker = 'operator'): Site {
    return this.#db.atomically(() => {
      this.#db.run(
        `UPDATE site SET revoked_ms = $2, revoke_reason = $3, revoked_by = $4
         WHERE name = $1 AND (revoked_ms IS NULL OR (revoked_by = 'manifest' AND $4 = 'operator'))`,
        [name, nowMs, reason, by],
      );
      this.#invitations.withdraw(name, nowMs);
      return this.get(name);
    });
  }
}
