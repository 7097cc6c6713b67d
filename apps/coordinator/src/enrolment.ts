/**
 * @module Enrolment at the coordinator: a token that was never used becomes a certificate, once, where the organisation's key lies here; a site that
 * its organisation has certified elsewhere is taken up by that.
 */
import { MusterError } from '@muster/errors';
import {
  CERTIFICATE_LIFE_MS,
  certificateHash,
  formatToken,
  issueCertificate,
  type KeyPair,
  makeToken,
  openEnrolment,
  type PublicKeys,
  systemRandom,
  tokenHash,
  type VerifiedCertificate,
  vouchedKeys,
} from '@muster/identity';
import {
  type Certificate,
  type EnrolmentReply,
  type EnrolmentRequest,
  encodeMessage,
  hex,
  type Organisation,
} from '@muster/protocol';
import type { CoordinatorStore, SiteCertificate } from '@muster/store';
import type { Trail } from './audit/trail.ts';
import type { ManifestKeeper } from './manifest-keeper.ts';

export interface Registrar {
  readonly store: CoordinatorStore;
  readonly manifests: ManifestKeeper;
  /** Of the organisation whose sites are certified here; undefined where every organisation keeps its own. */
  readonly organisationKey: KeyPair | undefined;
  readonly trail: Trail;
}

/** The organisation whose key lies here, by the newest manifest. Throws ORGANISATION_KEY_MISSING. */
export function issuingOrganisation({ manifests, organisationKey }: Registrar): {
  readonly organisation: Organisation;
  readonly key: KeyPair;
} {
  const organisation =
    organisationKey &&
    manifests.newest.organisations.find(({ key }) => Buffer.compare(key, organisationKey.publicKey) === 0);
  if (organisation) return { organisation, key: organisationKey };
  throw new MusterError(
    'ORGANISATION_KEY_MISSING',
    organisationKey
      ? `the organisation's key that lies here is not one of manifest ${manifests.newest.epoch}`
      : 'no key of an organisation lies here: each certifies its sites itself',
  );
}

/** A new one-time token; only its hash is kept. Throws CONFLICT, ORGANISATION_KEY_MISSING. */
export function invite(
  registrar: Registrar,
  site: string,
  validMs: number,
  nowMs: number,
): { token: string; expiresMs: number } {
  const token = makeToken(issuingOrganisation(registrar).key.publicKey, systemRandom);
  const expiresMs = Math.round(nowMs + validMs);
  registrar.store.invitations.add({ tokenHash: tokenHash(token), site, createdMs: nowMs, expiresMs });
  return { token: formatToken(token), expiresMs };
}

interface Certified {
  readonly certificate: Certificate;
  /** As the store keeps it. */
  readonly record: SiteCertificate;
}

/** A new certificate of a site, good from now on for the life of one; nothing is recorded here. Throws ORGANISATION_KEY_MISSING. */
export function certify(
  registrar: Registrar,
  site: PublicKeys & { readonly name: string },
  nowMs: number,
): Certified {
  const { key } = issuingOrganisation(registrar);
  const { name, signingKey, sealingKey, producerKey, witnessKey, logKey } = site;
  const serial = systemRandom(16);
  const certificate = issueCertificate(
    {
      role: 'site',
      name,
      serial,
      federationId: registrar.manifests.newest.federationId,
      ...{ signingKey, sealingKey, producerKey, witnessKey, logKey },
      notBeforeMs: nowMs,
      notAfterMs: nowMs + CERTIFICATE_LIFE_MS,
    },
    key,
  );
  return { certificate, record: recordOf(registrar, certificate) };
}

/** A certificate as the store keeps it. Throws as `vouchedKeys`. */
function recordOf({ manifests }: Registrar, certificate: Certificate): SiteCertificate {
  const { name, organisation, signingKey, serial, notBeforeMs, notAfterMs } = vouchedKeys(
    certificate,
    manifests.newest,
  );
  return {
    name,
    organisation,
    signingKey: hex(signingKey),
    certificate: encodeMessage('Certificate', certificate),
    certificateHash: certificateHash(certificate),
    serial: hex(serial),
    notBeforeMs,
    notAfterMs,
  };
}

/**
 * Certifies the keys of a site. The name is the invitation's; a site that has one already says so, and gets no other (CONFLICT, and the
 * token is not spent). The token is spent and the certificate recorded in one transaction: of two that bring the same token, one gets
 * TOKEN_USED. Throws TOKEN_INVALID, TOKEN_USED, TOKEN_EXPIRED, SIGNATURE_INVALID, MALFORMED, ORGANISATION_FULL, ORGANISATION_KEY_MISSING.
 */
export function enrolSite(
  registrar: Registrar,
  request: EnrolmentRequest,
  nowMs: number,
): EnrolmentReply & { readonly site: string } {
  const claim = openEnrolment(request);
  const { store, trail } = registrar;
  const { site } = store.invitations.check(claim.tokenHash, nowMs);
  if (claim.name !== '' && claim.name !== site)
    throw new MusterError('CONFLICT', `the token is for "${site}", and it is "${claim.name}" that enrols`);
  const { certificate, record } = certify(registrar, { ...claim, name: site }, nowMs);
  const { sitesMax } = issuingOrganisation(registrar).organisation;
  store.db.tx(() => {
    store.certificates.enrol({ ...record, tokenHash: claim.tokenHash }, sitesMax, nowMs);
    trail.siteEnrolled(site, claim);
  });
  return { certificate, site };
}

/**
 * A site shows a certificate that its organisation vouches for: it is the one in force, or was issued after that one and takes its place, or
 * the site is new here and is taken up. Says whether anything was recorded. Throws SITE_REVOKED, CERTIFICATE_INVALID for one that is void,
 * ORGANISATION_FULL, and CONFLICT for a name that another organisation's site has.
 */
export function admitSite(
  registrar: Registrar,
  shown: VerifiedCertificate,
  certificate: Certificate,
  nowMs: number,
): boolean {
  const { store, trail, manifests } = registrar;
  const { name, hash, signingKey } = shown;
  const isKnown = store.certificates.knows(name, hash);
  if (isKnown) store.certificates.authenticate(name, hash);
  if (isKnown && trail.isEnrolled(name, signingKey)) return false;
  const organisation = manifests.newest.organisations.find((each) => each.name === shown.organisation);
  store.db.tx(() => {
    if (!isKnown)
      store.certificates.takeUp(recordOf(registrar, certificate), organisation?.sitesMax ?? 0, nowMs);
    if (!trail.isEnrolled(name, signingKey))
      trail.siteEnrolled(name, vouchedKeys(certificate, manifests.newest));
  });
  return true;
}
