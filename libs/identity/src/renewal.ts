/** @module Renewal at the site: what comes back is the certificate that it has, with a later end (secure-aggregation.md, section 6). */
import { MusterError } from '@muster/errors';
import type { Certificate } from '@muster/protocol';
import { type JudgedAt, type VerifiedCertificate, verifySite } from './certificate.ts';
import type { Manifest } from './manifest.ts';

/** Throws CERTIFICATE_INVALID for another name, other keys, another organisation or no later end, and as `verifySite`. */
export function acceptRenewal(
  certificate: Certificate | null,
  current: VerifiedCertificate,
  manifest: Manifest,
  at: JudgedAt,
): VerifiedCertificate {
  const renewed = verifySite(certificate, manifest, at);
  const same =
    renewed.name === current.name &&
    renewed.organisation === current.organisation &&
    Buffer.compare(renewed.signingKey, current.signingKey) === 0 &&
    Buffer.compare(renewed.sealingKey, current.sealingKey) === 0;
  if (!same)
    throw new MusterError('CERTIFICATE_INVALID', 'the certificate that came back is for another name or key');
  if (!(renewed.notAfterMs > current.notAfterMs))
    throw new MusterError('CERTIFICATE_INVALID', 'the certificate that came back ends no later');
  return renewed;
}
