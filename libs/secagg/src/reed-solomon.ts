/**
 * @module Shares with wrong ones among them (secure-aggregation.md, section 1.8): shares of one secret are a Reed-Solomon code word, and
 * the decoder of Berlekamp and Welch (US patent 4,633,470, 1986; as in Gemmell and Sudan, 1992) finds up to (m - t) / 2 wrong ones among m.
 */
import type { Field } from './field.ts';
import { bytesOf, limbsOf, type PlacedShare } from './shamir.ts';

export interface Corrected {
  readonly secret: Uint8Array;
  /** Places of the shares that do not lie on the polynomials of the others. */
  readonly wrong: readonly number[];
}

/**
 * The one secret from which at most (m - threshold) / 2 of the m shares deviate, and which they are; undefined if there is none. All
 * shares are of one length, and of different places.
 */
export function correct(
  field: Field,
  threshold: number,
  shares: readonly PlacedShare[],
): Corrected | undefined {
  const rows = shares.map(({ x, value }) => ({ x, limbs: limbsOf(field, value) }));
  const wrong = new Set<number>();
  const errorsMax = Math.floor((shares.length - threshold) / 2);
  const secret = new Uint16Array(rows[0]?.limbs.length ?? 0);
  for (let i = 0; i < secret.length; i++) {
    // A share that is wrong in one limb is worth nothing in the others either.
    const points = rows.filter(({ x }) => !wrong.has(x)).map(({ x, limbs }) => ({ x, y: limbs[i] ?? 0 }));
    const polynomial = decode(field, threshold, points, errorsMax - wrong.size);
    if (polynomial === undefined) return undefined;
    for (const { x, y } of points) if (evaluate(field, polynomial, x) !== y) wrong.add(x);
    if (wrong.size > errorsMax) return undefined;
    secret[i] = polynomial[0] ?? 0;
  }
  return { secret: bytesOf(field, secret), wrong: [...wrong].sort((a, b) => a - b) };
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The polynomial of degree below `threshold` that all but `errors` of the points lie on, lowest coefficient first. */
function decode(
  field: Field,
  threshold: number,
  points: readonly Point[],
  errors: number,
): readonly number[] | undefined {
  // With E the monic polynomial of degree `errors` that is zero at the wrong places, and Q = P·E, each point has Q(x) = y·E(x): linear in
  // the coefficients of both. Every solution has the same quotient.
  const unknown = threshold + 2 * errors;
  const equations = points.map(({ x, y }) => {
    const row = new Uint16Array(unknown + 1);
    let power = 1;
    for (let i = 0; i < threshold + errors; i++) {
      row[i] = power;
      if (i < errors) row[threshold + errors + i] = field.multiply(y, power);
      if (i === errors) row[unknown] = field.multiply(y, power);
      power = field.multiply(power, x);
    }
    return row;
  });
  const solution = solve(field, equations, unknown);
  if (solution === undefined) return undefined;
  const product = solution.slice(0, threshold + errors);
  const locator = [...solution.slice(threshold + errors), 1];
  return divideExactly(field, product, locator);
}

/** A solution of the equations, whose last column is the right side; free unknowns are zero. Gaussian elimination. */
function solve(field: Field, rows: readonly Uint16Array[], unknown: number): readonly number[] | undefined {
  const rest = [...rows];
  const pivots: { readonly column: number; readonly row: Uint16Array }[] = [];
  for (let column = 0; column < unknown; column++) {
    const at = rest.findIndex((row) => row[column] !== 0);
    const [row] = at < 0 ? [] : rest.splice(at, 1);
    if (row === undefined) continue;
    const lead = row[column] ?? 0;
    for (let i = column; i <= unknown; i++) row[i] = field.divide(row[i] ?? 0, lead);
    for (const other of [...rest, ...pivots.map((pivot) => pivot.row)]) {
      const factor = other[column] ?? 0;
      if (factor === 0) continue;
      for (let i = column; i <= unknown; i++)
        other[i] = (other[i] ?? 0) ^ field.multiply(factor, row[i] ?? 0);
    }
    pivots.push({ column, row });
  }
  if (rest.some((row) => row[unknown] !== 0)) return undefined;
  const solution = new Array<number>(unknown).fill(0);
  for (const { column, row } of pivots) solution[column] = row[unknown] ?? 0;
  return solution;
}

/** Quotient by a monic divisor; undefined where a remainder is left. */
function divideExactly(
  field: Field,
  dividend: readonly number[],
  divisor: readonly number[],
): readonly number[] | undefined {
  const rest = [...dividend];
  const degree = divisor.length - 1;
  const quotient = new Array<number>(Math.max(0, dividend.length - degree)).fill(0);
  for (let at = quotient.length - 1; at >= 0; at--) {
    const factor = rest[at + degree] ?? 0;
    quotient[at] = factor;
    divisor.forEach((coefficient, i) => {
      rest[at + i] = (rest[at + i] ?? 0) ^ field.multiply(factor, coefficient);
    });
  }
  return rest.every((coefficient) => coefficient === 0) ? quotient : undefined;
}

function evaluate(field: Field, polynomial: readonly number[], x: number): number {
  return polynomial.reduceRight((sum, coefficient) => field.multiply(sum, x) ^ coefficient, 0);
}
