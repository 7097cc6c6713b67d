/** @module What a model makes of labelled rows: counts and a sum, nothing about a single row; and probabilities, for people who ask. */
import { type Dataset, featureLength } from '@muster/data';
import { MusterError } from '@muster/errors';
import type { Network } from './engine.ts';
import type { Pace } from './pace.ts';

/** All that an evaluation says. Sums and counts of several sites add up to those of their rows together. */
export interface EvaluationCounts {
  readonly examples: number;
  /** Sum of the cross-entropy over the examples, nats, in float64. */
  readonly lossSum: number;
  /** Counts: `confusion[true class][predicted class]`. */
  readonly confusion: readonly (readonly number[])[];
}

/** What a model says of one row; rows count from 0, classes by their code. */
export interface Prediction {
  readonly row: number;
  /** Class code that the data has for the row; null where it has none. */
  readonly label: number | null;
  readonly predicted: number;
  /** One for each class; they sum to 1. */
  readonly probabilities: readonly number[];
}

/** Rows that fit through the network at a time; a result does not depend on it. */
const BATCH_ROWS = 256;

/** Throws TRAINING_DIVERGED if the model gives no finite loss; CANCELLED. */
export async function evaluate(
  network: Network,
  dataset: Dataset,
  rows: Uint32Array,
  pace: Pace,
  report: (done: number) => void = () => {},
): Promise<EvaluationCounts> {
  const classes = dataset.classes.length;
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  let lossSum = 0;
  await eachRow(network, dataset, rows, pace, report, (logits, label) => {
    const counts = confusion[label];
    const predicted = greatest(logits);
    if (counts) counts[predicted] = (counts[predicted] ?? 0) + 1;
    lossSum += logSumExp(logits) - (logits[label] ?? 0);
  });
  if (!Number.isFinite(lossSum)) {
    throw new MusterError('TRAINING_DIVERGED', 'The model gives a loss that is not finite.');
  }
  return { examples: rows.length, lossSum, confusion };
}

/** Class probabilities of each row, in order. Throws CANCELLED. */
export async function predict(
  network: Network,
  dataset: Dataset,
  rows: Uint32Array,
  pace: Pace,
): Promise<Prediction[]> {
  const predictions: Prediction[] = [];
  const nothing = (): void => {};
  const classes = dataset.classes.length;
  await eachRow(network, dataset, rows, pace, nothing, (logits, label, row) => {
    const total = logSumExp(logits);
    const probabilities = Array.from(logits, (logit) => Math.exp(logit - total));
    predictions.push({
      row,
      label: label < classes ? label : null,
      predicted: greatest(logits),
      probabilities,
    });
  });
  return predictions;
}

async function eachRow(
  network: Network,
  dataset: Dataset,
  rows: Uint32Array,
  pace: Pace,
  report: (done: number) => void,
  take: (logits: Float32Array, label: number, row: number) => void,
): Promise<void> {
  const classes = dataset.classes.length;
  const size = Math.min(BATCH_ROWS, rows.length);
  const x = new Float32Array(size * featureLength(dataset.features));
  const labels = new Int32Array(size);
  const logits = new Float32Array(size * classes);
  for (let at = 0; at < rows.length; at += size) {
    const batch = rows.subarray(at, at + size);
    dataset.gather(batch, x, labels);
    await network.logits(x, batch.length, logits);
    for (const [place, row] of batch.entries()) {
      take(logits.subarray(place * classes, (place + 1) * classes), labels[place] ?? 0, row);
    }
    await pace.breathe(() => report(at + batch.length));
  }
}

/** Log of the sum of exponentials, shifted by the greatest so that none overflows. */
function logSumExp(logits: Float32Array): number {
  const top = logits[greatest(logits)] ?? 0;
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - top);
  return top + Math.log(sum);
}

/** The first of the greatest. */
function greatest(logits: Float32Array): number {
  let best = 0;
  for (let i = 1; i < logits.length; i++) if ((logits[i] ?? 0) > (logits[best] ?? 0)) best = i;
  return best;
}
