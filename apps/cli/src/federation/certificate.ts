/** @module A site's keys become a certificate, by the key of its organisation, where no coordinator is near. */
import { MusterError } from '@muster/errors';
import {
  CERTIFICATE_LIFE_MS,
  type CertificateBundle,
  certificateHash,
  fingerprintOf,
  issueCertificate,
  type KeyPair,
  openRequest,
  readRequest,
  systemRandom,
} from '@muster/identity';
import { type FoundManifests, isWhole } from './manifest-source.ts';

/** What a person is asked about before it is signed. */
export interface AskedSite {
  readonly site: string;
  /** Of the site's signing key, hex: it is told at the site too. */
  readonly fingerprint: string;
  readonly host: string;
  readonly organisation: string;
  readonly federation: string;
  readonly until: string;
  /** SHA-256 of the certificate, hex. */
  readonly hash: string;
}

/** Throws INVALID_ARGUMENT for a request that is none and for a key of no organisation, MANIFEST_UNSIGNED, SIGNATURE_INVALID. */
export async function certifyRequest(
  path: string,
  key: KeyPair,
  found: FoundManifests,
  nowMs: number,
): Promise<{ readonly asked: AskedSite; readonly bundle: CertificateBundle }> {
  const { newest, chain } = found;
  if (!isWhole(found))
    throw new MusterError(
      'MANIFEST_UNSIGNED',
      `manifest ${newest.epoch} is a draft: sites take none that is not signed`,
    );
  const organisation = newest.organisations.find((each) => Buffer.compare(each.key, key.publicKey) === 0);
  if (!organisation)
    throw new MusterError('INVALID_ARGUMENT', `the key is of no organisation of "${newest.federationName}"`);
  const claim = openRequest(await readRequest(path));
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(claim.name))
    throw new MusterError('INVALID_ARGUMENT', `"${claim.name}" is no name of a site`);
  const { name, signingKey, sealingKey, producerKey, witnessKey, logKey } = claim;
  const notAfterMs = nowMs + CERTIFICATE_LIFE_MS;
  const certificate = issueCertificate(
    {
      role: 'site',
      name,
      serial: systemRandom(16),
      federationId: newest.federationId,
      ...{ signingKey, sealingKey, producerKey, witnessKey, logKey },
      notBeforeMs: nowMs,
      notAfterMs,
    },
    key,
  );
  const asked = {
    site: name,
    fingerprint: Buffer.from(fingerprintOf(signingKey)).toString('hex'),
    host: claim.hostLabel,
    organisation: organisation.name,
    federation: newest.federationName,
    until: new Date(notAfterMs).toISOString(),
    hash: certificateHash(certificate),
  };
  return { asked, bundle: { certificate, manifests: chain } };
}
