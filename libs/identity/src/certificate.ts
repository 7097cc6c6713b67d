/**
 * @module Certificates: an organisation of the federation's manifest vouches for the keys of a site, and a coordinator for its own
 * (secure-aggregation.md, sections 1.3 and 6).
 */
import { createHash } from 'node:crypto';
import { MusterError } from '@muster/errors';
import { type Certificate, type CertificateBody, decodeMessage, encodeMessage } from '@muster/protocol';
import type { KeyPair } from './keys.ts';
import { isRevoked, type Manifest, organisationOf } from './manifest.ts';
import { sign, verify } from './signature.ts';

const ROLES = { coordinator: 1, site: 2 } as const;
type Role = keyof typeof ROLES;

/** A life of 90 days, as the design gives it. */
export const CERTIFICATE_LIFE_MS = 90 * 24 * 3600 * 1000;
const BODY_BYTES_MAX = 1024;

/** Raw Ed25519 public keys for the audit log, 32 bytes each: of events, of cosignatures, of the party's own log. */
export interface AuditKeys {
  readonly producerKey: Uint8Array;
  readonly witnessKey: Uint8Array;
  readonly logKey: Uint8Array;
}

/** The public keys of a party: to sign (Ed25519), to seal (X25519), for the audit log. */
export interface PublicKeys extends AuditKeys {
  readonly signingKey: Uint8Array;
  readonly sealingKey: Uint8Array;
}

/** A certificate whose signature, issuer, federation, role and time were checked. */
export interface VerifiedCertificate {
  readonly role: Role;
  readonly name: string;
  /** Of a site: the name of the one that has issued it; '' for a coordinator. */
  readonly organisation: string;
  readonly federationId: Uint8Array;
  readonly signingKey: Uint8Array;
  readonly sealingKey: Uint8Array;
  readonly issuerKey: Uint8Array;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  /** Hex SHA-256 of the certificate as it travels. */
  readonly hash: string;
}

type Lifetime = Pick<VerifiedCertificate, 'notBeforeMs' | 'notAfterMs'>;

export interface CertificateContent extends PublicKeys, Lifetime {
  readonly role: Role;
  readonly name: string;
  readonly serial: Uint8Array;
  readonly federationId: Uint8Array;
}

/** When a certificate is judged. */
export interface JudgedAt {
  readonly nowMs: number;
  /** Clocks of honest parties may differ by this much (ms). */
  readonly skewMs: number;
}

/** Signs a certificate: of a site with the key of its organisation, of a coordinator with its own. */
export function issueCertificate(request: CertificateContent, issuer: KeyPair): Certificate {
  const body = encodeMessage('CertificateBody', {
    ...request,
    role: ROLES[request.role],
    issuerKey: issuer.publicKey,
  });
  return { body, signature: sign('cert', [body], issuer) };
}

/** First 16 bytes of SHA-256 of an organisation's public key: what a token carries and a person compares. */
export function fingerprintOf(organisationKey: Uint8Array): Uint8Array {
  return createHash('sha256').update(organisationKey).digest().subarray(0, 16);
}

/** Hex SHA-256 of a certificate as it travels: under it a manifest revokes it. */
export function certificateHash(certificate: Certificate): string {
  return createHash('sha256').update(encodeMessage('Certificate', certificate)).digest('hex');
}

/**
 * What a certificate says, signed by the key that it names as its issuer; whether that one may say so is judged elsewhere. Throws
 * CERTIFICATE_INVALID.
 */
export function readCertificate(certificate: Certificate | null): CertificateBody {
  if (!certificate) throw new MusterError('CERTIFICATE_INVALID', 'no certificate was shown');
  let body: CertificateBody;
  try {
    body = decodeMessage('CertificateBody', certificate.body, BODY_BYTES_MAX);
  } catch (cause) {
    throw new MusterError('CERTIFICATE_INVALID', 'the certificate is malformed', { cause });
  }
  if (!verify('cert', [certificate.body], body.issuerKey, certificate.signature))
    throw new MusterError('CERTIFICATE_INVALID', 'the signature on the certificate does not verify');
  return body;
}

/**
 * A site's certificate under the manifest. Throws CERTIFICATE_INVALID (malformed, forged, of no organisation of the manifest, wrong role),
 * FEDERATION_MISMATCH (well-formed, of another federation), SITE_REVOKED (by the manifest) or CERTIFICATE_EXPIRED.
 */
export function verifySite(
  certificate: Certificate | null,
  manifest: Manifest,
  at: JudgedAt,
): VerifiedCertificate {
  const { site, body } = vouched(certificate, manifest);
  assertInTime(body, at);
  return site;
}

/**
 * What an organisation of the manifest vouches for by a certificate, whatever the time: what its keys have signed stays signed. Throws as
 * `verifySite`, but for CERTIFICATE_EXPIRED.
 */
export function vouchedKeys(
  certificate: Certificate | null,
  manifest: Manifest,
): CertificateBody & Pick<VerifiedCertificate, 'organisation'> {
  const { site, body } = vouched(certificate, manifest);
  return { ...body, organisation: site.organisation };
}

