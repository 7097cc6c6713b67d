import { type Dataset, type FeatureSpec, seededPermutation } from '@muster/data';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from './engine.ts';
import { modelLayers, modelSchema } from './model.ts';
import { Pace } from './pace.ts';
import { openTfjsEngine } from './tfjs-engine.ts';
import { train } from './train.ts';
import { trainingSchema } from './training.ts';

const SIZE = 50;
const FEATURES = 4;
const CLASSES = 3;
const RATE = 0.1;
const features: FeatureSpec = { kind: 'table', features: FEATURES };

/** Rows that a linear model can tell apart, in memory. */
const rowsInMemory: Dataset = {
  size: SIZE,
  classes: ['a', 'b', 'c'],
  features,
  residentBytes: 0,
  labelCounts: () => [17, 17, 16],
  gather(indices, outX, outY) {
    for (const [place, row] of indices.entries()) {
      for (let column = 0; column < FEATURES; column++) {
        outX[place * FEATURES + column] =
          Math.sin(7 * row + 3 * column) + (row % CLASSES === column ? 1.5 : 0);
      }
      outY[place] = row % CLASSES;
    }
  },
  async [Symbol.asyncDispose]() {},
};

let engine: Engine;
beforeAll(async () => {
  engine = await openTfjsEngine('wasm');
});

async function trained(model: unknown, training: object, mu = 0, signal = new AbortController().signal) {
  const layers = modelLayers(modelSchema.parse(model), features, CLASSES, 3);
  using network = engine.build(layers, features, CLASSES);
  const base = new Float32Array(network.layout.length);
  network.read(base);
  const lesson = {
    network,
    dataset: rowsInMemory,
    rows: Uint32Array.from({ length: SIZE }, (_, row) => row),
    training: trainingSchema.parse({ optimizer: { name: 'sgd', learningRate: RATE }, ...training }),
    round: { run: 'r-1', round: 1 },
    proximalMu: mu,
    base,
  };
  const { delta } = await train(lesson, new Pace(() => 0, signal), () => {});
  return { base, delta };
}

/** Gradient of the mean cross-entropy of softmax regression (Bishop 2006, equation 4.109), in float64. */
function closedForm(w: Float64Array, x: Float32Array, y: Int32Array): Float64Array {
  const gradient = new Float64Array(w.length);
  const bias = FEATURES * CLASSES;
  for (const [row, label] of y.entries()) {
    const input = x.subarray(row * FEATURES, (row + 1) * FEATURES);
    const scores = [0, 1, 2].map((k) =>
      input.reduce((sum, value, i) => sum + value * (w[i * CLASSES + k] ?? 0), w[bias + k] ?? 0),
    );
    const total = scores.reduce((sum, score) => sum + Math.exp(score), 0);
    for (const [k, score] of scores.entries()) {
      const error = (Math.exp(score) / total - (k === label ? 1 : 0)) / y.length;
      for (const [i, value] of [...input, 1].entries()) {
        const at = i * CLASSES + k;
        gradient[at] = (gradient[at] ?? 0) + error * value;
      }
    }
  }
  return gradient;
}

interface Recurrence {
  readonly batch: number;
  readonly epochs: number;
  readonly mu: number;
  readonly clip: number;
}

/** w <- w - rate * clipped(gradient(w) + mu * (w - base)), over the batches that the seeds give. */
function expectedWeights(base: Float32Array, { batch, epochs, mu, clip }: Recurrence): Float64Array {
  const w = Float64Array.from(base);
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const order = seededPermutation(SIZE, 'shuffle', 1, 'r-1', 1, epoch);
    for (let at = 0; at < SIZE; at += batch) {
      const rows = order.subarray(at, at + batch);
      const x = new Float32Array(rows.length * FEATURES);
      const y = new Int32Array(rows.length);
      rowsInMemory.gather(rows, x, y);
      const pulled = closedForm(w, x, y).map((value, i) => value + mu * ((w[i] ?? 0) - (base[i] ?? 0)));
      const scale = Math.min(1, clip / Math.hypot(...pulled));
      for (const [i, value] of pulled.entries()) w[i] = (w[i] ?? 0) - RATE * scale * value;
    }
  }
  return w;
}

describe('training a softmax regression is the recurrence written out by hand', () => {
  it.each([
    { name: 'plain', mu: 0, clip: Number.POSITIVE_INFINITY },
    { name: 'FedProx (Li et al. 2020)', mu: 0.8, clip: Number.POSITIVE_INFINITY },
    { name: 'clipped (Pascanu et al. 2013)', mu: 0, clip: 0.05 },
    { name: 'FedProx, then clipped', mu: 2, clip: 0.2 },
  ])('$name', async ({ mu, clip }) => {
    const limit = Number.isFinite(clip) ? { gradientClip: clip } : {};
    const { base, delta } = await trained(
      { architecture: 'logistic' },
      { epochs: 3, batchSize: 16, ...limit },
      mu,
    );
    const expected = expectedWeights(base, { batch: 16, epochs: 3, mu, clip });
    for (const [index, value] of expected.entries()) {
      const found = (base[index] ?? 0) + (delta[index] ?? Number.NaN);
      expect(Math.abs(value - found)).toBeLessThan(1e-6);
    }
  });
});

describe('an update', () => {
  it('carries moving statistics, which no gradient touches', async () => {
    const layers = [
      { className: 'dense', config: { units: 5 } },
      { className: 'batchNormalization', config: { momentum: 0.5 } },
      { className: 'dense', config: { units: CLASSES, activation: 'softmax' } },
    ];
    const { delta } = await trained({ architecture: 'layers', layers }, { batchSize: 16 });
    // The last ten: moving mean and variance of five units.
    expect(delta.subarray(delta.length - 10).every((value) => value !== 0)).toBe(true);
  });

  it('leaves no tensor and no buffer behind, made or cancelled', async () => {
    const backend = tf.backend() as unknown as { numDataIds(): number };
    const held = (): readonly number[] => [
      tf.memory().numTensors,
      tf.memory().numDataBuffers,
      backend.numDataIds(),
    ];
    const before = held();
    const deep = { architecture: 'mlp', hidden: [6], dropout: 0.3 };
    await trained(deep, { epochs: 2, batchSize: 16 });
    await expect(trained(deep, {}, 0, AbortSignal.abort())).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(held()).toEqual(before);
  });
});
