/**
 * @module The coordinator's end: takes WebSockets of an HTTP server, does the handshake, hands out sessions. Nothing that comes in from
 * outside can throw out of here.
 */

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { asMusterError, MusterError } from '@muster/errors';
import {
  type Peer,
  refusal,
  type SealedChannel,
  type ServerOptions,
  startServerHandshake,
} from '@muster/identity';
import {
  AGENT_PATH,
  type Certificate,
  encodeEnvelope,
  FRAME_BYTES_MAX,
  HANDSHAKE_BYTES_MAX,
  SUBPROTOCOL,
} from '@muster/protocol';
import { WebSocketServer } from 'ws';
import { BulkFrames } from './bulk-frames.ts';
import type { Clock } from './clock.ts';
import type { OpenSocket } from './connect.ts';
import type { Shared } from './outbox.ts';
import type { Uniform } from './random.ts';
import { Session, type SessionHandlers } from './session.ts';
import type { SessionSettings } from './settings.ts';
import type { FrameSocket, ReadStream } from './socket.ts';
import { channelBindingOf } from './tls.ts';
import { Turn } from './turn.ts';
import { errorBody } from './wire-error.ts';

/** The part of an HTTP server that brings connections. */
interface UpgradeServer {
  on(event: 'upgrade', listener: (request: IncomingMessage, socket: Duplex, head: Buffer) => void): unknown;
}

/** What the endpoint works with, and whom it tells. `pendingMax` and `sessionsMax` count connections: beyond them an upgrade is answered 503. */
export interface EndpointOptions {
  /** Its upgrades come here. */
  readonly server: UpgradeServer;
  readonly clock: Clock;
  /** Keys and certificate of the coordinator, for each handshake. */
  readonly identity: Omit<ServerOptions, 'nowMs' | 'channelBinding'>;
  readonly settings: SessionSettings;
  /** Chance for the waits of sessions. */
  readonly uniform?: Uniform;
  readonly handshakeMs: number;
  readonly pendingMax: number;
  readonly sessionsMax: number;
  /** Frames with chunks in the sockets of all sessions together; beyond them a session has a small one at a time. */
  readonly bulkFramesMax?: number;
  /** Throws to refuse: a revoked site, a certificate that was replaced. `shown`: the peer's certificate as it came; null at enrolment. */
  authorise(peer: Peer, shown: Certificate | null): void | Promise<void>;
  /** The handlers of a new session. */
  accept(peer: Peer): SessionHandlers;
  /** A session is open: from now on it may be used. */
  onSession(session: Session, peer: Peer): void;
  /** A connection that came to nothing, and why. */
  onRefused(error: MusterError, remote: string): void;
}

/** Close code of a refused handshake; the reason is the error code. */
const CLOSE_REFUSED = 4403;
/** A peer that does not answer the close is cut off. */
const CLOSE_MS = 2_000;
/** When whom we had no room for may come back, in seconds. */
const RETRY_AFTER_S = 5;

/**
 * The coordinator's end of all sessions: upgrades on AGENT_PATH of its HTTP server, handshakes within `handshakeMs`, and what came of them.
 * Nothing that a peer sends makes it throw.
 */
