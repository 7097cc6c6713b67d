/** @module The coordinator's own use of the learning process: first models, and evaluation on public test sets. */

import { mkdirSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type DataSchema, type DatasetConfig, missingFiles, siteOnlyPart } from '@muster/data';
import { asMusterError, MusterError } from '@muster/errors';
import { accuracyOf, type JobOptions, LearningChild } from '@muster/learning';
import type { Blobs } from '@muster/store';
import type { Plan, Task } from '@muster/task';
import type { TensorSpec } from '@muster/vector';
import type { Logger } from './logger.ts';

export interface CentralEvaluatorOptions {
  readonly blobs: Blobs;
  /** Folder for files that live as long as a job. */
  readonly scratch: string;
  /** Folder to which the paths of data sets are relative. */
  readonly baseDir: string;
  readonly datasets: Readonly<Record<string, DatasetConfig>>;
  readonly engine: 'wasm' | 'cpu';
  readonly log: Logger;
}

export interface CentralResult {
  /** What judges the target. */
  readonly metrics: { readonly accuracy: number; readonly loss: number };
  readonly evaluation: {
    readonly examples: number;
    readonly lossSum: number;
    readonly confusion: readonly (readonly number[])[];
  };
}

const LINGER_MS = 20_000;
const CHUNK_BYTES = 1 << 20;

export class CentralEvaluator {
  readonly #options: CentralEvaluatorOptions;
  readonly #child: LearningChild;
  #files = 0;

  constructor(options: CentralEvaluatorOptions) {
    this.#options = options;
    this.#child = new LearningChild({
      engine: options.engine,
      memoryMb: 4096,
      niceness: 0,
      lingerMs: LINGER_MS,
    });
    mkdirSync(options.scratch, { recursive: true, mode: 0o700 });
  }

  /** Jobs that wait or are being done. */
  get queued(): number {
    return this.#child.queued;
  }

  close(): Promise<void> {
    return this.#child.close();
  }

  /** Builds the task's model with its seed; its weights are a blob when this resolves. Throws MODEL_INVALID. */
  async initialModel(
    task: Task,
  ): Promise<{ tensors: readonly TensorSpec[]; hash: string; sizeBytes: number }> {
    const weightsFile = this.#path();
    try {
      const { tensors, hash, sizeBytes } = await this.#child.run('initialise', {
        model: task.model,
        schema: task.data,
        seed: task.training.seed,
        weightsFile,
      });
      await this.#options.blobs.adopt(weightsFile, hash);
      return { tensors, hash, sizeBytes };
    } finally {
      await rm(weightsFile, { force: true });
    }
  }

  /** Logs which files of coordinator.yaml's data sets cannot be opened: a run that names them will not be started. */
  async lookForFiles(): Promise<void> {
    const { datasets, baseDir, log } = this.#options;
    for (const [dataset, config] of Object.entries(datasets))
      for (const fault of await missingFiles(config, baseDir))
        log.error({ dataset, code: fault.code, file: siteOnlyPart(fault) }, fault.message);
  }

  /** Reads a public test set whole, as the evaluations of a run will. Throws DATASET_UNKNOWN, DATA_*, TRAINING_FAILED. */
  async inspect(name: string, schema: DataSchema): Promise<void> {
    const dataset = this.#dataset(name);
    const { baseDir } = this.#options;
    const { rows } = await this.#onTestSet(name, (options) =>
      this.#child.run('inspect', { dataset, schema, baseDir }, options),
    );
    if (rows === 0) throw new MusterError('DATA_SCHEMA', `the public test set "${name}" has no rows`);
  }

  /** Evaluates a model on the public test set of its plan. Throws DATASET_UNKNOWN, DATA_*, TRAINING_FAILED. */
  async evaluate(plan: Plan, modelHash: string): Promise<CentralResult> {
    const { model, data, evaluation } = plan.body;
    const { baseDir } = this.#options;
    const name = evaluation.central?.dataset ?? '';
    const dataset = this.#dataset(name);
    const modelFile = await this.#copyOf(modelHash);
    try {
      const job = { model, schema: data, dataset, baseDir, modelFile, rows: 'all', seed: 0 } as const;
      const counts = await this.#onTestSet(name, (options) => this.#child.run('evaluate', job, options));
      const { examples, lossSum, confusion } = counts;
      return {
        metrics: { accuracy: accuracyOf(confusion), loss: lossSum / examples },
        evaluation: { examples, lossSum, confusion },
      };
    } finally {
      await rm(modelFile, { force: true });
    }
  }

  #dataset(name: string): DatasetConfig {
    const { datasets } = this.#options;
    const dataset = Object.hasOwn(datasets, name) ? datasets[name] : undefined;
    if (dataset) return dataset;
    throw new MusterError('DATASET_UNKNOWN', `the coordinator has no data set "${name}"`, {
      detail: { known: Object.keys(datasets) },
    });
  }

  /** What goes wrong with a test set of ours its operators may read with paths and cells. */
  async #onTestSet<Result>(name: string, act: (options: JobOptions) => Promise<Result>): Promise<Result> {
    let where = '';
    try {
      return await act({
        onSiteOnly: (text) => {
          where = ` [${text}]`;
        },
      });
    } catch (thrown) {
      const { code, message, detail } = asMusterError(thrown);
      throw new MusterError(code, `the public test set "${name}": ${message}${where}`, {
        detail,
        cause: thrown,
      });
    }
  }

  /** The blob as a file that another process can open by its name. */
  async #copyOf(hash: string): Promise<string> {
    const path = this.#path();
    await using reader = await this.#options.blobs.open(hash);
    await using file = await open(path, 'w', 0o600);
    for (let offset = 0; offset < reader.sizeBytes; offset += CHUNK_BYTES) {
      const bytes = await reader.read(offset, CHUNK_BYTES);
      for (let at = 0; at < bytes.length; ) at += (await file.write(bytes, at)).bytesWritten;
    }
    return path;
  }

  #path(): string {
    this.#files += 1;
    return join(this.#options.scratch, `${this.#files}.f32`);
  }
}
