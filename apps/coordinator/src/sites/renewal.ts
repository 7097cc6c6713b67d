/** @module A site asks for a certificate that lasts longer. */
import { MusterError } from '@muster/errors';
import type { Peer } from '@muster/identity';
import type { Body } from '@muster/protocol';
import { renewCertificate } from '../renewal.ts';
import type { SiteParts } from './parts.ts';

/** Throws as `renewCertificate`. */
export function renewal({ registrar, clock, log }: SiteParts, { certificate }: Peer): Body {
  if (!certificate) throw new MusterError('UNAUTHENTICATED', 'only a site that has a certificate renews it');
  const renewed = renewCertificate(registrar, certificate, Math.round(clock.wallMs()));
  log.info({ site: certificate.name }, 'certificate renewed');
  return { kind: 'renewalReply', value: { certificate: renewed } };
}
