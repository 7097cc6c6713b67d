/** @module Models in files that other programs read: safetensors, or a TensorFlow.js layers model. */
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { ApiClient, ModelDetail } from '@muster/api';
import { classesOf, featureSpec } from '@muster/data';
import { MusterError } from '@muster/errors';
import { inputShape, modelLayers } from '@muster/learning';
import { tensorLength } from '@muster/vector';
import { fetchWeights } from './local-model.ts';
import { type ModelMetadata, metadataTexts, modelMetadata, planOf } from './model-metadata.ts';

/**
 * Writes the model, with what goes in and comes out in its metadata. An existing path is left alone (CONFLICT), and its folder must be
 * there (NOT_FOUND). Nothing half-written stays.
 */
export async function exportModel(
  api: ApiClient,
  id: string,
  format: string,
  out: string,
): Promise<{ model: string; hash: string; files: string[] }> {
  const target = resolve(out);
  if (format !== 'safetensors' && format !== 'tfjs')
    throw new MusterError('INVALID_ARGUMENT', `the format is safetensors or tfjs, not "${format}"`);
  if (existsSync(target))
    throw new MusterError('CONFLICT', `${target} exists already; it is not overwritten`);
  if (!existsSync(dirname(target)))
    throw new MusterError('NOT_FOUND', `there is no folder ${dirname(target)}: make it first`);
  const model = await api.model(id);
  const metadata = modelMetadata(model);
  const folder = await mkdtemp(join(dirname(target), '.muster-export-'));
  try {
    const weightsFile = join(folder, 'weights.bin');
    await fetchWeights(api, model.id, model.hash, weightsFile);
    if (format === 'safetensors') {
      const made = join(folder, 'model.safetensors');
      await writeFile(made, safetensors(model, metadata, await readFile(weightsFile)));
      await rename(made, target);
      return { model: model.id, hash: model.hash, files: [target] };
    }
    const json = join(folder, 'model.json');
    await writeFile(json, `${JSON.stringify(layersModel(model, metadata))}\n`);
    await chmod(weightsFile, (await stat(json)).mode); // who may read one may read the other
    await mkdir(target);
    for (const name of ['model.json', 'weights.bin']) await rename(join(folder, name), join(target, name));
    return {
      model: model.id,
      hash: model.hash,
      files: [join(target, 'model.json'), join(target, 'weights.bin')],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** https://github.com/huggingface/safetensors: u64 LE length of a JSON header, the header, the tensors. */
function safetensors(model: ModelDetail, metadata: ModelMetadata, weights: Buffer): Buffer {
  let offset = 0;
  const entries = model.layout.tensors.map(({ name, shape }) => {
    const start = offset;
    offset += 4 * tensorLength({ name, shape });
    return [name, { dtype: 'F32', shape, data_offsets: [start, offset] }] as const;
  });
  const texts = { format: 'muster', ...metadataTexts(metadata) };
  const header = Buffer.from(JSON.stringify({ __metadata__: texts, ...Object.fromEntries(entries) }));
  const padded = Buffer.concat([header, Buffer.alloc((8 - (header.length % 8)) % 8, ' ')]);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  return Buffer.concat([length, padded, weights]);
}

/** Keras' name of a layer: Conv2D for conv2d, LSTM for lstm. */
function kerasClass(className: string): string {
  if (className === 'lstm' || className === 'gru') return className.toUpperCase();
  return className.replace(/^[a-z]/, (letter) => letter.toUpperCase()).replace(/(?<=[123])d$/, 'D');
}

/** What `tf.loadLayersModel` reads: the layers with their softmax, and where each weight lies in weights.bin. */
function layersModel(model: ModelDetail, metadata: ModelMetadata) {
  const body = planOf(model);
  const features = featureSpec(body.data);
  const classes = classesOf(body.data).length;
  const layers = modelLayers(body.model, features, classes, body.training.seed).map(
    ({ className, config }, index) => ({
      class_name: kerasClass(className),
      config: {
        ...Object.fromEntries(
          Object.entries(config)
            .filter(([key]) => !key.endsWith('Initializer'))
            .map(([key, value]) => [key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), value]),
        ),
        name: `${className}_${index}`,
        ...(index === 0 ? { batch_input_shape: [null, ...inputShape(features)], dtype: 'float32' } : {}),
      },
    }),
  );
  return {
    format: 'layers-model',
    generatedBy: 'muster',
    convertedBy: null,
    userDefinedMetadata: metadata,
    modelTopology: {
      keras_version: 'tfjs-layers 4.22.0',
      backend: 'tensor_flow.js',
      model_config: { class_name: 'Sequential', config: { name: 'muster', layers } },
    },
    weightsManifest: [
      {
        paths: ['weights.bin'],
        weights: model.layout.tensors.map(({ name, shape }) => ({ name, shape, dtype: 'float32' })),
      },
    ],
  };
}
