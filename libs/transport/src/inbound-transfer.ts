/** @module An object on its way in: chunks in order and within the credits given; credits return as the sink keeps up. */
import { asMusterError, MusterError } from '@muster/errors';
import type { ObjectSink } from './object.ts';

/** Called once: without an error when the object is whole; with one, and whether it was the peer who ended the transfer. */
export type TransferEnded = (error: MusterError | undefined, byPeer: boolean) => void;

export class InboundTransfer {
  readonly id: number;
  readonly #sizeBytes: number;
  readonly #sink: ObjectSink;
  readonly #window: number;
  readonly #grant: (acked: number, credits: number) => void;
  readonly #ended: TransferEnded;
  #offset: number;
  #written: number;
  #outstanding: number;
  #owed = 0;
  #over = false;
  /** Settles in the order of the chunks. */
  #writing: Promise<void> | undefined;
  /** Grows with every chunk that comes and every write that settles: what stands still is stalled. */
  progress = 0;

  /** The peer may send `window` chunks at once; the object is whole when its last byte is in the sink. */
  constructor(
    id: number,
    start: { readonly sizeBytes: number; readonly offset: number; readonly window: number },
    sink: ObjectSink,
    grant: (acked: number, credits: number) => void,
    ended: TransferEnded,
  ) {
    this.id = id;
    this.#sizeBytes = start.sizeBytes;
    this.#offset = start.offset;
    this.#written = start.offset;
    this.#outstanding = start.window;
    this.#window = start.window;
    this.#sink = sink;
    this.#grant = grant;
    this.#ended = ended;
  }

  /** For an object that is here already: nothing will be sent. */
  finishIfComplete(): void {
    if (this.#written >= this.#sizeBytes) this.end(undefined);
  }

  /**
   * A chunk beyond the credits (CREDIT_EXCEEDED), out of place or beyond the end (MALFORMED) ends the transfer. `done` is called when
   * the data is not looked at any more.
   */
  receive(offset: number, data: Uint8Array, done: () => void): void {
    const fault = this.#over ? undefined : this.#fault(offset, data);
    if (this.#over || fault) {
      done();
      if (fault) this.end(fault);
      return; // else a chunk that was under way when the transfer ended
    }
    this.progress += 1;
    this.#outstanding -= 1;
    this.#offset += data.length;
    const bytes = data.length;
    if (this.#writing === undefined) {
      try {
        const pending = this.#write(offset, data);
        if (pending) this.#writing = this.#whenSettled(pending, bytes, done);
        else {
          done();
          this.#settled(bytes);
        }
      } catch (thrown) {
        done();
        this.end(asMusterError(thrown));
      }
      return;
    }
    this.#writing = this.#whenSettled(
      this.#writing.then(() => this.#write(offset, data)),
      bytes,
      done,
    );
  }

  end(error: MusterError | undefined, byPeer = false): void {
    if (this.#over) return;
    this.#over = true;
    try {
      if (error) this.#sink.abort(error);
    } finally {
      this.#ended(error, byPeer);
    }
  }

  #write(offset: number, data: Uint8Array): Promise<void> | undefined {
    if (this.#over) return undefined;
    const result = this.#sink.write(offset, data);
    return result instanceof Promise ? result : undefined;
  }

  #whenSettled(pending: Promise<void>, bytes: number, done: () => void): Promise<void> {
    return pending.then(
      () => {
        done();
        this.#settled(bytes);
      },
      (thrown: unknown) => {
        done();
        this.end(asMusterError(thrown));
      },
    );
  }

  #settled(bytes: number): void {
    if (this.#over) return;
    this.progress += 1;
    this.#written += bytes;
    this.#owed += 1;
    if (this.#written >= this.#sizeBytes) {
      this.end(undefined);
      return;
    }
    // Credits go back by the half window: a message for each chunk would double the traffic of small objects.
    if (this.#owed * 2 >= this.#window) {
      this.#outstanding += this.#owed;
      this.#grant(this.#written, this.#owed);
      this.#owed = 0;
    }
  }

  #fault(offset: number, data: Uint8Array): MusterError | undefined {
    if (this.#outstanding <= 0) return new MusterError('CREDIT_EXCEEDED', 'a chunk beyond the credits given');
    if (offset !== this.#offset)
      return new MusterError('MALFORMED', `a chunk at ${offset}, ${this.#offset} is next`);
    if (data.length === 0 || offset + data.length > this.#sizeBytes)
      return new MusterError('MALFORMED', 'a chunk that is empty or beyond the end');
    return undefined;
  }
}
