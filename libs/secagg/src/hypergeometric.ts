/** @module Tails of the hypergeometric distribution: how many of `draws` neighbours are among the `marked` of `total` sites. */

/** ln n! for whole n of at least 0, to about 1e-12: a product where it is small, else Stirling's series. */
export function logFactorial(n: number): number {
  if (n < 32) {
    let product = 1;
    for (let i = 2; i <= n; i++) product *= i;
    return Math.log(product);
  }
  const inverse = 1 / n;
  const square = inverse * inverse;
  const series = inverse * (1 / 12 - square * (1 / 360 - square / 1260));
  return (n + 0.5) * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI) + series;
}

export interface Drawing {
  readonly total: number;
  readonly marked: number;
  readonly draws: number;
}

function probability({ total, marked, draws }: Drawing, x: number): number {
  return Math.exp(logChoices(marked, x) + logChoices(total - marked, draws - x) - logChoices(total, draws));
}

function logChoices(n: number, k: number): number {
  if (k < 0 || k > n) return Number.NEGATIVE_INFINITY;
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}

/** The least x of at least -1 with P[X > x] <= p, added up from the far end, where terms are smallest. */
export function upperBound(drawing: Drawing, p: number): number {
  let tail = 0;
  let x = Math.min(drawing.draws, drawing.marked);
  for (; x >= 0; x--) {
    tail += probability(drawing, x);
    if (tail > p) return x;
  }
  return x;
}

/** The greatest x with P[X < x] < p, likewise. */
export function lowerBound(drawing: Drawing, p: number): number {
  let tail = 0;
  let x = Math.max(0, drawing.draws - (drawing.total - drawing.marked));
  for (; x <= drawing.draws; x++) {
    tail += probability(drawing, x);
    if (tail >= p) return x;
  }
  return x;
}
