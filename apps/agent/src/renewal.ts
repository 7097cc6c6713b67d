/**
 * @module A site's certificate is renewed by itself when two thirds of its life are over: looked at on each connection, and every hour.
 *
 * The order (its other half: apps/coordinator/src/renewal.ts): the coordinator has the new certificate on record before it answers, the
 * old one stays good until the new one was shown, and here the new one is durable before it is shown. So whatever is on this disk,
 * whenever this process or the machine dies, opens a session.
 */
import { asMusterError, MusterError } from '@muster/errors';
import {
  acceptRenewal,
  type Manifest,
  renewalDueMs,
  SKEW_MS_MAX,
  type VerifiedCertificate,
} from '@muster/identity';
import type { Certificate } from '@muster/protocol';
import type { Clock } from '@muster/transport';
import type { EgressGate } from './gate.ts';
import type { Logger } from './logger.ts';

/** A month is left when it begins: a coordinator that is away for a while is asked again in time. */
const LOOK_EVERY_MS = 3_600_000;

export interface RenewalOptions {
  /** The request leaves the site, so it leaves by the gate. */
  readonly gate: Pick<EgressGate, 'request' | 'connected'>;
  readonly clock: Clock;
  /** By which the site connects until the first renewal. */
  readonly current: VerifiedCertificate;
  /** The newest manifest. */
  readonly manifest: () => Manifest;
  readonly log: Pick<Logger, 'info' | 'warn'>;
  /** Makes the certificate durable in place of the one before: a crash leaves one or the other. */
  keep(certificate: Certificate): Promise<void>;
  /** It is kept: from now on the site connects by it. */
  onRenewed(certificate: Certificate): void;
}

export class CertificateRenewal {
  readonly #options: RenewalOptions;
  #current: VerifiedCertificate;
  #asking = false;
  #stopped = false;
  #cancel: () => void = () => {};

  constructor(options: RenewalOptions) {
    this.#options = options;
    this.#current = options.current;
    this.#wait();
  }

  /** A connection is up: asks when it is time. Never throws; what goes wrong is logged, and tried again at the next look. */
  async look(): Promise<void> {
    const { gate, clock, log, manifest, keep, onRenewed } = this.#options;
    const due = clock.wallMs() >= renewalDueMs(this.#current);
    if (!due || this.#asking || this.#stopped || !gate.connected) return;
    this.#asking = true;
    try {
      const answer = await gate.request({ body: { kind: 'renewalRequest', value: {} } });
      if (answer.kind !== 'renewalReply')
        throw new MusterError('UNEXPECTED_MESSAGE', `${answer.kind} is no answer to a renewal`);
      const { certificate } = answer.value;
      const at = { nowMs: clock.wallMs(), skewMs: SKEW_MS_MAX };
      const renewed = acceptRenewal(certificate, this.#current, manifest(), at);
      await keep(certificate);
      this.#current = renewed;
      log.info({ until: isoOf(renewed.notAfterMs) }, 'the certificate is renewed');
      if (!this.#stopped) onRenewed(certificate);
    } catch (thrown) {
      const { code, message } = asMusterError(thrown);
      log.warn(
        { code, until: isoOf(this.#current.notAfterMs) },
        `the certificate was not renewed: ${message}`,
      );
    } finally {
      this.#asking = false;
    }
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel();
  }

  #wait(): void {
    this.#cancel = this.#options.clock.after(LOOK_EVERY_MS, () => {
      void this.look();
      this.#wait();
    });
  }
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}
