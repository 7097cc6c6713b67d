/** @module The agent's end: one outbound connection, made again whenever it breaks, with full jitter. */
import { asMusterError, MusterError } from '@muster/errors';
import type { ClientResult } from '@muster/identity';
import { type BackoffSettings, backoffMs, windowMs } from './backoff.ts';
import { type ConnectOptions, connectOnce } from './connect.ts';
import { systemUniform } from './random.ts';
import type { Session, SessionHandlers } from './session.ts';

/**
 * Reasons that waiting does not mend: a person must act. Coming back soon would only fill logs. What was not said under the keys of the
 * session (`detail.unproved`) ends nothing: somebody on the way could switch a site off by it.
 */
const FATAL = new Set([
  'SITE_REVOKED',
  'CERTIFICATE_INVALID',
  'CERTIFICATE_EXPIRED',
  'FEDERATION_MISMATCH',
  'SIGNATURE_INVALID',
  'VERSION_MISMATCH',
  'TLS_REQUIRED',
  'INVALID_ARGUMENT',
]);

/** A connection that is made again whenever it breaks; the callbacks come in the order of what happens. */
export interface AgentConnectionOptions extends Omit<ConnectOptions, 'signal' | 'identity'> {
  /** Asked before each try; the same object until the certificate in it is another. */
  identity(): ConnectOptions['identity'];
  readonly backoff: BackoffSettings;
  onSession(session: Session, handshake: ClientResult): void;
  /** The connection is down; the next try comes after `delayMs`. */
  onDown(error: MusterError, delayMs: number): void;
  /** No further try: a person must act. */
  onFatal(error: MusterError): void;
}

/** Keeps one session open until it is closed or `onFatal` was called. Tries again after full jitter, or in the window that the coordinator named. */
export class AgentConnection {
  readonly #options: AgentConnectionOptions;
  readonly #stop = new AbortController();
  #session: Session | undefined;
  /** By which the last try was made. */
  #identity: ConnectOptions['identity'] | undefined;
  #openedAtMs = 0;
  #failures = 0;
  #window: { readonly delayMinMs: number; readonly delayMaxMs: number } | undefined;
  #cancel: () => void = () => {};

  constructor(options: AgentConnectionOptions) {
    this.#options = options;
    void this.#connect();
  }

  /** Ends the open session and connects at once, by what `identity` gives now; without a session the next try does so anyway. */
  reconnect(): void {
    if (!this.#session) return;
    this.#window = { delayMinMs: 0, delayMaxMs: 0 };
    this.#session.close(new MusterError('UNAVAILABLE', 'the agent comes back with another certificate'));
  }

  close(): void {
    this.#stop.abort();
    this.#cancel();
    this.#session?.close(new MusterError('UNAVAILABLE', 'the agent stops'), 1001);
  }

  async #connect(): Promise<void> {
    const { clock, onSession } = this.#options;
    try {
      const identity = this.#options.identity();
      this.#identity = identity;
      const options = { ...this.#options, identity, handlers: this.#handlers(), signal: this.#stop.signal };
      const { session, handshake } = await connectOnce(options);
      if (this.#stop.signal.aborted) {
        session.close(new MusterError('UNAVAILABLE', 'the agent stops'), 1001);
        return;
      }
      if (session.closed) return; // between its opening and this turn; `onClose` has told
      this.#session = session;
      this.#openedAtMs = clock.monotonicMs();
      onSession(session, handshake);
    } catch (thrown) {
      this.#down(asMusterError(thrown));
    }
  }

  #handlers(): SessionHandlers {
    const { handlers } = this.#options;
    return {
      ...handlers,
      onRequest: (body, own) => handlers.onRequest(body, own),
      openObject: (sha256, own) => handlers.openObject(sha256, own),
      onNotice: (body, own) => {
        if (body.kind === 'comeBack') this.#window = body.value;
        else handlers.onNotice(body, own);
      },
      onClose: (reason, own, said) => {
        if (said?.code !== 'SITE_DUPLICATE') this.#forgetFailures();
        this.#session = undefined;
        handlers.onClose(reason, own, said);
        this.#down(said ?? reason);
      },
    };
  }

  /**
   * Earlier failures are forgotten by a session that lived for a beat. One that ends at once, time after time, is a failure too, as with a
   * proxy that breaks frames. So is one that a second agent of the same site has ended, however long it lived: each would else push the
   * other out for ever, at the pace of the first wait.
   */
  #forgetFailures(): void {
    const { clock, settings } = this.#options;
    if (this.#session && clock.monotonicMs() - this.#openedAtMs >= settings.heartbeatMs) this.#failures = 0;
  }

  #down(error: MusterError): void {
    if (this.#stop.signal.aborted) return;
    // What was said of a certificate that has been renewed meanwhile does not hold for the next try.
    const renewed = this.#options.identity() !== this.#identity;
    if (FATAL.has(error.code) && error.detail.unproved !== true && !renewed) {
      this.#stop.abort();
      this.#options.onFatal(error);
      return;
    }
    const uniform = (this.#options.uniform ?? systemUniform)();
    const window = this.#window ?? windowOf(error);
    const delayMs = window
      ? windowMs(window, uniform)
      : backoffMs(this.#failures, uniform, this.#options.backoff);
    this.#window = undefined;
    this.#failures += 1;
    this.#cancel = this.#options.clock.after(delayMs, () => void this.#connect());
    this.#options.onDown(error, delayMs);
  }
}

/** Whom a coordinator without room sent away comes back within once to twice the time that it named. */
function windowOf({ retryAfterMs }: MusterError): { delayMinMs: number; delayMaxMs: number } | undefined {
  return retryAfterMs > 0 ? { delayMinMs: retryAfterMs, delayMaxMs: 2 * retryAfterMs } : undefined;
}
