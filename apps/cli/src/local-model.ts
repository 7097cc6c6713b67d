/** @module A model version on this machine: fetched once, checked against its hash, and used by the learning process on local data. */
import { createHash } from 'node:crypto';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ApiClient } from '@muster/api';
import { classesOf } from '@muster/data';
import { MusterError } from '@muster/errors';
import { accuracyOf, type Jobs, LearningChild, recallsOf } from '@muster/learning';
import { parsePlan } from '@muster/task';

type OnData = Pick<Jobs['evaluate']['input'], 'model' | 'schema' | 'dataset' | 'baseDir' | 'modelFile'>;

export interface LocalData {
  readonly images?: string;
  readonly labels?: string;
  readonly csv?: string;
}

/** Writes the weights of a model to `path`. Throws OBJECT_CORRUPT when they are not those of its hash. */
export async function fetchWeights(api: ApiClient, id: string, hash: string, path: string): Promise<void> {
  const digest = createHash('sha256');
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const chunk of await api.weights(id)) {
      digest.update(chunk);
      for (let at = 0; at < chunk.length; ) at += (await file.write(chunk, at)).bytesWritten;
    }
    await file.sync();
  } finally {
    await file.close();
  }
  if (digest.digest('hex') === hash) return;
  await rm(path, { force: true });
  throw new MusterError('OBJECT_CORRUPT', `the weights of ${id} do not match their hash`);
}

export async function predictWith(
  api: ApiClient,
  id: string,
  options: LocalData & { readonly first: number; readonly count: number },
) {
  return withModel(api, id, options, async (child, input, classes) => {
    const { rows, predictions } = await child.run('predict', {
      ...input,
      first: options.first,
      count: options.count,
    });
    return { model: id, rows, classes, predictions };
  });
}

export async function evaluateWith(api: ApiClient, id: string, options: LocalData) {
  return withModel(api, id, options, async (child, input, classes) => {
    const { examples, lossSum, confusion } = await child.run('evaluate', { ...input, rows: 'all', seed: 0 });
    return {
      model: id,
      examples,
      accuracy: accuracyOf(confusion),
      loss: examples > 0 ? lossSum / examples : 0,
      recall: recallsOf(confusion),
      confusion,
      classes,
    };
  });
}

async function withModel<Result>(
  api: ApiClient,
  id: string,
  data: LocalData,
  use: (child: LearningChild, input: OnData, classes: readonly string[]) => Promise<Result>,
): Promise<Result> {
  const dataset = datasetOf(data);
  const { hash, plan, planHash } = await api.model(id);
  const { body } = parsePlan(new TextEncoder().encode(plan), planHash);
  const folder = await mkdtemp(join(tmpdir(), 'muster-model-'));
  const child = new LearningChild({ engine: 'wasm', memoryMb: 4096, niceness: 0, lingerMs: 0 });
  try {
    const modelFile = join(folder, 'weights.f32');
    await fetchWeights(api, id, hash, modelFile);
    const classes = classesOf(body.data);
    return await use(
      child,
      { model: body.model, schema: body.data, dataset, baseDir: process.cwd(), modelFile },
      classes,
    );
  } finally {
    await child.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function datasetOf({ images, labels, csv }: LocalData): OnData['dataset'] {
  if (csv !== undefined) return { type: 'csv', file: resolve(csv), delimiter: ',', missing: [] };
  if (images !== undefined && labels !== undefined)
    return { type: 'idx', images: resolve(images), labels: resolve(labels) };
  throw new MusterError('INVALID_ARGUMENT', 'name your data: --images FILE --labels FILE, or --csv FILE');
}
