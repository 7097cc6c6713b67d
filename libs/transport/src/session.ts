/**
 * @module One open connection after its handshake: requests with typed answers, notices, and bulk objects either way. It owns its
 * socket and everything that hangs on it, and ends all of it at once.
 */
import { createHash, type Hash } from 'node:crypto';
import { asMusterError, MusterError } from '@muster/errors';
import type { SealedChannel } from '@muster/identity';
import { type Body, decodeEnvelope, type Envelope, encodeEnvelope, FRAME_BYTES_MAX } from '@muster/protocol';
import type { WebSocket } from 'ws';
import type { Clock } from './clock.ts';
import { InboundTransfer } from './inbound-transfer.ts';
import type { ObjectSink, ObjectSource } from './object.ts';
import { OutboundTransfer } from './outbound-transfer.ts';
import { Outbox } from './outbox.ts';
import { errorOf, Requests } from './requests.ts';
import type { SessionSettings } from './settings.ts';

/** A handler's yes to an announced object: where it goes, and what is answered when it is whole. */
export interface Acceptance {
  readonly kind: 'accept';
  readonly sizeBytes: number;
  /** Bytes that are here already. */
  readonly offset: number;
  readonly sink: ObjectSink;
  finish(): Promise<Body>;
}

export interface SessionHandlers {
  /** A request. What it throws is answered as a typed error. */
  onRequest(body: Body, session: Session): Promise<Body | Acceptance>;
  /** A notice: nothing is answered. */
  onNotice(body: Body, session: Session): void;
  /** An object that the peer may pull; undefined for one that it may not. */
  openObject(sha256: string, session: Session): Promise<ObjectSource | undefined>;
  /** Once, when the session is over; `peerSaid` is the sealed reason of the other side, when it gave one. */
  onClose(reason: MusterError, session: Session, peerSaid: MusterError | undefined): void;
  /** A handler of a notice threw. */
  onFault?(error: MusterError): void;
  /** The peer's clock at each of its heartbeats. */
  onHeartbeat?(timeMs: number, session: Session): void;
}

export interface SessionOptions {
  readonly socket: WebSocket;
  readonly channel: SealedChannel;
  readonly side: 'agent' | 'coordinator';
  readonly clock: Clock;
  readonly settings: SessionSettings;
  readonly handlers: SessionHandlers;
}

export interface PullOptions {
  /** More than this is refused before a byte is sent. */
  readonly sizeBytesMax: number;
  /** Taking up a pull that broke off: where it stopped, and the hash of what is there. */
  readonly resume?: { readonly offset: number; readonly hash: Hash };
}

/** Close codes of the WebSocket; the reason is the error code. */
const CLOSE = { normal: 1000, goingAway: 1001, slowReader: 1013, protocol: 4400 } as const;

export class Session {
  readonly #options: SessionOptions;
  readonly #outbox: Outbox;
  readonly #requests: Requests;
  readonly #inbound = new Map<number, InboundTransfer>();
  readonly #outbound = new Map<number, OutboundTransfer>();
  /** Agents number the objects they receive odd, coordinators even: an id belongs to one direction. */
  #nextTransfer: number;
  #handling = 0;
  #closed: MusterError | undefined;
  #peerSaid: MusterError | undefined;
  #heardAtMs: number;
  #cancelBeat: () => void = () => {};
  #progressSeen = { outbox: 0, atMs: 0 };
  bytesReceived = 0;

