/**
 * @module Sums under masks worked out a second time: the words of those who count, as they were before they were masked, added up by whole
 * numbers without limit; and the mean that they come to.
 */
import { type EncodingTerms, encodingFor, MaskedVector, MemberFold, valuesOf } from '@muster/secagg';
import type { Kernels } from '@muster/vector';

/** Of a mean that is a file: digits after the point. */
export const MEAN_SCALE = 2 ** 40;
/** Of the weights in the tail. */
const WEIGHT_UNIT = 2 ** 32;

/** An update as whole numbers. */
export interface PlainWords {
  /** As they were before they were masked: what the site adds to the sum. */
  readonly plain: Uint8Array;
  readonly roundId: Uint8Array;
  readonly terms: EncodingTerms;
  /** Sites for which the encoding leaves room. */
  readonly sitesMax: number;
}

/** The weighted mean of the members, in units of 1 / MEAN_SCALE. Undefined where they are not of one round. */
export function meansOf(members: readonly PlainWords[], kernels: Kernels): readonly bigint[] | undefined {
  const [first] = members;
  if (!first || members.some(({ roundId }) => Buffer.compare(roundId, first.roundId) !== 0)) return undefined;
  const encoding = encodingFor(first.terms, first.sitesMax);
  const plain = members.map((member) => member.plain);
  const wordBytes = first.terms.bits / 8;
  const parameters = addedUp(plain, 0, encoding.parameterBytes, wordBytes);
  const tail = addedUp(plain, encoding.parameterBytes, encoding.sizeBytes, 8);
  const divisor = Number(new DataView(tail.buffer).getBigInt64(8, true)) / WEIGHT_UNIT;
  using sum = new MaskedVector(kernels, encoding);
  const fold = new MemberFold(sum);
  fold.add(parameters);
  fold.add(tail);
  fold.end();
  const means: bigint[] = [];
  for (const { values } of valuesOf(kernels, sum, first.roundId, divisor))
    for (const value of values) means.push(BigInt(Math.round(value * MEAN_SCALE)));
  return means;
}

/** Words of so many bytes, little-endian, added up modulo what they hold. */
function addedUp(members: readonly Uint8Array[], start: number, end: number, wordBytes: number): Uint8Array {
  const sums = new Uint8Array(end - start);
  for (let at = start; at < end; at += wordBytes) {
    let sum = members.reduce((total, member) => total + wordAt(member, at, wordBytes), 0n);
    for (let byte = 0; byte < wordBytes; byte += 1, sum >>= 8n) sums[at - start + byte] = Number(sum & 255n);
  }
  return sums;
}

function wordAt(bytes: Uint8Array, at: number, wordBytes: number): bigint {
  let word = 0n;
  for (let byte = wordBytes - 1; byte >= 0; byte -= 1) word = (word << 8n) | BigInt(bytes[at + byte] ?? 0);
  return word;
}
