/** @module The agent's end: one outbound connection, made again whenever it breaks, with full jitter. */
import { randomBytes } from 'node:crypto';
import { asMusterError, isErrorCode, MusterError } from '@muster/errors';
import { type ClientOptions, type ClientResult, startClientHandshake } from '@muster/identity';
import {
  AGENT_PATH,
  decodeHandshake,
  FRAME_BYTES_MAX,
  HANDSHAKE_BYTES_MAX,
  SUBPROTOCOL,
} from '@muster/protocol';
import { WebSocket } from 'ws';
import { type BackoffSettings, backoffMs, windowMs } from './backoff.ts';
import type { Clock } from './clock.ts';
import { Session, type SessionHandlers } from './session.ts';
import type { SessionSettings } from './settings.ts';
import { agentUrl, channelBindingOf } from './tls.ts';

type Distribute<Union> = Union extends unknown ? Omit<Union, 'nowMs' | 'channelBinding'> : never;

export interface ConnectOptions {
  readonly url: string;
  /** PEM of a private certificate authority; without it, the system's. */
  readonly certificateAuthority?: string;
  /** False where a proxy ends TLS before the coordinator: both sides then see different connections. */
  readonly bindToTls: boolean;
  readonly identity: Distribute<ClientOptions>;
  readonly clock: Clock;
  readonly settings: SessionSettings;
  readonly handshakeMs: number;
  readonly handlers: SessionHandlers;
}

/** Opens one session. Throws the coordinator's refusal, COORDINATOR_MISMATCH, CLOCK_SKEW, UNAVAILABLE, HANDSHAKE_TIMEOUT. */
export function connectOnce(options: ConnectOptions): Promise<{ session: Session; handshake: ClientResult }> {
  const { clock, handshakeMs } = options;
  const url = agentUrl(options.url, AGENT_PATH);
  const socket = new WebSocket(url, SUBPROTOCOL, {
    perMessageDeflate: false,
    maxPayload: FRAME_BYTES_MAX,
    handshakeTimeout: handshakeMs,
    // RFC 6455 masks keep a browser's script from choosing bytes on the wire. Ours are ciphertext, random keys and nonces: nobody
    // chooses them, so a zero mask gives nothing away and spares a pass over every byte on both sides.
    generateMask: (mask) => mask.fill(0),
    ...(options.certificateAuthority === undefined ? {} : { ca: options.certificateAuthority }),
  });
  return new Promise((resolve, reject) => {
    let binding = new Uint8Array();
    let result: ClientResult | undefined;
    let held: Buffer[] = [];
    const fail = (error: MusterError): void => {
      cancel();
      socket.removeAllListeners('message');
      reject(error);
      socket.terminate();
    };
    const cancel = clock.after(handshakeMs, () =>
      fail(
        new MusterError(
          'HANDSHAKE_TIMEOUT',
          `the coordinator did not complete the handshake within ${handshakeMs} ms`,
        ),
      ),
    );
    socket.on('error', (cause) =>
      fail(
        new MusterError(
          'UNAVAILABLE',
          `the coordinator at ${url.host} cannot be reached: ${cause.message || asCode(cause)}`,
          { cause },
        ),
      ),
    );
    socket.on('close', (_code, reason) => {
      const code = reason.toString();
      fail(
        new MusterError(
          isErrorCode(code) ? code : 'UNAVAILABLE',
          `the coordinator closed the connection${code ? `: ${code}` : ''}`,
        ),
      );
    });
    const shake = startHandshake(options);
    socket.on('upgrade', (response) => {
      if (options.bindToTls) binding = Uint8Array.from(channelBindingOf(response.socket));
      response.socket.setNoDelay(true);
    });
    socket.on('open', () => socket.send(shake(binding).hello, { binary: true }));
    socket.on('message', (data) => {
      try {
        if (!(data instanceof Buffer)) throw new MusterError('MALFORMED', 'a text message');
        if (!result) {
          result = shake(binding).receive(data);
          socket.send(result.proof, { binary: true });
          return;
        }
        const refused = refusalIn(data);
        if (refused) throw refused;
        // The first sealed frame says that the coordinator has taken us: it belongs to the session.
        held = [data];
        cancel();
        socket.removeAllListeners();
        const session = new Session({
          socket,
          channel: result.channel,
          side: 'agent',
          clock,
          settings: options.settings,
          handlers: options.handlers,
        });
        resolve({ session, handshake: result });
        for (const frame of held) socket.emit('message', frame, true);
      } catch (thrown) {
        fail(asMusterError(thrown));
      }
    });
  });
}

