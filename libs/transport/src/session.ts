/**
 * @module One open connection after its handshake: requests with typed answers, notices, and bulk objects either way. It owns its
 * socket and everything that hangs on it, and ends all of it at once.
 */

import { asMusterError, isErrorCode, MusterError } from '@muster/errors';
import type { SealedChannel } from '@muster/identity';
import type { Body } from '@muster/protocol';
import { BulkFrames } from './bulk-frames.ts';
import type { Clock } from './clock.ts';
import { CLOSE, type Ending } from './ending.ts';
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

export interface SessionOptions {
  readonly socket: FrameSocket;
  /** What the WebSocket runs over. */
  readonly stream: ReadStream;
  readonly channel: SealedChannel;
  readonly side: 'agent' | 'coordinator';
  readonly clock: Clock;
  readonly settings: SessionSettings;
  readonly handlers: SessionHandlers;
  /** Told that the session is over, before its owner is. */
  ended?(session: Session): void;
  readonly uniform?: Uniform;
  /** Of an endpoint with many sessions. */
  readonly shared?: Shared;
}

/** A peer that does not answer the close is cut off. */
const CLOSE_MS = 2_000;

/**
 * One open session. Sealed frames go out in their order, control before bulk; whatever ends it ends every request and transfer in it, once.
 * A coordinator holds thousands that are idle, so its parts call each other by methods: closures between them would double its memory.
 */
export class Session implements Ending {
  readonly #socket: FrameSocket;
  readonly #channel: SealedChannel;
  readonly #clock: Clock;
  readonly #settings: SessionSettings;
  readonly #shared: Shared;
  readonly #owner: Owner;
  readonly #ended: SessionOptions['ended'];
  readonly #outbox: Outbox;
  readonly #link: Link;
  readonly #peerRequests: PeerRequests;
  readonly #heartbeat: Heartbeat;
  readonly #inbox: Inbox;
  #closing = false;
  #closed: MusterError | undefined;

