/**
 * @module The same rounds worked out a second time, by the shortest code that can be checked by eye: whole numbers without limit, one
 * update after the other, nothing kept between two rounds but the model. An undisturbed run of the same members makes the same bits.
 */
import { bytesOf } from './values.ts';

/** Digits after the point for valueMax 4 and weightMax 1000 (`fixedPoint` of @muster/vector): 4 * 1000 * 2^38 is at most 2^50. */
const SCALE = 2 ** 38;

export interface Weighted {
  /** f32, little-endian. */
  readonly bytes: Uint8Array;
  readonly weight: number;
}

function sumsOf(members: readonly Weighted[], parameters: number): readonly bigint[] {
  const sums = Array.from({ length: parameters }, () => 0n);
  for (const { bytes, weight } of members) {
    const values = floatsOf(bytes);
    for (const index of sums.keys())
      sums[index] = (sums[index] ?? 0n) + BigInt(toEven((values[index] ?? Number.NaN) * (weight * SCALE)));
  }
  return sums;
}

/** The sums as a file: i64, little-endian. */
export function fileOf(sums: readonly bigint[]): Uint8Array {
  return new Uint8Array(BigInt64Array.from(sums).buffer);
}

export interface Server {
  readonly model: Float32Array;
  readonly velocity: Float32Array;
}

/** What the members of a round come to: a sum, in units of 1 / scale, and what it is divided by. */
export interface Total {
  readonly sums: readonly bigint[];
  readonly scale: number;
  readonly weight: number;
}

/** Of updates that the coordinator sees. */
export function totalOf(members: readonly Weighted[], parameters: number): Total {
  const weight = members.reduce((sum, member) => sum + member.weight, 0);
  return { sums: sumsOf(members, parameters), scale: SCALE, weight };
}

/** One step of the strategy from there. */
export function stepped(
  { model, velocity }: Server,
  { sums, scale, weight }: Total,
  strategy: 'fedavg' | 'fedavgm',
): Server {
  const next = { model: model.slice(), velocity: velocity.slice() };
  for (const [index, sum] of sums.entries()) {
    const mean = Number(sum) / scale / weight;
    const before = model[index] ?? 0;
    const moved = Math.fround(0.9 * (velocity[index] ?? 0) + mean);
    if (strategy === 'fedavgm') next.velocity[index] = moved;
    next.model[index] = before + (strategy === 'fedavgm' ? moved : mean);
  }
  return next;
}

export function floatsOf(bytes: Uint8Array): Float32Array {
  return new Float32Array(Uint8Array.from(bytes).buffer);
}

export function modelBytes({ model }: Server): Uint8Array {
  return bytesOf(model);
}

/** The nearest whole number, the even one of two. */
function toEven(value: number): number {
  const low = Math.floor(value);
  const over = value - low;
  if (over !== 0.5) return over < 0.5 ? low : low + 1;
  return low % 2 === 0 ? low : low + 1;
}
