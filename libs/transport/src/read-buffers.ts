/**
 * @module The buffers that a socket reads into, given back when all in them has been handed on as messages. Node makes a new one for
 * every read; of the bytes of updates, which outnumber everything else that a coordinator holds, the collector would find them late and
 * by marking the whole heap: 25 ms of two cores for each 15 MB that come in.
 */
import { release } from '@muster/identity';
import type { Heartbeat } from './heartbeat.ts';
import type { ReadStream } from './socket.ts';

/** Reads that a frame may take; of more, the oldest are left to the collector. */
const READS_MAX = 256;

export class ReadBuffers {
  /** Before the newest; no message has ended after them. */
  readonly #older: Buffer[] = [];
  #newest: Buffer | undefined;

  /** Each read is a sign of life. It is seen here before the WebSocket makes messages of it. */
  constructor(socket: ReadStream, heartbeat: Pick<Heartbeat, 'heard'>) {
    socket.prependListener('data', (read: Buffer) => {
      heartbeat.heard();
      this.#came(read);
    });
  }

  /**
   * Told of every message when it comes out: all reads before the newest are used up. True when it lies in a read: such bytes go with the
   * read, so what is looked at later must be a copy. A message of more than one read has memory of its own.
   */
  isLent(message: Uint8Array): boolean {
    for (const each of this.#older) release(each);
    this.#older.length = 0;
    return message.buffer === this.#newest?.buffer;
  }

  /** Told when nobody looks at a message any more: the read that it was the last of goes, and no silent socket keeps one. */
  isDone(message: Uint8Array): void {
    const newest = this.#newest;
    if (message.buffer !== newest?.buffer || endOf(message) !== endOf(newest)) return;
    release(newest);
    this.#newest = undefined;
  }

  #came(read: Buffer): void {
    if (this.#older.length === READS_MAX) this.#older.shift();
    if (this.#newest) this.#older.push(this.#newest);
    this.#newest = read;
  }
}

function endOf({ byteOffset, byteLength }: Uint8Array): number {
  return byteOffset + byteLength;
}
