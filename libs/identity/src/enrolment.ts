/**
 * @module Enrolment (secure-aggregation.md, section 6): a site's new keys become a certificate of its organisation, against a one-time token
 * where the organisation's key lies with the coordinator, else by a request that is carried to it as a file.
 */
import { createHash } from 'node:crypto';
import { MusterError } from '@muster/errors';
import {
  type Certificate,
  type CertificateRequest,
  decodeMessage,
  type EnrolmentRequest,
  encodeMessage,
  type SignedManifest,
} from '@muster/protocol';
import {
  type AuditKeys,
  fingerprintOf,
  type JudgedAt,
  type PublicKeys,
  readCertificate,
  type VerifiedCertificate,
  verifySite,
} from './certificate.ts';
import type { Identity } from './keys.ts';
import type { Manifest } from './manifest.ts';
import { acceptChain } from './manifest-chain.ts';
import { sign, verify } from './signature.ts';
import type { Token } from './token.ts';

/** What the site asks to have certified. */
export interface EnrolmentClaim extends PublicKeys {
  /** Name that the site believes it was invited under; the invitation decides. Of a request as a file, the name that it is to have. */
  readonly name: string;
  readonly hostLabel: string;
}

/** What a site says of itself: its own keys are the identity's. */
export type OwnClaim = Pick<EnrolmentClaim, 'name' | 'hostLabel'> & AuditKeys;

/**
 * At the site: the claim with the token's secret, signed by the new key, which proves possession and ties claim to token. The
 * secret may travel: the session was opened with a coordinator that the manifest names, and only hashes are kept there.
 */
export function requestEnrolment(claim: OwnClaim, identity: Identity, token: Token): EnrolmentRequest {
  const body = encodeClaim(claim, identity);
  return {
    body,
    tokenSecret: token.secret,
    signature: sign('csr', [body, sha256(token.secret)], identity.signing),
  };
}

/** At the registrar: who asks, and the hash (hex) under which its token is known. Throws MALFORMED or SIGNATURE_INVALID. */
export function openEnrolment(request: EnrolmentRequest): EnrolmentClaim & { readonly tokenHash: string } {
  const hash = sha256(request.tokenSecret);
  return { ...openClaim(request, [request.body, hash]), tokenHash: hash.toString('hex') };
}

/** At the site, for an organisation whose key lies elsewhere: the claim, signed by the new key. */
export function requestCertificate(claim: OwnClaim, identity: Identity): CertificateRequest {
  const body = encodeClaim(claim, identity);
  return { body, signature: sign('csr', [body], identity.signing) };
}

/** At the organisation: who asks. Throws MALFORMED or SIGNATURE_INVALID. */
export function openRequest(request: CertificateRequest): EnrolmentClaim {
  return openClaim(request, [request.body]);
}

/**
 * The newest manifest of a chain from the first epoch on, for a site that knows nothing of the federation but an organisation: that one has
 * signed an epoch of it, and belongs to the newest. `isAnchor` tells its key. Throws as `acceptChain`, and COORDINATOR_MISMATCH for a
 * federation that is not the organisation's.
 */
export function anchoredManifest(
  chain: readonly SignedManifest[],
  isAnchor: (organisationKey: Uint8Array) => boolean,
): Manifest {
  const newest = acceptChain(undefined, chain);
  // Of an epoch that is there again the signatures are not looked at.
  if (newest.epoch !== chain.length)
    throw new MusterError('MANIFEST_CHAIN_BROKEN', 'a chain of manifests has an epoch twice');
  const isSigned = chain.some(({ signatures }) => signatures.some(({ key }) => isAnchor(key)));
  const isMember = newest.organisations.some(({ key }) => isAnchor(key));
  if (isSigned && isMember) return newest;
  throw new MusterError(
    'COORDINATOR_MISMATCH',
    `"${newest.federationName}" is not the federation of the organisation that invited this site`,
  );
}

/** Whether a fingerprint is that of a key; for `anchoredManifest`. */
export function hasFingerprint(fingerprint: Uint8Array): (organisationKey: Uint8Array) => boolean {
  return (key) => Buffer.compare(fingerprintOf(key), fingerprint) === 0;
}

/** The coordinator that was spoken to before any manifest was known is one of the manifest's. Throws COORDINATOR_MISMATCH. */
export function assertCoordinator(
  { signingKey, federationId }: Pick<VerifiedCertificate, 'signingKey' | 'federationId'>,
  manifest: Manifest,
): void {
  const isNamed = manifest.coordinatorKeys.some((key) => Buffer.compare(key, signingKey) === 0);
  if (isNamed && Buffer.compare(manifest.federationId, federationId) === 0) return;
  throw new MusterError(
    'COORDINATOR_MISMATCH',
    `this is no coordinator of "${manifest.federationName}": manifest ${manifest.epoch} does not name its key`,
  );
}

/**
 * At the site: the certificate is for our keys, of an organisation of the manifest: of `issuer` where one is named. Throws CERTIFICATE_INVALID, and
 * as `verifySite`.
 */
export function acceptCertificate(
  certificate: Certificate | null,
  own: { readonly identity: Identity; readonly claim: AuditKeys },
  manifest: Manifest,
  at: JudgedAt & { readonly isIssuer?: (organisationKey: Uint8Array) => boolean },
): VerifiedCertificate {
  const site = verifySite(certificate, manifest, at);
  const said = readCertificate(certificate);
  const { identity, claim } = own;
  const ours =
    Buffer.compare(site.signingKey, identity.signing.publicKey) === 0 &&
    Buffer.compare(site.sealingKey, identity.sealing.publicKey) === 0 &&
    Buffer.compare(said.producerKey, claim.producerKey) === 0 &&
    Buffer.compare(said.witnessKey, claim.witnessKey) === 0 &&
    Buffer.compare(said.logKey, claim.logKey) === 0;
  if (!ours) throw new MusterError('CERTIFICATE_INVALID', 'the certificate that came back is for other keys');
  if (at.isIssuer && !at.isIssuer(site.issuerKey))
    throw new MusterError(
      'CERTIFICATE_INVALID',
      'the certificate that came back is of another organisation than the one that invited this site',
    );
  return site;
}

function encodeClaim(claim: OwnClaim, identity: Identity): Uint8Array {
  return encodeMessage('EnrolmentBody', {
    ...claim,
    signingKey: identity.signing.publicKey,
    sealingKey: identity.sealing.publicKey,
  });
}

function openClaim(
  { body, signature }: { readonly body: Uint8Array; readonly signature: Uint8Array },
  fields: readonly Uint8Array[],
): EnrolmentClaim {
  const claim = decodeMessage('EnrolmentBody', body, 1024);
  if (!verify('csr', fields, claim.signingKey, signature))
    throw new MusterError('SIGNATURE_INVALID', 'the enrolment is not signed by the key it asks to certify');
  return claim;
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
