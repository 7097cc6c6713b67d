/** @module Arithmetic on flat parameter vectors, by WASM with SIMD or by plain TypeScript: the same bits from either. */
import { Accumulator } from './accumulator.ts';
import type { Engine, EngineKind } from './engine.ts';
import { plainEngine } from './plain.ts';
import { makeScanner, type ScanResult } from './scan.ts';
import { loadSimdEngine } from './simd.ts';

/** Arithmetic of one kind. It owns no memory but that of the accumulators it makes. */
export interface Kernels {
  readonly kind: EngineKind;
  /** An accumulator of zeros, 8 bytes a parameter and 256 KiB. INVALID_ARGUMENT for a length that cannot be. */
  newAccumulator(length: number): Accumulator;
  /** One pass over values of any length, NaN and infinities among them. */
  scan(values: Float32Array): ScanResult;
}

/** Kernels of a kind; ENGINE_UNAVAILABLE where WASM with SIMD does not load or is not built, never the other kind in silence. */
export async function loadKernels(kind: EngineKind = 'simd'): Promise<Kernels> {
  const engine: Engine = kind === 'simd' ? await loadSimdEngine() : plainEngine;
  return { kind, newAccumulator: (length) => new Accumulator(engine, length), scan: makeScanner(engine) };
}
