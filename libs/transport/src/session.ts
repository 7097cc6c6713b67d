/**
 * @module One open connection after its handshake: requests with typed answers, notices, and bulk objects either way. It owns its
 * socket and everything that hangs on it, and ends all of it at once.
 */

import { asMusterError, isErrorCode, MusterError } from '@muster/errors';
import type { SealedChannel } from '@muster/identity';
import type { Body } from '@muster/protocol';
import { BulkFrames } from './bulk-frames.ts';
import type { Clock } from './clock.ts';
import { Heartbeat } from './heartbeat.ts';
import { Inbox } from './inbox.ts';
import type { Link } from './link.ts';
import { Messages } from './messages.ts';
import type { ObjectSink, ObjectSource } from './object.ts';
import { Outbox, type Shared } from './outbox.ts';
import { PeerRequests } from './peer-requests.ts';
import { type PullOptions, pull } from './pull.ts';
import { type Acceptance, push } from './push.ts';
import { systemUniform, type Uniform } from './random.ts';
import { ReadBuffers } from './read-buffers.ts';
import { Requests } from './requests.ts';
import type { SessionSettings } from './settings.ts';
import type { FrameSocket, ReadStream } from './socket.ts';
import { Transfers } from './transfers.ts';
import { Turn } from './turn.ts';
import { errorBody } from './wire-error.ts';

/** What a session asks of its owner. All of them are called on the event loop, and none may block it. */
export interface SessionHandlers {
  /** A request. What it throws is answered as a typed error. */
  onRequest(body: Body, session: Session): Promise<Body | Acceptance>;
  /** A notice: nothing is answered. */
  onNotice(body: Body, session: Session): void;
  /** An object that the peer may pull; undefined for one that it may not. */
  openObject(sha256: string, session: Session): Promise<ObjectSource | undefined>;
  /** Once, when the session is over; `peerSaid` is the sealed reason of the other side, when it gave one. */
  onClose(reason: MusterError, session: Session, peerSaid: MusterError | undefined): void;
  /** A handler that answers nobody threw: of a notice, a heartbeat, the end. */
  onFault?(error: MusterError): void;
  /** What the peer may hear of an error of ours that ended a transfer; without it, all of it. */
  publicError?(error: MusterError): MusterError;
  /** The peer's clock at each of its heartbeats. */
  onHeartbeat?(timeMs: number, session: Session): void;
}

/** The handlers of somebody's session, with another word at its end. An object with a prototype keeps its methods. */
export function handlersEnding(
  handlers: SessionHandlers,
  onClose: SessionHandlers['onClose'],
): SessionHandlers {
  return {
    ...handlers,
    onRequest: (body, own) => handlers.onRequest(body, own),
    onNotice: (body, own) => handlers.onNotice(body, own),
    openObject: (sha256, own) => handlers.openObject(sha256, own),
    onClose,
  };
}

export interface SessionOptions {
  readonly socket: FrameSocket;
  /** What the WebSocket runs over. */
  readonly stream: ReadStream;
  readonly channel: SealedChannel;
  readonly side: 'agent' | 'coordinator';
  readonly clock: Clock;
  readonly settings: SessionSettings;
  readonly handlers: SessionHandlers;
  readonly uniform?: Uniform;
  /** Of an endpoint with many sessions. */
  readonly shared?: Shared;
}

/** Close codes of the WebSocket; the reason is the error code. */
const CLOSE = { normal: 1000, slowReader: 1013, protocol: 4400 } as const;
/** A peer that does not answer the close is cut off. */
const CLOSE_MS = 2_000;

