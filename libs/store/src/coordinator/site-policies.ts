/** @module The policies that sites have published: of each site the newest, as it was signed. */
import type { Db, Row } from '../db.ts';
import { bytesOf, integerOf, textOf } from '../row.ts';

/** What a site says it allows. */
export interface SitePolicy {
  readonly site: string;
  /** SHA-256 of the document, lower-case hex. */
  readonly hash: string;
  /** Canonical JSON; what it says is read by whoever asks for it. */
  readonly document: string;
  /** By the site's key, 64 bytes. */
  readonly signature: Uint8Array;
  /** When it was published first, milliseconds since 1970. */
  readonly sinceMs: number;
}

const COLUMNS = 'site, hash, document, signature, since_ms';

const policyOf = (row: Row): SitePolicy => ({
  site: textOf(row, 'site'),
  hash: textOf(row, 'hash'),
  document: textOf(row, 'document'),
  signature: bytesOf(row, 'signature'),
  sinceMs: integerOf(row, 'since_ms'),
});

export class SitePolicies {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  find(site: string): SitePolicy | undefined {
    return this.#db.get(`SELECT ${COLUMNS} FROM site_policy WHERE site = $1`, [site], policyOf);
  }

  /** Of sites that were not revoked, by name. */
  list(): SitePolicy[] {
    return this.#db.all(
      `SELECT ${COLUMNS} FROM site_policy WHERE site IN (SELECT name FROM site WHERE revoked_ms IS NULL) ORDER BY site`,
      [],
      policyOf,
    );
  }

  /**
   * Takes the place of what the site published before; returns whether it says something else. Its keys may be new all the same: then
   * only the signature is. Throws INVALID_ARGUMENT for a site that is not enrolled.
   */
  publish({ site, hash, document, signature, sinceMs }: SitePolicy): boolean {
    return this.#db.atomically(() => {
      const before = this.find(site);
      const isSame = before?.hash === hash;
      if (isSame && Buffer.from(before.signature).equals(signature)) return false;
      this.#db.run(
        `INSERT INTO site_policy (${COLUMNS}) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (site) DO UPDATE SET hash = $2, document = $3, signature = $4, since_ms = $5`,
        [site, hash, document, signature, isSame ? before.sinceMs : sinceMs],
      );
      return !isSame;
    });
  }
}
