/** @module A vector of unsigned words, added and subtracted modulo 2^16, 2^32 or 2^64: sums under masks (secure-aggregation.md, section 1.7). */
import { MusterError } from '@muster/errors';
import type { Engine, WordBits, Workspace } from './engine.ts';

/** Bytes of the window: a block of keystream, which stays in the cache between the cipher and the sum. */
export const WORD_WINDOW_BYTES = 65_536;

/** Words of one width, all zero at first; owned by one holder, who disposes of it, which overwrites them. Little-endian. */
export class WordVector implements Disposable {
  readonly bits: WordBits;
  readonly sizeBytes: number;
  #workspace: Workspace | undefined;
  #window: Uint8Array;
  #bytes: Uint8Array;

  /** INVALID_ARGUMENT for a size that is no whole words, or beyond what the engine can address. */
  constructor(engine: Engine, sizeBytes: number, bits: WordBits) {
    const sizeBytesMax = engine.sizeBytesMax - WORD_WINDOW_BYTES;
    if (!Number.isInteger(sizeBytes) || sizeBytes < 1 || sizeBytes > sizeBytesMax || sizeBytes % (bits / 8))
      throw new MusterError('INVALID_ARGUMENT', `${sizeBytes} bytes are no vector of ${bits}-bit words`);
    this.bits = bits;
    this.sizeBytes = sizeBytes;
    this.#workspace = engine.open(WORD_WINDOW_BYTES + sizeBytes);
    this.#window = new Uint8Array(this.#workspace.buffer, 0, WORD_WINDOW_BYTES);
    this.#bytes = new Uint8Array(this.#workspace.buffer, WORD_WINDOW_BYTES, sizeBytes);
  }

  /** Lent to whoever brings words for addWindow and subtractWindow. */
  get window(): Uint8Array {
    this.#open();
    return this.#window;
  }

  /** The words themselves, to be read and written in place. */
  get bytes(): Uint8Array {
    this.#open();
    return this.#bytes;
  }

  /** Adds the words in the first `sizeBytes` of the window to those from byte `offset`, a multiple of 8. INVALID_ARGUMENT beyond the end. */
  addWindow(offset: number, sizeBytes: number): void {
    const workspace = this.#within(offset, sizeBytes);
    workspace.addWords(WORD_WINDOW_BYTES + offset, 0, sizeBytes, this.bits);
  }

  /** Subtracts them likewise. */
  subtractWindow(offset: number, sizeBytes: number): void {
    const workspace = this.#within(offset, sizeBytes);
    workspace.subtractWords(WORD_WINDOW_BYTES + offset, 0, sizeBytes, this.bits);
  }

  /** Adds whole words of any number to those from byte `offset`, a multiple of 8. */
  add(offset: number, words: Uint8Array): void {
    this.#within(offset, words.length);
    for (let start = 0; start < words.length; start += WORD_WINDOW_BYTES) {
      const part = words.subarray(start, start + WORD_WINDOW_BYTES);
      this.#window.set(part);
      this.addWindow(offset + start, part.length);
    }
  }

  /** Overwrites the words and lets go of the memory. Any other call after this is an INTERNAL error. */
  [Symbol.dispose](): void {
    this.#bytes.fill(0);
    this.#window.fill(0);
    this.#workspace = undefined;
    this.#bytes = this.#window = new Uint8Array(0);
  }

  #within(offset: number, sizeBytes: number): Workspace {
    const workspace = this.#open();
    const isWhole = offset >= 0 && offset % 8 === 0 && sizeBytes % (this.bits / 8) === 0;
    if (!isWhole || offset + sizeBytes > this.sizeBytes)
      throw new MusterError(
        'INVALID_ARGUMENT',
        `${sizeBytes} bytes from byte ${offset}, of ${this.sizeBytes} of ${this.bits}-bit words`,
      );
    return workspace;
  }

  #open(): Workspace {
    if (this.#workspace === undefined) throw new MusterError('INTERNAL', 'the words were disposed of');
    return this.#workspace;
  }
}
