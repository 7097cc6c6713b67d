/**
 * @module Evaluations that travel in the tail: what sites have found of the model that a round starts from, summed up with their updates. Counts
 * and sums of all together come out, and those of one site nowhere.
 */

/** How a model did on one holdout, or on all of them together. */
export interface PooledEvaluation {
  readonly examples: number;
  /** Summed over the examples. */
  readonly lossSum: number;
  /** Counts, `confusion[true class][predicted class]`. */
  readonly confusion: readonly (readonly number[])[];
}

const LOSS_UNIT = 2 ** 20;
/** Mean loss of an example, beyond which a sum of losses is that of no model. */
const LOSS_MAX = 1e6;

/** Whole numbers that an evaluation takes in the tail. */
export function evaluationLength(classes: number): number {
  return 2 + classes * classes;
}

/** An evaluation as whole numbers. */
export function evaluationMetrics({ examples, lossSum, confusion }: PooledEvaluation): readonly number[] {
  return [examples, Math.round(lossSum * LOSS_UNIT), ...confusion.flat()];
}

/** What a site adds that has evaluated nothing. */
export function noEvaluation(classes: number): readonly number[] {
  return Array.from({ length: evaluationLength(classes) }, () => 0);
}

/** Undefined for numbers that no evaluation adds up to, and where nobody has evaluated. */
export function pooledFrom(metrics: readonly number[], classes: number): PooledEvaluation | undefined {
  const [examples = 0, loss = 0, ...counts] = metrics;
  const lossSum = loss / LOSS_UNIT;
  const areCounts = counts.every((count) => Number.isSafeInteger(count) && count >= 0);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const isSound =
    metrics.length === evaluationLength(classes) &&
    areCounts &&
    examples > 0 &&
    total === examples &&
    lossSum >= 0 &&
    lossSum <= LOSS_MAX * examples;
  if (!isSound) return undefined;
  const confusion = Array.from({ length: classes }, (_, row) =>
    counts.slice(row * classes, (row + 1) * classes),
  );
  return { examples, lossSum, confusion };
}
