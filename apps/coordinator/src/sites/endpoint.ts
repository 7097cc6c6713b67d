/** @module Where agents connect: who may, for how long, and what bounds their sessions. */
import { MusterError } from '@muster/errors';
import type { Peer } from '@muster/identity';
import type { Certificate } from '@muster/protocol';
import {
  CoordinatorEndpoint,
  type EndpointOptions,
  SESSION_SETTINGS,
  type Session,
  type SessionSettings,
} from '@muster/transport';
import { CertificateWatch } from '../certificate-watch.ts';
import type { CoordinatorConfig } from '../config.ts';
import { admitSite } from '../enrolment.ts';
import type { Metrics } from '../metrics.ts';
import { enrolmentHandlers, SiteHandlers } from './handlers.ts';
import type { SiteParts } from './parts.ts';

/** What bounds a session of an agent. */
export function sessionSettings({ heartbeatS, transport }: CoordinatorConfig): SessionSettings {
  const heartbeatMs = heartbeatS * 1000;
  return {
    ...SESSION_SETTINGS,
    heartbeatMs,
    suspectMs: 3 * heartbeatMs,
    deadMs: 9 * heartbeatMs,
    requestMs: transport.requestS * 1000,
    stallMs: transport.stallS * 1000,
    slowReaderMs: transport.slowReaderS * 1000,
    controlQueueMax: transport.messages,
    requestsMax: transport.requests,
    handlersMax: transport.handlers,
    transfersMax: transport.transfers,
    windowChunks: transport.windowChunks,
  };
}

export class SiteEndpoint {
  readonly #parts: SiteParts;
  readonly #endpoint: CoordinatorEndpoint;
  readonly #certificates = new CertificateWatch();
  /** Sessions that came to enrol, each with what calls off its end for being late. */
  readonly #enrolling = new Map<Session, () => void>();
  readonly #enrolMs: number;

  constructor(
    parts: SiteParts,
    config: CoordinatorConfig,
    metrics: Metrics,
    own: Pick<EndpointOptions, 'server' | 'identity'>,
  ) {
    this.#parts = parts;
    this.#enrolMs = config.handshakeS * 1000;
    parts.registrar.manifests.watch((manifest) => this.#certificates.announce(manifest));
    const { limits } = config;
    this.#endpoint = new CoordinatorEndpoint({
      ...own,
      clock: parts.clock,
      settings: sessionSettings(config),
      handshakeMs: this.#enrolMs,
      pendingMax: limits.pendingHandshakes,
      sessionsMax: limits.sessions,
      bulkFramesMax: limits.bulkFrames,
      authorise: (peer, shown) => this.#authorise(peer, shown, limits.pendingHandshakes),
      accept: (peer) =>
        peer.certificate
          ? new SiteHandlers(parts, peer.certificate.name, peer)
          : enrolmentHandlers(parts, (session) => {
              this.#enrolling.get(session)?.();
              this.#enrolling.delete(session);
            }),
      onSession: (session, peer) => this.#opened(session, peer),
      onRefused: (error, remote) => {
        metrics.connectionRefused(error.code);
        parts.log.warn({ remote, code: error.code }, `connection refused: ${error.message}`);
      },
    });
  }

  get stats() {
    return { ...this.#endpoint.stats, enrolling: this.#enrolling.size };
  }

  /** Ends the sessions of certificates whose time is over. */
  look(): void {
    this.#certificates.look(this.#parts.clock.wallMs());
  }

  close(): Promise<void> | void {
    return this.#endpoint.close();
  }

  #authorise({ certificate }: Peer, shown: Certificate | null, enrollingMax: number): void {
    const { registrar, clock, log } = this.#parts;
    if (certificate && shown) {
      if (admitSite(registrar, certificate, shown, Math.round(clock.wallMs())))
        log.info(
          { site: certificate.name, organisation: certificate.organisation },
          'the site is taken up by the certificate of its organisation',
        );
    } else if (this.#enrolling.size >= enrollingMax)
      throw new MusterError('OVERLOADED', 'too many sites enrol at the same time', { retryAfterMs: 5_000 });
  }

  #opened(session: Session, { certificate, clockSkewMs }: Peer): void {
    const { log, clock } = this.#parts;
    if (certificate) {
      this.#certificates.add(session, certificate);
      log.info({ site: certificate.name, clockSkewMs: Math.round(clockSkewMs) }, 'site connected');
      return;
    }
    // Who comes to enrol has proved nothing yet: it does so soon, or leaves.
    const late = (): void => {
      session.close(new MusterError('HANDSHAKE_TIMEOUT', 'no enrolment within the time for one'));
    };
    this.#enrolling.set(session, clock.after(this.#enrolMs, late));
  }
}
