/** @module One connection of an agent: TCP or TLS, WebSocket, handshake, and the session that comes of it. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { asMusterError, isErrorCode, MusterError, networkFault } from '@muster/errors';
import { type ClientOptions, type ClientResult, startClientHandshake } from '@muster/identity';
import {
  AGENT_PATH,
  decodeHandshake,
  FRAME_BYTES_MAX,
  HANDSHAKE_BYTES_MAX,
  SUBPROTOCOL,
} from '@muster/protocol';
import { WebSocket } from 'ws';
import type { Clock } from './clock.ts';
import { assertNotAborted, whenAborted } from './link.ts';
import type { Uniform } from './random.ts';
import { Session, type SessionHandlers } from './session.ts';
import type { SessionSettings } from './settings.ts';
import type { FrameSocket, ReadStream } from './socket.ts';
import { agentUrl, channelBindingOf } from './tls.ts';

type Distribute<Union> = Union extends unknown ? Omit<Union, 'nowMs' | 'channelBinding'> : never;

/** One connection of an agent: `url` is ws:// (this machine alone) or wss://, `handshakeMs` bounds everything up to the open session. */
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
  /** Chance for the waits of the session. */
  readonly uniform?: Uniform;
  /** Ends the attempt; the session that came of it lives on. */
  readonly signal?: AbortSignal;
  /** What opens the socket, in place of a WebSocket of this machine. */
  readonly dial?: Dial;
}

/** A proxy or an overloaded coordinator may ask for this much patience at most. */
const RETRY_AFTER_MS_MAX = 3_600_000;

/** A socket that is open, and what it runs over. */
export interface OpenSocket {
  readonly socket: FrameSocket;
  readonly stream: ReadStream;
  /** TLS exporter bytes; empty where the session is not bound to TLS. */
  readonly binding: Uint8Array;
}

/**
 * Opens a socket to the coordinator and calls one of the two, once: `opened` in the turn in which it opens, so that no message is missed.
 * Fails with UNAVAILABLE, OVERLOADED, HANDSHAKE_TIMEOUT, TLS_REQUIRED, INVALID_ARGUMENT, CANCELLED.
 */
export type Dial = (
  options: Omit<ConnectOptions, 'dial'>,
  opened: (open: OpenSocket) => void,
  failed: (error: MusterError) => void,
) => void;

/**
 * Opens one session. Throws the coordinator's refusal, COORDINATOR_MISMATCH, CLOCK_SKEW, UNAVAILABLE, HOST_UNKNOWN, TLS_UNTRUSTED,
 * OVERLOADED (with `retryAfterMs`), HANDSHAKE_TIMEOUT, TLS_REQUIRED, INVALID_ARGUMENT, CANCELLED.
 */
export async function connectOnce(
  options: ConnectOptions,
): Promise<{ session: Session; handshake: ClientResult }> {
  assertNotAborted(options.signal);
  const startedAtMs = options.clock.monotonicMs();
  return new Promise((resolve, reject) => {
    const opened = (open: OpenSocket): void => {
      const leftMs = options.handshakeMs - (options.clock.monotonicMs() - startedAtMs);
      shakeHands(open, options, Math.max(0, leftMs)).then(resolve, reject);
    };
    (options.dial ?? dialWebSocket)(options, opened, reject);
  });
}

/** A WebSocket over TCP or TLS. */
const dialWebSocket: Dial = (options, opened, failed) => {
  const { clock, handshakeMs } = options;
  const url = agentUrl(options.url, AGENT_PATH);
  const socket = new WebSocket(url, SUBPROTOCOL, {
    perMessageDeflate: false,
    maxPayload: FRAME_BYTES_MAX,
    handshakeTimeout: handshakeMs,
    // RFC 6455 masks keep a browser's script from choosing bytes on the wire, to fool proxies that read along. Ours are ciphertext under
    // fresh keys, random keys and nonces, so nobody chooses them; off loopback they are inside TLS besides. A zero mask gives nothing
    // away and spares both sides a pass over every byte (scale.md, section 1.2). Of frames that are not masked, ws makes no copy.
    generateMask: (mask) => mask.fill(0),
    // Only of TLS 1.3 do the exporter's bytes name a connection (RFC 9266, section 4.2).
    ...(options.bindToTls ? { minVersion: 'TLSv1.3' as const } : {}),
    ...(options.certificateAuthority === undefined ? {} : { ca: options.certificateAuthority }),
  });
  let binding = new Uint8Array();
  let stream: Duplex | undefined;
  const settle = (): void => {
    cancelTimer();
    cancelSignal();
    socket.removeAllListeners();
    socket.on('error', () => {}); // what it says of its end: 'close' follows
  };
  const fail = (error: MusterError): void => {
    settle();
    socket.terminate();
    failed(error);
  };
  const cancelTimer = clock.after(handshakeMs, () => fail(tooLate(handshakeMs)));
  const cancelSignal = whenAborted(options.signal, fail);
  socket.on('error', (cause) => fail(networkFault(cause, url)));
  socket.on('unexpected-response', (_request, response) => fail(noWebSocket(url, response)));
  socket.on('close', (_code, reason) => fail(closed(reason.toString())));
  socket.on('upgrade', (response) => {
    try {
      if (options.bindToTls) binding = Uint8Array.from(channelBindingOf(response.socket));
      response.socket.setNoDelay(true);
      stream = response.socket;
    } catch (thrown) {
      fail(asMusterError(thrown));
    }
  });
  socket.on('open', () => {
    if (!stream) {
      fail(new MusterError('INTERNAL', 'open before the upgrade'));
      return;
    }
    settle();
    opened({ socket, stream, binding });
  });
};

