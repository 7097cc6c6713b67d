/** @module A server rule: the part of a strategy that changes the global model. */

/** A vector that the server keeps beside the model, in float32. */
export interface SlotSpec {
  readonly name: string;
  /** The value of each parameter before the first round. */
  readonly initial: number;
}

/** The same stretch of the model, of the mean update (local - global, weighted) and of each slot. */
export interface StepWindow {
  readonly model: Float32Array;
  readonly meanDelta: Float64Array;
  readonly slots: readonly Float32Array[];
}

export interface ServerRule {
  readonly slots: readonly SlotSpec[];
  /** In place; lengths and the number of slots are checked by the caller. */
  step(window: StepWindow): void;
}