function vouched(
  certificate: Certificate | null,
  manifest: Manifest,
): { readonly site: VerifiedCertificate; readonly body: CertificateBody } {
  const body = readCertificate(certificate);
  assertOfFederation(body, manifest.federationId);
  const verified = verifiedOf(certificate, body, 'site');
  const organisation = assertVouched(verified, manifest);
  // Of thousands of sites: what they have in common is kept once.
  const { key } = organisationOf(manifest, body.issuerKey) ?? { key: verified.issuerKey };
  const issuerKey = equal(key, verified.issuerKey) ? key : verified.issuerKey;
  return { site: { ...verified, federationId: manifest.federationId, organisation, issuerKey }, body };
}

/** The organisation that vouches for a certificate, by the manifest. Throws CERTIFICATE_INVALID when none does, SITE_REVOKED. */
export function assertVouched(
  { issuerKey, hash, name }: Pick<VerifiedCertificate, 'issuerKey' | 'hash' | 'name'>,
  manifest: Manifest,
): string {
  const organisation = organisationOf(manifest, issuerKey);
  if (!organisation)
    throw new MusterError(
      'CERTIFICATE_INVALID',
      `the certificate of "${name}" was issued by no organisation of this federation (manifest ${manifest.epoch})`,
    );
  if (isRevoked(manifest, hash))
    throw new MusterError(
      'SITE_REVOKED',
      `the certificate of "${name}" is revoked by manifest ${manifest.epoch} of the federation`,
    );
  return organisation.name;
}

/**
 * A coordinator's certificate, which it has issued itself: its key is one of the manifest's, or, without a manifest, is yet to be found there.
 * Throws as `verifySite`.
 */
export function verifyCoordinator(
  certificate: Certificate | null,
  manifest: Pick<Manifest, 'federationId' | 'coordinatorKeys'> | undefined,
  at: JudgedAt,
): VerifiedCertificate {
  const body = readCertificate(certificate);
  if (manifest) assertOfFederation(body, manifest.federationId);
  if (!equal(body.issuerKey, body.signingKey))
    throw new MusterError('CERTIFICATE_INVALID', 'the certificate of the coordinator is not its own');
  if (manifest && !manifest.coordinatorKeys.some((key) => equal(key, body.signingKey)))
    throw new MusterError(
      'CERTIFICATE_INVALID',
      "the key is none of a coordinator that the federation's manifest names",
    );
  const verified = verifiedOf(certificate, body, 'coordinator');
  assertInTime(body, at);
  return verified;
}

function verifiedOf(certificate: Certificate | null, body: CertificateBody, role: Role): VerifiedCertificate {
  if (body.role !== ROLES[role] || !certificate)
    throw new MusterError('CERTIFICATE_INVALID', `the certificate is not one of a ${role}`);
  const { name, notBeforeMs, notAfterMs } = body;
  return {
    role,
    name,
    organisation: '',
    federationId: ownCopy(body.federationId),
    signingKey: ownCopy(body.signingKey),
    sealingKey: ownCopy(body.sealingKey),
    issuerKey: ownCopy(body.issuerKey),
    notBeforeMs,
    notAfterMs,
    hash: certificateHash(certificate),
  };
}

function assertOfFederation(body: CertificateBody, federationId: Uint8Array): void {
  if (!equal(body.federationId, federationId))
    throw new MusterError('FEDERATION_MISMATCH', 'the certificate belongs to another federation');
}

function assertInTime(body: CertificateBody, { nowMs, skewMs }: JudgedAt): void {
  const { name, notBeforeMs, notAfterMs } = body;
  if (nowMs >= notBeforeMs - skewMs && !isExpired(body, nowMs, skewMs)) return;
  const [from, until, now] = [notBeforeMs, notAfterMs, nowMs].map((ms) => new Date(ms).toISOString());
  throw new MusterError(
    'CERTIFICATE_EXPIRED',
    `the certificate of "${name}" is good from ${from} until ${until}, and it is ${now}`,
    { detail: { notBeforeMs, notAfterMs, nowMs } },
  );
}

/** In memory of its own: a view of a message would keep the whole of what it was read with, for as long as the session lasts. */
function ownCopy(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}

/** From when on (ms since 1970) a certificate is to be renewed: two thirds of its life are over. */
export function renewalDueMs({ notBeforeMs, notAfterMs }: Lifetime): number {
  return notBeforeMs + (2 / 3) * (notAfterMs - notBeforeMs);
}

/** Whether its time is over, also for the peer with the slowest clock: it would be refused. */
export function isExpired(
  { notAfterMs }: Pick<Lifetime, 'notAfterMs'>,
  nowMs: number,
  skewMs: number,
): boolean {
  return !(nowMs <= notAfterMs + skewMs);
}

/** A certificate from its bytes, as kept in a file. Throws CERTIFICATE_INVALID. */
export function parseCertificate(bytes: Uint8Array): Certificate {
  try {
    return decodeMessage('Certificate', bytes, 2 * BODY_BYTES_MAX);
  } catch (cause) {
    throw new MusterError('CERTIFICATE_INVALID', 'the certificate file is damaged', { cause });
  }
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
