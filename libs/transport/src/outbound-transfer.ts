/** @module An object on its way out: chunk after chunk, as far as the receiver's credits go. */
import { asMusterError, MusterError } from '@muster/errors';
import { CREDITS_MAX, chunkPrefix } from '@muster/protocol';
import type { TransferEnded } from './inbound-transfer.ts';
import type { ObjectSource } from './object.ts';
import type { BulkSource } from './outbox.ts';

export class OutboundTransfer implements BulkSource {
  readonly id: number;
  readonly #source: ObjectSource;
  readonly #chunkBytes: number;
  readonly #wake: () => void;
  readonly #ended: TransferEnded;
  #offset: number;
  #credits: number;
  #ready: Uint8Array | undefined;
  /** The data of the chunk that `next` gave last. */
  #given: Uint8Array | undefined;
  #reading = false;
  #over = false;
  /** Grows with every chunk sent and every credit that comes: what stands still is stalled. */
  progress = 0;

  /** The transfer ends well when every byte is handed to the socket. */
  constructor(
    id: number,
    source: ObjectSource,
    start: { readonly offset: number; readonly credits: number; readonly chunkBytes: number },
    wake: () => void,
    ended: TransferEnded,
  ) {
    this.id = id;
    this.#source = source;
    this.#offset = start.offset;
    this.#chunkBytes = start.chunkBytes;
    this.#credits = start.credits;
    this.#wake = wake;
    this.#ended = ended;
  }

  next(bytesMax: number): readonly Uint8Array[] | undefined {
    if (this.#over) return undefined;
    if (this.#offset >= this.#source.sizeBytes) {
      this.end(undefined);
      return undefined;
    }
    if (this.#credits <= 0) return undefined;
    const data = this.#ready ?? this.#read(bytesMax);
    if (data === undefined) return undefined;
    this.#ready = undefined;
    this.#given = data;
    const chunk = [chunkPrefix(this.id, this.#offset, data.length), data];
    this.#offset += data.length;
    this.#credits -= 1;
    this.progress += 1;
    return chunk;
  }

  sealed(): void {
    if (this.#given) this.#source.sealed?.(this.#given);
    this.#given = undefined;
  }

  letGo(): void {
    if (this.#ready) this.#source.dropped?.(this.#ready);
    this.#ready = undefined;
  }

  addCredits(credits: number): void {
    this.#credits = Math.min(this.#credits + credits, CREDITS_MAX);
    this.progress += 1;
    this.#wake();
  }

  end(error: MusterError | undefined, byPeer = false): void {
    if (this.#over) return;
    this.#over = true;
    try {
      this.letGo();
      this.#source.close();
    } finally {
      this.#ended(error, byPeer);
    }
  }

  /** The next chunk at once, or undefined and a wake-up when a read has finished. */
  #read(bytesMax: number): Uint8Array | undefined {
    if (this.#reading) return undefined;
    const length = Math.min(this.#chunkBytes, bytesMax, this.#source.sizeBytes - this.#offset);
    let data: Uint8Array | Promise<Uint8Array>;
    try {
      data = this.#source.read(this.#offset, length);
    } catch (thrown) {
      this.end(asMusterError(thrown));
      return undefined;
    }
    if (data instanceof Uint8Array) return this.#checked(data, length);
    this.#reading = true;
    data.then(
      (bytes) => {
        this.#reading = false;
        if (this.#over) {
          this.#source.dropped?.(bytes);
          return;
        }
        this.#ready = this.#checked(bytes, length);
        if (this.#ready) this.#wake();
      },
      (thrown: unknown) => this.end(asMusterError(thrown)),
    );
    return undefined;
  }

  #checked(bytes: Uint8Array, length: number): Uint8Array | undefined {
    if (bytes.length === length) return bytes;
    this.#source.dropped?.(bytes);
    this.end(new MusterError('STORAGE_CORRUPT', `an object gave ${bytes.length} of ${length} bytes`));
    return undefined;
  }
}
