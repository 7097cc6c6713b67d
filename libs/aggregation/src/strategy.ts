/** @module A strategy: what sites are told, and how the mean of a round changes the global model. */
import { MusterError } from '@muster/errors';
import { makeAdaptiveRule } from './adaptive.ts';
import { averagingRule, makeMomentumRule } from './averaging.ts';
import type { ServerRule, SlotSpec, StepWindow } from './rule.ts';
import type { StrategySettings } from './settings.ts';

/** Figures that a strategy keeps from round to round, by name, stored with the model version. All count `steps`: rounds applied. */
export type StrategyScalars = Readonly<Record<string, number>>;

/**
 * All state is outside: the model and the slots are files, the scalars a row. A step treats each parameter alone, so that windows of any
 * size give the same bits, and a round of any model runs in little memory.
 */
export interface Strategy {
  /** What sites are told with the plan: the factor mu of the proximal term, 0 for none. */
  clientSettings(): { readonly proximalMu: number };
  /** The server's vectors, each of the length of the model, in the order in which step takes them. */
  slots(): readonly SlotSpec[];
  /** The scalars of the next round from those of the last applied one, {} before the first. */
  prepare(last: StrategyScalars): StrategyScalars;
  /**
   * Applies the round to a window of parameters: writes `model` and `slots`, reads `meanDelta`, all of one length (else
   * INVALID_ARGUMENT). Arithmetic is f64, rounded once to f32 where it is stored.
   */
  step(window: StepWindow, scalars: StrategyScalars): void;
}

/** The strategy of checked settings; it keeps no state, so that one serves any number of rounds. */
export function makeStrategy(settings: StrategySettings): Strategy {
  const rule = makeRule(settings);
  return {
    clientSettings: () => ({ proximalMu: settings.name === 'fedprox' ? settings.mu : 0 }),
    slots: () => rule.slots,
    prepare: (last) => ({ steps: (last.steps ?? 0) + 1 }),
    step(window) {
      const vectors = [window.meanDelta, ...window.slots];
      if (
        window.slots.length !== rule.slots.length ||
        vectors.some(({ length }) => length !== window.model.length)
      ) {
        throw new MusterError(
          'INVALID_ARGUMENT',
          'the vectors of a step are not of one length, or not as many as the strategy has',
        );
      }
      rule.step(window);
    },
  };
}

function makeRule(settings: StrategySettings): ServerRule {
  switch (settings.name) {
    case 'fedavg':
    case 'fedprox':
      return averagingRule;
    case 'fedavgm':
      return makeMomentumRule(settings);
    case 'fedadagrad':
    case 'fedadam':
    case 'fedyogi':
      return makeAdaptiveRule(settings);
  }
}
