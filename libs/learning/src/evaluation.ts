/** @module Rates from counts: what a confusion matrix says. Rows are true classes, columns predicted ones. */

type Confusion = readonly (readonly number[])[];

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Share of the examples on the diagonal; 0 without examples. */
export function accuracyOf(confusion: Confusion): number {
  const total = sum(confusion.map(sum));
  return total === 0 ? 0 : sum(confusion.map((row, index) => row[index] ?? 0)) / total;
}

/** Recall of each class; null for a class without examples. */
export function recallsOf(confusion: Confusion): (number | null)[] {
  return confusion.map((row, index) => {
    const total = sum(row);
    return total === 0 ? null : (row[index] ?? 0) / total;
  });
}
