/** @module Sessions live no longer than the certificates that opened them. */
import { MusterError } from '@muster/errors';
import { isExpired, SKEW_MS_MAX, type VerifiedCertificate } from '@muster/identity';
import type { Session } from '@muster/transport';

type Watched = Pick<Session, 'closed' | 'close'>;
type OfSite = Pick<VerifiedCertificate, 'name' | 'notAfterMs'>;

export class CertificateWatch {
  readonly #certificates = new Map<Watched, OfSite>();

  get size(): number {
    return this.#certificates.size;
  }

  add(session: Watched, certificate: OfSite): void {
    this.#certificates.set(session, certificate);
  }

  /** Ends every session, by CERTIFICATE_EXPIRED, to which a handshake would be refused now; forgets those that are over. */
  look(nowMs: number): void {
    for (const [session, { name, notAfterMs }] of this.#certificates) {
      if (!session.closed && isExpired({ notAfterMs }, nowMs, SKEW_MS_MAX))
        session.close(
          new MusterError(
            'CERTIFICATE_EXPIRED',
            `the certificate of "${name}" was good until ${new Date(notAfterMs).toISOString()}`,
          ),
        );
      if (session.closed) this.#certificates.delete(session);
    }
  }
}
