/** @module Who the site is in a round of secure aggregation, whom it trusts there, and the least that it asks for. */
import {
  type Identity,
  type SeenCertificates,
  SiteDirectory,
  SKEW_MS_MAX,
  siteIdOf,
  type VerifiedCertificate,
} from '@muster/identity';
import type { Policy } from '@muster/policy';
import type { ClientContext } from '@muster/secagg';
import type { ManifestPin } from '../manifest-pin.ts';
import { floorOf } from './secure-floor.ts';

export interface ContextParts {
  readonly identity: Identity;
  readonly policy: Policy;
  readonly pin: Pick<ManifestPin, 'current'>;
  /** The site's certificate. */
  readonly own: () => Pick<VerifiedCertificate, 'hash' | 'organisation'>;
  /** Ed25519 of the coordinator. */
  readonly coordinatorKey: () => Uint8Array;
}

/** By the manifest that is pinned now; `nowMs` is wall clock. */
export function clientContext(
  { identity, policy, pin, own, coordinatorKey }: ContextParts,
  seen: SeenCertificates,
  nowMs: number,
): ClientContext {
  const { hash, organisation } = own();
  return {
    siteId: siteIdOf(identity.signing.publicKey),
    certHash: Buffer.from(hash, 'hex'),
    signingKey: identity.signing.privateKey,
    organisation,
    coordinatorKey: coordinatorKey(),
    directory: new SiteDirectory(pin.current, { nowMs, skewMs: SKEW_MS_MAX }, seen),
    floor: floorOf(policy, pin.current),
  };
}
