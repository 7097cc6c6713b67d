import '@tensorflow/tfjs-backend-wasm';
import type { FeatureSpec } from '@muster/data';
import { MusterError } from '@muster/errors';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { inputShape, modelLayers, modelSchema } from './model.ts';
import { modelSize } from './shape.ts';
import { openTfjsEngine } from './tfjs-engine.ts';
import { TfjsNetwork } from './tfjs-network.ts';

const image: FeatureSpec = { kind: 'image', height: 8, width: 7, channels: 2 };
const table: FeatureSpec = { kind: 'table', features: 12 };
const CLASSES = 3;
const ROWS = 4;

type Layers = readonly (readonly [className: string, config?: Record<string, unknown>])[];
const sequence: Layers = [['reshape', { targetShape: [4, 3] }]];
/** Every layer that a task may name, in the smallest model that uses it; the output layer is added. */
const models: Readonly<Record<string, readonly [FeatureSpec, Layers]>> = {
  dense: [table, [['dense', { units: 5, activation: 'tanh', kernelInitializer: 'heNormal' }]]],
  'dense without bias': [table, [['dense', { units: 5, useBias: false }]]],
  'dense over steps': [table, [...sequence, ['dense', { units: 5 }], ['flatten']]],
  frozen: [
    table,
    [
      ['dense', { units: 5, trainable: false }],
      ['dense', { units: 4, activation: 'relu' }],
    ],
  ],
  conv1d: [table, [...sequence, ['conv1d', { filters: 4, kernelSize: 3, padding: 'same' }], ['flatten']]],
  'conv1d valid': [table, [...sequence, ['conv1d', { filters: 4, kernelSize: 2, strides: 2 }], ['flatten']]],
  conv2d: [image, [['conv2d', { filters: 4, kernelSize: 3, activation: 'relu' }], ['flatten']]],
  'conv2d by 2': [
    image,
    [
      ['conv2d', { filters: 3, kernelSize: [3, 2], strides: 2, padding: 'same' }],
      ['conv2d', { filters: 4, kernelSize: 2, strides: [1, 2], padding: 'same' }],
      ['flatten'],
    ],
  ],
  depthwiseConv2d: [image, [['depthwiseConv2d', { kernelSize: 3, depthMultiplier: 2 }], ['flatten']]],
  'depthwiseConv2d by 2': [
    image,
    [['depthwiseConv2d', { kernelSize: 3, strides: 2, padding: 'same', useBias: false }], ['flatten']],
  ],
  maxPooling1d: [table, [...sequence, ['dense', { units: 4 }], ['maxPooling1d', {}], ['flatten']]],
  averagePooling1d: [
    table,
    [...sequence, ['dense', { units: 4 }], ['averagePooling1d', { poolSize: 3, strides: 1 }], ['flatten']],
  ],
  maxPooling2d: [
    image,
    [['conv2d', { filters: 4, kernelSize: 3 }], ['maxPooling2d', { poolSize: 2 }], ['flatten']],
  ],
  'maxPooling2d same': [
    image,
    [
      ['conv2d', { filters: 4, kernelSize: 3 }],
      ['maxPooling2d', { poolSize: [3, 2], strides: 2, padding: 'same' }],
      ['flatten'],
    ],
  ],
  averagePooling2d: [
    image,
    [['conv2d', { filters: 4, kernelSize: 3 }], ['averagePooling2d', {}], ['flatten']],
  ],
  globalAveragePooling1d: [table, [...sequence, ['dense', { units: 4 }], ['globalAveragePooling1d']]],
  globalMaxPooling1d: [table, [...sequence, ['dense', { units: 4 }], ['globalMaxPooling1d']]],
  globalAveragePooling2d: [image, [['conv2d', { filters: 4, kernelSize: 3 }], ['globalAveragePooling2d']]],
  globalMaxPooling2d: [image, [['conv2d', { filters: 4, kernelSize: 3 }], ['globalMaxPooling2d']]],
  permute: [image, [['permute', { dims: [3, 1, 2] }], ['flatten'], ['dense', { units: 4 }]]],
  dropout: [
    table,
    [
      ['dense', { units: 16 }],
      ['dropout', { rate: 0.4 }],
      ['dense', { units: 8 }],
      ['dropout', { rate: 0.4 }],
    ],
  ],
  batchNormalization: [
    image,
    [
      ['conv2d', { filters: 4, kernelSize: 3 }],
      ['batchNormalization', { momentum: 0.5 }],
      ['activation', { activation: 'relu' }],
      ['flatten'],
    ],
  ],
  layerNormalization: [
    table,
    [
      ['dense', { units: 6 }],
      ['layerNormalization', { epsilon: 1e-4 }],
    ],
  ],
  embedding: [table, [['embedding', { inputDim: 11, outputDim: 3 }], ['flatten']]],
  simpleRNN: [table, [...sequence, ['simpleRNN', { units: 4 }]]],
  lstm: [table, [...sequence, ['lstm', { units: 4, returnSequences: true }], ['lstm', { units: 3 }]]],
  gru: [table, [...sequence, ['gru', { units: 4, goBackwards: true, useBias: false }]]],
  ...Object.fromEntries(
    'relu relu6 elu selu gelu sigmoid hardSigmoid tanh softplus softsign swish mish linear softmax'
      .split(' ')
      .map(
        (activation) => [`activation ${activation}`, [table, [['dense', { units: 6, activation }]]]] as const,
      ),
  ),
};

