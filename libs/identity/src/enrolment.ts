/** @module Enrolment: a site's new keys, vouched for by a one-time token, become a certificate (secure-aggregation.md, section 6). */
import { createHash } from 'node:crypto';
import { MusterError } from '@muster/errors';
import { decodeMessage, type EnrolmentReply, type EnrolmentRequest, encodeMessage } from '@muster/protocol';
import { type VerifiedCertificate, verifyCertificate } from './certificate.ts';
import type { Identity } from './keys.ts';
import { sign, verify } from './signature.ts';
import type { Token } from './token.ts';

/** What the site asks to have certified. */
export interface EnrolmentClaim {
  /** Name that the site believes it was invited under; the invitation decides. */
  readonly name: string;
  readonly signingKey: Uint8Array;
  readonly sealingKey: Uint8Array;
  readonly hostLabel: string;
  /** Ed25519 public keys for the audit log, 32 bytes each: of events, of cosignatures, of the site's own log. */
  readonly producerKey: Uint8Array;
  readonly witnessKey: Uint8Array;
  readonly logKey: Uint8Array;
}

/**
 * At the site: the claim with the token's secret, signed by the new key, which proves possession and ties claim to token. The
 * secret may travel: the session was opened with the holder of the key that the token names, and only hashes are kept there.
 */
export function requestEnrolment(
  claim: Pick<EnrolmentClaim, 'name' | 'hostLabel' | 'producerKey' | 'witnessKey' | 'logKey'>,
  identity: Identity,
  token: Token,
): EnrolmentRequest {
  const body = encodeMessage('EnrolmentBody', {
    ...claim,
    signingKey: identity.signing.publicKey,
    sealingKey: identity.sealing.publicKey,
  });
  return {
    body,
    tokenSecret: token.secret,
    signature: sign('csr', [body, sha256(token.secret)], identity.signing),
  };
}

/** At the registrar: who asks, and the hash (hex) under which its token is known. Throws MALFORMED or SIGNATURE_INVALID. */
export function openEnrolment(request: EnrolmentRequest): EnrolmentClaim & { readonly tokenHash: string } {
  const body = decodeMessage('EnrolmentBody', request.body, 1024);
  const hash = sha256(request.tokenSecret);
  if (!verify('csr', [request.body, hash], body.signingKey, request.signature))
    throw new MusterError('SIGNATURE_INVALID', 'the enrolment is not signed by the key it asks to certify');
  return { ...body, tokenHash: hash.toString('hex') };
}

/** At the site: the certificate is ours, of the organisation that the token names, and so is the coordinator's. */
export function acceptEnrolment(
  reply: EnrolmentReply,
  identity: Identity,
  token: Token,
  nowMs: number,
  skewMs: number,
): { site: VerifiedCertificate; coordinator: VerifiedCertificate } {
  const issuer = { fingerprint: token.fingerprint };
  const { federationId } = reply;
  const site = verifyCertificate(reply.certificate, { role: 'site', issuer, federationId, nowMs, skewMs });
  const coordinator = verifyCertificate(reply.coordinator, {
    role: 'coordinator',
    issuer,
    federationId,
    nowMs,
    skewMs,
  });
  const ours =
    Buffer.compare(site.signingKey, identity.signing.publicKey) === 0 &&
    Buffer.compare(site.sealingKey, identity.sealing.publicKey) === 0;
  if (!ours) throw new MusterError('CERTIFICATE_INVALID', 'the certificate that came back is for other keys');
  return { site, coordinator };
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
