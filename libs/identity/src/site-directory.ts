/**
 * @module Who a site is, for its neighbours in a round (secure-aggregation.md, section 1.5, R1): a certificate counts by the manifest that the
 * one who asks has pinned, whoever has brought it. It is the port of @muster/secagg, with the code of a refusal besides.
 */
import { createHash } from 'node:crypto';
import { type ErrorCode, MusterError } from '@muster/errors';
import type { Certificate } from '@muster/protocol';
import { type JudgedAt, verifySite } from './certificate.ts';
import { type Manifest, organisationOf } from './manifest.ts';

/** Certificates of as many sites are remembered. */
const SEEN_MAX = 20_000;

export type SiteStanding =
  | {
      readonly ok: true;
      /** Ed25519, 32 bytes. */
      readonly signingKey: Uint8Array;
      /** Which organisation vouches for the site, and how many sites it may have. */
      readonly organisation: string;
      readonly sitesMax: number;
    }
  | { readonly ok: false; readonly code: ErrorCode; readonly reason: string };

/** A site's id in a round, 16 bytes: the first of the hash whose first 8 are its pseudonym in the audit log. */
export function siteIdOf(signingKey: Uint8Array): Uint8Array {
  return createHash('sha256').update('fl-site/v1\n').update(signingKey).digest().subarray(0, 16);
}

/** Certificates by their hash in hex: those that were found good once are not sent again. It outlives a directory. */
export type SeenCertificates = Map<string, Certificate>;

/** One for a round: it judges by one manifest and one time, so that the same question has the same answer. */
export class SiteDirectory {
  readonly #manifest: Manifest;
  readonly #at: JudgedAt;
  readonly #seen: SeenCertificates;

  constructor(manifest: Manifest, at: JudgedAt, seen: SeenCertificates = new Map()) {
    this.#manifest = manifest;
    this.#at = at;
    this.#seen = seen;
  }

  /**
   * The site of this id by its certificate, whose SHA-256 is `certHash`; null where only the hash came, of a certificate seen before. Not ok
   * for what `verifySite` refuses, and for a certificate of another site or hash.
   */
  find(siteId: Uint8Array, certHash: Uint8Array, certificate: Certificate | null): SiteStanding {
    try {
      return this.#judge(siteId, Buffer.from(certHash).toString('hex'), certificate);
    } catch (thrown) {
      if (!(thrown instanceof MusterError)) throw thrown;
      return { ok: false, code: thrown.code, reason: thrown.message };
    }
  }

  #judge(siteId: Uint8Array, certHash: string, told: Certificate | null): SiteStanding {
    const certificate = told ?? this.#seen.get(certHash);
    if (!certificate) throw new MusterError('CERTIFICATE_INVALID', 'the certificate of the site is unknown');
    const { signingKey, issuerKey, hash, organisation } = verifySite(certificate, this.#manifest, this.#at);
    if (hash !== certHash || Buffer.compare(siteIdOf(signingKey), siteId) !== 0)
      throw new MusterError('CERTIFICATE_INVALID', 'the certificate is that of another site');
    this.#remember(hash, certificate);
    const { sitesMax = 0 } = organisationOf(this.#manifest, issuerKey) ?? {};
    return { ok: true, signingKey, organisation, sitesMax };
  }

  #remember(hash: string, certificate: Certificate): void {
    this.#seen.delete(hash);
    this.#seen.set(hash, certificate);
    const [oldest] = this.#seen.keys();
    if (this.#seen.size > SEEN_MAX && oldest !== undefined) this.#seen.delete(oldest);
  }
}
