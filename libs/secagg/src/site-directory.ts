/** @module Who a site is: its certificate, judged by whoever knows the federation's manifest (secure-aggregation.md, section 1.3). */
import type { Certificate } from '@muster/protocol';

export type SiteStanding =
  | {
      readonly ok: true;
      /** Ed25519, raw. */
      readonly signingKey: Uint8Array;
      /** Which organisation vouches for the site, and how many sites it may have. */
      readonly organisation: string;
      readonly sitesMax: number;
    }
  | { readonly ok: false; readonly reason: string };

/** Answers from what it has: it asks nobody, and the same question twice has the same answer in a round. */
export interface SiteDirectory {
  /**
   * The site of this id by its certificate, whose hash is `certHash`; null where only the hash came, of a certificate seen before. Not ok for
   * a certificate of another site or hash, unsigned, expired, revoked, or of no organisation of the manifest.
   */
  find(siteId: Uint8Array, certHash: Uint8Array, certificate: Certificate | null): SiteStanding;
}
