/** @module Evaluations as the API shows them: rates from counts and sums. */
import type { Evaluation as EvaluationView } from '@muster/api';
import { accuracyOf, recallsOf } from '@muster/learning';
import type { Evaluation } from '@muster/store';

export function evaluationView({
  examples,
  lossSum,
  confusion,
}: Pick<Evaluation, 'examples' | 'lossSum' | 'confusion'>): EvaluationView {
  return {
    examples,
    accuracy: accuracyOf(confusion),
    loss: examples > 0 ? lossSum / examples : 0,
    recall: recallsOf(confusion),
    confusion: confusion.map((row) => [...row]),
  };
}

/** Over all examples of all sites: sums add up, rates do not. */
export function poolEvaluations(evaluations: readonly Evaluation[]): EvaluationView {
  const [first, ...rest] = evaluations;
  const confusion = (first?.confusion ?? []).map((row, actual) =>
    row.map((count, predicted) =>
      rest.reduce((sum, each) => sum + (each.confusion[actual]?.[predicted] ?? 0), count),
    ),
  );
  return evaluationView({
    examples: evaluations.reduce((sum, { examples }) => sum + examples, 0),
    lossSum: evaluations.reduce((sum, { lossSum }) => sum + lossSum, 0),
    confusion,
  });
}
