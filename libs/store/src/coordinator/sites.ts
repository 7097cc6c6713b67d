/**
 * @module Sites and the one certificate of each that is in force.
 *
 * A name has one row. Enrolling again, by a new invitation, replaces the certificate: the old one is refused from that
 * moment. It also ends a revocation, since an operator who invites a revoked site by name means it.
 *
 * A renewal replaces it too, but only when the site comes with the new one, which proves that it has it for good. Until then the
 * renewed certificate waits in a table of its own and both are good. Nothing that a site may hold is taken out of force by a renewal
 * that it may not have received.
 */
import { MusterError } from '@muster/errors';
import type { Db, Row } from '../db.ts';
import { bytesOf, integerOf, jsonOf, nullable, textOf, toJson } from '../row.ts';
import { Invitations } from './invitations.ts';

/** An enrolled site. Times are milliseconds since 1970. */
export interface Site {
  readonly name: string;
  /** The certificate as it was issued, bytes of the wire message. */
  readonly certificate: Uint8Array;
  readonly serial: string;
  /** SHA-256 of `certificate`, hex. */
  readonly certificateHash: string;
  /** Ed25519 public key, hex. */
  readonly signingKey: string;
  readonly enrolledMs: number;
  readonly revokedMs: number | null;
  readonly revokeReason: string;
  readonly lastSeenMs: number | null;
  /** Clock of the site minus ours, at its last handshake. */
  readonly clockSkewMs: number | null;
  /** What the agent said of its training engine, as it said it. */
  readonly engine: unknown;
  readonly agentVersion: string | null;
  /** Not selected from then on until somebody lets it in again, for this reason. */
  readonly suspendedMs: number | null;
  readonly suspendReason: string;
  /** Refused updates up to then are not held against it. */
  readonly forgivenMs: number;
}

/** What the registrar issued to a site for its token; hashes and keys in lower-case hex. */
export interface Enrolment {
  readonly tokenHash: string;
  readonly name: string;
  readonly certificate: Uint8Array;
  readonly serial: string;
  readonly certificateHash: string;
  readonly signingKey: string;
}

/** A certificate that was issued to a site that has one. */
export type Renewal = Pick<Enrolment, 'certificate' | 'serial' | 'certificateHash'>;

/** What a site said of itself as it registered. */
export interface Sighting {
  readonly atMs: number;
  readonly clockSkewMs: number;
  readonly engine: unknown;
  readonly agentVersion: string;
}

const COLUMNS = `name, certificate, serial, certificate_hash, signing_key, enrolled_ms, revoked_ms, revoke_reason,
  last_seen_ms, clock_skew_ms, engine_json, agent_version, suspended_ms, suspend_reason, forgiven_ms`;

const siteOf = (row: Row): Site => ({
  name: textOf(row, 'name'),
  certificate: bytesOf(row, 'certificate'),
  serial: textOf(row, 'serial'),
  certificateHash: textOf(row, 'certificate_hash'),
  signingKey: textOf(row, 'signing_key'),
  enrolledMs: integerOf(row, 'enrolled_ms'),
  revokedMs: nullable(row, 'revoked_ms', integerOf),
  revokeReason: textOf(row, 'revoke_reason'),
  lastSeenMs: nullable(row, 'last_seen_ms', integerOf),
  clockSkewMs: nullable(row, 'clock_skew_ms', integerOf),
  engine: nullable(row, 'engine_json', jsonOf),
  agentVersion: nullable(row, 'agent_version', textOf),
  suspendedMs: nullable(row, 'suspended_ms', integerOf),
  suspendReason: textOf(row, 'suspend_reason'),
  forgivenMs: integerOf(row, 'forgiven_ms'),
});

export class Sites {
  readonly #db: Db;
  readonly #invitations: Invitations;

  constructor(db: Db) {
    this.#db = db;
    this.#invitations = new Invitations(db);
  }

