/**
 * @module Optimisers over one flat vector. Their recurrences and constants are those of TensorFlow.js 4.22 and Keras; arithmetic is
 * float64 rounded to float32 where it is stored, so that a step has the same bits on every engine.
 */
import type { OptimizerSpec } from './training.ts';

/** Keras' and tfjs' epsilon for float32. */
const EPSILON = 1e-7;
/** Keras' and tfjs' initial accumulator of AdaGrad. */
const ADAGRAD_START = 0.1;

/** Changes `weights` in place by one step; `gradient` has the same length. Slots start fresh with each optimiser. */
export interface Optimizer {
  /** All that it remembers beside its steps, to be kept and given back. */
  readonly slots: readonly Float32Array[];
  /** Steps that it has made. */
  steps: number;
  step(weights: Float32Array, gradient: Float32Array, learningRate: number): void;
}

/** An optimiser for vectors of `length` floats. */
export function makeOptimizer(spec: OptimizerSpec, length: number): Optimizer {
  switch (spec.name) {
    case 'sgd':
      return { slots: [], steps: 0, step: sgd };
    case 'momentum':
      return momentum(new Float32Array(length), spec.momentum, spec.nesterov);
    case 'adagrad':
      return adagrad(new Float32Array(length).fill(ADAGRAD_START));
    case 'rmsprop':
      return rmsprop(new Float32Array(length), new Float32Array(length), spec.decay, spec.momentum);
    case 'adam':
      return adam(new Float32Array(length), new Float32Array(length), spec.beta1, spec.beta2);
    default:
      return spec satisfies never;
  }
}

function sgd(weights: Float32Array, gradient: Float32Array, learningRate: number): void {
  for (let i = 0; i < weights.length; i++) {
    weights[i] = (weights[i] ?? 0) - learningRate * (gradient[i] ?? 0);
  }
}

/** Polyak (1964); Nesterov's variant as in Sutskever et al. (2013). */
function momentum(velocity: Float32Array, share: number, nesterov: boolean): Optimizer {
  return {
    slots: [velocity],
    steps: 0,
    step(weights, gradient, learningRate) {
      for (let i = 0; i < weights.length; i++) {
        const g = gradient[i] ?? 0;
        const v = share * (velocity[i] ?? 0) + g;
        velocity[i] = v;
        weights[i] = (weights[i] ?? 0) - learningRate * (nesterov ? g + share * v : v);
      }
    },
  };
}

/** Duchi, Hazan and Singer (2011). */
function adagrad(squares: Float32Array): Optimizer {
  return {
    slots: [squares],
    steps: 0,
    step(weights, gradient, learningRate) {
      for (let i = 0; i < weights.length; i++) {
        const g = gradient[i] ?? 0;
        const s = (squares[i] ?? 0) + g * g;
        squares[i] = s;
        weights[i] = (weights[i] ?? 0) - (learningRate * g) / Math.sqrt(s + EPSILON);
      }
    },
  };
}

/** Tieleman and Hinton (2012), uncentred. */
function rmsprop(squares: Float32Array, velocity: Float32Array, decay: number, share: number): Optimizer {
  return {
    slots: [squares, velocity],
    steps: 0,
    step(weights, gradient, learningRate) {
      for (let i = 0; i < weights.length; i++) {
        const g = gradient[i] ?? 0;
        const s = decay * (squares[i] ?? 0) + (1 - decay) * g * g;
        const v = share * (velocity[i] ?? 0) + (learningRate * g) / Math.sqrt(s + EPSILON);
        squares[i] = s;
        velocity[i] = v;
        weights[i] = (weights[i] ?? 0) - v;
      }
    },
  };
}

/** Kingma and Ba (2015), algorithm 1: both moments corrected for their start at zero. */
function adam(first: Float32Array, second: Float32Array, beta1: number, beta2: number): Optimizer {
  return {
    slots: [first, second],
    steps: 0,
    step(weights, gradient, learningRate) {
      this.steps += 1;
      const rate = learningRate / (1 - beta1 ** this.steps);
      const scale = 1 / (1 - beta2 ** this.steps);
      for (let i = 0; i < weights.length; i++) {
        const g = gradient[i] ?? 0;
        const m = beta1 * (first[i] ?? 0) + (1 - beta1) * g;
        const v = beta2 * (second[i] ?? 0) + (1 - beta2) * g * g;
        first[i] = m;
        second[i] = v;
        weights[i] = (weights[i] ?? 0) - (rate * m) / (Math.sqrt(v * scale) + EPSILON);
      }
    },
  };
}
