/**
 * @module The certificates of sites: of each the one that is in force, and those that were issued to take its place.
 *
 * A name has one row, and is that of one organisation. Enrolling again, by a new invitation, replaces the certificate: the old one is
 * refused from that moment. It also ends a revocation, since an operator who invites a revoked site by name means it. A site whose
 * organisation certifies it elsewhere is taken up by the certificate that it shows, and the one that was issued last counts.
 *
 * A renewal replaces it too, but only when the site comes with the new one, which proves that it has it for good. Until then the
 * renewed certificate waits in a table of its own and both are good. Nothing that a site may hold is taken out of force by a renewal
 * that it may not have received.
 */
import { MusterError } from '@muster/errors';
import type { Db } from '../db.ts';
import { bytesOf, integerOf, textOf } from '../row.ts';
import { Invitations } from './invitations.ts';
import type { Site } from './site-row.ts';
import { Sites } from './sites.ts';

/** A certificate as it was issued; hashes and serials in lower-case hex. */
export interface IssuedCertificate {
  readonly certificate: Uint8Array;
  readonly serial: string;
  readonly certificateHash: string;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
}

/** For whom. */
export interface SiteCertificate extends IssuedCertificate {
  readonly name: string;
  readonly signingKey: string;
  readonly organisation: string;
}

/** What the registrar issued to a site for its token. */
export interface Enrolment extends SiteCertificate {
  readonly tokenHash: string;
}

export class Certificates {
  readonly #db: Db;
  readonly #sites: Sites;
  readonly #invitations: Invitations;

  constructor(db: Db) {
    this.#db = db;
    this.#sites = new Sites(db);
    this.#invitations = new Invitations(db);
  }