/** One open session. Sealed frames go out in their order, control before bulk; whatever ends it ends every request and transfer in it, once. */
export class Session {
  readonly #options: SessionOptions;
  readonly #outbox: Outbox;
  readonly #requests: Requests;
  readonly #messages: Messages;
  readonly #peerRequests: PeerRequests;
  readonly #transfers: Transfers;
  readonly #heartbeat: Heartbeat;
  readonly #link: Link;
  readonly #inbox: Inbox;
  readonly #shared: Shared;
  #closing = false;
  #closed: MusterError | undefined;
  #peerSaid: MusterError | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#shared = options.shared ?? { frames: new BulkFrames(), turn: new Turn() };
    const { socket, channel, clock, settings, side, handlers, uniform = systemUniform } = options;
    this.#requests = new Requests(clock, settings.requestsMax);
    this.#outbox = new Outbox(
      {
        get bufferedAmount() {
          return socket.bufferedAmount;
        },
        send: (frame, sent) => socket.send(frame, { binary: true }, sent),
      },
      (kind, plaintext, target) => channel.seal(kind, plaintext, target),
      settings,
      (error) => this.close(error, CLOSE.slowReader),
      this.#shared,
    );
    this.#messages = new Messages(this.#outbox, this.#requests, () => this.closed);
    this.#transfers = new Transfers({
      side,
      clock,
      settings,
      outbox: this.#outbox,
      tell: (body) => this.notify(body),
      publicError: (error) => handlers.publicError?.(error) ?? error,
    });
    this.#link = {
      requests: this.#requests,
      transfers: this.#transfers,
      ask: (body, timeoutMs, look) => this.#messages.ask(body, timeoutMs, look),
      answer: (id, body) => this.#messages.answer(id, body),
      assertOpen: () => this.#messages.assertOpen(),
    };
    this.#peerRequests = new PeerRequests({
      link: this.#link,
      messages: this.#messages,
      limits: settings,
      onRequest: (body) => handlers.onRequest(body, this),
      openObject: (sha256) => handlers.openObject(sha256, this),
    });
    this.#heartbeat = new Heartbeat(
      clock,
      settings,
      {
        send: () => this.notify({ kind: 'heartbeat', value: { timeMs: clock.wallMs() } }),
        idle: () => this.#outbox.idle,
        progress: () => this.#outbox.progress,
        dead: () => {
          const silentMs = Math.round(this.#heartbeat.silentMs);
          this.#end(new MusterError('TIMEOUT', `nothing was heard for ${silentMs} ms`));
          socket.terminate();
        },
        slow: () => this.close(new MusterError('OVERLOADED', 'the peer does not read'), CLOSE.slowReader),
      },
      uniform,
    );
    this.#inbox = new Inbox({
      channel,
      reads: new ReadBuffers(options.stream),
      requests: this.#requests,
      peerRequests: this.#peerRequests,
      transfers: this.#transfers,
      messages: this.#messages,
      onNotice: (body) => this.#guard(() => handlers.onNotice(body, this)),
      onHeartbeat: (timeMs) => this.#guard(() => handlers.onHeartbeat?.(timeMs, this)),
      onError: (error) => {
        this.#peerSaid = error;
      },
    });
    socket.on('message', (data, isBinary) => this.#receive(data, isBinary));
    socket.on('close', (_code, reason) => {
      // Not sealed, so it is a hint for people and no code to act on.
      const hint = isErrorCode(reason.toString()) ? ` (${reason})` : '';
      this.#end(new MusterError('UNAVAILABLE', `the connection closed${hint}`));
    });
    socket.on('error', () => {}); // 'close' follows, and tells all there is to tell
    socket.on('ping', () => this.#heartbeat.heard());
    this.#heartbeat.start();
  }

  get closed(): boolean {
    return this.#closed !== undefined;
  }
  /** The error that the peer has named, before or as it ends the session. */
  get peerSaid(): MusterError | undefined {
    return this.#peerSaid;
  }
  /** Nothing was heard of the peer for `suspectMs`. */
  get suspect(): boolean {
    return this.#heartbeat.suspect;
  }
  get bytesReceived(): number {
    return this.#inbox.bytesReceived;
  }
  get bytesSent(): number {
    return this.#outbox.bytesSent;
  }
  get stats() {
    return {
      queued: this.#outbox.waiting,
      requests: this.#requests.size,
      handling: this.#peerRequests.inWork,
      inbound: this.#transfers.inbound,
      outbound: this.#transfers.outbound,
      socketBytes: this.#options.socket.bufferedAmount,
    };
  }

  /** Gives a sign of life at least this often, as the peer has asked, and expects the peer to. */
  beatEvery(heartbeatMs: number): void {
    if (!this.#closed) this.#heartbeat.hasten(heartbeatMs);
  }

  /** Asks, and waits for the answer. Throws the peer's typed error, TIMEOUT, OVERLOADED, FRAME_TOO_LARGE or UNAVAILABLE. */
  async request(body: Body, timeoutMs = this.#options.settings.requestMs): Promise<Body> {
    return this.#messages.ask(body, timeoutMs).answer;
  }

  /** Tells without asking. Lost without a word when the session is over. */
  notify(body: Body): void {
    this.#messages.notify(body);
  }

  /**
   * Announces an object by a request and sends it when the peer grants credits, from the offset that the peer names. Resolves with
   * the peer's last answer. The source is closed in any case. Throws as `request`, what the source throws, and CANCELLED.
   */
  push(
    body: Body,
    source: ObjectSource,
    timeoutMs = this.#options.settings.requestMs,
    signal?: AbortSignal,
  ): Promise<Body> {
    return push(this.#link, body, source, timeoutMs, signal);
  }

  /**
   * Fetches an object by its hash (lower-case hex) into the sink. Resolves with its size when every byte is written and the hash
   * holds; after OBJECT_CORRUPT nothing in the sink is worth keeping. Throws OBJECT_UNKNOWN, OBJECT_CORRUPT, FRAME_TOO_LARGE (above
   * `sizeBytesMax`), OVERLOADED, TIMEOUT, UNAVAILABLE, CANCELLED, and what the sink throws.
   */
  pull(sha256: string, sink: ObjectSink, options: PullOptions): Promise<number> {
    return pull(this.#link, sha256, sink, options, this.#options.settings);
  }

  /** Ends the session, telling the peer why by a sealed message. */
  close(reason: MusterError, code: number = CLOSE.normal): void {
    if (this.#closed || this.#closing) return;
    this.#closing = true; // a full queue closes the session, which queues this message
    this.notify({ kind: 'error', value: errorBody(reason) });
    const { socket, clock } = this.#options;
    socket.close(code, reason.code);
    const cancel = clock.after(CLOSE_MS, () => socket.terminate());
    socket.once('close', cancel);
    this.#end(reason);
  }

  #receive(data: unknown, isBinary: boolean): void {
    if (this.#closed) return;
    this.#heartbeat.heard();
    const { turn } = this.#shared;
    if (data instanceof Buffer) turn.spend(data.length);
    try {
      this.#inbox.receive(data, isBinary);
    } catch (thrown) {
      // Whoever made such a frame, this session is no longer one.
      this.close(asMusterError(thrown), CLOSE.protocol);
    }
    if (turn.isSpent && !this.closed) this.#rest();
  }

  /** The others first: this socket is read on in the next turn. */
  #rest(): void {
    const { socket } = this.#options;
    socket.pause();
    this.#shared.turn.next(() => socket.resume());
  }

  /** What such a handler throws is its own fault, not the peer's: the session goes on. */
  #guard(act: () => void): void {
    try {
      act();
    } catch (thrown) {
      this.#fault(asMusterError(thrown));
    }
  }

  #fault(error: MusterError): void {
    this.#options.handlers.onFault?.(error);
  }

  #end(reason: MusterError): void {
    if (this.#closed) return;
    this.#closed = reason;
    this.#heartbeat.stop();
    const lost = new MusterError('UNAVAILABLE', `the session ended: ${(this.#peerSaid ?? reason).message}`, {
      cause: reason,
    });
    this.#requests.failAll(lost);
    this.#transfers.endAll(lost, (error) => this.#fault(error));
    this.#outbox.close();
    this.#options.channel.wipe();
    this.#guard(() => this.#options.handlers.onClose(reason, this, this.#peerSaid));
  }
}
