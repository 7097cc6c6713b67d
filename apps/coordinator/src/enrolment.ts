/** @module Enrolment at the coordinator: a token that was never used becomes a certificate, once. */
import { createHash } from 'node:crypto';
import {
  CERTIFICATE_LIFE_MS,
  formatToken,
  issueCertificate,
  type KeyPair,
  makeToken,
  openEnrolment,
  systemRandom,
  tokenHash,
} from '@muster/identity';
import {
  type Certificate,
  type EnrolmentReply,
  type EnrolmentRequest,
  encodeMessage,
} from '@muster/protocol';
import type { CoordinatorStore } from '@muster/store';

export interface Registrar {
  readonly store: CoordinatorStore;
  readonly organisation: KeyPair;
  readonly federationId: Uint8Array;
  readonly federationName: string;
  readonly coordinatorCertificate: Certificate;
}

/** A new one-time token; only its hash is kept. Throws CONFLICT. */
export function invite(
  registrar: Registrar,
  site: string,
  validMs: number,
  nowMs: number,
): { token: string; expiresMs: number } {
  const token = makeToken(registrar.organisation.publicKey, systemRandom);
  const expiresMs = nowMs + validMs;
  registrar.store.invitations.add({ tokenHash: tokenHash(token), site, createdMs: nowMs, expiresMs });
  return { token: formatToken(token), expiresMs };
}

/**
 * Certifies the keys of a site. The name is the invitation's, whatever the site calls itself. The token is spent and the certificate
 * recorded in one transaction: of two that bring the same token, one gets TOKEN_USED. Throws TOKEN_INVALID, TOKEN_USED,
 * TOKEN_EXPIRED, SIGNATURE_INVALID, MALFORMED.
 */
export function enrolSite(
  registrar: Registrar,
  request: EnrolmentRequest,
  nowMs: number,
): EnrolmentReply & { readonly site: string } {
  const claim = openEnrolment(request);
  const { store, organisation, federationId, federationName, coordinatorCertificate } = registrar;
  const { site } = store.invitations.check(claim.tokenHash, nowMs);
  const serial = systemRandom(16);
  const certificate = issueCertificate(
    {
      role: 'site',
      name: site,
      serial,
      federationId,
      signingKey: claim.signingKey,
      sealingKey: claim.sealingKey,
      notBeforeMs: nowMs,
      notAfterMs: nowMs + CERTIFICATE_LIFE_MS,
    },
    organisation,
  );
  const bytes = encodeMessage('Certificate', certificate);
  store.sites.enrol(
    {
      tokenHash: claim.tokenHash,
      name: site,
      certificate: bytes,
      serial: Buffer.from(serial).toString('hex'),
      certificateHash: createHash('sha256').update(bytes).digest('hex'),
      signingKey: Buffer.from(claim.signingKey).toString('hex'),
    },
    nowMs,
  );
  return { certificate, federationId, federationName, coordinator: coordinatorCertificate, site };
}
