/**
 * @module The buffers that a socket reads into, given back when all in them has been handed on as messages. Node makes a new one for
 * every read; of the bytes of updates, which outnumber everything else that a coordinator holds, the collector would find them late and
 * by marking the whole heap: 25 ms of two cores for each 15 MB that come in.
 */
import { release } from '@muster/identity';
import type { ReadStream } from './socket.ts';

/** Reads that a frame may take; of more, the oldest are left to the collector. */
const READS_MAX = 256;

export class ReadBuffers {
  readonly #used: Buffer[] = [];
  #newest: ArrayBufferLike | undefined;
  #messageEnded = false;

  /** Made after the WebSocket has begun to listen to its socket: it must have seen each read before this gives any back. */
  constructor(socket: ReadStream) {
    socket.prependListener('data', (read: Buffer) => {
      this.#newest = read.buffer;
    });
    socket.on('data', (read: Buffer) => this.#seen(read));
  }

  /**
   * Told of every message when it comes out. True when it lies in a read: such bytes go with the read, so what is looked at later must
   * be a copy. A message of more than one read has memory of its own.
   */
  isLent(message: Uint8Array): boolean {
    this.#messageEnded = true;
    return message.buffer === this.#newest;
  }

  /** A message ended in this read, so all before it is used up; the rest of this one waits for more. */
  #seen(read: Buffer): void {
    if (this.#messageEnded) {
      for (const each of this.#used) release(each);
      this.#used.length = 0;
      this.#messageEnded = false;
    }
    if (this.#used.length === READS_MAX) this.#used.shift();
    this.#used.push(read);
  }
}
