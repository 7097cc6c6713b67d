/** @module Models, as a task declares them: a named architecture with parameters, or a list of layers. Anything else is refused. */
import type { FeatureSpec } from '@muster/data';
import { MusterError } from '@muster/errors';
import { z } from 'zod';
import { type LayerSpec, layerSchema } from './layers.ts';
import { modelSize } from './shape.ts';

const width = z.int().min(1).max(65_536);
const activation = z.enum(['relu', 'elu', 'selu', 'tanh', 'sigmoid', 'swish']);
const dropout = z
  .number()
  .min(0)
  .max(0.95)
  .default(0)
  .describe('Share of units left out of a step, after each hidden layer');

/** `model:` of a task. */
export const modelSchema = z
  .discriminatedUnion('architecture', [
    z
      .strictObject({
        architecture: z.literal('mlp'),
        hidden: z.array(width).min(1).max(32).describe('Units of each hidden layer'),
        activation: activation.default('relu').describe('After each hidden layer'),
        dropout,
      })
      .describe('A multilayer perceptron, for images and tables'),
    z
      .strictObject({
        architecture: z.literal('cnn'),
        conv: z
          .array(width)
          .min(1)
          .max(6)
          .describe('Filters of each block: convolution without padding, ReLU, 2x2 max-pooling'),
        kernel: z.int().min(1).max(11).default(3).describe('Side of the kernels, in pixels'),
        dense: width.describe('Units of the hidden layer after the blocks, with ReLU'),
        dropout,
      })
      .describe('A convolutional network, for images'),
    z.strictObject({ architecture: z.literal('logistic') }).describe('Softmax regression'),
    z
      .strictObject({
        architecture: z.literal('layers'),
        layers: z
          .array(layerSchema)
          .min(1)
          .max(256)
          .describe('In order; the last is `dense` with softmax and one unit for each class'),
      })
      .describe('Keras-style layers from an allow-list; nothing that is code'),
  ])
  .describe(
    'What is trained, at most 2^27 parameters. The output layer (softmax over the classes) is added, but for `layers`',
  );

export type ModelSpec = z.infer<typeof modelSchema>;

/**
 * The layers of a model, output included, with initialisers seeded by `seed`: pure JSON, the same for every engine. Throws
 * MODEL_INVALID for what can be seen without building it: a picture architecture on a table, layers that do not fit together or grow too
 * large, an output of another width. `detail.layer` is the index in a declared list of layers.
 */
export function modelLayers(
  spec: ModelSpec,
  features: FeatureSpec,
  classes: number,
  seed: number,
): readonly LayerSpec[] {
  const body = bodyLayers(spec, features);
  const output: LayerSpec = { className: 'dense', config: { units: classes, activation: 'softmax' } };
  const layers = spec.architecture === 'layers' ? body : [...body, output];
  if (spec.architecture === 'layers') checkOutput(layers, classes);
  checkSize(spec, layers, inputShape(features));
  return layers.map((layer, index) => seeded(layer, seed, index));
}

/** The shape of one example, without the batch. */
export function inputShape(features: FeatureSpec): readonly number[] {
  return features.kind === 'image'
    ? [features.height, features.width, features.channels]
    : [features.features];
}

function bodyLayers(spec: ModelSpec, features: FeatureSpec): readonly LayerSpec[] {
  const flatten: readonly LayerSpec[] =
    features.kind === 'image' ? [{ className: 'flatten', config: {} }] : [];
  const drop = (rate: number): readonly LayerSpec[] =>
    rate > 0 ? [{ className: 'dropout', config: { rate } }] : [];
  switch (spec.architecture) {
    case 'logistic':
      return flatten;
    case 'mlp':
      return [
        ...flatten,
        ...spec.hidden.flatMap((units) => [
          { className: 'dense', config: { units, activation: spec.activation } },
          ...drop(spec.dropout),
        ]),
      ];
    case 'cnn':
      if (features.kind !== 'image')
        throw new MusterError('MODEL_INVALID', 'a cnn reads images, and the data is a table');
      return [
        ...spec.conv.flatMap((filters) => [
          { className: 'conv2d', config: { filters, kernelSize: spec.kernel, activation: 'relu' } },
          { className: 'maxPooling2d', config: { poolSize: 2 } },
        ]),
        { className: 'flatten', config: {} },
        { className: 'dense', config: { units: spec.dense, activation: 'relu' } },
        ...drop(spec.dropout),
      ];
    case 'layers':
      return spec.layers;
    default:
      return spec satisfies never;
  }
}

function checkSize(spec: ModelSpec, layers: readonly LayerSpec[], input: readonly number[]): void {
  try {
    const { output, trainable } = modelSize(layers, input);
    const last = layers.length - 1;
    if (output.length !== 1) {
      throw new MusterError(
        'MODEL_INVALID',
        `the last layer gives ${output.join(' x ')} values; flatten what it is given`,
        {
          detail: { layer: last },
        },
      );
    }
    if (trainable === 0) throw new MusterError('MODEL_INVALID', 'no layer of the model is trained');
  } catch (thrown) {
    // The layers of a named architecture are not written in the task: nobody could look up their index.
    if (spec.architecture === 'layers' || !(thrown instanceof MusterError)) throw thrown;
    throw new MusterError(
      'MODEL_INVALID',
      `the ${spec.architecture} does not fit its data: ${thrown.message}`,
    );
  }
}

function checkOutput(layers: readonly LayerSpec[], classes: number): void {
  const last = layers[layers.length - 1];
  if (last?.className !== 'dense' || last.config.units !== classes || last.config.activation !== 'softmax') {
    throw new MusterError(
      'MODEL_INVALID',
      `the last layer must be dense with ${classes} units and softmax: one for each class`,
      {
        detail: { layer: layers.length - 1 },
      },
    );
  }
}

const RECURRENT = new Set(['simpleRNN', 'lstm', 'gru']);
const INITIALISED = new Set(['dense', 'conv1d', 'conv2d', 'depthwiseConv2d', 'embedding', ...RECURRENT]);
const SEEDABLE = new Set([
  'glorotUniform',
  'glorotNormal',
  'heUniform',
  'heNormal',
  'leCunUniform',
  'leCunNormal',
  'orthogonal',
]);

/** Each layer draws from a seed of its own, so that two of the same shape do not start equal. */
function seeded(layer: LayerSpec, seed: number, index: number): LayerSpec {
  const own = (seed * 1_000_003 + index * 7919 + 1) % 2_147_483_647;
  const { config, className } = layer;
  if (className === 'dropout') return { className, config: { ...config, seed: config.seed ?? own } };
  if (!INITIALISED.has(className)) return layer;
  const named = (key: string, fallback: string, shift: number): unknown => {
    const name = typeof config[key] === 'string' ? config[key] : fallback;
    return SEEDABLE.has(name) ? { className: name, config: { seed: own + shift } } : name;
  };
  if (className === 'embedding') {
    return {
      className,
      config: {
        ...config,
        embeddingsInitializer: {
          className: 'randomUniform',
          config: { minval: -0.05, maxval: 0.05, seed: own },
        },
      },
    };
  }
  const kernel = className === 'depthwiseConv2d' ? 'depthwiseInitializer' : 'kernelInitializer';
  const recurrent = RECURRENT.has(className)
    ? { recurrentInitializer: named('recurrentInitializer', 'glorotUniform', 1) }
    : {};
  return { className, config: { ...config, [kernel]: named(kernel, 'glorotUniform', 0), ...recurrent } };
}
