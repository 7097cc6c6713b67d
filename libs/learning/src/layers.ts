/**
 * @module Keras-style layers that a task may name: an allow-list of classes and of their configuration, with bounds. A model is data,
 * never code: no Lambda, no custom class, no file, no URL. Left out for what tfjs 4.22 cannot train: dilated convolutions (their
 * gradient throws), noise and recurrent dropout (they take no seed).
 */
import { z } from 'zod';

/** Largest width of anything a task may ask for. */
const size = z.int().min(1).max(65_536);
const small = z.int().min(1).max(64);
const pair = z.union([small, z.tuple([small, small])]);
const activation = z
  .enum([
    'relu',
    'relu6',
    'elu',
    'selu',
    'gelu',
    'sigmoid',
    'hardSigmoid',
    'tanh',
    'softplus',
    'softsign',
    'swish',
    'mish',
    'linear',
    'softmax',
  ])
  .meta({ title: 'activation' });
const initializer = z
  .enum([
    'glorotUniform',
    'glorotNormal',
    'heUniform',
    'heNormal',
    'leCunUniform',
    'leCunNormal',
    'zeros',
    'ones',
    'orthogonal',
  ])
  .meta({ title: 'initializer' });

/** A field that may be left out, and what the layer does then. */
const optional = <Schema extends z.ZodType>(schema: Schema, description: string, absent: string) =>
  schema.optional().meta({ description, absent });

const units = size.describe('Width of the output');
const filters = size.describe('Filters');
const window = <Schema extends z.ZodType>(schema: Schema) =>
  schema.meta({ description: 'Sides of the kernel' });
const stride = <Schema extends z.ZodType>(schema: Schema) => optional(schema, 'Steps of the kernel', '1');
const padding = optional(
  z.enum(['valid', 'same']),
  'Whether the edges are padded, so that the output has as many steps as the input',
  'valid',
);
const useBias = optional(z.boolean(), 'Whether a bias is added', 'true');
const trainable = optional(z.boolean(), 'Whether it is trained', 'true');
const weights = {
  activation: optional(activation, 'What follows the sum', 'linear'),
  useBias,
  kernelInitializer: optional(initializer, 'How the kernel begins', 'glorotUniform'),
  biasInitializer: optional(initializer, 'How the bias begins', 'zeros'),
  trainable,
};
const pool = <Schema extends z.ZodType>(schema: Schema) => ({
  poolSize: optional(schema, 'Sides of the window', '2'),
  strides: optional(schema, 'Steps of the window', '`poolSize`'),
  padding,
});
const recurrent = {
  units,
  activation: optional(activation, 'What follows the sum', 'tanh'),
  recurrentActivation: optional(activation, 'Of the gates; a `simpleRNN` has none', 'hardSigmoid'),
  useBias,
  returnSequences: optional(z.boolean(), 'Whether each step gives an output, or the last alone', 'false'),
  goBackwards: optional(z.boolean(), 'Whether the last step is read first', 'false'),
  trainable,
};

const layer = <Name extends string, Shape extends z.core.$ZodLooseShape>(
  className: Name,
  description: string,
  config: Shape,
) =>
  z
    .strictObject({
      className: z.literal(className),
      config: z.strictObject(config).prefault({} as never),
    })
    .describe(description);

/** One entry of `model.layers`. The output layer is declared as well: dense, softmax, one unit a class. */
export const layerSchema = z
  .discriminatedUnion('className', [
    layer('dense', 'Fully connected', { units, ...weights }),
    layer('conv1d', 'Convolution over steps x channels', {
      filters,
      kernelSize: window(small),
      strides: stride(small),
      padding,
      ...weights,
    }),
    layer('conv2d', 'Convolution over height x width x channels', {
      filters,
      kernelSize: window(pair),
      strides: stride(pair),
      padding,
      ...weights,
    }),
    layer('depthwiseConv2d', 'Convolution of each channel by itself', {
      kernelSize: window(pair),
      strides: stride(pair),
      padding,
      depthMultiplier: optional(small, 'Outputs of each channel', '1'),
      activation: weights.activation,
      useBias,
      trainable,
    }),
    layer('maxPooling1d', 'The largest of each window of steps', pool(small)),
    layer('maxPooling2d', 'The largest of each window of pixels', pool(pair)),
    layer('averagePooling1d', 'The mean of each window of steps', pool(small)),
    layer('averagePooling2d', 'The mean of each window of pixels', pool(pair)),
    layer('globalAveragePooling1d', 'The mean of all steps', {}),
    layer('globalAveragePooling2d', 'The mean of all pixels', {}),
    layer('globalMaxPooling1d', 'The largest of all steps', {}),
    layer('globalMaxPooling2d', 'The largest of all pixels', {}),
    layer('flatten', 'All values in a row', {}),
    layer('reshape', 'The same values in another shape', {
      targetShape: z.array(size).min(1).max(4).describe('Sides of an example'),
    }),
    layer('permute', 'Sides in another order', {
      dims: z.array(z.int().min(1).max(4)).min(1).max(4).describe('The sides of an example, counted from 1'),
    }),
    layer('dropout', 'Leaves out units while it trains', {
      rate: z.number().min(0).max(0.95).describe('Share of units left out'),
      seed: optional(
        z
          .int()
          .min(0)
          .max(2 ** 31 - 1),
        'Of the units left out',
        'from `training.seed`',
      ),
    }),
    layer('activation', 'A function of each value', { activation: activation.describe('Which function') }),
    layer('batchNormalization', 'Normalises channels by statistics of the batch', {
      momentum: optional(z.number().min(0).max(1), 'Of the moving statistics', '0.99'),
      epsilon: optional(z.number().min(1e-8).max(1), 'Added to the variance', '0.001'),
    }),
    layer('layerNormalization', 'Normalises each example by itself', {
      epsilon: optional(z.number().min(1e-8).max(1), 'Added to the variance', '0.001'),
    }),
    layer('embedding', 'A vector for each code of a row of codes', {
      inputDim: z.int().min(1).max(1_000_000).describe('Number of codes'),
      outputDim: size.describe('Length of a vector'),
    }),
    layer('simpleRNN', 'A recurrent layer over steps x features', recurrent),
    layer('lstm', 'Long short-term memory over steps x features', recurrent),
    layer('gru', 'Gated recurrent units over steps x features', recurrent),
  ])
  .meta({ title: 'layer', description: 'A layer: its class and what it is made with' });

/** A layer as the engines take it: class and configuration, JSON only. */
export interface LayerSpec {
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
}
