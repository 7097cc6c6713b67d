/**
 * @module Local training of one round: epochs of shuffled batches, one optimiser step a batch. Everything random comes from the task's
 * seed, the run, the round and the epoch, so the same inputs on the same engine give the same update, bit for bit.
 */
import { type Dataset, featureLength, SeededRandom, seededPermutation } from '@muster/data';
import { MusterError } from '@muster/errors';
import type { Network } from './engine.ts';
import type { EpochState, LossState } from './epoch-state.ts';
import { makeOptimizer, type Optimizer } from './optimizer.ts';
import type { Pace } from './pace.ts';
import { learningRateAt, type TrainingSpec } from './training.ts';

export interface Lesson {
  readonly network: Network;
  readonly dataset: Dataset;
  /** Rows to train on. */
  readonly rows: Uint32Array;
  readonly training: TrainingSpec;
  /** Rounds count from 1. */
  readonly round: { readonly run: string; readonly round: number };
  /** FedProx' mu; 0 for none. */
  readonly proximalMu: number;
  /** The global model, `layout.length` floats. */
  readonly base: Float32Array;
}

export interface TrainProgress {
  /** From 1. */
  readonly epoch: number;
  readonly step: number;
  readonly steps: number;
  /** Of the last step. */
  readonly loss: number;
}

export interface TrainFigures {
  /** Different rows trained on: the weight of the update. */
  readonly examples: number;
  readonly steps: number;
  /** Mean over the first and the last tenth of the steps. */
  readonly lossFirst: number;
  readonly lossLast: number;
  readonly trainMs: number;
  /** L2 norm of the update. */
  readonly updateNorm: number;
}

/** Whole epochs, kept on the way, so that a process that is killed goes on after the last one. */
export interface EpochKeeper {
  /** Where an earlier process stood with this very lesson. */
  readonly from: EpochState | undefined;
  /** Epochs that follow one that was kept more closely are not: what is short is soon made again. */
  readonly everyMs: number;
  keep(state: EpochState): Promise<void>;
}

/**
 * Trains from `base` and returns local minus global; from an epoch that was kept, to the same bits.
 * Throws TRAINING_DIVERGED when the loss or the update is not finite, INVALID_ARGUMENT without rows, CANCELLED.
 */
export async function train(
  lesson: Lesson,
  pace: Pace,
  report: (progress: TrainProgress) => void,
  keeper?: EpochKeeper,
): Promise<{ readonly delta: Float32Array; readonly figures: TrainFigures }> {
  const { network, dataset, rows, training, round, proximalMu, base } = lesson;
  if (rows.length === 0) throw new MusterError('INVALID_ARGUMENT', 'There are no rows to train on.');
  const startedMs = pace.now();
  const length = network.trainableLength;
  const batchSize = Math.min(training.batchSize, rows.length);
  const steps = training.epochs * Math.ceil(rows.length / batchSize);
  const learningRate = learningRateAt(training, round.round);
  const optimizer = makeOptimizer(training.optimizer, length);
  const dropout = new SeededRandom('dropout', training.seed, round.run, round.round);
  const weights = base.slice();
  const trained = weights.subarray(0, length);
  const gradient = new Float32Array(length);
  const x = new Float32Array(batchSize * featureLength(dataset.features));
  const labels = new Int32Array(batchSize);
  const losses = new LossEnds(steps);
  const from = keeper?.from;
  if (from) goOn(from, { weights, optimizer, losses, dropout });
  network.load(weights);
  let step = from?.step ?? 0;
  let keptMs = Number.NEGATIVE_INFINITY;
  for (let epoch = (from?.epoch ?? 0) + 1; epoch <= training.epochs; epoch++) {
    const order = seededPermutation(rows.length, 'shuffle', training.seed, round.run, round.round, epoch);
    for (let at = 0; at < rows.length; at += batchSize) {
      const batch = order.subarray(at, at + batchSize).map((place) => rows[place] ?? 0);
      dataset.gather(batch, x, labels);
      const loss = await network.gradient(x, labels, batch.length, dropout.below(2 ** 31), gradient);
      step += 1;
      if (!Number.isFinite(loss)) throw diverged('loss', step, steps);
      if (proximalMu > 0) addProximal(gradient, trained, base, proximalMu);
      if (training.gradientClip !== undefined) clip(gradient, training.gradientClip);
      optimizer.step(trained, gradient, learningRate);
      network.load(trained);
      losses.add(loss);
      await pace.breathe(() => report({ epoch, step, steps, loss }));
    }
    if (keeper && epoch < training.epochs && pace.now() - keptMs >= keeper.everyMs) {
      keptMs = pace.now();
      network.read(weights); // moving statistics are the network's
      await keeper.keep({
        epoch,
        step,
        optimizerSteps: optimizer.steps,
        losses: losses.state,
        vectors: [weights, ...optimizer.slots],
      });
    }
  }
  network.read(weights);
  const { norm, delta } = difference(weights, base);
  if (!Number.isFinite(norm)) throw diverged('update', step, steps);
  report({ epoch: training.epochs, step, steps, loss: losses.last });
  const figures = {
    examples: rows.length,
    steps,
    lossFirst: losses.firstMean,
    lossLast: losses.lastMean,
    trainMs: pace.now() - startedMs,
    updateNorm: norm,
  };
  return { delta, figures };
}

