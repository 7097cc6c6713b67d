/**
 * @module Keys and certificates of the federation that is simulated: the same for every seed, and in whatever order they are asked for. They are
 * made once for a process.
 */
import { pseudonymOf, publicKeysOf } from '@muster/audit';
import { type Identity, loadSeals, type Seals, type VerifiedCertificate, verifySite } from '@muster/identity';
import { testFederation } from '@muster/identity/testing';
import type { Certificate } from '@muster/protocol';
import { EPOCH_MS } from './clock.ts';
import { Chance } from './random.ts';

export interface Party {
  /** In the logs; of a site. */
  readonly pseudonym: string;
  readonly identity: Identity;
  readonly certificate: Certificate;
  readonly verified: VerifiedCertificate;
}

/** Loaded once for a process, as keys are made. */
export const seals: Seals = await loadSeals();

const made = testFederation({
  nowMs: EPOCH_MS - 60_000,
  name: 'sim',
  random: new Chance('parties').bytes,
  auditKeys: publicKeysOf,
});
export const { manifest, signed, organisation } = made;
export const { federationId } = manifest;
/** In hex. */
export const federation: string = Buffer.from(federationId).toString('hex');
export const { coordinator } = made;

const parties = new Map<string, Party>();

/** A site. */
export function partyOf(name: string): Party {
  const known = parties.get(name) ?? makeParty(name);
  parties.set(name, known);
  return known;
}

function makeParty(name: string): Party {
  const random = new Chance('parties').of(name).bytes;
  const { identity, certificate } = made.site(name, { random });
  return {
    pseudonym: pseudonymOf(identity.signing.publicKey),
    identity,
    certificate,
    verified: verifySite(certificate, manifest, { nowMs: EPOCH_MS, skewMs: 0 }),
  };
}
