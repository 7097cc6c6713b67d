/** @module How an enrolled site reaches its coordinator, and as whom: the same for the daemon and for `muster agent check`. */
import { type RandomBytes, systemRandom } from '@muster/identity';
import type { Certificate } from '@muster/protocol';
import { type Clock, type ConnectOptions, SESSION_SETTINGS } from '@muster/transport';
import type { Enrolled } from './enrolment.ts';

export function sessionOptions(
  { facts, certificateAuthority }: Enrolled,
  clock: Clock,
): Omit<ConnectOptions, 'identity' | 'handlers' | 'handshakeMs'> {
  return {
    url: facts.url,
    ...(certificateAuthority === undefined ? {} : { certificateAuthority }),
    bindToTls: facts.bindToTls,
    clock,
    settings: SESSION_SETTINGS,
  };
}

/** `certificate` is the site's own: that of its folder, or one by which it was renewed since. */
export function sessionIdentity(
  { facts, identity }: Enrolled,
  certificate: Certificate,
  random: RandomBytes = systemRandom,
) {
  return {
    purpose: 'session',
    federationId: Buffer.from(facts.federationId, 'hex'),
    organisationKey: Buffer.from(facts.organisationKey, 'hex'),
    identity,
    certificate,
    random,
  } as const;
}