  /**
   * Spends the invitation and puts the certificate in force, both or neither; `sitesMax`: as many as its organisation may have.
   * Throws TOKEN_INVALID, TOKEN_USED, TOKEN_EXPIRED; ORGANISATION_FULL; CONFLICT when the invitation is for another name, the name is that
   * of another organisation's site, or the certificate is known already.
   */
  enrol(enrolment: Enrolment, sitesMax: number, nowMs: number): Site {
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
      return this.#putInForce(enrolment, sitesMax, nowMs);
    });
  }

  /**
   * Puts a certificate in force that the site's organisation has issued elsewhere. Throws ORGANISATION_FULL and CONFLICT as `enrol`;
   * SITE_REVOKED for a site that an operator has revoked; CERTIFICATE_INVALID for one that was not issued after the one in force.
   */
  takeUp(certified: SiteCertificate, sitesMax: number, nowMs: number): Site {
    return this.#db.atomically(() => {
      const { name, notBeforeMs } = certified;
      const inForce = this.#db.get('SELECT * FROM site WHERE name = $1', [name], (row) => ({
        notBeforeMs: integerOf(row, 'not_before_ms'),
        isRevoked: row.revoked_ms !== null && textOf(row, 'revoked_by') === 'operator',
      }));
      if (inForce?.isRevoked) this.#admissible(name);
      if (inForce && !(notBeforeMs > inForce.notBeforeMs)) throw voidCertificate(name);
      return this.#putInForce(certified, sitesMax, nowMs);
    });
  }

  #putInForce(certified: SiteCertificate, sitesMax: number, nowMs: number): Site {
    const { name, organisation } = certified;
    const before = this.#sites.find(name);
    if (before && before.organisation !== organisation)
      throw new MusterError(
        'CONFLICT',
        `${name} is a site of ${before.organisation}, not of ${organisation}`,
      );
    const others = this.#db.get(
      'SELECT count(*) AS n FROM site WHERE organisation = $1 AND name <> $2 AND revoked_ms IS NULL',
      [organisation, name],
      (row) => integerOf(row, 'n'),
    );
    if ((others ?? 0) >= sitesMax)
      throw new MusterError(
        'ORGANISATION_FULL',
        `${organisation} has ${others} sites, and may have ${sitesMax}`,
      );
    this.#db.run(
      `INSERT INTO site (name, certificate, serial, certificate_hash, signing_key, enrolled_ms, organisation, not_before_ms)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (name) DO UPDATE SET certificate = $2, serial = $3, certificate_hash = $4, signing_key = $5,
         enrolled_ms = $6, not_before_ms = $8, revoked_ms = NULL, revoke_reason = '', revoked_by = 'operator'`,
      [
        name,
        certified.certificate,
        certified.serial,
        certified.certificateHash,
        certified.signingKey,
        nowMs,
        organisation,
        certified.notBeforeMs,
      ],
    );
    this.#db.run('DELETE FROM renewal WHERE site = $1', [name]);
    this.#issued(name, certified);
    return this.#sites.get(name);
  }

  #issued(site: string, { certificateHash, notAfterMs }: IssuedCertificate): void {
    this.#db.run(
      'INSERT INTO issued (certificate_hash, site, not_after_ms) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
      [certificateHash, site, notAfterMs],
    );
  }

  /** Whether a certificate is the one in force of a site, or waits to be. */
  knows(name: string, hash: string): boolean {
    const sql = `SELECT 1 FROM site WHERE name = $1 AND certificate_hash = $2
      UNION ALL SELECT 1 FROM renewal WHERE site = $1 AND certificate_hash = $2`;
    return this.#db.get(sql, [name, hash], () => true) ?? false;
  }

  /** Hashes of every certificate that a site ever had and that has not ended by `nowMs`: all that a manifest must revoke. */
  unexpired(name: string, nowMs: number): string[] {
    return this.#db.all(
      'SELECT certificate_hash FROM issued WHERE site = $1 AND not_after_ms >= $2 ORDER BY certificate_hash',
      [name, nowMs],
      (row) => textOf(row, 'certificate_hash'),
    );
  }

  /**
   * Records a certificate that renews the one that was shown, before the site hears of it. Throws as `authenticate`, and CONFLICT when it
   * is known already.
   */
  renew(name: string, shownHash: string, renewal: IssuedCertificate): void {
    this.#db.atomically(() => {
      this.authenticate(name, shownHash);
      this.#db.run(
        'INSERT INTO renewal (certificate_hash, site, certificate, serial, not_before_ms) VALUES ($1, $2, $3, $4, $5)',
        [renewal.certificateHash, name, renewal.certificate, renewal.serial, renewal.notBeforeMs],
      );
      this.#issued(name, renewal);
    });
  }

  /** The renewed certificates of a site that it has not shown yet, as they were issued. */
  renewals(name: string): Uint8Array[] {
    return this.#db.all('SELECT certificate FROM renewal WHERE site = $1 ORDER BY rowid', [name], (row) =>
      bytesOf(row, 'certificate'),
    );
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
        `UPDATE site SET (certificate, serial, certificate_hash, not_before_ms) =
           (SELECT certificate, serial, certificate_hash, not_before_ms FROM renewal WHERE site = $1 AND certificate_hash = $2)
         WHERE name = $1 AND EXISTS (SELECT 1 FROM renewal WHERE site = $1 AND certificate_hash = $2)`,
        [name, certificateHash],
      );
      if (changed === 0) throw voidCertificate(name);
      this.#db.run('DELETE FROM renewal WHERE site = $1', [name]);
      return this.#sites.get(name);
    });
  }

  /** Throws SITE_REVOKED, CERTIFICATE_INVALID. */
  #admissible(name: string): Site {
    const site = this.#sites.find(name);
    if (site === undefined) throw new MusterError('CERTIFICATE_INVALID', `no site ${name} is enrolled`);
    if (site.revokedMs !== null) {
      throw new MusterError('SITE_REVOKED', `site ${name} was revoked: ${site.revokeReason}`, {
        detail: { site: name },
      });
    }
    return site;
  }
}

function voidCertificate(site: string): MusterError {
  return new MusterError(
    'CERTIFICATE_INVALID',
    `site ${site} has a later certificate since, by enrolment or renewal; this one is void`,
    { detail: { site } },
  );
}
