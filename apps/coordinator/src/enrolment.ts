/** @module Enrolment at the coordinator: a token that was never used becomes a certificate, once. */
import { createHash } from 'node:crypto';
import { MusterError } from '@muster/errors';
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
  hex,
} from '@muster/protocol';
import type { CoordinatorStore } from '@muster/store';
import type { Trail } from './audit/trail.ts';

export interface Registrar {
  readonly store: CoordinatorStore;
  readonly organisation: KeyPair;
  readonly federationId: Uint8Array;
  readonly federationName: string;
  readonly coordinatorCertificate: Certificate;
  readonly trail: Trail;
}

/** A new one-time token; only its hash is kept. Throws CONFLICT. */
export function invite(
  registrar: Registrar,
  site: string,
  validMs: number,
  nowMs: number,
): { token: string; expiresMs: number } {
  const token = makeToken(registrar.organisation.publicKey, systemRandom);
  const expiresMs = Math.round(nowMs + validMs);
  registrar.store.invitations.add({ tokenHash: tokenHash(token), site, createdMs: nowMs, expiresMs });
  return { token: formatToken(token), expiresMs };
}

interface Certified {
  readonly certificate: Certificate;
  /** As the store keeps it. */
  readonly record: {
    readonly certificate: Uint8Array;
    readonly serial: string;
    readonly certificateHash: string;
  };
}

/** A new certificate of a site, good from now on for the life of one; nothing is recorded here. */
export function certify(
  { organisation, federationId }: Registrar,
  site: { readonly name: string; readonly signingKey: Uint8Array; readonly sealingKey: Uint8Array },
  nowMs: number,
): Certified {
  const { name, signingKey, sealingKey } = site;
  const serial = systemRandom(16);
  const certificate = issueCertificate(
    {
      role: 'site',
      name,
      serial,
      federationId,
      signingKey,
      sealingKey,
      notBeforeMs: nowMs,
      notAfterMs: nowMs + CERTIFICATE_LIFE_MS,
    },
    organisation,
  );
  const bytes = encodeMessage('Certificate', certificate);
  return {
    certificate,
    record: {
      certificate: bytes,
      serial: hex(serial),
      certificateHash: createHash('sha256').update(bytes).digest('hex'),
    },
  };
}

/**
 * Certifies the keys of a site. The name is the invitation's; a site that has one already says so, and gets no other (CONFLICT, and the
 * token is not spent). The token is spent and the certificate recorded in one transaction: of two that bring the same token, one gets
 * TOKEN_USED. Throws TOKEN_INVALID, TOKEN_USED, TOKEN_EXPIRED, SIGNATURE_INVALID, MALFORMED.
 */
export function enrolSite(
  registrar: Registrar,
  request: EnrolmentRequest,
  nowMs: number,
): EnrolmentReply & { readonly site: string } {
  const claim = openEnrolment(request);
  const { store, trail, federationId, federationName, coordinatorCertificate } = registrar;
  const { site } = store.invitations.check(claim.tokenHash, nowMs);
  if (claim.name !== '' && claim.name !== site)
    throw new MusterError('CONFLICT', `the token is for "${site}", and it is "${claim.name}" that enrols`);
  const { certificate, record } = certify(registrar, { ...claim, name: site }, nowMs);
  store.db.tx(() => {
    store.sites.enrol(
      {
        ...record,
        tokenHash: claim.tokenHash,
        name: site,
        signingKey: hex(claim.signingKey),
      },
      nowMs,
    );
    trail.siteEnrolled(site, claim);
  });
  return { certificate, federationId, federationName, coordinator: coordinatorCertificate, site };
}
