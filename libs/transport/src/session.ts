/**
 * @module One open connection after its handshake: requests with typed answers, notices, and bulk objects either way. It owns its
 * socket and everything that hangs on it, and ends all of it at once.
 */

import type { Duplex } from 'node:stream';
import { asMusterError, isErrorCode, MusterError } from '@muster/errors';
import { release, type SealedChannel } from '@muster/identity';
import { type Body, decodeEnvelope, type Envelope, encodeEnvelope, FRAME_BYTES_MAX } from '@muster/protocol';
import type { WebSocket } from 'ws';
import type { Clock } from './clock.ts';
import { Heartbeat } from './heartbeat.ts';
import type { Link } from './link.ts';
import type { ObjectSink, ObjectSource } from './object.ts';
import { Outbox } from './outbox.ts';
import { type PullOptions, pull, servePull } from './pull.ts';
import { type Acceptance, push, receivePush } from './push.ts';
import { systemUniform, type Uniform } from './random.ts';
import { ReadBuffers } from './read-buffers.ts';
import { Requests } from './requests.ts';
import type { SessionSettings } from './settings.ts';
import { Transfers } from './transfers.ts';
import { errorBody, errorOf } from './wire-error.ts';

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
  readonly socket: WebSocket;
  /** What the WebSocket runs over. */
  readonly stream: Duplex;
  readonly channel: SealedChannel;
  readonly side: 'agent' | 'coordinator';
  readonly clock: Clock;
  readonly settings: SessionSettings;
  readonly handlers: SessionHandlers;
  readonly uniform?: Uniform;
}

/** Close codes of the WebSocket; the reason is the error code. */
const CLOSE = { normal: 1000, slowReader: 1013, protocol: 4400 } as const;
/** A peer that does not answer the close is cut off. */
const CLOSE_MS = 2_000;
/** What a frame adds to its plaintext: header and tag. */
const FRAME_OVERHEAD_BYTES = 32;

/** One open session. Sealed frames go out in their order, control before bulk; whatever ends it ends every request and transfer in it, once. */
export class Session {
  readonly #options: SessionOptions;
  readonly #outbox: Outbox;
  readonly #requests: Requests;
  readonly #transfers: Transfers;
  readonly #heartbeat: Heartbeat;
  readonly #link: Link;
  readonly #reads: ReadBuffers;
  #handling = 0;
  #closing = false;
  #closed: MusterError | undefined;
  #peerSaid: MusterError | undefined;
  bytesReceived = 0;

