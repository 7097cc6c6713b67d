import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openTfjsEngine } from '../tfjs-engine.ts';

interface Case {
  readonly inputs: readonly tf.Tensor[];
  readonly f: (...inputs: never[]) => tf.Tensor;
}

let draw = 11;
function random(): number {
  draw = (Math.imul(draw, 1_664_525) + 1_013_904_223) >>> 0;
  return draw / 2 ** 32;
}

/** Values from `low` to 1, the same for each backend. */
function values(shape: readonly number[], low = -1): () => tf.Tensor {
  const size = shape.reduce((product, side) => product * side, 1);
  const data = Float32Array.from({ length: size }, () => low + (1 - low) * random());
  return () => tf.tensor(data.slice(), [...shape]);
}

const cases = new Map<string, () => Case>();
function add(name: string, makers: readonly (() => tf.Tensor)[], f: (...inputs: never[]) => tf.Tensor): void {
  cases.set(name, () => ({ inputs: makers.map((make) => make()), f }));
}

type Pad =
  | 'same'
  | 'valid'
  | number
  | [[number, number], [number, number], [number, number], [number, number]];
const convolutions: readonly [
  kernel: [number, number],
  strides: number | [number, number],
  pad: Pad,
  side: [number, number],
  channels: [number, number],
][] = [
  [[3, 3], 1, 'valid', [12, 12], [1, 8]],
  [[3, 3], 1, 'same', [9, 11], [3, 5]],
  [[3, 3], 2, 'same', [12, 12], [4, 6]],
  [[3, 3], 2, 'same', [11, 13], [4, 6]],
  [[5, 5], 2, 'valid', [13, 12], [3, 4]],
  [[1, 1], 1, 'same', [7, 7], [8, 8]],
  [[1, 1], 2, 'valid', [7, 8], [8, 8]],
  [[3, 3], 3, 'valid', [12, 11], [2, 3]],
  [[3, 3], 3, 'same', [10, 8], [2, 3]],
  [[3, 3], 1, 1, [8, 8], [2, 3]],
  [[2, 2], 1, 'same', [8, 7], [2, 3]],
  [[4, 4], 2, 'same', [10, 9], [2, 3]],
  [[3, 5], [1, 2], 'same', [10, 9], [2, 3]],
  [[5, 1], [3, 1], 'valid', [9, 4], [2, 3]],
  [[7, 7], 1, 'valid', [7, 7], [2, 3]],
  [
    [3, 3],
    1,
    [
      [0, 0],
      [1, 0],
      [0, 2],
      [0, 0],
    ],
    [8, 8],
    [3, 4],
  ],
];
for (const [kernel, strides, pad, side, [from, to]] of convolutions) {
  add(
    `conv2d ${kernel} by ${strides}, ${JSON.stringify(pad)}, ${side}, ${from} to ${to} channels`,
    [values([2, ...side, from]), values([...kernel, from, to])],
    (x: tf.Tensor4D, w: tf.Tensor4D) => tf.conv2d(x, w, strides, pad as 'same'),
  );
}
add('conv1d', [values([2, 20, 4]), values([3, 4, 6])], (x: tf.Tensor3D, w: tf.Tensor3D) =>
  tf.conv1d(x, w, 1, 'same'),
);
for (const strides of [1, 2]) {
  add(
    `depthwise by ${strides}`,
    [values([2, 9, 8, 3]), values([3, 3, 3, 2])],
    (x: tf.Tensor4D, w: tf.Tensor4D) => tf.depthwiseConv2d(x, w, strides, 'same'),
  );
}
for (const [size, strides, pad] of [
  [2, 2, 'valid'],
  [2, 2, 'same'],
  [3, 2, 'same'],
  [3, 1, 'valid'],
  [2, 3, 'valid'],
  [[2, 3], [1, 2], 'same'],
] as const) {
  const pool = (x: tf.Tensor4D): tf.Tensor =>
    tf.maxPool(x, size as [number, number], strides as [number, number], pad);
  add(`maxPool ${size} by ${strides}, ${pad}`, [values([2, 9, 8, 3])], pool);
  const negative = values([2, 9, 8, 3], 0.1);
  add(
    `maxPool ${size} by ${strides}, ${pad}, negatives alone`,
    [() => tf.tidy(() => tf.neg(negative()))],
    pool,
  );
}
add('maxPool of equals', [() => tf.zeros([1, 4, 4, 2])], (x: tf.Tensor4D) => tf.maxPool(x, 2, 2, 'valid'));
// The stock 3-D kernels are wrong beyond stride 1 and for negatives.
for (const strides of [1, 2]) {
  add(
    `conv3d by ${strides}`,
    [values([1, 5, 4, 5, 2]), values([2, 2, 2, 2, 3])],
    (x: tf.Tensor5D, w: tf.Tensor5D) => tf.conv3d(x, w, strides, 'same'),
  );
}
const cube = values([1, 4, 4, 4, 2]);
add('maxPool3d, negatives alone', [() => tf.tidy(() => tf.sub(cube(), 2))], (x: tf.Tensor5D) =>
  tf.maxPool3d(x, 2, 2, 'valid'),
);
add('avgPool', [values([2, 9, 8, 3])], (x: tf.Tensor4D) => tf.avgPool(x, 3, 2, 'same'));
for (const [transposeA, transposeB] of [
  [false, false],
  [true, false],
  [false, true],
  [true, true],
] as const) {
  const a = transposeA ? [70, 17] : [17, 70];
  const b = transposeB ? [9, 70] : [70, 9];
  const way = `${transposeA ? 'T' : 'N'}${transposeB ? 'T' : 'N'}`;
  add(`matMul ${way}`, [values(a), values(b)], (x: tf.Tensor2D, y: tf.Tensor2D) =>
    tf.matMul(x, y, transposeA, transposeB),
  );
  add(`matMul ${way} of batches`, [values([3, ...a]), values([3, ...b])], (x: tf.Tensor, y: tf.Tensor) =>
    tf.matMul(x, y, transposeA, transposeB),
  );
  add(
    `fused.matMul ${way} with bias and relu`,
    [values(a), values(b), values([9])],
    (x: tf.Tensor2D, y: tf.Tensor2D, bias: tf.Tensor1D) =>
      tf.fused.matMul({ a: x, b: y, transposeA, transposeB, bias, activation: 'relu' }),
  );
}
for (const indices of [[3, 1, 3, 11, 0, 3], [7]]) {
  add(`gather ${indices}`, [values([12, 5])], (x: tf.Tensor2D) =>
    tf.gather(x, tf.tensor1d(indices, 'int32')),
  );
}
add('gather by a table', [values([12, 5])], (x: tf.Tensor2D) =>
  tf.gather(x, tf.tensor2d([3, 1, 3, 11, 0, 3], [2, 3], 'int32')),
);
add('max and logSumExp', [values([4, 9])], (x: tf.Tensor2D) => tf.add(tf.max(x, 1), tf.logSumExp(x, 1)));
add('logSoftmax', [values([8, 10])], (x: tf.Tensor2D) => tf.logSoftmax(x));

