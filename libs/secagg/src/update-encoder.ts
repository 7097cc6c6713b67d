/** @module An update as whole numbers: clipped, weighted, with 16 bits rotated, and rounded by chance (secure-aggregation.md, section 1.8). */
import { MusterError } from '@muster/errors';
import { type Kernels, QUANTIZER_LENGTH_MAX } from '@muster/vector';
import type { Block } from './encoding.ts';
import { Keystream } from './keystream.ts';
import type { MaskedVector } from './masked-vector.ts';
import { rotationSigns } from './rotation-signs.ts';
import { encodeTail, weightInSteps } from './tail.ts';

/** What a site brings. */
export interface Contribution {
  /** As many floats as the encoding has parameters. They are not kept, and not changed. */
  readonly update: Float32Array;
  readonly examples: number;
  /** Summed over the examples. */
  readonly lossSum: number;
  /** As many whole numbers, up to 2^48, as the encoding names. */
  readonly metrics: readonly number[];
}

/** What became of it, which the site alone learns. */
export interface Encoded {
  readonly weight: number;
  readonly clipped: boolean;
  /** A number was not finite: the site is counted, with weight 0 and a vector of zeros, and nobody learns which site it is. */
  readonly nonfinite: boolean;
}

/**
 * Writes the contribution into a vector of zeros, ready to be masked. `roundingKey`: 32 secret random bytes, for this once. INVALID_ARGUMENT
 * for another number of parameters or metrics, or examples that are no whole number.
 */
export function encodeUpdate(
  kernels: Kernels,
  vector: MaskedVector,
  contribution: Contribution,
  { roundId, roundingKey }: { readonly roundId: Uint8Array; readonly roundingKey: Uint8Array },
): Encoded {
  const { terms, blocks, levels } = vector.encoding;
  const { update, examples, lossSum, metrics } = contribution;
  if (update.length !== terms.length || metrics.length !== terms.metrics)
    throw new MusterError(
      'INVALID_ARGUMENT',
      `${update.length} parameters and ${metrics.length} metrics; ${terms.length} and ${terms.metrics} are agreed on`,
    );
  if (!Number.isInteger(examples) || examples < 0)
    throw new MusterError('INVALID_ARGUMENT', `${examples} examples`);
  const { finite, maxAbs, sumSquares } = kernels.scan(update);
  if (!finite || !Number.isFinite(lossSum)) {
    const nothing = { weight: 0, examples: 0, lossSum: 0, metrics: metrics.map(() => 0) };
    vector.tail.bytes.set(encodeTail({ count: 1, clipped: 0, nonfinite: 1, ...nothing }));
    return { weight: 0, clipped: false, nonfinite: true };
  }
  const norm = Math.sqrt(sumSquares);
  const shortened = norm > terms.clipNorm ? terms.clipNorm / norm : 1;
  const clipped = shortened < 1 || (terms.bits === 32 && maxAbs > terms.clipValue);
  const weight = weightInSteps(
    terms.exampleCap === 0 ? 1 : Math.min(examples, terms.exampleCap) / terms.exampleCap,
  );
  const chance = new Keystream(roundingKey);
  const quantize = kernels.newQuantizer();
  const rotation = kernels.newRotation();
  for (const block of blocks) {
    let values = update.subarray(block.start, block.start + block.parameters);
    let scale = (shortened * weight * levels) / block.clipValue;
    if (terms.bits === 16) {
      const rotated = new Float32Array(block.words);
      rotated.set(values);
      rotation.rotate(rotated, rotationSigns(roundId, block));
      values = rotated;
      scale /= Math.sqrt(block.words);
    }
    const rounding = { bits: terms.bits, scale, bound: weight * levels };
    roundBlock(quantize, values, chance, rounding, wordsOf(vector, block));
    if (values.buffer !== update.buffer) values.fill(0);
  }
  vector.tail.bytes.set(
    encodeTail({ count: 1, weight, examples, lossSum, clipped: clipped ? 1 : 0, nonfinite: 0, metrics }),
  );
  return { weight, clipped, nonfinite: false };
}

function roundBlock(
  quantize: ReturnType<Kernels['newQuantizer']>,
  values: Float32Array,
  chance: Keystream,
  rounding: Parameters<typeof quantize>[2],
  words: Uint8Array,
): void {
  const chances = new Uint8Array(4 * QUANTIZER_LENGTH_MAX);
  for (let at = 0; at < values.length; at += QUANTIZER_LENGTH_MAX) {
    const part = values.subarray(at, at + QUANTIZER_LENGTH_MAX);
    const random = chances.subarray(0, 4 * part.length);
    chance.fill(random);
    words.set(quantize(part, random, rounding), (at * rounding.bits) / 8);
  }
}

/** The bytes of a block's words. */
export function wordsOf({ encoding, parameters }: MaskedVector, { firstWord, words }: Block): Uint8Array {
  const wordBytes = encoding.terms.bits / 8;
  return parameters.bytes.subarray(wordBytes * firstWord, wordBytes * (firstWord + words));
}
