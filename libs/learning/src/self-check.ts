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
function values(length: number, phase: number): Float32Array {
  return Float32Array.from(
    { length },
    (_, index) => (((index * 7919 + phase * 104_729) % 2003) - 1001) / 1001,
  );
}

const matrix = (rows: number, columns: number, phase: number): tf.Tensor2D =>
  tf.tensor2d(values(rows * columns, phase), [rows, columns]);

const images = (shape: [number, number, number, number], phase: number): tf.Tensor4D =>
  tf.tensor4d(values(shape[0] * shape[1] * shape[2] * shape[3], phase), shape);

/** tfjs hands tensors of any rank to a function whose gradient it takes: here are those that were given to it. */
function rank4(tensor: tf.Tensor): tf.Tensor4D {
  if (isRank4(tensor)) return tensor;
  throw new Error('no tensor of rank 4');
}

function isRank4(tensor: tf.Tensor): tensor is tf.Tensor4D {
  return tensor.rank === 4;
}

/** Loss and every gradient of conv (no ReLU) - max-pool - dense: what a bare forward pass or an import would not show. */
function trainingStep(): Record<string, tf.Tensor> {
  const y = tf.tensor2d([0, 1, 0, 1, 0, 0], [2, 3]);
  const { value, grads } = tf.valueAndGrads((x, filter, bias, dense): tf.Scalar => {
    const convolved = tf.add<tf.Tensor4D>(tf.conv2d(rank4(x), rank4(filter), 1, 'valid'), bias);
    const pooled = tf.maxPool(tf.sub<tf.Tensor4D>(convolved, 2), 2, 2, 'valid');
    return meanCrossEntropy(tf.matMul(tf.reshape(pooled, [2, 16]), dense), y);
  })([images([2, 7, 7, 2], 1), images([3, 3, 2, 4], 2), tf.tensor1d(values(4, 3)), matrix(16, 3, 4)]);
  const [dx, dFilter, dBias, dDense] = grads;
  return named({ loss: value, dx, dFilter, dBias, dDense });
}

/** The kernels of section 2.4, and what is built on the ones that we replaced. */
function suspects(): Record<string, tf.Tensor> {
  const a = matrix(5, 60, 5);
  const b = matrix(5, 7, 6);
  const strided = tf.grads((x, f) => tf.sum(tf.square(tf.conv2d(rank4(x), rank4(f), 2, 'same'))))([
    images([1, 6, 5, 2], 7),
    images([3, 2, 2, 3], 8),
  ]);
  const gathered = tf.grad((table) =>
    tf.sum(tf.square(tf.gather(table, tf.tensor1d([0, 2, 2, 1], 'int32')))),
  )(matrix(3, 4, 9));
  const negatives = tf.grad((x) => tf.sum(tf.maxPool(rank4(x), 3, 2, 'same')))(
    tf.sub(images([1, 5, 5, 2], 10), 3),
  );
  const depth = tf.grads((x, f) => tf.sum(tf.square(tf.depthwiseConv2d(rank4(x), rank4(f), 1, 'same'))))([
    images([1, 4, 4, 2], 11),
    images([3, 3, 2, 2], 12),
  ]);
  return named({
    fused: tf.fused.matMul({
      a,
      b,
      transposeA: true,
      bias: tf.tensor1d(values(7, 13)),
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
