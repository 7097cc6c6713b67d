/**
 * @module What the loops of training and evaluation ask of an engine. An engine turns layers into a network over flat vectors of
 * float32; shuffles, optimisers, FedProx and figures are not its business, so each engine gives the same training.
 */
import type { FeatureSpec } from '@muster/data';
import type { VectorLayout } from '@muster/vector';
import type { LayerSpec } from './layers.ts';

export const ENGINE_NAMES = ['wasm', 'cpu'] as const;
export type EngineName = (typeof ENGINE_NAMES)[number];

/** What an engine says about itself; it goes into the report of a site. */
export interface EngineFacts {
  readonly name: EngineName;
  readonly library: string;
  readonly simd: boolean;
  /** Kernels of the library that are replaced by ours. */
  readonly overrides: readonly string[];
  /** What a person should know before choosing it; empty when nothing. */
  readonly warning: string;
}

/** A model that an engine has built, with weights of its own. Vectors are in the order of `layout`. */
export interface Network extends Disposable {
  readonly layout: VectorLayout;
  /** The first floats are trained; those behind them are frozen or, as moving statistics, follow the forward pass. */
  readonly trainableLength: number;
  /** Takes over weights: all of them, or only the trained ones when `weights` has `trainableLength`. */
  load(weights: Float32Array): void;
  read(out: Float32Array): void;
  /**
   * One forward and backward pass over `rows` examples: `x` normalised features (NHWC), `labels` class codes. Writes the gradient of
   * the mean cross-entropy (and of weight penalties, if the layers have any) to `out` (`trainableLength` floats) and returns the loss.
   * `dropoutSeed` decides which units are dropped; the same arguments give the same bits.
   */
  gradient(
    x: Float32Array,
    labels: Int32Array,
    rows: number,
    dropoutSeed: number,
    out: Float32Array,
  ): Promise<number> | number;
  /** Forward pass without dropout: writes rows x classes logits (before the softmax). */
  logits(x: Float32Array, rows: number, out: Float32Array): Promise<void> | void;
}

export interface Engine extends AsyncDisposable {
  readonly facts: EngineFacts;
  /** Tensors that somebody owns now. */
  readonly tensors: number;
  /** Builds the layers; weights are as the initialisers say. MODEL_INVALID if the layers do not fit together. */
  build(layers: readonly LayerSpec[], features: FeatureSpec, classes: number): Network;
}
