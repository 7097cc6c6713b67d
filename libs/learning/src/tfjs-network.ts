/** @module A model built by TensorFlow.js, behind flat vectors: weights in and out, gradients and logits of a batch. */
import type { FeatureSpec } from '@muster/data';
import { MusterError } from '@muster/errors';
import { makeLayout, type VectorLayout } from '@muster/vector';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import type { Network } from './engine.ts';
import type { LayerSpec } from './layers.ts';
import { inputShape } from './model.ts';

export class TfjsNetwork implements Network {
  readonly layout: VectorLayout;
  readonly trainableLength: number;
  readonly #inputShape: readonly number[];
  readonly #classes: number;
  readonly #model: layers.Sequential;

  /** Throws MODEL_INVALID, naming the layer, when the layers do not fit together. */
  constructor(specs: readonly LayerSpec[], features: FeatureSpec, classes: number) {
    this.#inputShape = inputShape(features);
    this.#classes = classes;
    this.#model = build(specs, this.#inputShape);
    // tfjs-layers lists trained weights first, then the others: the order of getWeights(), which is Keras'.
    this.layout = makeLayout(
      this.#model.weights.map((weight) => ({ name: weight.originalName, shape: shapeOf(weight) })),
    );
    this.trainableLength = this.#model.trainableWeights.reduce((sum, weight) => sum + sizeOf(weight), 0);
    if (this.#model.outputs[0]?.shape[1] !== classes) {
      this.#model.dispose();
      throw new MusterError(
        'MODEL_INVALID',
        `the model does not end in ${classes} values, one for each class`,
      );
    }
  }

  load(weights: Float32Array): void {
    const whole = weights.length === this.layout.length;
    if (!whole && weights.length !== this.trainableLength)
      throw new MusterError('LENGTH_MISMATCH', 'the weights are those of another model');
    let at = 0;
    tf.tidy(() => {
      for (const weight of whole ? this.#model.weights : this.#model.trainableWeights) {
        const size = sizeOf(weight);
        // The cpu backend keeps the array that it is given: it gets one of its own.
        variableOf(weight).assign(tf.tensor(weights.slice(at, at + size), [...shapeOf(weight)]));
        at += size;
      }
    });
  }

  read(out: Float32Array): void {
    let at = 0;
    for (const weight of this.#model.weights) {
      const values = weight.read().dataSync<'float32'>();
      out.set(values, at);
      at += values.length;
    }
  }

  gradient(
    x: Float32Array,
    labels: Int32Array,
    rows: number,
    dropoutSeed: number,
    out: Float32Array,
  ): number {
    this.#seedDropout(dropoutSeed);
    return tf.tidy(() => {
      const input = this.#input(x, rows);
      const oneHot = this.#oneHot(labels, rows);
      const variables = this.#model.trainableWeights.map(variableOf);
      const { value, grads } = tf.variableGrads(
        () => meanCrossEntropy(this.#forward(input, true), oneHot),
        variables,
      );
      let at = 0;
      for (const variable of variables) {
        const gradient = grads[variable.name];
        if (gradient) out.set(gradient.dataSync<'float32'>(), at);
        else out.fill(0, at, at + variable.size);
        at += variable.size;
      }
      return value.dataSync<'float32'>()[0] ?? Number.NaN;
    });
  }

  logits(x: Float32Array, rows: number, out: Float32Array): void {
    out.set(tf.tidy(() => this.#forward(this.#input(x, rows), false).dataSync<'float32'>()));
  }

  [Symbol.dispose](): void {
    this.#model.dispose();
  }

  #input(x: Float32Array, rows: number): tf.Tensor {
    const width = this.#inputShape.reduce((product, side) => product * side, 1);
    return tf.tensor(x.slice(0, rows * width), [rows, ...this.#inputShape]);
  }

  #oneHot(labels: Int32Array, rows: number): tf.Tensor2D {
    const values = new Float32Array(rows * this.#classes);
    for (const [row, label] of labels.subarray(0, rows).entries()) values[row * this.#classes + label] = 1;
    return tf.tensor2d(values, [rows, this.#classes]);
  }

  #forward(x: tf.Tensor, training: boolean): tf.Tensor2D {
    const out = this.#model.apply(x, { training });
    if (!isMatrix(out)) throw new MusterError('MODEL_INVALID', 'the model gives no vector of classes');
    return out;
  }

  /** Gives each dropout layer a seed for this step: with one seed for all steps its mask would never change. */
  #seedDropout(seed: number): void {
    for (const [index, layer] of this.#model.layers.entries()) {
      if (layer.getClassName() === 'Dropout')
        Reflect.set(layer, 'seed', (seed + 7919 * index) % 2_147_483_647);
    }
  }
}

/** Mean over the batch of -log p(true class), from logits: exact where a softmax would overflow. */
export function meanCrossEntropy(logits: tf.Tensor2D, oneHot: tf.Tensor2D): tf.Scalar {
  return tf.neg(tf.mean<tf.Scalar>(tf.sum(tf.mul(oneHot, tf.logSoftmax(logits)), 1)));
}

function isMatrix(value: unknown): value is tf.Tensor2D {
  return value instanceof tf.Tensor && value.rank === 2;
}

/** The variable behind a weight of a layer: tfjs-layers keeps it in a field that its types hide. */
function variableOf(weight: layers.LayerVariable): tf.Variable {
  const value: unknown = Reflect.get(weight, 'val');
  if (value instanceof tf.Variable) return value;
  throw new MusterError(
    'INTERNAL',
    'a weight of tfjs-layers holds no variable: the version is not the pinned one',
  );
}

function shapeOf(weight: layers.LayerVariable): readonly number[] {
  return weight.shape.map((size) => size ?? 0);
}

function sizeOf(weight: layers.LayerVariable): number {
  return shapeOf(weight).reduce((product, side) => product * side, 1);
}

function build(specs: readonly LayerSpec[], shape: readonly number[]): layers.Sequential {
  const model = layers.sequential();
  for (const [index, spec] of specs.entries()) {
    try {
      model.add(makeLayer(spec, index, index === specs.length - 1, index === 0 ? shape : undefined));
    } catch (cause) {
      model.dispose();
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new MusterError('MODEL_INVALID', `layer ${index} (${spec.className}): ${why}`, {
        detail: { layer: index, className: spec.className },
      });
    }
  }
  return model;
}

/** The output layer is built without its softmax: loss and probabilities are taken from the logits. */
function makeLayer(
  { className, config }: LayerSpec,
  index: number,
  isLast: boolean,
  shape: readonly number[] | undefined,
): layers.layers.Layer {
  const make: unknown = Reflect.get(layers.layers, className);
  if (typeof make !== 'function') throw new Error('no such layer');
  const built = Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key,
      key.endsWith('Initializer') ? initializer(value) : value,
    ]),
  );
  const layer: unknown = make({
    ...built,
    ...(isLast ? { activation: 'linear' } : {}),
    ...(shape ? { inputShape: [...shape] } : {}),
    name: `${className}_${index}`,
  });
  if (!(layer instanceof layers.layers.Layer)) throw new Error('no such layer');
  return layer;
}

function initializer(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  const make: unknown = Reflect.get(layers.initializers, String(Reflect.get(value, 'className')));
  if (typeof make !== 'function') throw new Error('no such initializer');
  return make(Reflect.get(value, 'config'));
}
