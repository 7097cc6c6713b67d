/** @module Flat parameter vectors: their layout, the exact sum of them, and a scan. */
export type { Accumulator } from './accumulator.ts';
export { type FixedPoint, fixedPoint } from './fixed-point.ts';
export { type Kernels, loadKernels } from './kernels.ts';
export {
  layoutHash,
  makeLayout,
  parameterCount,
  type TensorSpec,
  tensorLength,
  type VectorLayout,
} from './layout.ts';
export type { ScanResult } from './scan.ts';