/** Takes up weights, what the optimiser remembers, the losses, and the place in the chain of dropout seeds. */
function goOn(
  { step, optimizerSteps, losses: seen, vectors }: EpochState,
  to: {
    readonly weights: Float32Array;
    readonly optimizer: Optimizer;
    readonly losses: LossEnds;
    readonly dropout: SeededRandom;
  },
): void {
  for (const [index, target] of [to.weights, ...to.optimizer.slots].entries()) {
    const vector = vectors[index];
    if (vector?.length !== target.length)
      throw new MusterError('LENGTH_MISMATCH', 'The epoch that was kept is of another model.');
    target.set(vector);
  }
  to.optimizer.steps = optimizerSteps;
  to.losses.takeUp(seen);
  for (let drawn = 0; drawn < step; drawn++) to.dropout.below(2 ** 31);
}

/** FedProx (Li et al. 2020, equation 2): the gradient of mu/2 * |w - w_global|^2 is mu * (w - w_global). */
function addProximal(gradient: Float32Array, weights: Float32Array, base: Float32Array, mu: number): void {
  for (let i = 0; i < gradient.length; i++) {
    gradient[i] = (gradient[i] ?? 0) + mu * ((weights[i] ?? 0) - (base[i] ?? 0));
  }
}

/** Scales the gradient to a norm of at most `normMax` (Pascanu et al. 2013). */
function clip(gradient: Float32Array, normMax: number): void {
  let squares = 0;
  for (const value of gradient) squares += value * value;
  const norm = Math.sqrt(squares);
  if (!(norm > normMax)) return;
  const scale = normMax / norm;
  for (let i = 0; i < gradient.length; i++) gradient[i] = (gradient[i] ?? 0) * scale;
}

function difference(weights: Float32Array, base: Float32Array): { delta: Float32Array; norm: number } {
  const delta = weights;
  let squares = 0;
  for (let i = 0; i < delta.length; i++) {
    delta[i] = (weights[i] ?? 0) - (base[i] ?? 0);
    const value = delta[i] ?? 0;
    squares += value * value;
  }
  return { delta, norm: Math.sqrt(squares) };
}

function diverged(what: string, step: number, steps: number): MusterError {
  return new MusterError('TRAINING_DIVERGED', `The ${what} is not finite after ${step} of ${steps} steps.`, {
    detail: { step, steps },
  });
}

/** Means of the first and the last tenth of the losses, without keeping the others. */
class LossEnds {
  last = 0;
  readonly #window: number;
  readonly #recent: Float64Array;
  #count = 0;
  #first = 0;

  constructor(steps: number) {
    this.#window = Math.max(1, Math.floor(steps / 10));
    this.#recent = new Float64Array(this.#window);
  }

  add(loss: number): void {
    this.last = loss;
    if (this.#count < this.#window) this.#first += loss;
    this.#recent[this.#count % this.#window] = loss;
    this.#count += 1;
  }

  get state(): LossState {
    return { count: this.#count, first: this.#first, last: this.last, recent: [...this.#recent] };
  }

  takeUp({ count, first, last, recent }: LossState): void {
    this.#count = count;
    this.#first = first;
    this.last = last;
    this.#recent.set(recent.slice(0, this.#window));
  }

  get firstMean(): number {
    return this.#first / this.#window;
  }

  get lastMean(): number {
    return this.#recent.reduce((sum, loss) => sum + loss, 0) / this.#window;
  }
}
