/** @module What an unmasked sum says: floats again, how long it is, and whether it can be true (secure-aggregation.md, section 1.8). */
import { type Kernels, QUANTIZER_LENGTH_MAX } from '@muster/vector';
import type { Encoding } from './encoding.ts';
import type { MaskedVector } from './masked-vector.ts';
import { rotationSigns } from './rotation-signs.ts';
import { decodeTail, type Tail } from './tail.ts';
import { wordsOf } from './update-encoder.ts';

export interface SumFigures {
  readonly tail: Tail;
  /** L2 norm of the sum of the weighted updates. */
  readonly norm: number;
}

export function figuresOf(sum: MaskedVector): SumFigures {
  const squares = sum.encoding.blocks.reduce((total, block) => {
    const unit = block.clipValue / sum.encoding.levels;
    const words = integersOf(sum, block);
    let blockSquares = 0;
    for (const word of words) blockSquares += word * word;
    return total + blockSquares * unit * unit;
  }, 0);
  return { tail: decodeTail(sum.tail.bytes), norm: Math.sqrt(squares) };
}

/** The sum of the weighted updates over `divisor`: from parameter `offset` on, in order, whole. `values` is lent until the next part. */
export function* valuesOf(
  kernels: Kernels,
  sum: MaskedVector,
  roundId: Uint8Array,
  divisor: number,
): Generator<{ readonly offset: number; readonly values: Float64Array }> {
  const { blocks, levels, terms } = sum.encoding;
  const rotation = kernels.newRotation();
  const part = new Float64Array(QUANTIZER_LENGTH_MAX);
  for (const block of blocks) {
    let numbers: Int32Array | Int16Array | Float32Array = integersOf(sum, block);
    let unit = block.clipValue / levels / divisor;
    if (terms.bits === 16) {
      numbers = Float32Array.from(numbers);
      rotation.turnBack(numbers, rotationSigns(roundId, block));
      unit /= Math.sqrt(block.words);
    }
    for (let at = 0; at < block.parameters; at += part.length) {
      const count = Math.min(part.length, block.parameters - at);
      for (let i = 0; i < count; i++) part[i] = (numbers[at + i] ?? 0) * unit;
      yield { offset: block.start + at, values: part.subarray(0, count) };
    }
  }
}

/** Two's complement. */
function integersOf(sum: MaskedVector, block: Encoding['blocks'][number]): Int32Array | Int16Array {
  const { buffer, byteOffset } = wordsOf(sum, block);
  return sum.encoding.terms.bits === 32
    ? new Int32Array(buffer, byteOffset, block.words)
    : new Int16Array(buffer, byteOffset, block.words);
}

/** Standard deviations of rounding and noise that an honest sum is allowed. */
const DEVIATIONS = 6;
/** Standard deviations of the noise for which the encoding leaves room. */
const NOISE_DEVIATIONS = 8;

/**
 * Why the sum of these many sites cannot be true, or undefined. The count is random modulo 2^64 where a mask or a share was wrong; the norm is
 * out of reach of honest sites, so at least one cheated.
 */
export function faultOf({ tail, norm }: SumFigures, encoding: Encoding, sites: number): string | undefined {
  if (tail.count !== sites) return `it counts ${tail.count} sites, and ${sites} are in it`;
  if (!(tail.weight > 0 && tail.weight <= sites)) return `its weight is ${tail.weight}, of ${sites} sites`;
  const units = encoding.blocks.map(({ words, clipValue }) => ({ words, unit: clipValue / encoding.levels }));
  const ones = Math.sqrt(units.reduce((sum, { words, unit }) => sum + words * unit * unit, 0));
  const rounding = (DEVIATIONS / 2) * Math.sqrt(sites) * ones;
  const deviation = encoding.terms.noiseReserve / NOISE_DEVIATIONS;
  const noise = deviation * (ones + DEVIATIONS * Math.max(...units.map(({ unit }) => unit)));
  const normMax = encoding.terms.clipNorm * tail.weight + rounding + noise;
  return norm <= normMax ? undefined : `its norm is ${norm}, and honest sites reach ${normMax}`;
}
