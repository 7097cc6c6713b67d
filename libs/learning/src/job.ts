/** @module What the training process is asked to do, and what it answers: plain JSON over IPC; vectors go by file. */
import type { DataSchema, DatasetConfig, UnlabelledConfig } from '@muster/data';
import type { ErrorDetail } from '@muster/errors';
import type { TensorSpec } from '@muster/vector';
import type { EngineName } from './engine.ts';
import type { EvaluationCounts, Prediction } from './evaluate.ts';
import type { ModelSpec } from './model.ts';
import type { TrainingSpec } from './training.ts';

/** A data set at this machine, and what the task says of it. */
interface OnData {
  readonly model: ModelSpec;
  readonly schema: DataSchema;
  readonly dataset: DatasetConfig;
  /** Folder to which the paths of `dataset` are relative. */
  readonly baseDir: string;
  /** File with the flat f32 vector of the model. */
  readonly modelFile: string;
}

/**
 * Jobs by name. Files are paths of flat f32 vectors (little-endian, as long as the model's layout); hashes are SHA-256 in lower-case hex;
 * times are in milliseconds; losses are mean cross-entropies in nats.
 */
export interface Jobs {
  selfCheck: { readonly input: object; readonly result: EngineFigures };
  /** The task's model with its initial weights, written to `weightsFile`. */
  initialise: {
    readonly input: {
      readonly model: ModelSpec;
      readonly schema: DataSchema;
      readonly seed: number;
      readonly weightsFile: string;
    };
    readonly result: {
      readonly tensors: readonly TensorSpec[];
      readonly hash: string;
      readonly sizeBytes: number;
    };
  };
  train: {
    readonly input: OnData & {
      readonly run: string;
      readonly training: TrainingSpec;
      readonly proximalMu: number;
      readonly round: number;
      readonly updateFile: string;
      /** Where whole epochs are kept, where the task asks for it. The caller removes it. */
      readonly epochFile: string;
    };
    readonly result: {
      readonly examples: number;
      readonly steps: number;
      readonly lossFirst: number;
      readonly lossLast: number;
      readonly updateNorm: number;
      readonly trainMs: number;
      readonly updateHash: string;
      readonly sizeBytes: number;
    };
  };
  /** Reads a data set whole and checks all of it; it is kept for the next job. */
  inspect: {
    readonly input: Pick<OnData, 'schema' | 'dataset' | 'baseDir'>;
    readonly result: { readonly rows: number };
  };
  /** `rows`: those that a site trains on, those that it keeps out of training, or all of them. */
  evaluate: {
    readonly input: OnData & { readonly rows: 'train' | 'holdout' | 'all'; readonly seed: number };
    readonly result: EvaluationCounts;
  };
  predict: {
    readonly input: Omit<OnData, 'dataset'> & {
      readonly dataset: UnlabelledConfig;
      readonly first: number;
      readonly count: number;
    };
    readonly result: { readonly rows: number; readonly predictions: readonly Prediction[] };
  };
}

export type JobKind = keyof Jobs;

/** What the self-check found of the engine of a process. */
export interface EngineFigures {
  readonly engine: EngineName;
  readonly version: string;
  readonly simd: boolean;
  /** Kernels of the library that are replaced by ours. */
  readonly overrides: readonly string[];
  /** What a person should know before choosing it; empty when nothing. */
  readonly warning: string;
  readonly passed: boolean;
  readonly maxRelativeError: number;
}

/** How far a job is: `fraction` of its phase from 0 to 1; `loss` is the mean of the last batches. */
export interface JobProgress {
  readonly phase: 'load' | 'train' | 'evaluate';
  readonly fraction: number;
  readonly epoch?: number;
  readonly step?: number;
  readonly steps?: number;
  readonly loss?: number;
}

interface Cancel {
  readonly type: 'cancel';
  readonly id: number;
}

/** As the parent sends it: `LearningChild.run` takes an input with its kind alone. */
export interface SentJob {
  readonly type: 'job';
  readonly id: number;
  readonly kind: JobKind;
  readonly input: Jobs[JobKind]['input'];
}

export type ToChild = SentJob | Cancel;

/** As the child reads it: the kind says what the input is. */
export type HeardJob = {
  readonly [Kind in JobKind]: {
    readonly type: 'job';
    readonly id: number;
    readonly kind: Kind;
    readonly input: Jobs[Kind]['input'];
  };
}[JobKind];

export type FromParent = HeardJob | Cancel;

/** From the child. `siteOnly` may name cells and paths: it goes to the log of this machine and nowhere else. */
export type FromChild =
  /** About once a second, unless a batch takes longer or something hangs. */
  | { readonly type: 'alive'; readonly id: number }
  | { readonly type: 'progress'; readonly id: number; readonly progress: JobProgress }
  /** `tensors` are those alive when the job is done: the same after each job of a kind, or something leaks. */
  | { readonly type: 'result'; readonly id: number; readonly result: unknown; readonly tensors: number }
  | {
      readonly type: 'error';
      readonly id: number;
      readonly code: string;
      readonly message: string;
      readonly detail: ErrorDetail;
      readonly siteOnly: string;
    };