  /**
   * Spends the invitation and puts the certificate in force, both or neither.
   * Throws TOKEN_INVALID, TOKEN_USED, TOKEN_EXPIRED; CONFLICT when the invitation is for another name or the
   * certificate is known already.
   */
  enrol(enrolment: Enrolment, nowMs: number): Site {
    return this.#db.atomically(() => {
      const invitation = this.#invitations.claim(enrolment.tokenHash, enrolment.serial, nowMs);
      if (invitation.site !== enrolment.name) {
        throw new MusterError(
          'CONFLICT',
          `the invitation is for ${invitation.site}, not for ${enrolment.name}`,
        );
      }
      // Whoever holds another token of this name would else take its place, unseen.
      this.#invitations.withdraw(enrolment.name, nowMs);
      this.#db.run(
        `INSERT INTO site (name, certificate, serial, certificate_hash, signing_key, enrolled_ms)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (name) DO UPDATE SET certificate = $2, serial = $3, certificate_hash = $4, signing_key = $5,
           enrolled_ms = $6, revoked_ms = NULL, revoke_reason = ''`,
        [
          enrolment.name,
          enrolment.certificate,
          enrolment.serial,
          enrolment.certificateHash,
          enrolment.signingKey,
          nowMs,
        ],
      );
      this.#db.run('DELETE FROM renewal WHERE site = $1', [enrolment.name]);
      return this.get(enrolment.name);
    });
  }

  /**
   * Records a certificate that renews the one that was shown, before the site hears of it. Throws as `authenticate`, and CONFLICT when it
   * is known already.
   */
  renew(name: string, shownHash: string, renewal: Renewal): void {
    this.#db.atomically(() => {
      this.authenticate(name, shownHash);
      this.#db.run(
        'INSERT INTO renewal (certificate_hash, site, certificate, serial) VALUES ($1, $2, $3, $4)',
        [renewal.certificateHash, name, renewal.certificate, renewal.serial],
      );
    });
  }

  /** The renewed certificates of a site that it has not shown yet, as they were issued. */
  renewals(name: string): Uint8Array[] {
    return this.#db.all('SELECT certificate FROM renewal WHERE site = $1 ORDER BY rowid', [name], (row) =>
      bytesOf(row, 'certificate'),
    );
  }

  find(name: string): Site | undefined {
    return this.#db.get(`SELECT ${COLUMNS} FROM site WHERE name = $1`, [name], siteOf);
  }

  /** Throws NOT_FOUND. */
  get(name: string): Site {
    const found = this.find(name);
    if (found === undefined)
      throw new MusterError('NOT_FOUND', `no site ${name} is enrolled`, { detail: { name } });
    return found;
  }

  /**
   * The site whose certificate, by hash, was presented. One that renews the certificate in force comes into force by that, durably before
   * this returns, and the one before is void. Throws SITE_REVOKED, or CERTIFICATE_INVALID when the name is not enrolled or the
   * certificate was replaced by a later one.
   */
  authenticate(name: string, certificateHash: string): Site {
    const site = this.#admissible(name);
    if (site.certificateHash === certificateHash) return site;
    return this.#db.atomically(() => {
      const changed = this.#db.run(
        `UPDATE site SET (certificate, serial, certificate_hash) =
           (SELECT certificate, serial, certificate_hash FROM renewal WHERE site = $1 AND certificate_hash = $2)
         WHERE name = $1 AND EXISTS (SELECT 1 FROM renewal WHERE site = $1 AND certificate_hash = $2)`,
        [name, certificateHash],
      );
      if (changed === 0)
        throw new MusterError(
          'CERTIFICATE_INVALID',
          `site ${name} has a later certificate since, by enrolment or renewal; this one is void`,
          { detail: { site: name } },
        );
      this.#db.run('DELETE FROM renewal WHERE site = $1', [name]);
      return this.get(name);
    });
  }

  /** Throws SITE_REVOKED, CERTIFICATE_INVALID. */
  #admissible(name: string): Site {
    const site = this.find(name);
    if (site === undefined) throw new MusterError('CERTIFICATE_INVALID', `no site ${name} is enrolled`);
    if (site.revokedMs !== null) {
      throw new MusterError('SITE_REVOKED', `site ${name} was revoked: ${site.revokeReason}`, {
        detail: { site: name },
      });
    }
    return site;
  }

  /** By name. */
  list(): Site[] {
    return this.#db.all(`SELECT ${COLUMNS} FROM site ORDER BY name`, [], siteOf);
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

  /** The way back: what was refused up to now is not held against it any more. Throws NOT_FOUND. */
  reinstate(name: string, nowMs: number): Site {
    return this.#db.atomically(() => {
      this.#db.run(
        "UPDATE site SET suspended_ms = NULL, suspend_reason = '', forgiven_ms = $2 WHERE name = $1",
        [name, nowMs],
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

  /** Refuses the site from now on, and its unused invitations with it. A second time keeps the first date and reason. */
  revoke(name: string, reason: string, nowMs: number): Site {
    return this.#db.atomically(() => {
      this.#db.run(
        'UPDATE site SET revoked_ms = $2, revoke_reason = $3 WHERE name = $1 AND revoked_ms IS NULL',
        [name, nowMs, reason],
      );
      this.#invitations.withdraw(name, nowMs);
      return this.get(name);
    });
  }
}