/** The value and every gradient, against a fixed cotangent, as flat numbers; nothing is left allocated. */
function results(make: () => Case): Float32Array[] {
  const before = tf.memory().numTensors;
  const { inputs, f } = make();
  const all = tf.tidy(() => {
    const out = f(...(inputs as never[]));
    const cotangent = tf.tensor(
      Float32Array.from({ length: out.size }, (_, index) => Math.sin(index + 1)),
      out.shape,
    );
    return [out, ...tf.grads(f as never)([...inputs], cotangent)].map((tensor) =>
      (tensor as tf.Tensor).dataSync<'float32'>().slice(),
    );
  });
  tf.dispose([...inputs]);
  expect(tf.memory().numTensors).toBe(before);
  return all;
}

function relativeError(found: Float32Array | undefined, expected: Float32Array): number {
  if (found?.length !== expected.length) return Number.POSITIVE_INFINITY;
  const scale = expected.reduce((top, value) => Math.max(top, Math.abs(value)), 1e-12);
  const errors = expected.map((value, index) => Math.abs(value - (found[index] ?? Number.NaN)) / scale);
  return errors.every(Number.isFinite) ? Math.max(...errors) : Number.POSITIVE_INFINITY;
}

describe('the wasm backend with our kernels has the values and gradients of the cpu backend', () => {
  const expected = new Map<string, Float32Array[]>();

  beforeAll(async () => {
    await openTfjsEngine('wasm');
    await tf.setBackend('cpu');
    for (const [name, make] of cases) expected.set(name, results(make));
    await tf.setBackend('wasm');
  });

  it.each([...cases.keys()])('%s', (name) => {
    const make = cases.get(name);
    const reference = expected.get(name) ?? [];
    const found = make ? results(make) : [];
    expect(reference.length).toBeGreaterThan(1);
    for (const [index, numbers] of reference.entries()) {
      expect(relativeError(found[index], numbers)).toBeLessThan(5e-6);
    }
  });

  it('a product of batches with a bias is refused, not computed wrongly', () => {
    const a = tf.ones([2, 3, 60]);
    const b = tf.ones([2, 60, 4]);
    const bias = tf.ones([4]);
    expect(() => tf.fused.matMul({ a, b, bias })).toThrow(/batches/);
    tf.dispose([a, b, bias]);
  });
});
