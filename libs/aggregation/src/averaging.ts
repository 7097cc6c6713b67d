/** @module Server rules that add the mean: FedAvg (McMahan et al. 2017) and FedAvgM (Hsu et al. 2019). */
import { MusterError } from '@muster/errors';
import type { ServerRule } from './rule.ts';

/** w <- w + delta. FedProx (Li et al. 2020) is this too: it differs at the sites. */
export const averagingRule: ServerRule = {
  slots: [],
  step({ model, meanDelta }) {
    for (let i = 0; i < model.length; i++) model[i] = (model[i] ?? 0) + (meanDelta[i] ?? 0);
  },
};

/**
 * v <- momentum * v + delta; w <- w + learningRate * v (Hsu et al. 2019, section 4.3; there delta has the other sign). The v that moves
 * the model is the one that is stored, rounded to f32.
 */
export function makeMomentumRule(settings: {
  readonly momentum: number;
  readonly learningRate: number;
}): ServerRule {
  const { momentum, learningRate } = settings;
  return {
    slots: [{ name: 'momentum', initial: 0 }],
    step({ model, meanDelta, slots: [velocity] }) {
      if (velocity === undefined) throw new MusterError('INTERNAL', 'one slot is needed');
      for (let i = 0; i < model.length; i++) {
        const moved = Math.fround(momentum * (velocity[i] ?? 0) + (meanDelta[i] ?? 0));
        velocity[i] = moved;
        model[i] = (model[i] ?? 0) + learningRate * moved;
      }
    },
  };
}
