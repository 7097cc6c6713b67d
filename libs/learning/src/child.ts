/** @module The training process: loads the engine, does one job after the other, and ends with the process that started it. */
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { setPriority } from 'node:os';
import { basename } from 'node:path';
import {
  classesOf,
  type DataSchema,
  type Dataset,
  featureSpec,
  filesOf,
  openDataset,
  siteOnlyPart,
  splitDataset,
} from '@muster/data';
import { asMusterError, MusterError } from '@muster/errors';
import { ENGINE_NAMES, type Engine, type Network } from './engine.ts';
import { readEpochState, writeEpochState } from './epoch-state.ts';
import { evaluate, predict } from './evaluate.ts';
import type { FromChild, FromParent, HeardJob, JobKind, JobProgress, Jobs } from './job.ts';
import { type ModelSpec, modelLayers } from './model.ts';
import { Pace } from './pace.ts';
import { type EpochKeeper, train } from './train.ts';
import { readVector, writeVector } from './vector-file.ts';

/** Well below the silence after which the parent takes the process to hang, ms. */
const ALIVE_MS = 1_000;
/** Between two epochs that are kept: each costs two waits for the disk. */
const KEEP_MS = 2_000;

type Input<Kind extends JobKind> = Jobs[Kind]['input'];
type Result<Kind extends JobKind> = Jobs[Kind]['result'];

let current: { readonly id: number; readonly cancel: AbortController } | undefined;
let queue: Promise<void> = Promise.resolve();
let loaded: { readonly key: string; readonly dataset: Dataset } | undefined;

// Typed by the parent's types, not parsed: both ends of the pipe are this package, of one version.
process.on('message', (message: FromParent) => {
  if (message.type === 'cancel') {
    if (current?.id === message.id) current.cancel.abort();
    return;
  }
  queue = queue.then(() => work(message));
});
// The parent is gone: so is whoever wanted the result. Training is synchronous in parts, so the loop comes here between batches.
process.on('disconnect', () => process.exit(0));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});

const engineName = ENGINE_NAMES.find((name) => name === process.argv[2]);
const niceness = Number(process.argv[3] ?? 0);
if (niceness > 0) setPriority(niceness);

async function work(job: HeardJob): Promise<void> {
  const { id } = job;
  const cancel = new AbortController();
  current = { id, cancel };
  const alive = setInterval(() => tell({ type: 'alive', id }), ALIVE_MS);
  try {
    const result = await run(job, new Pace(() => performance.now(), cancel.signal));
    tell({ type: 'result', id, result, tensors: await tensorsAlive() });
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
    clearInterval(alive);
    current = undefined;
  }
}

async function run(job: HeardJob, pace: Pace): Promise<Result<JobKind>> {
  switch (job.kind) {
    case 'selfCheck':
      return selfCheckJob();
    case 'initialise':
      return initialise(job.input);
    case 'inspect':
      return { rows: (await open(job.input)).size };
    case 'train':
      return trainJob(job.input, pace);
    case 'evaluate':
      return evaluateJob(job.input, pace);
    case 'predict':
      return predictJob(job.input, pace);
    default:
      return job satisfies never;
  }
}

async function selfCheckJob(): Promise<Result<'selfCheck'>> {
  const { selfCheck } = await import('./self-check.ts');
  const { facts } = await openEngine();
  const { name, library, simd, overrides, warning } = facts;
  return { engine: name, version: library, simd, overrides, warning, ...selfCheck() };
}

async function openEngine(): Promise<Engine> {
  if (!engineName) {
    throw new MusterError(
      'ENGINE_UNAVAILABLE',
      `no engine is called ${process.argv[2]}; there are ${ENGINE_NAMES.join(' and ')}`,
    );
  }
  const { openTfjsEngine } = await import('./tfjs-engine.ts');
  return openTfjsEngine(engineName);
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
    await epochKeeper(input, rows.length),
  );
  const { hash, sizeBytes } = await store(input.updateFile, delta);
  return { ...figures, updateHash: hash, sizeBytes };
}

