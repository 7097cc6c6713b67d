/** @module Draws from the Dirichlet distribution, by way of the gamma. */
import type { SeededRandom } from '@muster/data';

/** Shares of `count` parties that sum to 1: even for a large `concentration`, lopsided for a small one. */
export function dirichlet(random: SeededRandom, count: number, concentration: number): number[] {
  const draws = Array.from({ length: count }, () => gamma(random, concentration));
  const sum = draws.reduce((total, draw) => total + draw, 0);
  if (sum > 0) return draws.map((draw) => draw / sum);
  // All draws underflowed, as they may below a concentration of about 0.01: there one party has nearly everything.
  const winner = random.below(count);
  return draws.map((_, party) => (party === winner ? 1 : 0));
}

/**
 * Gamma with the given shape and scale 1, by rejection (Marsaglia and Tsang, "A simple method for generating gamma
 * variables", ACM TOMS 26, 2000); a shape below 1 by their boost, gamma(shape + 1) * u^(1 / shape).
 */
export function gamma(random: SeededRandom, shape: number): number {
  if (shape < 1) return gamma(random, shape + 1) * (1 - random.uniform()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(random);
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    const u = 1 - random.uniform();
    if (Math.log(u) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Standard normal (Box and Muller, 1958); the second of the pair is not kept. */
function normal(random: SeededRandom): number {
  return Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
}
