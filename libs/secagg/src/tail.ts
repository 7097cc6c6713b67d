/** @module The whole numbers behind the parameters, summed modulo 2^64: who counts, how much, and metrics (secure-aggregation.md, section 1.8). */

import { MusterError } from '@muster/errors';
import { copyOf } from './bytes.ts';

/** Numbers before the metrics. */
export const TAIL_HEAD = 6;
/** Scales of the weight and of the loss. */
const WEIGHT_UNIT = 2 ** 32;
const LOSS_UNIT = 2 ** 20;
/** 2^14 sites of at most 2^48 stay within 2^62. */
const NUMBER_MAX = 2 ** 48;

/** Of one site, or the sum of many. */
export interface Tail {
  /** Sites that are in the sum. */
  readonly count: number;
  /** Sum of the weights, each 0 to 1 in steps of 2^-32. */
  readonly weight: number;
  readonly examples: number;
  /** Sum over the examples. */
  readonly lossSum: number;
  /** Sites whose update was shortened, and sites that contributed nothing because a number was not finite. */
  readonly clipped: number;
  readonly nonfinite: number;
  readonly metrics: readonly number[];
}

/** A weight in the steps that the tail has. */
export function weightInSteps(weight: number): number {
  return Math.round(weight * WEIGHT_UNIT) / WEIGHT_UNIT;
}

/** 8 bytes for each number, little-endian. INVALID_ARGUMENT for a number beyond what can be summed, or metrics that are not whole. */
export function encodeTail(tail: Tail): Uint8Array {
  const numbers = [
    tail.count,
    Math.round(tail.weight * WEIGHT_UNIT),
    tail.examples,
    Math.round(tail.lossSum * LOSS_UNIT),
    tail.clipped,
    tail.nonfinite,
    ...tail.metrics,
  ];
  const wrong = numbers.find((number) => !Number.isInteger(number) || Math.abs(number) > NUMBER_MAX);
  if (wrong !== undefined)
    throw new MusterError('INVALID_ARGUMENT', `${wrong} in the tail of an update: whole numbers up to 2^48`);
  return new Uint8Array(BigInt64Array.from(numbers, BigInt).buffer);
}

/** The numbers of a sum; those beyond 2^53, which no honest sum has, are rounded. */
export function decodeTail(bytes: Uint8Array): Tail {
  const numbers = [...new BigInt64Array(copyOf(bytes).buffer)].map(Number);
  const [count = 0, weight = 0, examples = 0, loss = 0, clipped = 0, nonfinite = 0, ...metrics] = numbers;
  return {
    count,
    weight: weight / WEIGHT_UNIT,
    examples,
    lossSum: loss / LOSS_UNIT,
    clipped,
    nonfinite,
    metrics,
  };
}
