/** @module The exact sum of weighted updates: i64 in fixed point, so that neither order nor grouping changes a bit. */
import { MusterError } from '@muster/errors';
import { Coverage } from './coverage.ts';
import { type Engine, FOLD_BIAS_TOP, type Workspace } from './engine.ts';
import { type FixedPoint, foldScale } from './fixed-point.ts';

/** Floats in the window: 256 KiB, which stays in a core's cache between the copy and the fold. */
const WINDOW_LENGTH = 65_536;
const WINDOW_BYTES = WINDOW_LENGTH * 4;
/** 2^12 members of 2^30 examples. */
const TOTAL_WEIGHT_MAX = 2 ** 42;

/**
 * Sums of one round, or of a part of its members: `length` parameters, each an i64 in fixed point; owned by one holder, who disposes of
 * it. All windows, orders, splits and partial accumulators of the same members give the same bytes.
 *
 * Invariant: every value folded is finite and |x| <= fp.valueMax (`admitValues` of @muster/aggregation has passed the whole update), and
 * all folds use the same fixed point. Then nothing wraps; see FixedPoint. Members beyond 2^12 are refused here.
 */
export class Accumulator implements Disposable {
  readonly length: number;
  /** The window, then the sums, each with the bias of its folds still in it: `#coverage` knows how many those are. */
  #workspace: Workspace | undefined;
  #window: Float32Array;
  #coverage: Coverage;

  /** INVALID_ARGUMENT for a length of less than 1 or beyond what the engine can address (5.3e8 parameters in WASM). */
  constructor(engine: Engine, length: number) {
    const lengthMax = Math.floor((engine.sizeBytesMax - WINDOW_BYTES) / 8);
    if (!Number.isInteger(length) || length < 1 || length > lengthMax) {
      throw new MusterError(
        'INVALID_ARGUMENT',
        `an accumulator of ${length} parameters; 1 to ${lengthMax} fit`,
      );
    }
    this.length = length;
    this.#workspace = engine.open(WINDOW_BYTES + 8 * length);
    this.#window = new Float32Array(this.#workspace.buffer, 0, WINDOW_LENGTH);
    this.#coverage = new Coverage(length);
  }

  /** Lent to whoever reads values in, for foldWindow. Every other method writes over it. */
  get window(): Float32Array {
    this.#open();
    return this.#window;
  }

  /**
   * Adds one member's values to the parameters from `offset`: sum[offset+i] += rint(values[i] * weight * 2^scaleBits).
   * INVALID_ARGUMENT, and nothing added, for a range beyond the length, a weight out of range, or a 4097th member.
   */
  fold(offset: number, values: Float32Array, weight: number, fp: FixedPoint): void {
    const workspace = this.#open();
    const scale = foldScale(weight, fp);
    this.#cover(offset, values.length, 1);
    for (let start = 0; start < values.length; start += WINDOW_LENGTH) {
      const part = values.subarray(start, start + WINDOW_LENGTH);
      this.#window.set(part);
      workspace.fold(sumAt(offset + start), 0, part.length, scale);
    }
  }

  /** As fold, of the first `count` values in the window. */
  foldWindow(offset: number, count: number, weight: number, fp: FixedPoint): void {
    const workspace = this.#open();
    const scale = foldScale(weight, fp);
    if (count > WINDOW_LENGTH)
      throw new MusterError('INVALID_ARGUMENT', `${count} values in a window of ${WINDOW_LENGTH}`);
    this.#cover(offset, count, 1);
    workspace.fold(sumAt(offset), 0, count, scale);
  }

  /**
   * The weighted mean of the parameters from `offset`, into the whole of `out`: sum / 2^scaleBits / totalWeight, rounded twice to f64.
   * `totalWeight` is the sum of the members' weights, a whole number of at most 2^42. INTERNAL if a member is in it in part only.
   */
  mean(offset: number, out: Float64Array, totalWeight: number, fp: FixedPoint): void {
    const { buffer } = this.#open();
    this.#checkRange(offset, out.length);
    if (!Number.isInteger(totalWeight) || totalWeight < 1 || totalWeight > TOTAL_WEIGHT_MAX) {
      throw new MusterError(
        'INVALID_ARGUMENT',
        `a total weight of ${totalWeight}, not a whole number from 1 to 2^42`,
      );
    }
    const [stretch, ...others] = this.#coverage.within(offset, offset + out.length);
    if (stretch === undefined) return;
    if (others.length > 0) {
      throw new MusterError('INTERNAL', 'a mean was asked of parameters that do not sum up the same members');
    }
    const inverse = 2 ** -fp.scaleBits;
    const biasHigh = (stretch.terms * FOLD_BIAS_TOP) << 16;
    const low = new Uint32Array(buffer, sumAt(offset), 2 * out.length);
    const high = new Int32Array(buffer, sumAt(offset), 2 * out.length);
    for (let i = 0; i < out.length; i++) {
      // high * 2^32 is exact, so the sum is the i64 rounded once.
      const sum = (((high[2 * i + 1] ?? 0) - biasHigh) | 0) * 4_294_967_296 + (low[2 * i] ?? 0);
      out[i] = (sum * inverse) / totalWeight;
    }
  }