  constructor(options: SessionOptions) {
    this.#options = options;
    const { socket, channel, clock, settings, side } = options;
    this.#nextTransfer = side === 'agent' ? 1 : 2;
    this.#heardAtMs = clock.monotonicMs();
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
    socket.on('message', (data, isBinary) => this.#receive(data, isBinary));
    socket.on('close', () => this.#end(new MusterError('UNAVAILABLE', 'the connection closed')));
    socket.on('error', () => {}); // 'close' follows, and tells all there is to tell
    socket.on('ping', () => this.#alive());
    this.#beat();
  }

  get closed(): boolean {
    return this.#closed !== undefined;
  }
  get bytesSent(): number {
    return this.#outbox.bytesSent;
  }
  get stats() {
    return {
      queued: this.#outbox.waiting,
      requests: this.#requests.size,
      handling: this.#handling,
      inbound: this.#inbound.size,
      outbound: this.#outbound.size,
      socketBytes: this.#options.socket.bufferedAmount,
    };
  }

  /** Asks, and waits for the answer. Throws the peer's typed error, TIMEOUT, OVERLOADED or UNAVAILABLE. */
  async request(body: Body, timeoutMs = this.#options.settings.requestMs): Promise<Body> {
    this.#assertOpen();
    const { id, answer } = this.#requests.open(body.kind, timeoutMs);
    this.#outbox.sendControl(encodeEnvelope({ id, body }));
    return answer;
  }

  /** Tells without asking. Lost without a word when the session is over. */
  notify(body: Body): void {
    if (!this.#closed) this.#outbox.sendControl(encodeEnvelope({ body }));
  }

  /**
   * Announces an object by a request and sends it when the peer grants credits, from the offset that the peer names. Resolves with
   * the peer's last answer. The source is closed in any case.
   */
  async push(body: Body, source: ObjectSource, timeoutMs = this.#options.settings.requestMs): Promise<Body> {
    let transfer: OutboundTransfer | undefined;
    try {
      this.#assertOpen();
      const { id, answer } = this.#requests.open(body.kind, timeoutMs, ({ value }) => {
        if (value.offset > source.sizeBytes || this.#outbound.has(value.transfer)) {
          this.#requests.fail(id, new MusterError('MALFORMED', 'the peer asks for bytes that do not exist'));
          return;
        }
        transfer = this.#send(value.transfer, source, value, (error) => {
          if (error) this.#requests.fail(id, error);
          else this.#requests.rearm(id);
        });
      });
      this.#outbox.sendControl(encodeEnvelope({ id, body }));
      return await answer;
    } catch (thrown) {
      const error = asMusterError(thrown);
      if (transfer && this.#outbound.has(transfer.id)) this.#sayEnd(transfer.id, error);
      transfer?.end(error);
      throw error;
    } finally {
      if (!transfer) source.close();
    }
  }

  /**
   * Fetches an object by its hash (lower-case hex) into the sink. Resolves with its size when every byte is written and the hash
   * holds. Throws OBJECT_UNKNOWN, OBJECT_CORRUPT, FRAME_TOO_LARGE (above `sizeBytesMax`), TIMEOUT, UNAVAILABLE.
   */
  async pull(sha256: string, sink: ObjectSink, options: PullOptions): Promise<number> {
    this.#assertOpen();
    const { settings } = this.#options;
    const offset = options.resume?.offset ?? 0;
    const hash = options.resume?.hash ?? createHash('sha256');
    const transfer = this.#takeTransferId();
    const window = settings.windowChunks;
    const { promise: whole, resolve, reject } = Promise.withResolvers<void>();
    whole.catch(() => {}); // it may fail while the first answer is still awaited
    const hashing: ObjectSink = {
      write: (at, bytes) => {
        hash.update(bytes);
        return sink.write(at, bytes);
      },
      abort: (reason) => sink.abort(reason),
    };
    // Chunks may overtake the answer that announces their size, so the transfer stands before the request leaves.
    const early: { offset: number; data: Uint8Array }[] = [];
    this.#early.set(transfer, early);
    try {
      const answer = await this.request({
        kind: 'pull',
        value: { sha256: Buffer.from(sha256, 'hex'), offset, transfer, credits: window },
      });
      if (answer.kind !== 'pullReady')
        throw new MusterError('UNEXPECTED_MESSAGE', `${answer.kind} is no answer to a pull`);
      const sizeBytes = answer.value.size;
      if (sizeBytes > options.sizeBytesMax || sizeBytes < offset) {
        const error = new MusterError(
          'FRAME_TOO_LARGE',
          `the object has ${sizeBytes} bytes, at most ${options.sizeBytesMax} are allowed`,
        );
        this.#sayEnd(transfer, error);
        throw error;
      }
      const inbound = this.#accept(transfer, { sizeBytes, offset, window }, hashing, (error) =>
        error ? reject(error) : resolve(),
      );
      inbound.finishIfComplete();
      for (const chunk of early) inbound.receive(chunk.offset, chunk.data);
      this.#early.delete(transfer);
      await whole;
      if (hash.digest('hex') !== sha256)
        throw new MusterError('OBJECT_CORRUPT', 'the object received has another hash');
      return sizeBytes;
    } finally {
      this.#early.delete(transfer);
    }
  }
  readonly #early = new Map<number, { offset: number; data: Uint8Array }[]>();

