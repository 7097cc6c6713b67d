/**
 * @module What is to be sent: control messages first, bulk only while the socket is nearly empty, so that heartbeats flow while a
 * gigabyte does. A message is sealed at the moment it is handed to the socket: counters follow the order on the wire.
 */
import { MusterError } from '@muster/errors';
import type { FrameKind } from '@muster/identity';
import { BulkFrames } from './bulk-frames.ts';
import { Turn } from './turn.ts';

/** The part of a WebSocket that sending needs. */
export interface Wire {
  readonly bufferedAmount: number;
  send(frame: Uint8Array, sent: (error?: Error) => void): void;
}

/** A transfer that has bulk to give. */
export interface BulkSource {
  /** A chunk, of hardly more than `bytesMax`; undefined when it must wait (for credits, or for a read). */
  next(bytesMax: number): readonly Uint8Array[] | undefined;
  /** What `next` gave is in a frame. */
  sealed(): void;
}

/** Seals a message, into `target` when one is given. */
type Seal = (kind: FrameKind, plaintext: Plaintext, target?: Buffer) => Uint8Array;
/** A message, whole or in parts that are sealed as one. */
type Plaintext = Uint8Array | readonly Uint8Array[];

/** What the sessions of one endpoint share. */
export interface Shared {
  readonly frames: BulkFrames;
  readonly turn: Turn;
}

export class Outbox {
  readonly #wire: Wire;
  readonly #seal: Seal;
  readonly #limits: { readonly socketBytesMax: number; readonly controlQueueMax: number };
  readonly #failed: (error: MusterError) => void;
  readonly #frames: BulkFrames;
  readonly #turn: Turn;
  /** It goes on in the next turn. */
  #isDeferred = false;
  readonly #control: Uint8Array[] = [];
  readonly #bulk = new Set<BulkSource>();
  #pumping = false;
  #closed = false;
  bytesSent = 0;
  /** How often the socket took something: a count that stands still while something waits means a slow reader. */
  progress = 0;

  constructor(
    wire: Wire,
    seal: Seal,
    limits: { readonly socketBytesMax: number; readonly controlQueueMax: number },
    failed: (error: MusterError) => void,
    { frames, turn }: Shared = { frames: new BulkFrames(), turn: new Turn() },
  ) {
    this.#wire = wire;
    this.#seal = seal;
    this.#limits = limits;
    this.#failed = failed;
    this.#frames = frames;
    this.#turn = turn;
  }

  get waiting(): number {
    return this.#control.length;
  }
  get idle(): boolean {
    return this.#control.length === 0 && this.#wire.bufferedAmount === 0;
  }

  sendControl(plaintext: Uint8Array): void {
    if (this.#closed) return;
    if (this.#control.length >= this.#limits.controlQueueMax) {
      this.#failed(new MusterError('OVERLOADED', 'the peer does not read: too many messages wait for it'));
      return;
    }
    this.#control.push(plaintext);
    this.pump();
  }

  addBulk(source: BulkSource): void {
    this.#bulk.add(source);
    this.pump();
  }

  removeBulk(source: BulkSource): void {
    this.#bulk.delete(source);
  }

  close(): void {
    this.#closed = true;
    this.#control.length = 0;
    this.#bulk.clear();
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
    let empty = 0; // sources in a row that had nothing to give
    while (!this.#closed && empty < this.#bulk.size && this.#hasRoom()) {
      if (this.#turn.isSpent) {
        this.#defer();
        return;
      }
      const [source] = this.#bulk;
      const plaintext = source?.next(this.#frames.chunkBytesMax);
      if (!source || !this.#bulk.delete(source)) continue; // it has come to its end
      this.#bulk.add(source);
      if (plaintext === undefined) {
        empty += 1;
        continue;
      }
      empty = 0;
      this.#send('bulk', plaintext);
      source.sealed();
      this.#pumpControl();
    }
  }

  #defer(): void {
    if (this.#isDeferred) return;
    this.#isDeferred = true;
    this.#turn.next(() => {
      this.#isDeferred = false;
      if (!this.#closed) this.pump();
    });
  }

  #hasRoom(): boolean {
    const { bufferedAmount } = this.#wire;
    return this.#frames.isScarce ? bufferedAmount === 0 : bufferedAmount < this.#limits.socketBytesMax;
  }

  #pumpControl(): void {
    // Control waits for the socket too, at a mark twice as high: the queue is where it can be counted and bounded.
    while (
      !this.#closed &&
      this.#control.length > 0 &&
      this.#wire.bufferedAmount < 2 * this.#limits.socketBytesMax
    ) {
      const plaintext = this.#control.shift();
      if (plaintext) this.#send('control', plaintext);
    }
  }

  #send(kind: FrameKind, plaintext: Plaintext): void {
    const target = kind === 'bulk' ? this.#frames.take() : undefined;
    let frame: Uint8Array;
    try {
      frame = this.#seal(kind, plaintext, target);
    } catch {
      if (target) this.#frames.giveBack(target);
      return; // the channel is dead; whoever killed it closes the session
    }
    this.bytesSent += frame.length;
    this.#turn.spend(frame.length);
    this.#wire.send(frame, (error) => {
      if (target && error) this.#frames.forget();
      else if (target) this.#frames.giveBack(target);
      if (error) return; // the socket's close event tells the session
      if (this.#closed) return;
      this.progress += 1;
      this.pump();
    });
  }
}