function shakeHands(
  { socket, stream, binding }: OpenSocket,
  options: ConnectOptions,
  leftMs: number,
): Promise<{ session: Session; handshake: ClientResult }> {
  const { clock, handshakeMs } = options;
  return new Promise((resolve, reject) => {
    let result: ClientResult | undefined;
    const settle = (): void => {
      cancelTimer();
      cancelSignal();
      socket.removeAllListeners();
    };
    const fail = (error: MusterError): void => {
      settle();
      socket.on('error', () => {}); // what terminating says of itself
      socket.terminate();
      reject(error);
    };
    const cancelTimer = clock.after(leftMs, () => fail(tooLate(handshakeMs)));
    const cancelSignal = whenAborted(options.signal, fail);
    socket.on('error', (cause) => fail(networkFault(cause, new URL(options.url))));
    socket.on('close', (_code, reason) => fail(closed(reason.toString())));
    const shake = startClientHandshake({
      ...options.identity,
      nowMs: clock.wallMs(),
      channelBinding: binding,
    });
    socket.on('message', (data, isBinary) => {
      try {
        if (!isBinary || !(data instanceof Buffer)) throw new MusterError('MALFORMED', 'a text message');
        if (!result) {
          result = shake.receive(data);
          socket.send(result.proof, { binary: true });
          return;
        }
        const refused = refusalIn(data);
        if (refused) throw refused;
        settle();
        let isOpen = false;
        const { handlers } = options;
        const session = new Session({
          socket,
          stream,
          channel: result.channel,
          side: 'agent',
          clock,
          settings: options.settings,
          ...(options.uniform ? { uniform: options.uniform } : {}),
          handlers: handlersEnding(handlers, (reason, own, said) => {
            if (isOpen) handlers.onClose(reason, own, said);
          }),
        });
        // The first sealed frame says that the coordinator has taken us, or why not: it belongs to the session.
        socket.emit('message', data, true);
        const refusal = session.peerSaid;
        if (refusal) {
          session.close(refusal);
          reject(new MusterError(refusal.code, `the coordinator refused: ${refusal.message}`));
          return;
        }
        if (session.closed) {
          reject(new MusterError('UNAVAILABLE', 'the first frame of the session could not be read'));
          return;
        }
        isOpen = true;
        resolve({ session, handshake: result });
      } catch (thrown) {
        fail(asMusterError(thrown));
      }
    });
    socket.send(shake.hello, { binary: true });
  });
}

function tooLate(handshakeMs: number): MusterError {
  return new MusterError(
    'HANDSHAKE_TIMEOUT',
    `the coordinator did not complete the handshake within ${handshakeMs} ms`,
  );
}

/** The handlers, with another word at the end of the session. An object with a prototype keeps its methods. */
function handlersEnding(handlers: SessionHandlers, onClose: SessionHandlers['onClose']): SessionHandlers {
  return {
    ...handlers,
    onRequest: (body, own) => handlers.onRequest(body, own),
    onNotice: (body, own) => handlers.onNotice(body, own),
    openObject: (sha256, own) => handlers.openObject(sha256, own),
    onClose,
  };
}

/** A refusal after our proof comes in the clear: the coordinator has no session with us. */
function refusalIn(data: Buffer): MusterError | undefined {
  if (data.length > HANDSHAKE_BYTES_MAX || data[0] === 1) return undefined; // sealed frames begin with their version
  const body = decodeHandshake(data, HANDSHAKE_BYTES_MAX);
  if (body?.kind !== 'refusal') return undefined;
  const { code, message } = body.value;
  return new MusterError(isErrorCode(code) ? code : 'INTERNAL', `the coordinator refused: ${message}`, {
    detail: { unproved: true },
  });
}

/** An HTTP answer in place of a WebSocket: a coordinator without room, a proxy, or another server. */
function noWebSocket(url: URL, response: IncomingMessage): MusterError {
  const status = response.statusCode ?? 0;
  if (status !== 429 && status !== 503)
    return new MusterError('UNAVAILABLE', `no coordinator answers at ${url.href}: HTTP ${status}`);
  const seconds = Number(response.headers['retry-after'] ?? 0);
  const retryAfterMs = seconds > 0 ? Math.min(seconds * 1000, RETRY_AFTER_MS_MAX) : 0;
  return new MusterError('OVERLOADED', `the coordinator at ${url.host} has no room now`, { retryAfterMs });
}

function closed(code: string): MusterError {
  return new MusterError(
    isErrorCode(code) ? code : 'UNAVAILABLE',
    `the coordinator closed the connection${code ? `: ${code}` : ''}`,
    { detail: { unproved: true } },
  );
}
