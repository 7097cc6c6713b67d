/** @module The sites as the log knows them: by pseudonym, with the keys that they told when they enrolled. Those who left stay known. */
import type { Db, Row } from '../db.ts';
import { bytesOf, integerOf, nullable, textOf } from '../row.ts';

export interface AuditParty {
  readonly pseudonym: string;
  readonly site: string;
  /** Raw Ed25519 public keys, 32 bytes each. */
  readonly producerKey: Uint8Array;
  readonly witnessKey: Uint8Array;
  readonly logKey: Uint8Array;
  readonly enrolledMs: number;
  readonly leftMs: number | null;
}

export class AuditParties {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Who a site is now; undefined when it never enrolled or has left. */
  of(site: string): AuditParty | undefined {
    return this.#db.get('SELECT * FROM audit_party WHERE site = $1 AND left_ms IS NULL', [site], partyOf);
  }

  /** Who a site was last, though it may have left. */
  lastOf(site: string): AuditParty | undefined {
    return this.#db.get(
      'SELECT * FROM audit_party WHERE site = $1 ORDER BY left_ms IS NULL DESC, enrolled_ms DESC LIMIT 1',
      [site],
      partyOf,
    );
  }

  find(pseudonym: string): AuditParty | undefined {
    return this.#db.get('SELECT * FROM audit_party WHERE pseudonym = $1', [pseudonym], partyOf);
  }

  /** Those who have not left, in the order in which they enrolled. */
  present(limit: number): readonly AuditParty[] {
    return this.#db.all(
      'SELECT * FROM audit_party WHERE left_ms IS NULL ORDER BY enrolled_ms, pseudonym LIMIT $1',
      [limit],
      partyOf,
    );
  }

  /** Also those who have left, in the order in which they enrolled. */
  all(): readonly AuditParty[] {
    return this.#db.all('SELECT * FROM audit_party ORDER BY enrolled_ms, pseudonym', [], partyOf);
  }

  /** The same once more changes nothing but that it is back. */
  enrol({ pseudonym, site, producerKey, witnessKey, logKey, enrolledMs }: Omit<AuditParty, 'leftMs'>): void {
    this.#db.atomically(() =>
      this.#db.run(
        `INSERT INTO audit_party (pseudonym, site, producer_key, witness_key, log_key, enrolled_ms)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (pseudonym) DO UPDATE SET left_ms = NULL, enrolled_ms = $6`,
        [pseudonym, site, producerKey, witnessKey, logKey, enrolledMs],
      ),
    );
  }

  leave(pseudonym: string, leftMs: number): void {
    this.#db.atomically(() =>
      this.#db.run('UPDATE audit_party SET left_ms = $2 WHERE pseudonym = $1', [pseudonym, leftMs]),
    );
  }
}

function partyOf(row: Row): AuditParty {
  return {
    pseudonym: textOf(row, 'pseudonym'),
    site: textOf(row, 'site'),
    producerKey: bytesOf(row, 'producer_key'),
    witnessKey: bytesOf(row, 'witness_key'),
    logKey: bytesOf(row, 'log_key'),
    enrolledMs: integerOf(row, 'enrolled_ms'),
    leftMs: nullable(row, 'left_ms', integerOf),
  };
}
