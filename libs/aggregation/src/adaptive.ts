/** @module Adaptive server rules: FedAdagrad, FedAdam and FedYogi (Reddi et al. 2021, Algorithm 2). */
import { MusterError } from '@muster/errors';
import type { ServerRule } from './rule.ts';
import type { StrategySettings } from './settings.ts';

type AdaptiveSettings = Extract<StrategySettings, { readonly tau: number }>;

/**
 * m <- beta1 * m + (1 - beta1) * delta;  v by the rule's name;  w <- w + learningRate * m / (sqrt(v) + tau).
 * As in Algorithm 2 there is no bias correction (other than in Adam itself), and v starts at tau^2. Moments are stored in f32, and the
 * stored ones move the model.
 */
export function makeAdaptiveRule(settings: AdaptiveSettings): ServerRule {
  const { learningRate, beta1, tau } = settings;
  const grow = secondMoment(settings);
  return {
    slots: [
      { name: 'momentum', initial: 0 },
      { name: 'second-moment', initial: Math.fround(tau * tau) },
    ],
    step({ model, meanDelta, slots: [first, second] }) {
      if (first === undefined || second === undefined)
        throw new MusterError('INTERNAL', 'two slots are needed');
      for (let i = 0; i < model.length; i++) {
        const delta = meanDelta[i] ?? 0;
        const m = Math.fround(beta1 * (first[i] ?? 0) + (1 - beta1) * delta);
        const v = Math.fround(grow(second[i] ?? 0, delta * delta));
        first[i] = m;
        second[i] = v;
        model[i] = (model[i] ?? 0) + (learningRate * m) / (Math.sqrt(v) + tau);
      }
    },
  };
}

/** The next v from the last one and delta^2. */
function secondMoment(settings: AdaptiveSettings): (v: number, square: number) => number {
  switch (settings.name) {
    case 'fedadagrad':
      return (v, square) => v + square;
    case 'fedadam': {
      const { beta2 } = settings;
      return (v, square) => beta2 * v + (1 - beta2) * square;
    }
    case 'fedyogi': {
      const { beta2 } = settings;
      return (v, square) => v - (1 - beta2) * square * Math.sign(v - square);
    }
  }
}
