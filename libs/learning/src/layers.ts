/**
 * @module Keras-style layers that a task may name: an allow-list of classes and of their configuration, with bounds. A model is data,
 * never code: no Lambda, no custom class, no file, no URL. Left out for what tfjs 4.22 cannot train: dilated convolutions (their
 * gradient throws), noise and recurrent dropout (they take no seed).
 */
import { z } from 'zod';

/** Largest width of anything a task may ask for. */
const units = z.int().min(1).max(65_536);
const small = z.int().min(1).max(64);
const rate = z.number().min(0).max(0.95);
const pair = z.union([small, z.tuple([small, small])]);
const activation = z.enum([
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
]);
const padding = z.enum(['valid', 'same']);
const initializer = z.enum([
  'glorotUniform',
  'glorotNormal',
  'heUniform',
  'heNormal',
  'leCunUniform',
  'leCunNormal',
  'zeros',
  'ones',
  'orthogonal',
]);
const weights = {
  activation: activation.optional(),
  useBias: z.boolean().optional(),
  kernelInitializer: initializer.optional(),
  biasInitializer: initializer.optional(),
  trainable: z.boolean().optional(),
};
const layer = <Name extends string, Shape extends z.core.$ZodLooseShape>(className: Name, config: Shape) =>
  z.strictObject({ className: z.literal(className), config: z.strictObject(config).prefault({} as never) });
const pool = { poolSize: pair.optional(), strides: pair.optional(), padding: padding.optional() };
const pool1d = { poolSize: small.optional(), strides: small.optional(), padding: padding.optional() };
const recurrent = {
  units,
  activation: activation.optional(),
  recurrentActivation: activation.optional(),
  useBias: z.boolean().optional(),
  returnSequences: z.boolean().optional(),
  goBackwards: z.boolean().optional(),
  trainable: z.boolean().optional(),
};

/** One entry of `model.layers`. The output layer is declared as well: dense, softmax, one unit a class. */
export const layerSchema = z.discriminatedUnion('className', [
  layer('dense', { units, ...weights }),
  layer('conv1d', {
    filters: units,
    kernelSize: small,
    strides: small.optional(),
    padding: padding.optional(),
    ...weights,
  }),
  layer('conv2d', {
    filters: units,
    kernelSize: pair,
    strides: pair.optional(),
    padding: padding.optional(),
    ...weights,
  }),
  layer('depthwiseConv2d', {
    kernelSize: pair,
    strides: pair.optional(),
    padding: padding.optional(),
    depthMultiplier: small.optional(),
    activation: activation.optional(),
    useBias: z.boolean().optional(),
    trainable: z.boolean().optional(),
  }),
  layer('maxPooling1d', pool1d),
  layer('maxPooling2d', pool),
  layer('averagePooling1d', pool1d),
  layer('averagePooling2d', pool),
  layer('globalAveragePooling1d', {}),
  layer('globalAveragePooling2d', {}),
  layer('globalMaxPooling1d', {}),
  layer('globalMaxPooling2d', {}),
  layer('flatten', {}),
  layer('reshape', { targetShape: z.array(units).min(1).max(4) }),
  layer('permute', { dims: z.array(z.int().min(1).max(4)).min(1).max(4) }),
  layer('dropout', {
    rate,
    seed: z
      .int()
      .min(0)
      .max(2 ** 31 - 1)
      .optional(),
  }),
  layer('activation', { activation }),
  layer('batchNormalization', {
    momentum: z.number().min(0).max(1).optional(),
    epsilon: z.number().min(1e-8).max(1).optional(),
  }),
  layer('layerNormalization', { epsilon: z.number().min(1e-8).max(1).optional() }),
  layer('embedding', { inputDim: z.int().min(1).max(1_000_000), outputDim: units }),
  layer('simpleRNN', recurrent),
  layer('lstm', recurrent),
  layer('gru', recurrent),
]);

/** A layer as the engines take it: class and configuration, JSON only. */
export interface LayerSpec {
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
}
