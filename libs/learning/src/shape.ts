/**
 * @module Shapes and sizes of a model, worked out from its layers without building them: what does not fit together or is too large is
 * refused when the task is checked, before any machine reserves memory for it.
 */
import { MusterError } from '@muster/errors';
import { z } from 'zod';
import type { LayerSpec } from './layers.ts';

/** Largest model: 512 MiB of float32. */
const PARAMETERS_MAX = 2 ** 27;
/** Largest output of a layer for one example: 64 MiB. */
const OUTPUT_FLOATS_MAX = 2 ** 24;

/** Sides of one example, without the batch. */
type Shape = readonly number[];

interface Effect {
  readonly output: Shape;
  readonly parameters: number;
  /** How many of the parameters no step changes, whatever `trainable` says: moving statistics. */
  readonly untrained?: number;
}

/** What a layer may say that has a bearing on shapes; the allow-list has checked it all. */
const configSchema = z.object({
  units: z.number().default(1),
  filters: z.number().default(1),
  kernelSize: z.union([z.number(), z.tuple([z.number(), z.number()])]).default(1),
  poolSize: z.union([z.number(), z.tuple([z.number(), z.number()])]).default(2),
  strides: z.union([z.number(), z.tuple([z.number(), z.number()])]).optional(),
  padding: z.enum(['valid', 'same']).default('valid'),
  depthMultiplier: z.number().default(1),
  useBias: z.boolean().default(true),
  returnSequences: z.boolean().default(false),
  targetShape: z.array(z.number()).default([]),
  dims: z.array(z.number()).default([]),
  inputDim: z.number().default(1),
  outputDim: z.number().default(1),
  trainable: z.boolean().default(true),
});

type Config = z.infer<typeof configSchema>;

interface ModelSize {
  readonly parameters: number;
  readonly trainable: number;
  readonly output: Shape;
}

/**
 * Follows one example of shape `input` through the layers. Throws MODEL_INVALID, with the index of the layer in `detail.layer`, where a
 * layer cannot take what the one before it gives, or where the model grows beyond 2^27 parameters or 2^24 floats between layers.
 */
export function modelSize(layers: readonly LayerSpec[], input: Shape): ModelSize {
  let output = input;
  let parameters = 0;
  let trainable = 0;
  for (const [index, layer] of layers.entries()) {
    const fail = (why: string): never => {
      throw new MusterError('MODEL_INVALID', `layer ${index} (${layer.className}): ${why}`, {
        detail: { layer: index, className: layer.className },
      });
    };
    const config = configSchema.parse(layer.config);
    const effect = effectOf(layer.className, config, output, fail);
    output = effect.output;
    parameters += effect.parameters;
    if (config.trainable) trainable += effect.parameters - (effect.untrained ?? 0);
    if (parameters > PARAMETERS_MAX) fail(`the model has more than ${PARAMETERS_MAX} parameters`);
    if (product(output) > OUTPUT_FLOATS_MAX) {
      fail(`it gives ${shown(output)}; more than ${OUTPUT_FLOATS_MAX} values for an example are too many`);
    }
  }
  return { parameters, trainable, output };
}

type Fail = (why: string) => never;

