/** @module The coordinator's own use of the learning process: first models, and evaluation on public test sets. */

import { mkdirSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatasetConfig } from '@muster/data';
import { MusterError } from '@muster/errors';
import { accuracyOf, LearningChild } from '@muster/learning';
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

  /** Evaluates a model on the public test set of its plan. Throws DATASET_UNKNOWN, DATA_*, TRAINING_FAILED. */
  async evaluate(plan: Plan, modelHash: string): Promise<CentralResult> {
    const { model, data, evaluation } = plan.body;
    const { datasets, baseDir, log } = this.#options;
    const name = evaluation.central?.dataset ?? '';
    const dataset = datasets[name];
    if (!dataset) throw new MusterError('DATASET_UNKNOWN', `the coordinator has no data set "${name}"`);
    const modelFile = await this.#copyOf(modelHash);
    try {
      const counts = await this.#child.run(
        'evaluate',
        { model, schema: data, dataset, baseDir, modelFile, rows: 'all', seed: 0 },
        { onSiteOnly: (text) => log.warn({ dataset: name, text }, 'evaluation failed') },
      );
      const { examples, lossSum, confusion } = counts;
      return {
        metrics: { accuracy: accuracyOf(confusion), loss: lossSum / examples },
        evaluation: { examples, lossSum, confusion },
      };
    } finally {
      await rm(modelFile, { force: true });
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