/** The handshake needs the TLS connection's binding, which is there only after the upgrade: made at first use. */
function startHandshake(options: ConnectOptions) {
  let started: ReturnType<typeof startClientHandshake> | undefined;
  return (channelBinding: Uint8Array) => {
    started ??= startClientHandshake({ ...options.identity, nowMs: options.clock.wallMs(), channelBinding });
    return started;
  };
}

/** A refusal after our proof comes in the clear: the coordinator has no session with us. */
function refusalIn(data: Buffer): MusterError | undefined {
  if (data.length > HANDSHAKE_BYTES_MAX || data[0] === 1) return undefined; // sealed frames begin with their version
  const body = decodeHandshake(data, HANDSHAKE_BYTES_MAX);
  if (body?.kind !== 'refusal') return undefined;
  const { code, message } = body.value;
  return new MusterError(isErrorCode(code) ? code : 'INTERNAL', `the coordinator refused: ${message}`);
}

function asCode(cause: Error): string {
  const code: unknown = Reflect.get(cause, 'code');
  return typeof code === 'string' ? code : cause.name;
}

/** Reasons that waiting does not mend: a person must act. Coming back soon would only fill logs. */
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

export interface AgentConnectionOptions extends ConnectOptions {
  readonly backoff: BackoffSettings;
  /** A number in [0, 1); full jitter draws from it. */
  readonly uniform?: () => number;
  onSession(session: Session, handshake: ClientResult): void;
  /** The connection is down; the next try comes after `delayMs`. */
  onDown(error: MusterError, delayMs: number): void;
  /** No further try: a person must act. */
  onFatal(error: MusterError): void;
}

export class AgentConnection {
  readonly #options: AgentConnectionOptions;
  #session: Session | undefined;
  #failures = 0;
  #window: { readonly delayMinMs: number; readonly delayMaxMs: number } | undefined;
  #cancel: () => void = () => {};
  #closed = false;

  constructor(options: AgentConnectionOptions) {
    this.#options = options;
    void this.#connect();
  }

  /** The open session; undefined while there is none. */
  get session(): Session | undefined {
    return this.#session;
  }

  close(): void {
    this.#closed = true;
    this.#cancel();
    this.#session?.close(new MusterError('UNAVAILABLE', 'the agent stops'), 1001);
  }

  async #connect(): Promise<void> {
    const { handlers } = this.#options;
    try {
      const { session, handshake } = await connectOnce({
        ...this.#options,
        handlers: {
          ...handlers,
          onRequest: (body, own) => handlers.onRequest(body, own),
          openObject: (sha256, own) => handlers.openObject(sha256, own),
          onNotice: (body, own) => {
            if (body.kind === 'comeBack') this.#window = body.value;
            else handlers.onNotice(body, own);
          },
          onClose: (reason, own, said) => {
            this.#session = undefined;
            handlers.onClose(reason, own, said);
            this.#down(said ?? reason);
          },
        },
      });
      if (this.#closed) {
        session.close(new MusterError('UNAVAILABLE', 'the agent stops'), 1001);
        return;
      }
      this.#session = session;
      this.#failures = 0;
      this.#options.onSession(session, handshake);
    } catch (thrown) {
      this.#down(asMusterError(thrown));
    }
  }

  #down(error: MusterError): void {
    if (this.#closed) return;
    if (FATAL.has(error.code)) {
      this.#closed = true;
      this.#options.onFatal(error);
      return;
    }
    const uniform = (this.#options.uniform ?? systemUniform)();
    const delayMs = this.#window
      ? windowMs(this.#window, uniform)
      : backoffMs(this.#failures, uniform, this.#options.backoff);
    this.#window = undefined;
    this.#failures += 1;
    this.#cancel = this.#options.clock.after(delayMs, () => void this.#connect());
    this.#options.onDown(error, delayMs);
  }
}

/** Uniform in [0, 1) from the system's generator. */
function systemUniform(): number {
  return randomBytes(4).readUInt32LE() / 2 ** 32;
}
