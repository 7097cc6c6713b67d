/** @module Who talks to whom in tests: one organisation, its coordinator, its sites. */
import {
  CERTIFICATE_LIFE_MS,
  type Identity,
  issueCertificate,
  makeKeyPair,
  systemRandom,
} from '@muster/identity';
import type { ConnectOptions } from '../connect.ts';
import type { EndpointOptions } from '../endpoint.ts';

export const organisation = makeKeyPair('ed25519', systemRandom);
export const federationId = new Uint8Array(16).fill(1);

export function party(
  role: 'coordinator' | 'site',
  name: string = role,
): { identity: Identity; certificate: ReturnType<typeof issueCertificate> } {
  const identity = {
    signing: makeKeyPair('ed25519', systemRandom),
    sealing: makeKeyPair('x25519', systemRandom),
  };
  const certificate = issueCertificate(
    {
      role,
      name,
      serial: systemRandom(16),
      federationId,
      signingKey: identity.signing.publicKey,
      sealingKey: identity.sealing.publicKey,
      notBeforeMs: Date.now() - 1000,
      notAfterMs: Date.now() + CERTIFICATE_LIFE_MS,
    },
    organisation,
  );
  return { identity, certificate };
}

export function siteIdentity(name = 'site'): ConnectOptions['identity'] {
  return {
    purpose: 'session',
    federationId,
    organisationKey: organisation.publicKey,
    ...party('site', name),
    random: systemRandom,
  };
}

export function coordinatorIdentity(): EndpointOptions['identity'] {
  return {
    ...party('coordinator'),
    organisationKey: organisation.publicKey,
    federationId,
    random: systemRandom,
  };
}
