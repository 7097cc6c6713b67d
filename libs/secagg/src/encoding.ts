/** @module How an update lies in words: scale, blocks and size, as they follow from the terms (secure-aggregation.md, section 1.8). */
import { MusterError } from '@muster/errors';
import { ROTATION_LENGTH_MAX } from '@muster/vector';
import { TAIL_HEAD } from './tail.ts';
import type { EncodingTerms } from './terms.ts';

/** Parameters that are scaled alike, and with 16 bits rotated together. */
export interface Block {
  /** First parameter, and first word: padding lies behind a block. */
  readonly start: number;
  readonly firstWord: number;
  readonly parameters: number;
  /** With 16 bits the next power of two from 8. */
  readonly words: number;
  /** Greatest magnitude of a value before it is weighted, C∞. */
  readonly clipValue: number;
}

export interface Encoding {
  readonly terms: EncodingTerms;
  /** Whole number that stands for `clipValue`, Q. */
  readonly levels: number;
  readonly blocks: readonly Block[];
  /** Bytes of the words of all parameters, a multiple of 4. */
  readonly parameterBytes: number;
  /** Numbers of 64 bits behind them. */
  readonly tailLength: number;
  /** Of both. */
  readonly sizeBytes: number;
}

/** Above 2^23 a float32 has no room for a fraction. */
const LEVELS_MAX = 2 ** 23;
/** After a rotation a value is nearly normal with a deviation of at most S/√words; six of those are left room for. */
const DEVIATIONS = 6;
const ROTATION_LENGTH_MIN = 8;

/** INVALID_ARGUMENT where so many sites leave no level: `maxCohort` is the n_max of the terms. */
export function encodingFor(terms: EncodingTerms, maxCohort: number): Encoding {
  const { bits, length, noiseReserve, metrics } = terms;
  const room = 2 ** (bits - 1) - 1 - noiseReserve;
  const levels = Math.min(LEVELS_MAX, Math.floor(room / maxCohort));
  if (levels < 1)
    throw new MusterError('INVALID_ARGUMENT', `${bits} bits leave no room for ${maxCohort} sites`);
  const blocks = bits === 32 ? [wholeBlock(terms)] : rotatedBlocks(length, terms.clipNorm);
  const words = blocks.reduce((sum, block) => sum + block.words, 0);
  const parameterBytes = (words * bits) / 8;
  const tailLength = TAIL_HEAD + metrics;
  return { terms, levels, blocks, parameterBytes, tailLength, sizeBytes: parameterBytes + 8 * tailLength };
}

function wholeBlock({ length, clipValue }: EncodingTerms): Block {
  return { start: 0, firstWord: 0, parameters: length, words: length, clipValue };
}

function rotatedBlocks(length: number, clipNorm: number): readonly Block[] {
  const blocks: Block[] = [];
  let firstWord = 0;
  for (let start = 0; start < length; start += ROTATION_LENGTH_MAX) {
    const parameters = Math.min(ROTATION_LENGTH_MAX, length - start);
    const words = Math.max(ROTATION_LENGTH_MIN, 2 ** Math.ceil(Math.log2(parameters)));
    // Each block by its own length: any of them may hold most of an update's norm.
    const clipValue = (DEVIATIONS * clipNorm) / Math.sqrt(words);
    blocks.push({ start, firstWord, parameters, words, clipValue });
    firstWord += words;
  }
  return blocks;
}