  constructor(options: SessionOptions) {
    const { socket, channel, clock, settings, side, uniform = systemUniform } = options;
    this.#socket = socket;
    this.#channel = channel;
    this.#clock = clock;
    this.#settings = settings;
    this.#shared = options.shared ?? { frames: new BulkFrames(), turn: new Turn() };
    this.#ended = options.ended;
    const owner = new Owner(options.handlers, this);
    const outbox = new Outbox(socket, channel, settings, this, this.#shared);
    const requests = new Requests(clock, settings.requestsMax);
    const messages = new Messages(outbox, requests);
    const transfers = new Transfers(side, { clock, settings, outbox, messages, owner });
    const link = { requests, transfers, messages };
    this.#owner = owner;
    this.#outbox = outbox;
    this.#link = link;
    this.#peerRequests = new PeerRequests(link, settings, owner);
    this.#heartbeat = new Heartbeat(clock, settings, { messages, outbox, session: this });
    const reads = new ReadBuffers(options.stream, this.#heartbeat);
    this.#inbox = new Inbox({ channel, reads, link, peerRequests: this.#peerRequests, owner });
    socket.on('message', (data, isBinary) => this.#receive(data, isBinary));
    socket.on('close', (_code, reason) => {
      // Not sealed, so it is a hint for people and no code to act on.
      const hint = isErrorCode(reason.toString()) ? ` (${reason})` : '';
      this.#end(new MusterError('UNAVAILABLE', `the connection closed${hint}`));
    });
    socket.on('error', ignore);
    this.#heartbeat.start(uniform);
  }

  get closed(): boolean {
    return this.#closed !== undefined;
  }
  /** The error that the peer has named, before or as it ends the session. */
  get peerSaid(): MusterError | undefined {
    return this.#inbox.peerSaid;
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
    const { requests, transfers } = this.#link;
    return {
      queued: this.#outbox.waiting,
      requests: requests.size,
      handling: this.#peerRequests.inWork,
      inbound: transfers.inbound,
      outbound: transfers.outbound,
      socketBytes: this.#socket.bufferedAmount,
    };
  }

  /** Gives a sign of life at least this often, as the peer has asked, and expects the peer to. */
  beatEvery(heartbeatMs: number): void {
    if (!this.#closed) this.#heartbeat.hasten(heartbeatMs);
  }

  /** Asks, and waits for the answer. Throws the peer's typed error, TIMEOUT, OVERLOADED, FRAME_TOO_LARGE or UNAVAILABLE. */
  async request(body: Body, timeoutMs = this.#settings.requestMs): Promise<Body> {
    return this.#link.messages.ask(body, timeoutMs).answer;
  }

  /** Tells without asking. Lost without a word when the session is over. */
  notify(body: Body): void {
    this.#link.messages.notify(body);
  }

  /**
   * Announces an object by a request and sends it when the peer grants credits, from the offset that the peer names. Resolves with
   * the peer's last answer. The source is closed in any case. Throws as `request`, what the source throws, and CANCELLED.
   */
  push(
    body: Body,
    source: ObjectSource,
    timeoutMs = this.#settings.requestMs,
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
    return pull(this.#link, sha256, sink, options, this.#settings);
  }

  /** Ends the session, telling the peer why by a sealed message. */
  close(reason: MusterError, code: number = CLOSE.normal): void {
    if (this.#closed || this.#closing) return;
    this.#closing = true; // a full queue closes the session, which queues this message
    this.notify({ kind: 'error', value: errorBody(reason) });
    const socket = this.#socket;
    socket.close(code, reason.code);
    const cancel = this.#clock.after(CLOSE_MS, () => socket.terminate());
    socket.once('close', cancel);
    this.#end(reason);
  }

  /** Ends the session without a word to the peer. */
  terminate(reason: MusterError): void {
    this.#end(reason);
    this.#socket.terminate();
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
    const socket = this.#socket;
    socket.pause();
    this.#shared.turn.next(() => socket.resume());
  }

  #end(reason: MusterError): void {
    if (this.#closed) return;
    this.#closed = reason;
    const { requests, transfers, messages } = this.#link;
    messages.end();
    this.#heartbeat.stop();
    const { peerSaid } = this;
    const lost = new MusterError('UNAVAILABLE', `the session ended: ${(peerSaid ?? reason).message}`, {
      cause: reason,
    });
    requests.failAll(lost);
    transfers.endAll(lost, (error) => this.#owner.onFault(error));
    this.#outbox.close();
    this.#channel.wipe();
    this.#ended?.(this);
    this.#owner.onClose(reason, peerSaid);
  }
}

/** The handlers of a session, called for it. */
class Owner {
  readonly #handlers: SessionHandlers;
  readonly #session: Session;

  constructor(handlers: SessionHandlers, session: Session) {
    this.#handlers = handlers;
    this.#session = session;
  }

  onRequest(body: Body): Promise<Body | Acceptance> {
    return this.#handlers.onRequest(body, this.#session);
  }

  openObject(sha256: string): Promise<ObjectSource | undefined> {
    return this.#handlers.openObject(sha256, this.#session);
  }

  onNotice(body: Body): void {
    this.#guard(() => this.#handlers.onNotice(body, this.#session));
  }

  onHeartbeat(timeMs: number): void {
    this.#guard(() => this.#handlers.onHeartbeat?.(timeMs, this.#session));
  }

  onClose(reason: MusterError, peerSaid: MusterError | undefined): void {
    this.#guard(() => this.#handlers.onClose(reason, this.#session, peerSaid));
  }

  onFault(error: MusterError): void {
    this.#handlers.onFault?.(error);
  }

  publicError(error: MusterError): MusterError {
    return this.#handlers.publicError?.(error) ?? error;
  }

  /** What such a handler throws is its own fault, not the peer's: the session goes on. */
  #guard(act: () => void): void {
    try {
      act();
    } catch (thrown) {
      this.onFault(asMusterError(thrown));
    }
  }
}

/** Of a socket's 'error': 'close' follows, and tells all there is to tell. */
function ignore(): void {}