  constructor(options: SessionOptions) {
    this.#options = options;
    const { socket, channel, clock, settings, side, uniform = systemUniform } = options;
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
    );
    this.#transfers = new Transfers({
      side,
      clock,
      settings,
      outbox: this.#outbox,
      tell: (body) => this.notify(body),
      publicError: (error) => options.handlers.publicError?.(error) ?? error,
    });
    this.#link = {
      requests: this.#requests,
      transfers: this.#transfers,
      ask: (body, timeoutMs, look) => this.#ask(body, timeoutMs, look),
      answer: (id, body) => this.#answer(id, body),
      assertOpen: () => this.#assertOpen(),
    };
    this.#heartbeat = new Heartbeat(
      clock,
      settings,
      {
        send: () => this.notify({ kind: 'heartbeat', value: { timeMs: clock.wallMs() } }),
        idle: () => this.#outbox.idle,
        progress: () => this.#outbox.progress,
        dead: () => {
          this.#end(new MusterError('TIMEOUT', `nothing was heard for ${settings.deadMs} ms`));
          socket.terminate();
        },
        slow: () => this.close(new MusterError('OVERLOADED', 'the peer does not read'), CLOSE.slowReader),
      },
      uniform,
    );
    this.#reads = new ReadBuffers(options.stream);
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
  get bytesSent(): number {
    return this.#outbox.bytesSent;
  }
  get stats() {
    return {
      queued: this.#outbox.waiting,
      requests: this.#requests.size,
      handling: this.#handling,
      inbound: this.#transfers.inbound,
      outbound: this.#transfers.outbound,
      socketBytes: this.#options.socket.bufferedAmount,
    };
  }

  /** Gives a sign of life at least this often, as the peer has asked. */
  beatEvery(heartbeatMs: number): void {
    if (!this.#closed) this.#heartbeat.hasten(heartbeatMs);
  }

  /** Asks, and waits for the answer. Throws the peer's typed error, TIMEOUT, OVERLOADED, FRAME_TOO_LARGE or UNAVAILABLE. */
  async request(body: Body, timeoutMs = this.#options.settings.requestMs): Promise<Body> {
    return this.#ask(body, timeoutMs).answer;
  }

  /** Tells without asking. Lost without a word when the session is over. */
  notify(body: Body): void {
    if (!this.#closed) this.#outbox.sendControl(encodeEnvelope({ body }));
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

  #assertOpen(): void {
    if (this.#closed) throw new MusterError('UNAVAILABLE', 'the session is over');
  }

  #ask(body: Body, timeoutMs: number, look?: (body: Body) => boolean): ReturnType<Requests['open']> {
    this.#assertOpen();
    const opened = this.#requests.open(body.kind, timeoutMs, look);
    const plaintext = encodeEnvelope({ id: opened.id, body });
    const tooLarge = beyondFrame(body, plaintext);
    if (tooLarge) this.#requests.fail(opened.id, tooLarge);
    else this.#outbox.sendControl(plaintext);
    return opened;
  }

  #answer(id: number, body: Body): void {
    if (this.#closed) return;
    const plaintext = encodeEnvelope({ replyTo: id, body });
    const tooLarge = beyondFrame(body, plaintext);
    if (tooLarge) this.#refuse(id, tooLarge);
    else this.#outbox.sendControl(plaintext);
  }

  #refuse(id: number, error: MusterError): void {
    this.#answer(id, { kind: 'error', value: errorBody(error) });
  }

  #receive(data: unknown, isBinary: boolean): void {
    if (this.#closed) return;
    this.#heartbeat.heard();
    try {
      if (!isBinary || !(data instanceof Buffer)) throw new MusterError('MALFORMED', 'a text message');
      this.bytesReceived += data.length;
      const lent = this.#reads.isLent(data);
      const { kind, plaintext } = this.#options.channel.open(data);
      if (kind === 'bulk' && !lent) this.#chunk(plaintext, () => release(data));
      else if (kind === 'bulk') this.#chunk(Buffer.from(plaintext), () => {});
      // Of a control message parts are kept: they are not to lie in the memory of a read.
      else this.#dispatch(decodeEnvelope(Buffer.from(plaintext), FRAME_BYTES_MAX));
    } catch (thrown) {
      // A frame that fails was not made by our peer, or our peer is broken: either way this session is no longer one.
      this.close(asMusterError(thrown), CLOSE.protocol);
    }
  }

  /** The bytes of a chunk stay where they came in until its sink has taken them: `done`. */
  #chunk(plaintext: Buffer, done: () => void): void {
    const { body } = decodeEnvelope(plaintext, FRAME_BYTES_MAX);
    if (body?.kind !== 'chunk') throw new MusterError('MALFORMED', 'a frame of bulk without a chunk');
    this.#transfers.chunk(body.value, done);
  }

  #dispatch({ id, replyTo, body }: Envelope): void {
    if (replyTo > 0) {
      this.#requests.settle(replyTo, body);
      return;
    }
    if (body === undefined) {
      if (id > 0)
        this.#refuse(id, new MusterError('UNKNOWN_MESSAGE', 'a message of a type that is not known here'));
      return;
    }
    switch (body.kind) {
      case 'chunk':
        this.#transfers.chunk(body.value);
        return;
      case 'credit':
        this.#transfers.credit(body.value);
        return;
      case 'transferEnd':
        this.#transfers.ended(body.value);
        return;
      case 'heartbeat':
        this.#guard(() => this.#options.handlers.onHeartbeat?.(body.value.timeMs, this));
        return;
      case 'error':
        this.#peerSaid = errorOf(body.value);
        return;
      default:
        if (id > 0) void this.#handle(id, body);
        else this.#guard(() => this.#options.handlers.onNotice(body, this));
    }
  }

  async #handle(id: number, body: Body): Promise<void> {
    const { settings, handlers } = this.#options;
    if (this.#handling >= settings.handlersMax) {
      this.#refuse(
        id,
        new MusterError('OVERLOADED', 'too many requests at the same time', { retryAfterMs: 1000 }),
      );
      return;
    }
    this.#handling += 1;
    try {
      if (body.kind === 'pull') {
        await servePull(this.#link, id, body.value, (sha256) => handlers.openObject(sha256, this));
        return;
      }
      const result = await handlers.onRequest(body, this);
      if (result.kind === 'accept') await receivePush(this.#link, id, result, settings.windowChunks);
      else this.#answer(id, result);
    } catch (thrown) {
      this.#refuse(id, asMusterError(thrown));
    } finally {
      this.#handling -= 1;
    }
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

/** The peer would close a session over such a frame; so it is not sent. */
function beyondFrame(body: Body, plaintext: Uint8Array): MusterError | undefined {
  return plaintext.length + FRAME_OVERHEAD_BYTES > FRAME_BYTES_MAX
    ? new MusterError('FRAME_TOO_LARGE', `a ${body.kind} of ${plaintext.length} bytes fits into no frame`)
    : undefined;
}