/** Of this very lesson: the same model, data, settings and round. */
async function epochKeeper(input: Input<'train'>, rows: number): Promise<EpochKeeper | undefined> {
  const { training, model, schema, run, round, proximalMu, modelFile, dataset, epochFile } = input;
  if (training.resume !== 'epoch') return undefined;
  const lesson = [training, model, schema, run, round, proximalMu, basename(modelFile), dataset, rows];
  const of = createHash('sha256').update(JSON.stringify(lesson)).digest('hex');
  return {
    from: await readEpochState(epochFile, of),
    everyMs: KEEP_MS,
    keep: (state) => writeEpochState(epochFile, of, state),
  };
}

async function evaluateJob(input: Input<'evaluate'>, pace: Pace): Promise<Result<'evaluate'>> {
  const dataset = await open(input);
  using network = await loadedNetwork(input);
  const rows =
    input.rows === 'all'
      ? Uint32Array.from({ length: dataset.size }, (_, index) => index)
      : splitDataset(dataset.size, { seed: input.seed, holdout: input.schema.holdout })[input.rows];
  return await evaluate(network, dataset, rows, pace, (done) =>
    progress({ phase: 'evaluate', fraction: done / rows.length }),
  );
}

async function predictJob(input: Input<'predict'>, pace: Pace): Promise<Result<'predict'>> {
  const { first } = input;
  const dataset = await open(input, { unlabelled: true });
  if (first >= dataset.size)
    throw new MusterError(
      'INVALID_ARGUMENT',
      `there is no row ${first}: the data has ${dataset.size} rows, and the first is row 0`,
    );
  using network = await loadedNetwork(input);
  const count = Math.min(input.count, dataset.size - first);
  const rows = Uint32Array.from({ length: count }, (_, index) => first + index);
  return { rows: dataset.size, predictions: await predict(network, dataset, rows, pace) };
}

let trusted: Promise<Engine> | undefined;

/** The engine, once it has shown in this process that its numbers are right (some 30 ms). Throws ENGINE_UNTRUSTED. */
function trustedEngine(): Promise<Engine> {
  trusted ??= selfCheckJob().then(async ({ engine, version, passed, maxRelativeError }) => {
    if (!passed) {
      throw new MusterError('ENGINE_UNTRUSTED', `the engine ${engine} fails its numeric self-check`, {
        detail: { engine, version, maxRelativeError: String(maxRelativeError) },
      });
    }
    return openEngine();
  });
  return trusted;
}

/** 0 while no job has needed the engine. */
async function tensorsAlive(): Promise<number> {
  return trusted === undefined ? 0 : (await trusted).tensors;
}

async function build(model: ModelSpec, schema: DataSchema, seed: number): Promise<Network> {
  const engine = await trustedEngine();
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

/** The data set of the last job is kept: the next round wants the same one. Files that have changed since make it another. */
async function open(
  { dataset, schema, baseDir }: Pick<Input<'predict'>, 'dataset' | 'schema' | 'baseDir'>,
  options: { readonly unlabelled?: boolean } = {},
): Promise<Dataset> {
  // A file that cannot be looked at is reported by the reading, in better words.
  const states = await Promise.all(
    filesOf(dataset, baseDir).map(({ path }) =>
      stat(path).then(
        ({ size, mtimeMs, ino }) => [size, mtimeMs, ino],
        () => [],
      ),
    ),
  );
  const key = JSON.stringify([dataset, schema, baseDir, states, options]);
  if (loaded?.key === key) return loaded.dataset;
  progress({ phase: 'load', fraction: 0 });
  await loaded?.dataset[Symbol.asyncDispose]();
  loaded = undefined;
  const opened = await openDataset(dataset, schema, { ...options, baseDir });
  loaded = { key, dataset: opened };
  return opened;
}

function progress(what: JobProgress): void {
  if (current) tell({ type: 'progress', id: current.id, progress: what });
}

function tell(message: FromChild): void {
  process.send?.(message);
}
