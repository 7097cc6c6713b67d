/** @module An update, or a sum of them, as words: the parameters, and the tail behind them (secure-aggregation.md, sections 1.7 and 1.8). */
import { createHash } from 'node:crypto';
import { MusterError } from '@muster/errors';
import type { Kernels, WordVector } from '@muster/vector';
import type { Encoding } from './encoding.ts';
import type { Segment } from './key-schedule.ts';

/** Which segment is what, in keys of masks. */
export function segmentsOf({ terms }: Encoding): readonly [Segment, Segment] {
  return [
    { segment: 0, bits: terms.bits },
    { segment: 1, bits: 64 },
  ];
}

/** Zero at first; owned by one holder, who disposes of it, which overwrites it. */
export class MaskedVector implements Disposable {
  readonly encoding: Encoding;
  readonly parameters: WordVector;
  readonly tail: WordVector;

  constructor(kernels: Kernels, encoding: Encoding) {
    this.encoding = encoding;
    this.parameters = kernels.newWords(encoding.parameterBytes, encoding.terms.bits);
    this.tail = kernels.newWords(8 * encoding.tailLength, 64);
  }

  /** SHA-256 of the bytes as they travel. */
  digest(): Uint8Array {
    const hash = createHash('sha256').update(this.parameters.bytes).update(this.tail.bytes);
    return new Uint8Array(hash.digest());
  }

  /** A copy of the bytes as they travel. */
  toBytes(): Uint8Array {
    const bytes = new Uint8Array(this.encoding.sizeBytes);
    bytes.set(this.parameters.bytes);
    bytes.set(this.tail.bytes, this.encoding.parameterBytes);
    return bytes;
  }

  [Symbol.dispose](): void {
    this.parameters[Symbol.dispose]();
    this.tail[Symbol.dispose]();
  }
}

/** Adds one vector to another as its bytes come, in order, in pieces of a multiple of 8 but for the last. */
export class MemberFold {
  readonly #sum: MaskedVector;
  /** The tail may begin at half a word of its own, so it is gathered first. */
  readonly #tail: Uint8Array;
  #received = 0;

  constructor(sum: MaskedVector) {
    this.#sum = sum;
    this.#tail = new Uint8Array(sum.tail.sizeBytes);
  }

  /** INVALID_ARGUMENT for more bytes than a vector has. */
  add(bytes: Uint8Array): void {
    const { parameterBytes, sizeBytes } = this.#sum.encoding;
    if (this.#received + bytes.length > sizeBytes)
      throw new MusterError('INVALID_ARGUMENT', `more than the ${sizeBytes} bytes of a masked vector`);
    const parameters = bytes.subarray(0, Math.max(0, parameterBytes - this.#received));
    if (parameters.length > 0) this.#sum.parameters.add(this.#received, parameters);
    const tail = bytes.subarray(parameters.length);
    if (tail.length > 0) this.#tail.set(tail, this.#received + parameters.length - parameterBytes);
    this.#received += bytes.length;
  }

  /** INTERNAL unless all bytes came: a part of a vector is in the sum then, and nothing can be read from it any more. */
  end(): void {
    if (this.#received !== this.#sum.encoding.sizeBytes)
      throw new MusterError('INTERNAL', `a masked vector of ${this.#received} bytes is in a sum`);
    this.#sum.tail.add(0, this.#tail);
  }
}
