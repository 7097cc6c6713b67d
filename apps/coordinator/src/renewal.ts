/**
 * @module Renewal of a site's certificate (secure-aggregation.md, section 6), in an order in which no crash shuts a site out:
 *
 *  1. the coordinator records the new certificate, durably, beside the one in force: both are good from now on;
 *  2. it answers. Died before: the site has the old one, and asks again;
 *  3. the site makes it durable in place of its own, and only then uses it (apps/agent/src/renewal.ts). Died before: the old one is good
 *     still, and the site is told the same new one again. Died after: it comes with the new one, which is on record since step 1;
 *  4. the site connects with it, which proves that it has it: at that handshake, durably, it comes into force and the old one is void
 *     (`authenticate` in libs/store/src/coordinator/sites.ts). Died before: both are good still.
 */
import { MusterError } from '@muster/errors';
import {
  isExpired,
  parseCertificate,
  readCertificate,
  renewalDueMs,
  SKEW_MS_MAX,
  type VerifiedCertificate,
  verifySite,
} from '@muster/identity';
import type { Certificate } from '@muster/protocol';
import { certify, issuingOrganisation, type Registrar } from './enrolment.ts';

/**
 * A certificate for the name and the keys that the site of this session has proved. It is the one of an earlier request as long as that
 * is of use, so that asking again, for whatever reason, makes no further ones. Throws SITE_REVOKED, CERTIFICATE_INVALID for a session
 * whose certificate is void since, CERTIFICATE_EXPIRED for one whose time is over, CONFLICT before two thirds of it are, and
 * ORGANISATION_KEY_MISSING where the key of the site's organisation is elsewhere.
 */
export function renewCertificate(
  registrar: Registrar,
  shown: VerifiedCertificate,
  nowMs: number,
): Certificate {
  const { certificates, sites } = registrar.store;
  certificates.authenticate(shown.name, shown.hash);
  if (isExpired(shown, nowMs, SKEW_MS_MAX))
    throw new MusterError(
      'CERTIFICATE_EXPIRED',
      `the certificate of ${shown.name} ended before it was renewed`,
    );
  if (!isDue(shown, nowMs))
    throw new MusterError(
      'CONFLICT',
      `the certificate of ${shown.name} is renewed from ${new Date(renewalDueMs(shown)).toISOString()} on`,
    );
  const { organisation } = issuingOrganisation(registrar);
  if (organisation.name !== shown.organisation)
    throw new MusterError(
      'ORGANISATION_KEY_MISSING',
      `${shown.name} is certified by ${shown.organisation}, whose key is not here`,
    );
  const waiting = certificates
    .renewals(shown.name)
    .map(parseCertificate)
    .find((certificate) => isOfUse(registrar, certificate, nowMs));
  if (waiting) return waiting;
  const keys = readCertificate(parseCertificate(sites.get(shown.name).certificate));
  const { certificate, record } = certify(registrar, keys, nowMs);
  certificates.renew(shown.name, shown.hash, record);
  return certificate;
}

/** Clocks may differ: a site whose clock is ahead is not sent away for that. */
function isDue(certificate: VerifiedCertificate, nowMs: number): boolean {
  return nowMs >= renewalDueMs(certificate) - SKEW_MS_MAX;
}

/** One that was issued by a clock that was wrong may not be good yet, or be due itself. */
function isOfUse({ manifests }: Registrar, certificate: Certificate, nowMs: number): boolean {
  try {
    return !isDue(verifySite(certificate, manifests.newest, { nowMs, skewMs: 0 }), nowMs);
  } catch {
    return false;
  }
}
