/** @module A federation of one organisation, with its manifest, its coordinator, and as many sites as are asked for. */
import type { Certificate, SignedManifest } from '@muster/protocol';
import {
  type AuditKeys,
  CERTIFICATE_LIFE_MS,
  type CertificateContent,
  issueCertificate,
} from '../certificate.ts';
import { type Identity, type KeyPair, makeKeyPair, seedOf } from '../keys.ts';
import { FIRST_EPOCH, type Manifest, makeManifest } from '../manifest.ts';
import { signManifest } from '../manifest-chain.ts';
import { type RandomBytes, systemRandom } from '../random.ts';

export interface TestParty {
  readonly identity: Identity;
  readonly certificate: Certificate;
}

/** Of a site, besides its name; without them, keys of its own and a life from a second ago on. */
export interface TestSite extends Partial<CertificateContent> {
  readonly identity?: Identity;
  readonly issuer?: KeyPair;
  readonly random?: RandomBytes;
}

export interface TestFederation {
  readonly organisation: KeyPair;
  readonly federationId: Uint8Array;
  readonly manifest: Manifest;
  readonly signed: SignedManifest;
  readonly coordinator: TestParty;
  site(name: string, how?: TestSite): TestParty;
}

export interface TestFederationOptions {
  readonly nowMs: number;
  readonly name?: string;
  readonly random?: RandomBytes;
  /** Audit keys from the seed of an identity; zeros without it. */
  readonly auditKeys?: (seed: Uint8Array) => AuditKeys;
}

/** Of the organisation "test". */
export function testFederation({
  nowMs,
  name = 'test',
  random = systemRandom,
  auditKeys = () => ({
    producerKey: new Uint8Array(32),
    witnessKey: new Uint8Array(32),
    logKey: new Uint8Array(32),
  }),
}: TestFederationOptions): TestFederation {
  const federationId = random(16);
  const organisation = makeKeyPair('ed25519', random);
  const certify = (role: 'coordinator' | 'site', site: string, how: TestSite = {}): TestParty => {
    const { identity = identityOf(how.random ?? random), issuer, random: _random, ...change } = how;
    const content = {
      role,
      name: site,
      serial: (how.random ?? random)(16),
      federationId,
      signingKey: identity.signing.publicKey,
      sealingKey: identity.sealing.publicKey,
      ...auditKeys(seedOf(identity.signing)),
      notBeforeMs: nowMs - 1_000,
      notAfterMs: nowMs + CERTIFICATE_LIFE_MS,
      ...change,
    };
    const own = role === 'coordinator' ? identity.signing : organisation;
    return { identity, certificate: issueCertificate(content, issuer ?? own) };
  };
  const coordinator = certify('coordinator', 'coordinator');
  const manifest = makeManifest({
    ...FIRST_EPOCH,
    federationId,
    federationName: name,
    timeMs: nowMs,
    organisations: [
      { name: 'test', key: organisation.publicKey, sitesMax: 100_000, formerKey: new Uint8Array() },
    ],
    coordinatorKeys: [coordinator.identity.signing.publicKey],
    signaturesMin: 1,
  });
  return {
    organisation,
    federationId,
    manifest,
    signed: { manifest: manifest.bytes, signatures: [signManifest(manifest, organisation)] },
    coordinator,
    site: (site, how) => certify('site', site, how),
  };
}

function identityOf(random: RandomBytes): Identity {
  return { signing: makeKeyPair('ed25519', random), sealing: makeKeyPair('x25519', random) };
}
