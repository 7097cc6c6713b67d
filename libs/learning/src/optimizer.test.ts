import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeOptimizer } from './optimizer.ts';
import { openTfjsEngine } from './tfjs-engine.ts';
import { learningRateAt, type OptimizerSpec, trainingSchema } from './training.ts';

const RATE = 0.05;
const LENGTH = 37;

/** Each optimiser of a task beside the one of tfjs that it stands for. */
const pairs: readonly (readonly [string, OptimizerSpec, () => tf.Optimizer])[] = [
  ['sgd', { name: 'sgd', learningRate: RATE }, () => tf.train.sgd(RATE)],
  [
    'momentum',
    { name: 'momentum', learningRate: RATE, momentum: 0.9, nesterov: false },
    () => tf.train.momentum(RATE, 0.9, false),
  ],
  [
    'nesterov',
    { name: 'momentum', learningRate: RATE, momentum: 0.8, nesterov: true },
    () => tf.train.momentum(RATE, 0.8, true),
  ],
  ['adagrad', { name: 'adagrad', learningRate: RATE }, () => tf.train.adagrad(RATE)],
  [
    'rmsprop',
    { name: 'rmsprop', learningRate: RATE, decay: 0.9, momentum: 0.3 },
    () => tf.train.rmsprop(RATE, 0.9, 0.3, 1e-7, false),
  ],
  [
    'adam',
    { name: 'adam', learningRate: RATE, beta1: 0.9, beta2: 0.999 },
    () => tf.train.adam(RATE, 0.9, 0.999, 1e-7),
  ],
  [
    'adam with other betas',
    { name: 'adam', learningRate: RATE, beta1: 0.5, beta2: 0.9 },
    () => tf.train.adam(RATE, 0.5, 0.9, 1e-7),
  ],
];

const start = (): Float32Array => Float32Array.from({ length: LENGTH }, (_, i) => Math.sin(i));
/** Gradients of all sizes, zeros among them. */
const gradientAt = (step: number): Float32Array =>
  Float32Array.from({ length: LENGTH }, (_, i) =>
    i % 5 === 0 ? 0 : Math.cos(i * 3 + step) * 10 ** ((i % 7) - 4),
  );

describe('optimisers', () => {
  beforeAll(async () => {
    await openTfjsEngine('wasm');
  });

  it.each(pairs)('%s takes the steps of tfjs', (_name, spec, make) => {
    const weights = start();
    const ours = makeOptimizer(spec, LENGTH);
    const theirs = make();
    const variable = tf.variable(tf.tensor1d(start()));
    for (let step = 1; step <= 12; step++) {
      ours.step(weights, gradientAt(step), RATE);
      tf.tidy(() => theirs.applyGradients([{ name: variable.name, tensor: tf.tensor1d(gradientAt(step)) }]));
      const found = variable.dataSync();
      for (const [i, value] of weights.entries())
        expect(Math.abs(value - (found[i] ?? Number.NaN))).toBeLessThan(2e-5);
    }
    expect(weights).not.toEqual(start());
    theirs.dispose();
    variable.dispose();
  });

  it('adam follows algorithm 1 of Kingma and Ba, worked by hand', () => {
    const weights = Float32Array.of(1);
    const adam = makeOptimizer({ name: 'adam', learningRate: 0.1, beta1: 0.9, beta2: 0.999 }, 1);
    adam.step(weights, Float32Array.of(0.5), 0.1);
    // m^ = 0.5, v^ = 0.25: one whole learning rate.
    expect(weights[0]).toBeCloseTo(0.9, 6);
    adam.step(weights, Float32Array.of(-0.5), 0.1);
    // m = 0.9 * 0.05 - 0.05 = -0.005, m^ = -0.005 / 0.19; v^ = 0.25.
    expect(weights[0]).toBeCloseTo(0.9 + (0.1 * 0.005) / 0.19 / 0.5, 6);
  });
});

describe('learning rates by round', () => {
  const rate = (schedule: unknown, round: number): number =>
    learningRateAt(trainingSchema.parse({ optimizer: { name: 'sgd', learningRate: 0.8 }, schedule }), round);

  it('are constant unless the task says otherwise', () => {
    expect([1, 2, 100].map((round) => rate(undefined, round))).toEqual([0.8, 0.8, 0.8]);
  });

  it('fall by a factor after every few rounds', () => {
    const step = { name: 'step', everyRounds: 2, factor: 0.5 };
    expect([1, 2, 3, 4, 5].map((round) => rate(step, round))).toEqual([0.8, 0.8, 0.4, 0.4, 0.2]);
  });

  it('fall along half a cosine and stay at its floor', () => {
    const cosine = { name: 'cosine', rounds: 10, floor: 0.25 };
    expect(rate(cosine, 1)).toBe(0.8);
    expect(rate(cosine, 6)).toBeCloseTo(0.8 * 0.625, 12);
    expect(rate(cosine, 11)).toBeCloseTo(0.2, 12);
    expect(rate(cosine, 500)).toBeCloseTo(0.2, 12);
  });
});
