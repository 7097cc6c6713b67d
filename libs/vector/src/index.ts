/** @module Flat parameter vectors: their layout, the exact sum of them, a scan, and words under masks. */
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
export { QUANTIZER_LENGTH_MAX } from './quantizer.ts';
export { ROTATION_LENGTH_MAX } from './rotation.ts';
export type { ScanResult } from './scan.ts';
export { WORD_WINDOW_BYTES, type WordVector } from './words.ts';
