/** @module An organisation, its coordinator and a site, made from a seed: the same in every run, so that inputs can be replayed. */
import { createHash } from 'node:crypto';
import {
  CERTIFICATE_LIFE_MS,
  type Identity,
  issueCertificate,
  makeKeyPair,
  type RandomBytes,
} from '@muster/identity';

export const NOW_MS = 1_800_000_000_000;
export const federationId = new Uint8Array(16).fill(7);

/** Bytes that are the same for the same name, however often they are asked for. */
export function bytesFrom(name: string): RandomBytes {
  let count = 0;
  return (length) => {
    const parts: Buffer[] = [];
    for (let have = 0; have < length; have += 32) {
      count += 1;
      parts.push(createHash('sha256').update(`${name} ${count}`).digest());
    }
    return Uint8Array.from(Buffer.concat(parts).subarray(0, length));
  };
}

export const organisation = makeKeyPair('ed25519', bytesFrom('organisation'));

export function party(role: 'coordinator' | 'site', name: string, nowMs = NOW_MS) {
  const random = bytesFrom(name);
  const identity: Identity = {
    signing: makeKeyPair('ed25519', random),
    sealing: makeKeyPair('x25519', random),
  };
  const certificate = issueCertificate(
    {
      role,
      name,
      serial: random(16),
      federationId,
      signingKey: identity.signing.publicKey,
      sealingKey: identity.sealing.publicKey,
      notBeforeMs: nowMs - 1000,
      notAfterMs: nowMs + CERTIFICATE_LIFE_MS,
    },
    organisation,
  );
  return { identity, certificate };
}

/** The same with a certificate that is good now: for drivers over sockets, where the clock is the machine's. */
export function presentParty(role: 'coordinator' | 'site', name: string) {
  return party(role, name, Date.now());
}
