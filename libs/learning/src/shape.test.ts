import type { FeatureSpec } from '@muster/data';
import { MusterError } from '@muster/errors';
import { describe, expect, it } from 'vitest';
import { modelLayers, modelSchema } from './model.ts';

const image: FeatureSpec = { kind: 'image', height: 28, width: 28, channels: 1 };
const table: FeatureSpec = { kind: 'table', features: 6 };
const output = { className: 'dense', config: { units: 10, activation: 'softmax' } };

function fault(layers: readonly object[], features: FeatureSpec): MusterError {
  const spec = modelSchema.parse({ architecture: 'layers', layers });
  try {
    modelLayers(spec, features, 10, 1);
  } catch (thrown) {
    if (thrown instanceof MusterError) return thrown;
  }
  throw new Error('nothing was refused');
}

describe('models that do not fit', () => {
  it.each([
    [
      'a window wider than what is left',
      image,
      1,
      'a window of 9 does not fit into 8 x 8 x 2',
      [
        { className: 'conv2d', config: { filters: 2, kernelSize: 21 } },
        { className: 'maxPooling2d', config: { poolSize: 9 } },
        { className: 'flatten' },
        output,
      ],
    ],
    [
      'a picture layer on a row',
      table,
      0,
      'takes height x width x channels, and is given 6',
      [{ className: 'conv2d', config: { filters: 2, kernelSize: 3 } }, output],
    ],
    [
      'a recurrent layer on a row',
      table,
      0,
      'takes steps x features',
      [{ className: 'lstm', config: { units: 2 } }, output],
    ],
    [
      'a reshape that loses values',
      table,
      0,
      '6 cannot be laid out as 4',
      [{ className: 'reshape', config: { targetShape: [4] } }, output],
    ],
    [
      'dims that are no permutation',
      image,
      0,
      'a permutation of 1 to 3',
      [{ className: 'permute', config: { dims: [1, 1, 2] } }, { className: 'flatten' }, output],
    ],
    ['a picture at the end', image, 0, 'the last layer gives 28 x 28 x 10 values', [output]],
    [
      'more parameters than are allowed',
      image,
      1,
      'more than 134217728 parameters',
      [
        { className: 'flatten' },
        { className: 'dense', config: { units: 65_536 } },
        { className: 'dense', config: { units: 65_536 } },
        output,
      ],
    ],
    [
      'more values between layers than are allowed',
      image,
      0,
      'are too many',
      [{ className: 'conv2d', config: { filters: 65_536, kernelSize: 1 } }, { className: 'flatten' }, output],
    ],
    [
      'another width than the classes',
      table,
      0,
      'dense with 10 units',
      [{ className: 'dense', config: { units: 9, activation: 'softmax' } }],
    ],
    [
      'nothing to train',
      table,
      undefined,
      'no layer of the model is trained',
      [{ ...output, config: { ...output.config, trainable: false } }],
    ],
  ] as const)('%s: MODEL_INVALID at the layer', (_name, features, layer, why, layers) => {
    const error = fault(layers, features);
    expect(error.code).toBe('MODEL_INVALID');
    expect(error.message).toContain(why);
    if (layer !== undefined && !why.includes('parameters')) expect(error.detail.layer).toBe(layer);
  });

  it.each([
    ['a class of layer that is none of ours', { className: 'lambda', config: { function: 'x => x' } }],
    ['a method of an object', { className: 'constructor' }],
    [
      'a setting that is none of ours',
      { className: 'dense', config: { units: 3, kernelConstraint: 'maxNorm' } },
    ],
    [
      'an activation that is none of ours',
      { className: 'dense', config: { units: 3, activation: '__proto__' } },
    ],
    [
      'dilation, whose gradient tfjs lacks',
      { className: 'conv2d', config: { filters: 3, kernelSize: 3, dilationRate: 2 } },
    ],
    [
      'dropout in recurrent layers, which takes no seed',
      { className: 'lstm', config: { units: 3, dropout: 0.5 } },
    ],
    ['no units', { className: 'dense', config: { units: 0 } }],
    ['half a unit', { className: 'dense', config: { units: 1.5 } }],
    ['too many units', { className: 'dense', config: { units: 65_537 } }],
    ['a missing setting', { className: 'dense', config: {} }],
  ])('%s is no model', (_name, layer) => {
    const result = modelSchema.safeParse({ architecture: 'layers', layers: [layer, output] });
    expect(result.success).toBe(false);
    expect(result.error?.issues[0]?.path.slice(0, 2)).toEqual(['layers', 0]);
  });

  it('a named architecture has no layers to point at', () => {
    const cnn = modelSchema.parse({ architecture: 'cnn', conv: [8, 8, 8, 8], dense: 16 });
    expect(() => modelLayers(cnn, image, 10, 1)).toThrow(/the cnn does not fit its data: layer 6 \(conv2d\)/);
    try {
      modelLayers(cnn, image, 10, 1);
    } catch (thrown) {
      expect(thrown instanceof MusterError ? thrown.detail.layer : 'no error').toBeUndefined();
    }
  });
});

describe('the layers of named architectures', () => {
  const named = (spec: object, features: FeatureSpec) =>
    modelLayers(modelSchema.parse(spec), features, 10, 7).map(({ className }) => className);

  it('are those that the task stands for', () => {
    expect(named({ architecture: 'logistic' }, table)).toEqual(['dense']);
    expect(named({ architecture: 'mlp', hidden: [8, 4], dropout: 0.2 }, image)).toEqual([
      'flatten',
      'dense',
      'dropout',
      'dense',
      'dropout',
      'dense',
    ]);
    expect(named({ architecture: 'cnn', conv: [32, 64], dense: 128 }, image)).toEqual([
      'conv2d',
      'maxPooling2d',
      'conv2d',
      'maxPooling2d',
      'flatten',
      'dense',
      'dense',
    ]);
  });

  it('are pure JSON, with a seed for each layer and each seed', () => {
    const mlp = modelSchema.parse({ architecture: 'mlp', hidden: [8, 8] });
    const layers = modelLayers(mlp, table, 10, 7);
    expect(JSON.parse(JSON.stringify(layers))).toEqual(layers);
    expect(modelLayers(mlp, table, 10, 7)).toEqual(layers);
    const seeds = [7, 8, 9].flatMap((seed) =>
      modelLayers(mlp, table, 10, seed).map(({ config }) => JSON.stringify(config.kernelInitializer)),
    );
    expect(new Set(seeds).size).toBe(9);
  });
});
