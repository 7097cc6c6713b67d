/** @module Certificates: an organisation's key vouches for the keys of a coordinator or a site (secure-aggregation.md, section 6). */
import { createHash } from 'node:crypto';
import { MusterError } from '@muster/errors';
import { type Certificate, decodeMessage, encodeMessage } from '@muster/protocol';
import type { KeyPair } from './keys.ts';
import { sign, verify } from './signature.ts';

const ROLES = { coordinator: 1, site: 2 } as const;
type Role = keyof typeof ROLES;

/** A life of 90 days, as the design gives it. */
export const CERTIFICATE_LIFE_MS = 90 * 24 * 3600 * 1000;
const BODY_BYTES_MAX = 1024;

/** A certificate whose signature, issuer, federation, role and time were checked. */
export interface VerifiedCertificate {
  readonly role: Role;
  readonly name: string;
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

export interface CertificateRequest {
  readonly role: Role;
  readonly name: string;
  readonly serial: Uint8Array;
  readonly federationId: Uint8Array;
  readonly signingKey: Uint8Array;
  readonly sealingKey: Uint8Array;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
}

/** Signs a certificate with the organisation's key. */
export function issueCertificate(request: CertificateRequest, organisation: KeyPair): Certificate {
  const body = encodeMessage('CertificateBody', {
    ...request,
    role: ROLES[request.role],
    issuerKey: organisation.publicKey,
  });
  return { body, signature: sign('cert', [body], organisation) };
}

/** First 16 bytes of SHA-256 of the organisation's public key: what a token carries and a person compares. */
export function fingerprintOf(organisationKey: Uint8Array): Uint8Array {
  return createHash('sha256').update(organisationKey).digest().subarray(0, 16);
}

export interface Expectation {
  readonly role: Role;
  /** The organisation's key, or the fingerprint of it when only a token is at hand. */
  readonly issuer: { readonly key: Uint8Array } | { readonly fingerprint: Uint8Array };
  /** Unknown at enrolment. */
  readonly federationId?: Uint8Array;
  readonly nowMs: number;
  /** Clocks of honest parties may differ by this much (ms). */
  readonly skewMs: number;
}

/**
 * Throws CERTIFICATE_INVALID (malformed, forged, unknown issuer, wrong role), FEDERATION_MISMATCH (well-formed, of another
 * federation) or CERTIFICATE_EXPIRED.
 */
export function verifyCertificate(
  certificate: Certificate | null,
  expected: Expectation,
): VerifiedCertificate {
  if (!certificate) throw new MusterError('CERTIFICATE_INVALID', 'no certificate was shown');
  let body: ReturnType<typeof decodeMessage<'CertificateBody'>>;
  try {
    body = decodeMessage('CertificateBody', certificate.body, BODY_BYTES_MAX);
  } catch (cause) {
    throw new MusterError('CERTIFICATE_INVALID', 'the certificate is malformed', { cause });
  }
  if (!verify('cert', [certificate.body], body.issuerKey, certificate.signature))
    throw new MusterError('CERTIFICATE_INVALID', 'the signature on the certificate does not verify');
  const { issuer } = expected;
  const known =
    'key' in issuer
      ? equal(body.issuerKey, issuer.key)
      : equal(fingerprintOf(body.issuerKey), issuer.fingerprint);
  if (expected.federationId && !equal(body.federationId, expected.federationId))
    throw new MusterError('FEDERATION_MISMATCH', 'the certificate belongs to another federation');
  if (!known)
    throw new MusterError(
      'CERTIFICATE_INVALID',
      'the certificate was not issued by the organisation of this federation',
    );
  if (body.role !== ROLES[expected.role])
    throw new MusterError('CERTIFICATE_INVALID', `the certificate is not one of a ${expected.role}`);
  if (
    !(
      expected.nowMs >= body.notBeforeMs - expected.skewMs &&
      !isExpired(body, expected.nowMs, expected.skewMs)
    )
  ) {
    const { notBeforeMs, notAfterMs } = body;
    const [from, until, now] = [notBeforeMs, notAfterMs, expected.nowMs].map((ms) =>
      new Date(ms).toISOString(),
    );
    throw new MusterError(
      'CERTIFICATE_EXPIRED',
      `the certificate of "${body.name}" is good from ${from} until ${until}, and it is ${now}`,
      { detail: { notBeforeMs, notAfterMs, nowMs: expected.nowMs } },
    );
  }
  const bytes = encodeMessage('Certificate', certificate);
  return {
    role: expected.role,
    name: body.name,
    federationId: expected.federationId ?? ownCopy(body.federationId),
    signingKey: ownCopy(body.signingKey),
    sealingKey: ownCopy(body.sealingKey),
    issuerKey: 'key' in issuer ? issuer.key : ownCopy(body.issuerKey),
    notBeforeMs: body.notBeforeMs,
    notAfterMs: body.notAfterMs,
    hash: createHash('sha256').update(bytes).digest('hex'),
  };
}

/** In memory of its own: a view of a message would keep the whole of what it was read with, for as long as the session lasts. */
function ownCopy(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}

/** From when on (ms since 1970) a certificate is to be renewed: two thirds of its life are over. */
export function renewalDueMs({ notBeforeMs, notAfterMs }: Lifetime): number {
  return notBeforeMs + (2 / 3) * (notAfterMs - notBeforeMs);
}

/** Whether its time is over, also for the peer with the slowest clock: `verifyCertificate` would refuse it. */
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
