/** @module Arithmetic on flat parameter vectors, by WASM with SIMD or by plain TypeScript: the same bits from either. */
import { Accumulator } from './accumulator.ts';
import type { Engine, EngineKind, WordBits } from './engine.ts';
import { plainEngine } from './plain.ts';
import { makeQuantizer, type Quantizer } from './quantizer.ts';
import { makeRotation, type Rotation } from './rotation.ts';
import { makeScanner, type ScanResult } from './scan.ts';
import { loadSimdEngine } from './simd.ts';
import { WordVector } from './words.ts';

/** Arithmetic of one kind. It owns no memory but that of what it makes. */
export interface Kernels {
  readonly kind: EngineKind;
  /** An accumulator of zeros, 8 bytes a parameter and 256 KiB. INVALID_ARGUMENT for a length that cannot be. */
  newAccumulator(length: number): Accumulator;
  /** One pass over values of any length, NaN and infinities among them. */
  scan(values: Float32Array): ScanResult;
  /** Words of zeros, and a window of 64 KiB. INVALID_ARGUMENT for a size that cannot be. */
  newWords(sizeBytes: number, bits: WordBits): WordVector;
  /** Rounds by chance; with windows of 192 KiB of its own. */
  newQuantizer(): Quantizer;
  /** Rotates blocks; its memory grows to 8 bytes for each float of the largest block. */
  newRotation(): Rotation;
}

/** Kernels of a kind; ENGINE_UNAVAILABLE where WASM with SIMD does not load or is not built, never the other kind in silence. */
export async function loadKernels(kind: EngineKind = 'simd'): Promise<Kernels> {
  const engine: Engine = kind === 'simd' ? await loadSimdEngine() : plainEngine;
  return {
    kind,
    newAccumulator: (length) => new Accumulator(engine, length),
    scan: makeScanner(engine),
    newWords: (sizeBytes, bits) => new WordVector(engine, sizeBytes, bits),
    newQuantizer: () => makeQuantizer(engine),
    newRotation: () => makeRotation(engine),
  };
}