function effectOf(className: string, config: Config, input: Shape, fail: Fail): Effect {
  const channels = input[input.length - 1] ?? 1;
  const bias = (count: number): number => (config.useBias ? count : 0);
  const rank = (wanted: number, what: string): void => {
    if (input.length !== wanted) fail(`it takes ${what}, and is given ${shown(input)}`);
  };
  switch (className) {
    case 'dense':
      return {
        output: [...input.slice(0, -1), config.units],
        parameters: channels * config.units + bias(config.units),
      };
    case 'conv1d':
      rank(2, 'steps x channels');
      return filtered();
    case 'conv2d':
      rank(3, 'height x width x channels');
      return filtered();
    case 'depthwiseConv2d': {
      rank(3, 'height x width x channels');
      const out = channels * config.depthMultiplier;
      return convolution(config, input, out, out, bias(out), fail);
    }
    case 'maxPooling1d':
    case 'averagePooling1d':
      rank(2, 'steps x channels');
      return { output: [...windows(config, config.poolSize, input, fail), channels], parameters: 0 };
    case 'maxPooling2d':
    case 'averagePooling2d':
      rank(3, 'height x width x channels');
      return { output: [...windows(config, config.poolSize, input, fail), channels], parameters: 0 };
    case 'globalAveragePooling1d':
    case 'globalMaxPooling1d':
      rank(2, 'steps x channels');
      return { output: [channels], parameters: 0 };
    case 'globalAveragePooling2d':
    case 'globalMaxPooling2d':
      rank(3, 'height x width x channels');
      return { output: [channels], parameters: 0 };
    case 'flatten':
      return { output: [product(input)], parameters: 0 };
    case 'reshape':
      if (product(config.targetShape) !== product(input)) {
        fail(`${shown(input)} cannot be laid out as ${shown(config.targetShape)}`);
      }
      return { output: config.targetShape, parameters: 0 };
    case 'permute':
      return { output: permuted(config.dims, input, fail), parameters: 0 };
    case 'dropout':
    case 'activation':
      return { output: input, parameters: 0 };
    case 'batchNormalization':
      return { output: input, parameters: 4 * channels, untrained: 2 * channels };
    case 'layerNormalization':
      return { output: input, parameters: 2 * channels };
    case 'embedding':
      rank(1, 'a row of codes');
      return {
        output: [...input, config.outputDim],
        parameters: config.inputDim * config.outputDim,
      };
    case 'simpleRNN':
      return recurrent(1);
    case 'gru':
      return recurrent(3);
    case 'lstm':
      return recurrent(4);
    default:
      return fail('no such layer');
  }

  function filtered(): Effect {
    const { filters } = config;
    return convolution(config, input, filters, channels * filters, bias(filters), fail);
  }

  function recurrent(gates: number): Effect {
    rank(2, 'steps x features');
    const { units, returnSequences } = config;
    return {
      output: returnSequences ? [input[0] ?? 1, units] : [units],
      parameters: gates * units * (channels + units) + bias(gates * units),
    };
  }
}

function convolution(
  config: Config,
  input: Shape,
  out: number,
  filterArea: number,
  biases: number,
  fail: Fail,
): Effect {
  const { kernelSize, strides } = config;
  const kernel = perSide(kernelSize, input.length - 1);
  return {
    output: [...windows({ ...config, strides: strides ?? 1 }, kernelSize, input, fail), out],
    parameters: product(kernel) * filterArea + biases,
  };
}

/** How many windows fit, side by side: Dumoulin and Visin (2016), relationships 5 and 6. Strides are the window's size if not given. */
function windows(
  { strides, padding }: Config,
  size: number | readonly [number, number],
  input: Shape,
  fail: Fail,
): Shape {
  const sides = input.length - 1;
  const steps = perSide(strides ?? size, sides);
  return perSide(size, sides).map((window, side) => {
    const length = input[side] ?? 1;
    const step = steps[side] ?? 1;
    if (padding === 'same') return Math.ceil(length / step);
    if (window > length) fail(`a window of ${window} does not fit into ${shown(input)}`);
    return Math.floor((length - window) / step) + 1;
  });
}

function permuted(dims: readonly number[], input: Shape, fail: Fail): Shape {
  const sorted = [...dims].sort((a, b) => a - b);
  if (dims.length !== input.length || sorted.some((dim, index) => dim !== index + 1)) {
    fail(`dims must be a permutation of 1 to ${input.length}`);
  }
  return dims.map((dim) => input[dim - 1] ?? 1);
}

const perSide = (size: number | readonly [number, number], sides: number): readonly number[] =>
  typeof size === 'number' ? new Array<number>(sides).fill(size) : size;

const product = (shape: Shape): number => shape.reduce((total, side) => total * side, 1);

const shown = (shape: Shape): string => shape.join(' x ');