  /** Ends the session, telling the peer why by a sealed message. */
  close(reason: MusterError, code: number = CLOSE.normal): void {
    if (this.#closed) return;
    this.notify({ kind: 'error', value: errorBody(reason) });
    const { socket, clock } = this.#options;
    socket.close(code, reason.code);
    this.#end(reason);
    // A peer that does not answer the close is cut off.
    const cancel = clock.after(2_000, () => socket.terminate());
    socket.once('close', cancel);
  }

  #assertOpen(): void {
    if (this.#closed) throw new MusterError('UNAVAILABLE', 'the session is over');
  }

  #takeTransferId(): number {
    if (this.#inbound.size >= this.#options.settings.transfersMax)
      throw new MusterError('OVERLOADED', 'too many transfers at the same time');
    const id = this.#nextTransfer;
    this.#nextTransfer += 2;
    return id;
  }

  #receive(data: unknown, isBinary: boolean): void {
    if (this.#closed) return;
    this.#alive();
    try {
      if (!isBinary || !(data instanceof Buffer)) throw new MusterError('MALFORMED', 'a text message');
      this.bytesReceived += data.length;
      const { plaintext } = this.#options.channel.open(data);
      this.#dispatch(decodeEnvelope(plaintext, FRAME_BYTES_MAX));
    } catch (thrown) {
      // A frame that fails was not made by our peer, or our peer is broken: either way this session is no longer one.
      this.close(asMusterError(thrown), CLOSE.protocol);
    }
  }

  #dispatch({ id, replyTo, body }: Envelope): void {
    if (replyTo > 0) {
      this.#requests.settle(replyTo, body);
      return;
    }
    if (body === undefined) {
      if (id > 0)
        this.#answer(id, {
          kind: 'error',
          value: errorBody(new MusterError('UNKNOWN_MESSAGE', 'a message of a type that is not known here')),
        });
      return;
    }
    switch (body.kind) {
      case 'chunk':
        this.#chunk(body.value.transfer, body.value.offset, body.value.data);
        return;
      case 'credit':
        this.#outbound.get(body.value.transfer)?.addCredits(body.value.credits);
        return;
      case 'transferEnd': {
        const reason = body.value.error
          ? errorOf(body.value.error)
          : new MusterError('CANCELLED', 'the peer ended the transfer');
        this.#inbound.get(body.value.transfer)?.end(reason);
        this.#outbound.get(body.value.transfer)?.end(reason);
        return;
      }
      case 'heartbeat':
        this.#options.handlers.onHeartbeat?.(body.value.timeMs, this);
        return;
      case 'error':
        this.#peerSaid = errorOf(body.value);
        return;
      default:
        if (id > 0) void this.#handle(id, body);
        else this.#notice(body);
    }
  }

  /** What a handler throws over a notice is its own fault, not the peer's: the session goes on. */
  #notice(body: Body): void {
    try {
      this.#options.handlers.onNotice(body, this);
    } catch (thrown) {
      this.#options.handlers.onFault?.(asMusterError(thrown));
    }
  }

  #chunk(transfer: number, offset: number, data: Uint8Array): void {
    const early = this.#early.get(transfer);
    const inbound = this.#inbound.get(transfer);
    if (inbound) {
      try {
        inbound.receive(offset, data);
      } catch (thrown) {
        this.#sayEnd(transfer, asMusterError(thrown));
      }
    } else if (early && early.length < this.#options.settings.windowChunks) early.push({ offset, data });
    // A chunk of no transfer was under way when its transfer ended.
  }

  async #handle(id: number, body: Body): Promise<void> {
    const { settings, handlers } = this.#options;
    if (this.#handling >= settings.handlersMax) {
      const busy = new MusterError('OVERLOADED', 'too many requests at the same time', {
        retryAfterMs: 1000,
      });
      this.#answer(id, { kind: 'error', value: errorBody(busy) });
      return;
    }
    this.#handling += 1;
    try {
      const result =
        body.kind === 'pull' ? await this.#serve(body.value) : await handlers.onRequest(body, this);
      if (result.kind === 'accept') await this.#receiveObject(id, result);
      else this.#answer(id, result);
    } catch (thrown) {
      this.#answer(id, { kind: 'error', value: errorBody(asMusterError(thrown)) });
    } finally {
      this.#handling -= 1;
    }
  }

  async #serve(pull: {
    sha256: Uint8Array;
    offset: number;
    transfer: number;
    credits: number;
  }): Promise<Body> {
    const { settings, handlers } = this.#options;
    if (this.#outbound.size >= settings.transfersMax)
      throw new MusterError('OVERLOADED', 'too many transfers at the same time', { retryAfterMs: 1000 });
    const sha256 = Buffer.from(pull.sha256).toString('hex');
    const source = await handlers.openObject(sha256, this);
    if (!source) throw new MusterError('OBJECT_UNKNOWN', `no object ${sha256} is offered here`);
    if (this.#closed || this.#outbound.has(pull.transfer) || pull.offset > source.sizeBytes) {
      source.close();
      throw new MusterError('INVALID_ARGUMENT', 'a pull beyond the end of the object, or under an id in use');
    }
    this.#send(pull.transfer, source, pull, (error) => {
      if (error && !this.#closed) this.#sayEnd(pull.transfer, error);
    });
    return { kind: 'pullReady', value: { size: source.sizeBytes } };
  }

  #send(
    id: number,
    source: ObjectSource,
    start: { readonly offset: number; readonly credits: number },
    ended: (error: MusterError | undefined) => void,
  ): OutboundTransfer {
    const transfer: OutboundTransfer = new OutboundTransfer(
      id,
      source,
      start,
      () => this.#outbox.pump(),
      (error) => {
        this.#outbound.delete(id);
        this.#outbox.removeBulk(transfer);
        ended(error);
      },
    );
    this.#outbound.set(id, transfer);
    this.#watchStall(transfer);
    // The announcement goes out first: it is queued as control after this turn, and control overtakes bulk.
    queueMicrotask(() => queueMicrotask(() => this.#outbound.has(id) && this.#outbox.addBulk(transfer)));
    return transfer;
  }

  async #receiveObject(requestId: number, acceptance: Acceptance): Promise<void> {
    const id = this.#takeTransferId();
    const window = this.#options.settings.windowChunks;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const { sizeBytes, offset, sink } = acceptance;
    const inbound = this.#accept(id, { sizeBytes, offset, window }, sink, (error) =>
      error ? reject(error) : resolve(),
    );
    this.#answer(requestId, { kind: 'pushReady', value: { transfer: id, offset, credits: window } });
    inbound.finishIfComplete();
    await promise;
    this.#answer(requestId, await acceptance.finish());
  }

  #accept(
    id: number,
    start: { readonly sizeBytes: number; readonly offset: number; readonly window: number },
    sink: ObjectSink,
    ended: (error: MusterError | undefined) => void,
  ): InboundTransfer {
    const transfer = new InboundTransfer(
      id,
      start,
      sink,
      (acked, credits) => this.notify({ kind: 'credit', value: { transfer: id, acked, credits } }),
      (error) => {
        this.#inbound.delete(id);
        ended(error);
      },
    );
    this.#inbound.set(id, transfer);
    this.#watchStall(transfer);
    return transfer;
  }

  /** Ends a transfer in which nothing has moved for the limit. */
  #watchStall(transfer: InboundTransfer | OutboundTransfer): void {
    const { clock, settings } = this.#options;
    let seen = transfer.progress;
    const look = (): void => {
      if (this.#inbound.get(transfer.id) !== transfer && this.#outbound.get(transfer.id) !== transfer) return;
      if (transfer.progress === seen) {
        const error = new MusterError('TIMEOUT', `nothing moved in a transfer for ${settings.stallMs} ms`);
        this.#sayEnd(transfer.id, error);
        transfer.end(error);
        return;
      }
      seen = transfer.progress;
      clock.after(settings.stallMs, look);
    };
    clock.after(settings.stallMs, look);
  }

  #sayEnd(transfer: number, reason: MusterError): void {
    this.notify({ kind: 'transferEnd', value: { transfer, error: errorBody(reason) } });
  }

  #answer(id: number, body: Body): void {
    if (!this.#closed) this.#outbox.sendControl(encodeEnvelope({ replyTo: id, body }));
  }

  #alive(): void {
    this.#heardAtMs = this.#options.clock.monotonicMs();
  }

  #beat(): void {
    const { clock, settings } = this.#options;
    if (this.#closed) return;
    const now = clock.monotonicMs();
    if (now - this.#heardAtMs > settings.deadMs) {
      this.#end(new MusterError('TIMEOUT', `nothing was heard for ${settings.deadMs} ms`));
      this.#options.socket.terminate();
      return;
    }
    if (this.#outbox.idle || this.#outbox.progress !== this.#progressSeen.outbox) {
      this.#progressSeen = { outbox: this.#outbox.progress, atMs: now };
    } else if (now - this.#progressSeen.atMs > settings.slowReaderMs) {
      this.close(new MusterError('OVERLOADED', 'the peer does not read'), CLOSE.slowReader);
      return;
    }
    this.notify({ kind: 'heartbeat', value: { timeMs: clock.wallMs() } });
    this.#cancelBeat = clock.after(settings.heartbeatMs, () => this.#beat());
  }

  #end(reason: MusterError): void {
    if (this.#closed) return;
    this.#closed = reason;
    this.#cancelBeat();
    const lost = new MusterError('UNAVAILABLE', `the session ended: ${(this.#peerSaid ?? reason).message}`, {
      cause: reason,
    });
    this.#requests.failAll(lost);
    for (const transfer of [...this.#inbound.values(), ...this.#outbound.values()]) transfer.end(lost);
    this.#outbox.close();
    this.#options.channel.wipe();
    this.#options.handlers.onClose(reason, this, this.#peerSaid);
  }
}

/** An error as it travels: what it says and its figures, never a stack or a cause. */
function errorBody(error: MusterError) {
  return {
    code: error.code,
    message: error.message.slice(0, 2048),
    retryable: error.retryable,
    retryAfterMs: Math.min(Math.max(error.retryAfterMs, 0), 86_400_000),
    detail: JSON.stringify(error.detail).slice(0, 8192),
  };
}