function layersOf([features, list]: readonly [FeatureSpec, Layers]) {
  const layers = [...list, ['dense', { units: CLASSES, activation: 'softmax' }] as const].map(
    ([className, config = {}]) => ({ className, config }),
  );
  const spec = modelSchema.parse({ architecture: 'layers', layers });
  return modelLayers(spec, features, CLASSES, 5);
}

/** Three steps of gradient descent on fixed rows; weights, logits, losses and gradients, and what was left allocated. */
function trained(name: string, rate = 0.1) {
  const model = models[name];
  if (!model) throw new Error(`no model ${name}`);
  const before = tf.memory().numTensors;
  const network = new TfjsNetwork(layersOf(model), model[0], CLASSES);
  const width = inputShape(model[0]).reduce((product, side) => product * side, 1);
  const x = Float32Array.from({ length: ROWS * width }, (_, index) =>
    name === 'embedding' ? (index * 5) % 11 : Math.sin(index * 1.7),
  );
  const labels = Int32Array.of(0, 1, 2, 1);
  const weights = new Float32Array(network.layout.length);
  network.read(weights);
  const gradient = new Float32Array(network.trainableLength);
  const losses: number[] = [];
  const allocated = tf.memory().numTensors;
  for (let step = 0; step < 3; step++) {
    losses.push(network.gradient(x, labels, ROWS, 77 + step, gradient));
    for (let i = 0; i < gradient.length; i++) weights[i] = (weights[i] ?? 0) - rate * (gradient[i] ?? 0);
    network.load(weights.subarray(0, network.trainableLength));
  }
  network.read(weights);
  const logits = new Float32Array(ROWS * CLASSES);
  network.logits(x, ROWS, logits);
  expect(tf.memory().numTensors).toBe(allocated);
  const { layout, trainableLength } = network;
  network[Symbol.dispose]();
  expect(tf.memory().numTensors).toBe(before);
  return { weights, gradient, losses: Float32Array.from(losses), logits, layout, trainableLength };
}

function relativeError(found: Float32Array, expected: Float32Array): number {
  expect(found.length).toBe(expected.length);
  const scale = expected.reduce((top, value) => Math.max(top, Math.abs(value)), 1e-6);
  const errors = expected.map((value, index) => Math.abs(value - (found[index] ?? Number.NaN)) / scale);
  return errors.every(Number.isFinite) ? Math.max(...errors) : Number.POSITIVE_INFINITY;
}

