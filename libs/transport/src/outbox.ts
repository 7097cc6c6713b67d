/**
 * @module What is to be sent: control messages first, bulk only while the socket is nearly empty, so that heartbeats flow while a
 * gigabyte does. A message is sealed at the moment it is handed to the socket: counters follow the order on the wire.
 */
import { MusterError } from '@muster/errors';
import type { FrameKind, SealedChannel } from '@muster/identity';
import type { BulkFrames } from './bulk-frames.ts';
import { CLOSE, type Ending } from './ending.ts';
import type { FrameSocket } from './socket.ts';
import type { Turn } from './turn.ts';

/** A transfer that has bulk to give. */
export interface BulkSource {
  /** A chunk, of hardly more than `bytesMax`; undefined when it must wait (for credits, or for a read). */
  next(bytesMax: number): readonly Uint8Array[] | undefined;
  /** What `next` gave is in a frame. */
  sealed(): void;
  /** The socket is full: memory that is held for it is better lent to another. */
  letGo(): void;
}

/** A message, whole or in parts that are sealed as one. */
type Plaintext = Uint8Array | readonly Uint8Array[];

/** What the sessions of one endpoint share. */
export interface Shared {
  readonly frames: BulkFrames;
  readonly turn: Turn;
}

export class Outbox {
  readonly #socket: Pick<FrameSocket, 'bufferedAmount' | 'send'>;
  readonly #channel: Pick<SealedChannel, 'seal'>;
  readonly #limits: { readonly socketBytesMax: number; readonly controlQueueMax: number };
  readonly #session: Pick<Ending, 'close'>;
  readonly #shared: Shared;
  /** It goes on in the next turn. */
  #isDeferred = false;
  readonly #control: Uint8Array[] = [];
  /** A few at most, and none nearly always: an empty list has no table. */
  readonly #bulk: BulkSource[] = [];
  #pumping = false;
  #closed = false;
  bytesSent = 0;
  /** How often the socket took something: a count that stands still while something waits means a slow reader. */
  progress = 0;

  constructor(
    socket: Pick<FrameSocket, 'bufferedAmount' | 'send'>,
    channel: Pick<SealedChannel, 'seal'>,
    limits: { readonly socketBytesMax: number; readonly controlQueueMax: number },
    session: Pick<Ending, 'close'>,
    shared: Shared,
  ) {
    this.#socket = socket;
    this.#channel = channel;
    this.#limits = limits;
    this.#session = session;
    this.#shared = shared;
  }

  get waiting(): number {
    return this.#control.length;
  }
  get idle(): boolean {
    return this.#control.length === 0 && this.#socket.bufferedAmount === 0;
  }

  sendControl(plaintext: Uint8Array): void {
    if (this.#closed) return;
    if (this.#control.length >= this.#limits.controlQueueMax) {
      const error = new MusterError('OVERLOADED', 'the peer does not read: too many messages wait for it');
      this.#session.close(error, CLOSE.slowReader);
      return;
    }
    this.#control.push(plaintext);
    this.pump();
  }

  addBulk(source: BulkSource): void {
    this.#bulk.push(source);
    this.pump();
  }

  removeBulk(source: BulkSource): void {
    const at = this.#bulk.indexOf(source);
    if (at >= 0) this.#bulk.splice(at, 1);
  }

  close(): void {
    this.#closed = true;
    this.#control.length = 0;
    this.#bulk.length = 0;
  }

  /** Hands over what the socket has room for. */
  pump(): void {
    if (this.#pumping) return; // a source may wake us while we ask it
    this.#pumping = true;
    try {
      this.#pumpControl();
      this.#pumpBulk();
    } finally {
      this.#pumping = false;
    }
  }

  /** Sources take turns: who was asked goes to the end of the line, so that a large transfer does not starve a small one. */
  #pumpBulk(): void {
    const { frames, turn } = this.#shared;
    let empty = 0; // sources in a row that had nothing to give
    while (!this.#closed && empty < this.#bulk.length && this.#hasRoom()) {
      if (turn.isSpent) {
        this.#defer();
        return;
      }
      const [source] = this.#bulk;
      const plaintext = source?.next(frames.chunkBytesMax);
      if (!source || this.#bulk[0] !== source) continue; // it has come to its end
      this.#bulk.shift();
      this.#bulk.push(source);
      if (plaintext === undefined) {
        empty += 1;
        continue;
      }
      empty = 0;
      this.#send('bulk', plaintext);
      source.sealed();
      this.#pumpControl();
    }
    if (!this.#hasRoom()) for (const source of this.#bulk) source.letGo();
  }

  #defer(): void {
    if (this.#isDeferred) return;
    this.#isDeferred = true;
    this.#shared.turn.next(() => {
      this.#isDeferred = false;
      if (!this.#closed) this.pump();
    });
  }

  #hasRoom(): boolean {
    const { bufferedAmount } = this.#socket;
    return this.#shared.frames.isScarce ? bufferedAmount === 0 : bufferedAmount < this.#limits.socketBytesMax;
  }

  #pumpControl(): void {
    // Control waits for the socket too, at a mark twice as high: the queue is where it can be counted and bounded.
    while (
      !this.#closed &&
      this.#control.length > 0 &&
      this.#socket.bufferedAmount < 2 * this.#limits.socketBytesMax
    ) {
      const plaintext = this.#control.shift();
      if (plaintext) this.#send('control', plaintext);
    }
  }

  #send(kind: FrameKind, plaintext: Plaintext): void {
    const { frames, turn } = this.#shared;
    const target = kind === 'bulk' ? frames.take() : undefined;
    let frame: Uint8Array;
    try {
      frame = this.#channel.seal(kind, plaintext, target);
    } catch {
      if (target) frames.giveBack(target);
      return; // the channel is dead; whoever killed it closes the session
    }
    this.bytesSent += frame.length;
    turn.spend(frame.length);
    this.#socket.send(frame, { binary: true }, (error) => {
      if (target && error) frames.forget();
      else if (target) frames.giveBack(target);
      if (error) return; // the socket's close event tells the session
      if (this.#closed) return;
      this.progress += 1;
      this.pump();
    });
  }
}
