/**
 * @module The numeric self-check: an engine may contribute only when a training step and the kernels that are known to go wrong give the
 * numbers recorded from tfjs' plain cpu kernels (training-engines.md, sections 2.4 and 6).
 */
import * as tf from '@tensorflow/tfjs-core';
import { SELF_CHECK_EXPECTED } from './self-check.expected.ts';
import { meanCrossEntropy } from './tfjs-network.ts';

/** Largest error, relative to the largest value of the same result, that passes. */
const TOLERANCE = 1e-4;

export interface SelfCheck {
  readonly passed: boolean;
  readonly maxRelativeError: number;
}

/** Runs the check on the backend in force. A kernel that throws fails the check. */
export function selfCheck(): SelfCheck {
  let figures: Readonly<Record<string, readonly number[]>>;
  const before = tf.memory().numTensors;
  try {
    figures = selfCheckFigures();
  } catch {
    return { passed: false, maxRelativeError: Number.POSITIVE_INFINITY };
  }
  const leaked = tf.memory().numTensors - before;
  const errors = Object.entries(SELF_CHECK_EXPECTED).map(([name, expected]) =>
    relativeError(figures[name] ?? [], expected),
  );
  const maxRelativeError = Math.max(...errors);
  return { passed: leaked === 0 && maxRelativeError <= TOLERANCE, maxRelativeError };
}

function relativeError(found: readonly number[], expected: readonly number[]): number {
  if (found.length !== expected.length) return Number.POSITIVE_INFINITY;
  const scale = Math.max(...expected.map(Math.abs), 1e-12);
  const worst = Math.max(...expected.map((value, index) => Math.abs(value - (found[index] ?? Number.NaN))));
  return Number.isFinite(worst) ? worst / scale : Number.POSITIVE_INFINITY;
}

/** Every result by name, as flat numbers. */
export function selfCheckFigures(): Record<string, number[]> {
  const results = tf.tidy(() => ({ ...trainingStep(), ...suspects() }));
  try {
    return Object.fromEntries(
      Object.entries(results).map(([name, tensor]) => [name, Array.from(tensor.dataSync())]),
    );
  } finally {
    tf.dispose(results);
  }
}

/** Values between -1 and 1 that any machine makes alike, both signs in every neighbourhood. */
function values(shape: readonly number[], phase: number): tf.Tensor {
  const size = shape.reduce((product, side) => product * side, 1);
  return tf.tensor(
    Float32Array.from(
      { length: size },
      (_, index) => (((index * 7919 + phase * 104_729) % 2003) - 1001) / 1001,
    ),
    [...shape],
  );
}

/** Loss and every gradient of conv (no ReLU) - max-pool - dense: what a bare forward pass or an import would not show. */
function trainingStep(): Record<string, tf.Tensor> {
  const x = values([2, 7, 7, 2], 1) as tf.Tensor4D;
  const y = tf.tensor2d([0, 1, 0, 1, 0, 0], [2, 3]);
  const filter = values([3, 3, 2, 4], 2) as tf.Tensor4D;
  const bias = values([4], 3) as tf.Tensor1D;
  const dense = values([16, 3], 4) as tf.Tensor2D;
  const loss = (input: tf.Tensor, f: tf.Tensor, b: tf.Tensor, d: tf.Tensor): tf.Scalar => {
    const convolved = tf.add(tf.conv2d(input as tf.Tensor4D, f as tf.Tensor4D, 1, 'valid'), b) as tf.Tensor4D;
    const pooled = tf.maxPool(tf.sub(convolved, 2) as tf.Tensor4D, 2, 2, 'valid');
    return meanCrossEntropy(tf.matMul(tf.reshape(pooled, [2, 16]), d as tf.Tensor2D), y);
  };
  const { value, grads } = tf.valueAndGrads(loss as never)([x, filter, bias, dense]);
  const [dx, dFilter, dBias, dDense] = grads as tf.Tensor[];
  return named({ loss: value, dx, dFilter, dBias, dDense });
}

/** The kernels of section 2.4, and what is built on the ones that we replaced. */
function suspects(): Record<string, tf.Tensor> {
  const a = values([5, 60], 5) as tf.Tensor2D;
  const b = values([5, 7], 6) as tf.Tensor2D;
  const strided = tf.grads(((x: tf.Tensor, f: tf.Tensor) =>
    tf.sum(tf.square(tf.conv2d(x as tf.Tensor4D, f as tf.Tensor4D, 2, 'same')))) as never)([
    values([1, 6, 5, 2], 7),
    values([3, 2, 2, 3], 8),
  ]) as tf.Tensor[];
  const gathered = tf.grad((table: tf.Tensor) =>
    tf.sum(tf.square(tf.gather(table, tf.tensor1d([0, 2, 2, 1], 'int32')))),
  )(values([3, 4], 9));
  const negatives = tf.grad((x: tf.Tensor) => tf.sum(tf.maxPool(x as tf.Tensor4D, 3, 2, 'same')))(
    tf.sub(values([1, 5, 5, 2], 10), 3),
  );
  const depth = tf.grads(((x: tf.Tensor, f: tf.Tensor) =>
    tf.sum(tf.square(tf.depthwiseConv2d(x as tf.Tensor4D, f as tf.Tensor4D, 1, 'same')))) as never)([
    values([1, 4, 4, 2], 11),
    values([3, 3, 2, 2], 12),
  ]) as tf.Tensor[];
  return named({
    fused: tf.fused.matMul({
      a,
      b,
      transposeA: true,
      bias: values([7], 13) as tf.Tensor1D,
      activation: 'relu',
    }),
    matMulBack: tf.matMul(b, a, true, false),
    stridedX: strided[0],
    stridedFilter: strided[1],
    gathered,
    negatives,
    depthX: depth[0],
    depthFilter: depth[1],
  });
}

function named(tensors: Record<string, tf.Tensor | undefined>): Record<string, tf.Tensor> {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => {
      if (!tensor) throw new Error(`no result ${name}`);
      return [name, tensor];
    }),
  );
}
