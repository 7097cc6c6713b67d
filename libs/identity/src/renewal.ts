/** @module Renewal at the site: what comes back is the certificate that it has, with a later end (secure-aggregation.md, section 6). */
import { MusterError } from '@muster/errors';
import type { Certificate } from '@muster/protocol';
import { type VerifiedCertificate, verifyCertificate } from './certificate.ts';

/** Throws CERTIFICATE_INVALID for another name, other keys, another issuer or no later end; CERTIFICATE_EXPIRED, FEDERATION_MISMATCH. */
export function acceptRenewal(
  certificate: Certificate | null,
  current: VerifiedCertificate,
  nowMs: number,
  skewMs: number,
): VerifiedCertificate {
  const renewed = verifyCertificate(certificate, {
    role: current.role,
    issuer: { key: current.issuerKey },
    federationId: current.federationId,
    nowMs,
    skewMs,
  });
  const same =
    renewed.name === current.name &&
    Buffer.compare(renewed.signingKey, current.signingKey) === 0 &&
    Buffer.compare(renewed.sealingKey, current.sealingKey) === 0;
  if (!same)
    throw new MusterError('CERTIFICATE_INVALID', 'the certificate that came back is for another name or key');
  if (!(renewed.notAfterMs > current.notAfterMs))
    throw new MusterError('CERTIFICATE_INVALID', 'the certificate that came back ends no later');
  return renewed;
}
