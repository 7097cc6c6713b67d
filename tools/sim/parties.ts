/**
 * @module Keys and certificates of the federation that is simulated: the same for every seed, and in whatever order they are asked for. They are
 * made once for a process.
 */
import { pseudonymOf } from '@muster/audit';
import {
  CERTIFICATE_LIFE_MS,
  type Identity,
  issueCertificate,
  type KeyPair,
  loadSeals,
  makeKeyPair,
  type Seals,
  type VerifiedCertificate,
  verifyCertificate,
} from '@muster/identity';
import { type Certificate, encodeMessage } from '@muster/protocol';
import { EPOCH_MS } from './clock.ts';
import { Chance } from './random.ts';
import { sha256 } from './volume.ts';

export interface Party {
  /** In the logs; of a site. */
  readonly pseudonym: string;
  readonly identity: Identity;
  readonly certificate: Certificate;
  readonly serial: string;
  /** SHA-256 of the certificate as it travels, hex. */
  readonly certificateHash: string;
  readonly verified: VerifiedCertificate;
}

const chance = new Chance('parties');

/** Loaded once for a process, as keys are made. */
export const seals: Seals = await loadSeals();

export const organisation: KeyPair = makeKeyPair('ed25519', chance.bytes);
export const federationId: Uint8Array = chance.bytes(16);
/** In hex. */
export const federation: string = Buffer.from(federationId).toString('hex');

const parties = new Map<string, Party>();

export function partyOf(name: string): Party {
  const known = parties.get(name) ?? makeParty(name);
  parties.set(name, known);
  return known;
}

function makeParty(name: string): Party {
  const random = chance.of(name).bytes;
  const identity = { signing: makeKeyPair('ed25519', random), sealing: makeKeyPair('x25519', random) };
  const serial = random(16);
  const role = name === 'coordinator' ? 'coordinator' : 'site';
  const certificate = issueCertificate(
    {
      role,
      name,
      serial,
      federationId,
      signingKey: identity.signing.publicKey,
      sealingKey: identity.sealing.publicKey,
      notBeforeMs: EPOCH_MS - 60_000,
      notAfterMs: EPOCH_MS + CERTIFICATE_LIFE_MS,
    },
    organisation,
  );
  return {
    pseudonym: pseudonymOf(identity.signing.publicKey),
    identity,
    certificate,
    serial: Buffer.from(serial).toString('hex'),
    certificateHash: sha256(encodeMessage('Certificate', certificate)),
    verified: verifyCertificate(certificate, {
      role,
      issuer: { key: organisation.publicKey },
      federationId,
      nowMs: EPOCH_MS,
      skewMs: 0,
    }),
  };
}
