/** @module Sessions live no longer than the certificates that opened them, and than the manifest vouches for these. */
import { asMusterError, MusterError } from '@muster/errors';
import {
  assertVouched,
  isExpired,
  type Manifest,
  SKEW_MS_MAX,
  type VerifiedCertificate,
} from '@muster/identity';
import type { Session } from '@muster/transport';

type Watched = Pick<Session, 'closed' | 'close' | 'notify'>;
type OfSite = Pick<VerifiedCertificate, 'name' | 'notAfterMs' | 'issuerKey' | 'hash'>;

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
    this.#endThose(({ name, notAfterMs }) =>
      isExpired({ notAfterMs }, nowMs, SKEW_MS_MAX)
        ? new MusterError(
            'CERTIFICATE_EXPIRED',
            `the certificate of "${name}" was good until ${new Date(notAfterMs).toISOString()}`,
          )
        : undefined,
    );
  }

  /** Another manifest is in force: ends the sessions of whom it does not vouch for any more, and tells the others. */
  announce(manifest: Manifest): void {
    this.#endThose((certificate) => {
      try {
        assertVouched(certificate, manifest);
        return undefined;
      } catch (thrown) {
        return asMusterError(thrown);
      }
    });
    const { epoch, hash } = manifest;
    for (const session of this.#certificates.keys())
      session.notify({ kind: 'manifestHead', value: { epoch, hash } });
  }

  #endThose(why: (certificate: OfSite) => MusterError | undefined): void {
    for (const [session, certificate] of this.#certificates) {
      const reason = session.closed ? undefined : why(certificate);
      if (reason) session.close(reason);
      if (session.closed) this.#certificates.delete(session);
    }
  }
}
