/** @module Which updates are added, and what their mean does to the global model. Pure: no disk, network, clock or randomness. */
export { type Admission, type Announcement, admit, admitValues, type Expectation } from './admission.ts';
export { admissionSchema, admitNorm, type NormFigures, type NormRule, normOf } from './norm.ts';
export type { SlotSpec, StepWindow } from './rule.ts';
export { type StrategySettings, strategySchema } from './settings.ts';
export { makeStrategy, type Strategy, type StrategyScalars } from './strategy.ts';