  /** A copy of `count` sums from `offset`: i64, little-endian, 8 bytes each. */
  toBytes(offset: number, count: number): Uint8Array {
    const { buffer } = this.#open();
    this.#checkRange(offset, count);
    const bytes = new Uint8Array(buffer, sumAt(offset), 8 * count).slice();
    for (const { start, end, terms } of this.#coverage.within(offset, offset + count)) {
      addBias(bytes.subarray(8 * (start - offset), 8 * (end - offset)), -terms);
    }
    return bytes;
  }

  /**
   * Adds what toBytes of another accumulator of the same fixed point gave, which sums up `members`.
   * INVALID_ARGUMENT for a range beyond the length, bytes that are no whole i64, or more than 2^12 members in all.
   */
  addBytes(offset: number, bytes: Uint8Array, members: number): void {
    this.#open();
    if (bytes.length % 8 !== 0)
      throw new MusterError('INVALID_ARGUMENT', `${bytes.length} bytes are no whole i64`);
    if (!Number.isInteger(members) || members < 0) {
      throw new MusterError('INVALID_ARGUMENT', `sums of ${members} members`);
    }
    this.#cover(offset, bytes.length / 8, members);
    this.#addSums(offset, bytes, members);
  }

  /** Adds the sums of other members: of the same length and fixed point, else INVALID_ARGUMENT (of the length). */
  add(other: Accumulator): void {
    this.#open();
    const { buffer } = other.#open();
    if (other.length !== this.length) {
      throw new MusterError(
        'INVALID_ARGUMENT',
        `${other.length} parameters cannot be added to ${this.length}`,
      );
    }
    this.#coverage.addAll(other.#coverage);
    this.#addSums(0, new Uint8Array(buffer, WINDOW_BYTES, 8 * this.length), 0);
  }

  /** Back to zero, for the next round: cheaper than a new accumulator, and memory stays as it is. */
  reset(): void {
    const { buffer } = this.#open();
    new Uint8Array(buffer, WINDOW_BYTES, 8 * this.length).fill(0);
    this.#coverage = new Coverage(this.length);
  }

  /** Lets go of the memory. Any other call after this is an INTERNAL error. */
  [Symbol.dispose](): void {
    this.#workspace = undefined;
    this.#window = new Float32Array(0);
  }

  /** Adds sums that lack the bias of so many terms. */
  #addSums(offset: number, bytes: Uint8Array, terms: number): void {
    const workspace = this.#open();
    const window = new Uint8Array(workspace.buffer, 0, WINDOW_BYTES);
    for (let start = 0; start < bytes.length; start += WINDOW_BYTES) {
      const part = bytes.subarray(start, start + WINDOW_BYTES);
      window.set(part);
      addBias(window.subarray(0, part.length), terms);
      workspace.add(sumAt(offset) + start, 0, part.length / 8);
    }
  }

  #cover(offset: number, count: number, members: number): void {
    this.#checkRange(offset, count);
    this.#coverage.add(offset, offset + count, members);
  }

  #checkRange(offset: number, count: number): void {
    const isRange = Number.isInteger(offset) && Number.isInteger(count) && offset >= 0 && count >= 0;
    if (!isRange || offset + count > this.length) {
      throw new MusterError('INVALID_ARGUMENT', `parameters ${offset} and ${count} on, of ${this.length}`);
    }
  }

  #open(): Workspace {
    if (this.#workspace === undefined) throw new MusterError('INTERNAL', 'the accumulator was disposed of');
    return this.#workspace;
  }
}

/** Byte of the workspace at which the sum of parameter `index` starts: the sums lie behind the window. */
function sumAt(index: number): number {
  return WINDOW_BYTES + 8 * index;
}

/** Adds the bias of so many folds to sums, or takes it out; modulo 2^64 (see FOLD_BIAS_TOP). */
function addBias(sums: Uint8Array, terms: number): void {
  const bias = (terms * FOLD_BIAS_TOP) & 0xffff;
  if (bias === 0) return;
  const quarters = new Uint16Array(sums.buffer, sums.byteOffset, sums.length / 2);
  for (let i = 3; i < quarters.length; i += 4) quarters[i] = (quarters[i] ?? 0) + bias;
}