describe('a network of tfjs', () => {
  beforeAll(async () => {
    await openTfjsEngine('wasm');
  });
  afterEach(async () => {
    await tf.setBackend('wasm');
  });

  it.each(Object.keys(models))(
    'trains alike on wasm and cpu, has the size foreseen, and frees all: %s',
    async (name) => {
      await tf.setBackend('cpu');
      const expected = trained(name);
      await tf.setBackend('wasm');
      const found = trained(name);
      for (const part of ['losses', 'gradient', 'weights', 'logits'] as const) {
        expect(relativeError(found[part], expected[part])).toBeLessThan(2e-5);
      }
      const again = trained(name);
      expect(again.weights).toEqual(found.weights);
      expect(found.losses[2]).not.toBe(found.losses[0]);
      const model = models[name];
      if (model) {
        const size = modelSize(layersOf(model), inputShape(model[0]));
        expect([size.parameters, size.trainable, size.output]).toEqual([
          found.layout.length,
          found.trainableLength,
          [CLASSES],
        ]);
      }
    },
  );

  it('has the gradient of the mean cross-entropy, seen in differences of the loss', () => {
    const features: FeatureSpec = { kind: 'table', features: 3 };
    const spec = modelSchema.parse({ architecture: 'mlp', hidden: [4], activation: 'tanh' });
    using network = new TfjsNetwork(modelLayers(spec, features, 3, 1), features, 3);
    const x = Float32Array.of(0.3, -1, 0.8, 0.1, 0.9, -0.4);
    const labels = Int32Array.of(2, 0);
    const weights = new Float32Array(network.layout.length);
    network.read(weights);
    const gradient = new Float32Array(weights.length);
    network.gradient(x, labels, 2, 0, gradient);
    const scratch = new Float32Array(weights.length);
    for (let i = 0; i < weights.length; i++) {
      const lossAt = (shift: number): number => {
        network.load(weights.map((value, index) => (index === i ? value + shift : value)));
        return network.gradient(x, labels, 2, 0, scratch);
      };
      expect((lossAt(1e-2) - lossAt(-1e-2)) / 2e-2).toBeCloseTo(gradient[i] ?? Number.NaN, 3);
    }
  });

  it('drops other units at each step, and the same ones for the same seed', () => {
    const model = models.dropout;
    if (!model) throw new Error('no model');
    using network = new TfjsNetwork(layersOf(model), model[0], CLASSES);
    const x = new Float32Array(12).fill(1);
    const out = new Float32Array(network.trainableLength);
    const loss = (seed: number): number => network.gradient(x, Int32Array.of(0), 1, seed, out);
    expect(loss(1)).toBe(loss(1));
    expect(new Set([1, 2, 3, 4, 5].map(loss)).size).toBeGreaterThan(3);
  });

  it('neither drops units nor moves statistics when it is only asked', () => {
    const asked = (name: string, leftOut = ''): Float32Array => {
      const [shape, list] = models[name] ?? [table, []];
      const wanted = list.filter(([className]) => className !== leftOut);
      using network = new TfjsNetwork(layersOf([shape, wanted]), shape, CLASSES);
      const weights = Float32Array.from({ length: network.layout.length }, (_, i) => 0.5 + 0.4 * Math.sin(i));
      network.load(weights);
      const width = inputShape(shape).reduce((product, side) => product * side, 1);
      const x = Float32Array.from({ length: ROWS * width }, (_, i) => Math.cos(i));
      const together = new Float32Array(ROWS * CLASSES);
      network.logits(x, ROWS, together);
      const alone = new Float32Array(CLASSES);
      network.logits(x, 1, alone);
      // Statistics of the batch would make a row depend on its neighbours.
      for (const [place, value] of alone.entries()) expect(together[place]).toBeCloseTo(value, 4);
      const after = new Float32Array(weights.length);
      network.read(after);
      expect(after).toEqual(weights);
      return together;
    };
    expect(asked('dropout')).toEqual(asked('dropout', 'dropout'));
    asked('batchNormalization');
  });

  it('lists trained weights first and leaves frozen ones alone', () => {
    const { layout, trainableLength } = trained('frozen');
    expect(layout.tensors.map(({ shape }) => shape)).toEqual([[5, 4], [4], [4, 3], [3], [12, 5], [5]]);
    expect(trainableLength).toBe(layout.length - 12 * 5 - 5);
  });

  it('stays finite where a softmax would overflow', () => {
    const features: FeatureSpec = { kind: 'table', features: 1 };
    using network = new TfjsNetwork(modelLayers({ architecture: 'logistic' }, features, 2, 1), features, 2);
    network.load(Float32Array.of(1000, -1000, 0, 0));
    const gradient = new Float32Array(4);
    expect(network.gradient(Float32Array.of(1), Int32Array.of(1), 1, 0, gradient)).toBe(2000);
    expect([...gradient]).toEqual([1, -1, 1, -1]);
  });

  it('refuses weights of another length, and codes outside an embedding', () => {
    const model = models.embedding;
    if (!model) throw new Error('no model');
    using network = new TfjsNetwork(layersOf(model), model[0], CLASSES);
    expect(() => network.load(new Float32Array(network.layout.length + 1))).toThrow(MusterError);
    const out = new Float32Array(CLASSES);
    expect(() => network.logits(new Float32Array(12).fill(11), 1, out)).toThrow();
    expect(() => network.logits(new Float32Array(12).fill(-1), 1, out)).toThrow();
  });
});
