/** @module The training process: loads the engine, does one job after the other, and ends with the process that started it. */
import { createHash } from 'node:crypto';
import module from 'node:module';
import { setPriority } from 'node:os';
import {
  classesOf,
  type DataSchema,
  type Dataset,
  featureSpec,
  openDataset,
  siteOnlyPart,
  splitDataset,
} from '@muster/data';
import { asMusterError } from '@muster/errors';
import type { Network } from './engine.ts';
import { evaluate, predict } from './evaluate.ts';
import type { FromChild, JobKind, JobProgress, Jobs, ToChild } from './job.ts';
import { type ModelSpec, modelLayers } from './model.ts';
import { Pace } from './pace.ts';
import { train } from './train.ts';
import { readVector, writeVector } from './vector-file.ts';

module.enableCompileCache?.();

type Input<Kind extends JobKind> = Jobs[Kind]['input'];
type Result<Kind extends JobKind> = Jobs[Kind]['result'];

let current: { readonly id: number; readonly cancel: AbortController } | undefined;
let queue: Promise<void> = Promise.resolve();
let loaded: { readonly key: string; readonly dataset: Dataset } | undefined;

process.on('message', (message: ToChild) => {
  if (message.type === 'cancel') {
    if (current?.id === message.id) current.cancel.abort();
    return;
  }
  queue = queue.then(() => work(message.id, message.kind, message.input));
});
// The parent is gone: so is whoever wanted the result. Training is synchronous in parts, so the loop comes here between batches.
process.on('disconnect', () => process.exit(0));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});

const engineName = process.argv[2] === 'cpu' ? 'cpu' : 'wasm';
const niceness = Number(process.argv[3] ?? 0);
if (niceness > 0) setPriority(niceness);

async function work(id: number, kind: JobKind, input: unknown): Promise<void> {
  const cancel = new AbortController();
  current = { id, cancel };
  try {
    tell({
      type: 'result',
      id,
      result: await run(kind, input, new Pace(() => performance.now(), cancel.signal)),
    });
  } catch (thrown) {
    const error = asMusterError(thrown);
    tell({
      type: 'error',
      id,
      code: error.code,
      message: error.message,
      detail: error.detail,
      siteOnly: siteOnlyPart(error),
    });
  } finally {
    current = undefined;
  }
}

/** Parsed by the parent's types: both ends of the pipe are this package. */
async function run(kind: JobKind, input: unknown, pace: Pace): Promise<Result<JobKind>> {
  switch (kind) {
    case 'selfCheck':
      return selfCheckJob();
    case 'initialise':
      return initialise(input as Input<'initialise'>);
    case 'train':
      return trainJob(input as Input<'train'>, pace);
    case 'evaluate':
      return evaluateJob(input as Input<'evaluate'>, pace);
    case 'predict':
      return predictJob(input as Input<'predict'>, pace);
    default:
      return kind satisfies never;
  }
}

async function selfCheckJob(): Promise<Result<'selfCheck'>> {
  const { openTfjsEngine } = await import('./tfjs-engine.ts');
  const { selfCheck } = await import('./self-check.ts');
  const { facts } = await openTfjsEngine(engineName);
  return { engine: facts.name, version: facts.library, overrides: facts.overrides, ...selfCheck() };
}

async function initialise({
  model,
  schema,
  seed,
  weightsFile,
}: Input<'initialise'>): Promise<Result<'initialise'>> {
  using network = await build(model, schema, seed);
  const weights = new Float32Array(network.layout.length);
  network.read(weights);
  return { tensors: network.layout.tensors, ...(await store(weightsFile, weights)) };
}

async function trainJob(input: Input<'train'>, pace: Pace): Promise<Result<'train'>> {
  const { training, schema } = input;
  const dataset = await open(input);
  using network = await build(input.model, schema, training.seed);
  const { train: rows } = splitDataset(dataset.size, { seed: training.seed, holdout: schema.holdout });
  const { delta, figures } = await train(
    {
      network,
      dataset,
      rows,
      training,
      round: { run: input.run, round: input.round },
      proximalMu: input.proximalMu,
      base: await readVector(input.modelFile, network.layout.length),
    },
    pace,
    ({ epoch, step, steps, loss }) =>
      progress({ phase: 'train', fraction: step / steps, epoch, step, steps, loss }),
  );
  const { hash, sizeBytes } = await store(input.updateFile, delta);
  return { ...figures, updateHash: hash, sizeBytes };
}

async function evaluateJob(input: Input<'evaluate'>, pace: Pace): Promise<Result<'evaluate'>> {
  const dataset = await open(input);
  using network = await loadedNetwork(input);
  const rows =
    input.rows === 'all'
      ? Uint32Array.from({ length: dataset.size }, (_, index) => index)
      : splitDataset(dataset.size, { seed: input.seed, holdout: input.schema.holdout }).holdout;
  return await evaluate(network, dataset, rows, pace, (done) =>
    progress({ phase: 'evaluate', fraction: done / rows.length }),
  );
}

async function predictJob(input: Input<'predict'>, pace: Pace): Promise<Result<'predict'>> {
  const dataset = await open(input);
  using network = await loadedNetwork(input);
  const first = Math.min(input.first, dataset.size);
  const count = Math.min(input.count, dataset.size - first);
  const rows = Uint32Array.from({ length: count }, (_, index) => first + index);
  return { rows: dataset.size, predictions: await predict(network, dataset, rows, pace) };
}

async function build(model: ModelSpec, schema: DataSchema, seed: number): Promise<Network> {
  const { openTfjsEngine } = await import('./tfjs-engine.ts');
  const engine = await openTfjsEngine(engineName);
  const features = featureSpec(schema);
  const classes = classesOf(schema).length;
  return engine.build(modelLayers(model, features, classes, seed), features, classes);
}

async function loadedNetwork({
  model,
  schema,
  modelFile,
}: Pick<Input<'evaluate'>, 'model' | 'schema' | 'modelFile'>): Promise<Network> {
  const network = await build(model, schema, 1);
  network.load(await readVector(modelFile, network.layout.length));
  return network;
}

async function store(path: string, values: Float32Array): Promise<{ hash: string; sizeBytes: number }> {
  await writeVector(path, values);
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return { hash: createHash('sha256').update(bytes).digest('hex'), sizeBytes: bytes.length };
}

/** The data set of the last job is kept: the next round wants the same one. */
async function open({
  dataset,
  schema,
  baseDir,
}: Pick<Input<'train'>, 'dataset' | 'schema' | 'baseDir'>): Promise<Dataset> {
  const key = JSON.stringify([dataset, schema, baseDir]);
  if (loaded?.key === key) return loaded.dataset;
  progress({ phase: 'load', fraction: 0 });
  await loaded?.dataset[Symbol.asyncDispose]();
  loaded = undefined;
  const opened = await openDataset(dataset, schema, { baseDir });
  loaded = { key, dataset: opened };
  return opened;
}

function progress(what: JobProgress): void {
  if (current) tell({ type: 'progress', id: current.id, progress: what });
}

function tell(message: FromChild): void {
  process.send?.(message);
}
