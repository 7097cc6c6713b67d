/** @module A model version on this machine: fetched once, checked against its hash, and used by the learning process on local data. */
import { createHash } from 'node:crypto';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ApiClient } from '@muster/api';
import { classesOf, type DatasetConfig, datasetConfigSchema, type UnlabelledConfig } from '@muster/data';
import { asMusterError, MusterError } from '@muster/errors';
import { accuracyOf, type JobKind, type Jobs, LearningChild, recallsOf } from '@muster/learning';
import { planOf } from './model-metadata.ts';

type OnModel = Pick<Jobs['evaluate']['input'], 'model' | 'schema' | 'baseDir' | 'modelFile'>;

/** As the options of a command name it. */
export interface LocalData {
  readonly images?: string;
  readonly labels?: string;
  readonly csv?: string;
  /** Of the CSV file; a comma without it. */
  readonly delimiter?: string;
  /** Texts of the CSV file that mean missing, beside the empty one. */
  readonly missing?: readonly string[];
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

/** The data needs no labels; those that it has are shown beside the predictions. */
export async function predictWith(
  api: ApiClient,
  id: string,
  options: LocalData & { readonly first: number; readonly count: number },
) {
  const dataset = unlabelledOf(options);
  return withModel(api, id, async (child, onModel, { model, classes }) => {
    const { first, count } = options;
    const { rows, predictions } = await runHere(child, 'predict', { ...onModel, dataset, first, count });
    return { model, rows, classes, predictions };
  });
}

export async function evaluateWith(api: ApiClient, id: string, options: LocalData) {
  const dataset = labelledOf(options);
  return withModel(api, id, async (child, onModel, { model, classes }) => {
    const { examples, lossSum, confusion } = await runHere(child, 'evaluate', {
      ...onModel,
      dataset,
      rows: 'all',
      seed: 0,
    });
    return {
      model,
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
  use: (
    child: LearningChild,
    onModel: OnModel,
    of: { readonly model: string; readonly classes: readonly string[] },
  ) => Promise<Result>,
): Promise<Result> {
  const detail = await api.model(id);
  const body = planOf(detail);
  const folder = await mkdtemp(join(tmpdir(), 'muster-model-'));
  const child = new LearningChild({ engine: 'wasm', memoryMb: 4096, niceness: 0, lingerMs: 0 });
  try {
    const modelFile = join(folder, 'weights.f32');
    await fetchWeights(api, detail.id, detail.hash, modelFile); // of a run, a newer version may come meanwhile
    const classes = classesOf(body.data);
    return await use(
      child,
      { model: body.model, schema: body.data, baseDir: process.cwd(), modelFile },
      { model: detail.id, classes },
    );
  } finally {
    await child.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** A job on the data of whoever asks for it: of its faults they see all, files and cells too. */
async function runHere<Kind extends JobKind>(
  child: LearningChild,
  kind: Kind,
  input: Jobs[Kind]['input'],
): Promise<Jobs[Kind]['result']> {
  let seenHere = '';
  try {
    return await child.run(kind, input, {
      onSiteOnly: (text) => {
        seenHere = text;
      },
    });
  } catch (thrown) {
    const { code, message } = asMusterError(thrown);
    throw seenHere === '' ? thrown : new MusterError(code, `${message} [${seenHere}]`, { cause: thrown });
  }
}

/** Throws INVALID_ARGUMENT for options that do not go together, or name no data. */
export function unlabelledOf(data: LocalData): UnlabelledConfig {
  const { images, labels, csv, delimiter, missing } = data;
  if (csv !== undefined && (images !== undefined || labels !== undefined))
    throw new MusterError('INVALID_ARGUMENT', 'name one kind of data: --csv, or --images with --labels');
  if (csv === undefined && (delimiter !== undefined || missing !== undefined))
    throw new MusterError('INVALID_ARGUMENT', '--delimiter and --missing speak of a --csv file');
  if (csv !== undefined) return csvOf(csv, delimiter, missing);
  if (images === undefined)
    throw new MusterError(
      'INVALID_ARGUMENT',
      'name your data: --csv FILE, or --images FILE with --labels FILE',
    );
  return {
    type: 'idx',
    images: resolve(images),
    ...(labels === undefined ? {} : { labels: resolve(labels) }),
  };
}

function labelledOf(data: LocalData): DatasetConfig {
  const config = unlabelledOf(data);
  if (config.type === 'csv') return config;
  const { labels } = config;
  if (labels === undefined)
    throw new MusterError('INVALID_ARGUMENT', 'an evaluation needs the labels of the images: --labels FILE');
  return { ...config, labels };
}

/** As site.yaml would say it, and as strictly. */
function csvOf(file: string, delimiter: string | undefined, missing: readonly string[] | undefined) {
  const parsed = datasetConfigSchema.safeParse({
    type: 'csv',
    file: resolve(file),
    ...(delimiter === undefined ? {} : { delimiter: delimiter === '\\t' ? '\t' : delimiter }),
    ...(missing === undefined ? {} : { missing }),
  });
  if (parsed.success && parsed.data.type === 'csv') return parsed.data;
  const [issue] = parsed.error?.issues ?? [];
  throw new MusterError('INVALID_ARGUMENT', `--${String(issue?.path[0] ?? 'csv')}: ${issue?.message ?? ''}`);
}
