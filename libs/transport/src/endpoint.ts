/** @module The coordinator's end: takes WebSockets of an HTTP server, does the handshake, hands out sessions. Nothing that comes in from outside can throw out of here. */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { asMusterError, MusterError } from '@muster/errors';
import { type Peer, refusal, type ServerOptions, startServerHandshake } from '@muster/identity';
import { AGENT_PATH, FRAME_BYTES_MAX, HANDSHAKE_BYTES_MAX, SUBPROTOCOL } from '@muster/protocol';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Clock } from './clock.ts';
import { Session, type SessionHandlers } from './session.ts';
import type { SessionSettings } from './settings.ts';
import { channelBindingOf } from './tls.ts';

export interface EndpointOptions {
  readonly server: Server;
  readonly clock: Clock;
  /** Keys and certificate of the coordinator, for each handshake. */
  readonly identity: Omit<ServerOptions, 'nowMs' | 'channelBinding'>;
  readonly settings: SessionSettings;
  readonly handshakeMs: number;
  readonly pendingMax: number;
  readonly sessionsMax: number;
  /** Throws to refuse: a revoked site, a certificate that was replaced. */
  authorise(peer: Peer): void;
  /** The handlers of a new session. */
  accept(peer: Peer): SessionHandlers;
  /** A session is open: from now on it may be used. */
  onSession(session: Session, peer: Peer): void;
  /** A connection that came to nothing, and why. */
  onRefused(error: MusterError, remote: string): void;
}

export class CoordinatorEndpoint {
  readonly #options: EndpointOptions;
  readonly #sockets: WebSocketServer;
  readonly #sessions = new Set<Session>();
  #pending = 0;
  #closing = false;

  constructor(options: EndpointOptions) {
    this.#options = options;
    this.#sockets = new WebSocketServer({
      noServer: true,
      perMessageDeflate: false,
      maxPayload: FRAME_BYTES_MAX,
      handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
    });
    options.server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  get stats() {
    return { sessions: this.#sessions.size, pending: this.#pending };
  }
  get sessions(): ReadonlySet<Session> {
    return this.#sessions;
  }

  /** Tells every agent when to come back, and ends all sessions. */
  close(window = { delayMinMs: 500, delayMaxMs: 5_000 }): void {
    this.#closing = true;
    for (const session of this.#sessions) {
      session.notify({ kind: 'comeBack', value: { ...window, reason: 'the coordinator stops' } });
      session.close(new MusterError('UNAVAILABLE', 'the coordinator stops'), 1001);
    }
    this.#sockets.close();
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => {});
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname !== AGENT_PATH || this.#closing) {
      reject(socket, pathname === AGENT_PATH ? '503 Service Unavailable' : '404 Not Found');
      return;
    }
    if (this.#pending >= this.#options.pendingMax || this.#sessions.size >= this.#options.sessionsMax) {
      this.#options.onRefused(
        new MusterError('OVERLOADED', 'too many connections'),
        request.socket.remoteAddress ?? '',
      );
      reject(socket, '503 Service Unavailable\r\nRetry-After: 5');
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => this.#handshake(webSocket, request));
  }

  #handshake(socket: WebSocket, request: IncomingMessage): void {
    const { clock, identity, handshakeMs, authorise, onRefused } = this.#options;
    const remote = request.socket.remoteAddress ?? '';
    this.#pending += 1;
    let over = false;
    const finish = (): void => {
      if (over) return;
      over = true;
      this.#pending -= 1;
      cancel();
      socket.removeAllListeners('message');
    };
    const refuse = (error: MusterError): void => {
      if (over) return;
      finish();
      onRefused(error, remote);
      if (socket.readyState === socket.OPEN) {
        socket.send(refusal(error, clock.wallMs()));
        socket.close(4403, error.code);
      }
      clock.after(2_000, () => socket.terminate());
    };
    const cancel = clock.after(handshakeMs, () =>
      refuse(new MusterError('HANDSHAKE_TIMEOUT', `no handshake within ${handshakeMs} ms`)),
    );
    socket.on('error', () => {}); // such as a frame beyond maxPayload; ws closes with 1009
    socket.once('close', () =>
      refuse(new MusterError('UNAVAILABLE', 'the peer left before the handshake ended')),
    );
    const shake = startServerHandshake({
      ...identity,
      nowMs: clock.wallMs(),
      channelBinding: channelBindingOf(request.socket),
    });
    let step = 0;
    socket.on('message', (data, isBinary) => {
      try {
        if (!isBinary || !(data instanceof Buffer) || data.length > HANDSHAKE_BYTES_MAX)
          throw new MusterError('MALFORMED', 'no handshake message');
        step += 1;
        if (step === 1) {
          socket.send(shake.receiveHello(data), { binary: true });
          return;
        }
        const { channel, peer } = shake.receiveProof(data);
        authorise(peer);
        finish();
        this.#open(socket, channel, peer);
      } catch (thrown) {
        refuse(asMusterError(thrown));
      }
    });
  }

  #open(socket: WebSocket, channel: ConstructorParameters<typeof Session>[0]['channel'], peer: Peer): void {
    const { clock, settings, accept, onSession } = this.#options;
    const handlers = accept(peer);
    const session = new Session({
      socket,
      channel,
      side: 'coordinator',
      clock,
      settings,
      handlers: {
        ...handlers,
        onRequest: (body, own) => handlers.onRequest(body, own),
        onNotice: (body, own) => handlers.onNotice(body, own),
        openObject: (sha256, own) => handlers.openObject(sha256, own),
        onClose: (reason, own, said) => {
          this.#sessions.delete(own);
          handlers.onClose(reason, own, said);
        },
      },
    });
    this.#sessions.add(session);
    onSession(session, peer);
  }
}

function reject(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
