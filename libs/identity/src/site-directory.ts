/**
 * @module Who a site is, for its neighbours in a round (secure-aggregation.md, section 1.5, R1): a certificate counts by the manifest that the
 * one who asks has pinned, whoever has brought it.
 */
import { createHash } from 'node:crypto';
import { MusterError } from '@muster/errors';
import { type JudgedAt, parseCertificate, verifySite } from './certificate.ts';
import type { Manifest } from './manifest.ts';

/** A site as its organisation vouches for it. */
export interface KnownSite {
  /** Ed25519, 32 bytes. */
  readonly signingKey: Uint8Array;
  readonly organisation: string;
  /** SHA-256 of the certificate, 32 bytes. */
  readonly certificateHash: Uint8Array;
}

/** A site's id in a round, 16 bytes: the first of the hash whose first 8 are its pseudonym in the audit log. */
export function siteIdOf(signingKey: Uint8Array): Uint8Array {
  return createHash('sha256').update('fl-site/v1\n').update(signingKey).digest().subarray(0, 16);
}

export class SiteDirectory {
  readonly #manifest: Manifest;
  readonly #at: JudgedAt;

  constructor(manifest: Manifest, at: JudgedAt) {
    this.#manifest = manifest;
    this.#at = at;
  }

  /**
   * The site of this id by its certificate, as bytes of the wire message. Throws as `verifySite`, and CERTIFICATE_INVALID for another site's
   * certificate.
   */
  judge(siteId: Uint8Array, certificate: Uint8Array): KnownSite {
    const { signingKey, organisation, hash } = verifySite(
      parseCertificate(certificate),
      this.#manifest,
      this.#at,
    );
    if (Buffer.compare(siteIdOf(signingKey), siteId) !== 0)
      throw new MusterError('CERTIFICATE_INVALID', 'the certificate is that of another site');
    return { signingKey, organisation, certificateHash: Buffer.from(hash, 'hex') };
  }
}