export class CoordinatorEndpoint {
  readonly #options: EndpointOptions;
  readonly #sockets: WebSocketServer;
  readonly #shared: Shared;
  readonly #sessions = new Set<Session>();
  /** Handshakes under way, by what ends them. */
  readonly #pending = new Set<(error: MusterError) => void>();
  #refused = 0;
  /** Bytes of sessions that are over. */
  #bytesPast = { received: 0, sent: 0 };
  #closing = false;
  /** One for all: a session costs no closure for it. */
  readonly #ended = (session: Session): void => {
    this.#sessions.delete(session);
    this.#bytesPast.received += session.bytesReceived;
    this.#bytesPast.sent += session.bytesSent;
  };

  constructor(options: EndpointOptions) {
    this.#options = options;
    this.#shared = { frames: new BulkFrames(options.bulkFramesMax), turn: new Turn() };
    this.#sockets = new WebSocketServer({
      noServer: true,
      perMessageDeflate: false,
      clientTracking: false, // its sessions are listed here
      maxPayload: FRAME_BYTES_MAX,
      handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
    });
    options.server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  /** Gauges, and counters since the start: `refused` connections, bytes of frames. */
  get stats() {
    const sum = {
      sessions: this.#sessions.size,
      pending: this.#pending.size,
      refused: this.#refused,
      bytesReceived: this.#bytesPast.received,
      bytesSent: this.#bytesPast.sent,
      queued: 0,
      requests: 0,
      handling: 0,
      inbound: 0,
      outbound: 0,
      socketBytes: 0,
      frames: this.#shared.frames.taken,
    };
    for (const session of this.#sessions) {
      const { queued, requests, handling, inbound, outbound, socketBytes } = session.stats;
      sum.bytesReceived += session.bytesReceived;
      sum.bytesSent += session.bytesSent;
      sum.queued += queued;
      sum.requests += requests;
      sum.handling += handling;
      sum.inbound += inbound;
      sum.outbound += outbound;
      sum.socketBytes += socketBytes;
    }
    return sum;
  }

  /** Takes no more connections, tells every agent when to come back, and ends all sessions and handshakes. */
  close(window = { delayMinMs: 500, delayMaxMs: 5_000 }): void {
    this.#closing = true;
    const reason = new MusterError('UNAVAILABLE', 'the coordinator stops');
    for (const refuse of [...this.#pending]) refuse(reason);
    for (const session of [...this.#sessions]) {
      session.notify({ kind: 'comeBack', value: { ...window, reason: reason.message } });
      session.close(reason, 1001);
    }
    this.#sockets.close();
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', ignore);
    if (pathOf(request.url) !== AGENT_PATH) {
      answer(socket, '404 Not Found');
      return;
    }
    const remote = request.socket.remoteAddress ?? '';
    const full = this.#noRoom();
    if (full) {
      this.#report(full, remote);
      answer(socket, `503 Service Unavailable\r\nRetry-After: ${RETRY_AFTER_S}`);
      return;
    }
    try {
      this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
        socket.removeListener('error', ignore); // the WebSocket hears it now
        this.#handshake(webSocket, socket, remote, () => channelBindingOf(request.socket));
      });
    } catch (thrown) {
      this.#report(asMusterError(thrown), remote);
      socket.destroy();
    }
  }

  /** A connection that is open already and came by another way than the server. */
  take({ socket, stream, binding }: OpenSocket, remote: string): void {
    const full = this.#noRoom();
    if (full) {
      this.#report(full, remote);
      socket.terminate();
    } else this.#handshake(socket, stream, remote, () => binding);
  }

  #noRoom(): MusterError | undefined {
    const { pendingMax, sessionsMax } = this.#options;
    if (this.#closing) return new MusterError('UNAVAILABLE', 'the coordinator stops');
    return this.#pending.size >= pendingMax || this.#sessions.size >= sessionsMax
      ? new MusterError('OVERLOADED', 'too many connections')
      : undefined;
  }

  #report(error: MusterError, remote: string): void {
    this.#refused += 1;
    this.#options.onRefused(error, remote);
  }

  #handshake(socket: FrameSocket, stream: ReadStream, remote: string, bindingOf: () => Uint8Array): void {
    const { clock, identity, handshakeMs, authorise } = this.#options;
    let over = false;
    // Nothing of the handshake outlives it: what its listeners refer to would stay as long as the session.
    const finish = (): void => {
      over = true;
      this.#pending.delete(refuse);
      cancel();
      socket.removeAllListeners('message');
      socket.removeListener('close', left);
    };
    const refuse = (error: MusterError, channel?: SealedChannel): void => {
      if (over) return;
      finish();
      this.#report(error, remote);
      if (socket.readyState === socket.OPEN) {
        // To a peer that has proved itself we speak as who we are: it may act on that.
        const sealed = channel?.seal(
          'control',
          encodeEnvelope({ body: { kind: 'error', value: errorBody(error) } }),
        );
        socket.send(sealed ?? refusal(error, clock.wallMs()), { binary: true });
        socket.close(CLOSE_REFUSED, error.code);
      }
      if (socket.readyState === socket.CLOSED) return;
      socket.once(
        'close',
        clock.after(CLOSE_MS, () => socket.terminate()),
      );
    };
    const cancel = clock.after(handshakeMs, () =>
      refuse(new MusterError('HANDSHAKE_TIMEOUT', `no handshake within ${handshakeMs} ms`)),
    );
    this.#pending.add(refuse);
    const left = (): void =>
      refuse(new MusterError('UNAVAILABLE', 'the peer left before the handshake ended'));
    socket.on('error', ignore); // such as a frame beyond maxPayload; ws closes with 1009
    socket.once('close', left);
    let shake: ReturnType<typeof startServerHandshake>;
    try {
      const channelBinding = bindingOf();
      shake = startServerHandshake({ ...identity, nowMs: clock.wallMs(), channelBinding });
    } catch (thrown) {
      refuse(asMusterError(thrown)); // a TLS connection that broke meanwhile has no binding
      return;
    }
    const admit = async (channel: SealedChannel, peer: Peer, shown: Certificate | null): Promise<void> => {
      try {
        await authorise(peer, shown);
      } catch (thrown) {
        refuse(asMusterError(thrown), channel);
        return;
      }
      if (over) return; // it took too long, or the peer has left, or said more than it may
      finish();
      this.#open(socket, stream, channel, peer);
    };
    let step = 0;
    // What is wrong is refused in the very turn in which it comes: a frame that comes with the proof finds no session yet.
    const receive = (data: unknown, isBinary: boolean): void => {
      if (!isBinary || !(data instanceof Buffer) || data.length > HANDSHAKE_BYTES_MAX)
        throw new MusterError('MALFORMED', 'no handshake message');
      step += 1;
      if (step === 1) {
        socket.send(shake.receiveHello(data), { binary: true });
        return;
      }
      if (step > 2) throw new MusterError('UNEXPECTED_MESSAGE', 'a frame before the session is open');
      const { channel, peer, shown } = shake.receiveProof(data);
      admit(channel, peer, shown).catch((thrown: unknown) => refuse(asMusterError(thrown)));
    };
    socket.on('message', (data, isBinary) => {
      try {
        receive(data, isBinary);
      } catch (thrown) {
        refuse(asMusterError(thrown), step === 2 ? shake.channel : undefined);
      }
    });
  }

  #open(socket: FrameSocket, stream: ReadStream, channel: SealedChannel, peer: Peer): void {
    const { clock, settings, uniform, accept, onSession } = this.#options;
    let session: Session | undefined;
    try {
      session = new Session({
        socket,
        stream,
        channel,
        side: 'coordinator',
        clock,
        settings,
        shared: this.#shared,
        ...(uniform ? { uniform } : {}),
        handlers: accept(peer),
        ended: this.#ended,
      });
      socket.removeListener('error', ignore); // the session hears it now
      this.#sessions.add(session);
      onSession(session, peer);
    } catch (thrown) {
      // A fault of ours: the agent is told, and comes back.
      const error = asMusterError(thrown);
      this.#options.onRefused(error, '');
      if (session) session.close(error);
      else socket.terminate();
    }
  }
}

/** What a socket says of itself before its 'close', which tells all there is to tell. One for all: a connection costs no closure for it. */
function ignore(): void {}

/** The path of a request; undefined for a target that is none, such as `//`. */
function pathOf(target: string | undefined): string | undefined {
  return /^\/[^?#]*/.exec(target ?? '')?.[0];
}

/** The connection is over with the answer: HTTP servers keep one half open that the other side does not end, and no limit counts it. */
function answer(socket: Duplex, status: string): void {
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
