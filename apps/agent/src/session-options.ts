/** @module How an enrolled site reaches its coordinator, and as whom: the same for the daemon and for `muster agent check`. */
import { type RandomBytes, systemRandom } from '@muster/identity';
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

/** `certificate` is the site's own, `manifest` the newest that it knows: those of its folder, or later ones. */
export function sessionIdentity(
  { identity }: Pick<Enrolled, 'identity'>,
  { certificate, manifest }: Pick<Enrolled, 'certificate' | 'manifest'>,
  random: RandomBytes = systemRandom,
) {
  return { purpose: 'session', manifest, identity, certificate, random } as const;
}
