/**
 * @module What it costs to take an update into the sums of a round: copied from where it was received into the window, and folded, as
 * in production; beside it the scan that comes before and the mean that comes after.
 */
import { type FixedPoint, fixedPoint, type Kernels, loadKernels } from '@muster/vector';
import type { Benchmark } from './benchmark.ts';

const LARGE = 10_000_000;
const MIDDLE = 1_000_000;
const WEIGHT = 600;
const OUT_LENGTH = 65_536;

export const fold: Benchmark = {
  name: 'fold',
  async run(log) {
    const fp = fixedPoint({ valueMax: 128, weightMax: 1_048_576 });
    const simd = await loadKernels('simd');
    const plain = await loadKernels('plain');
    const values = Float32Array.from({ length: LARGE }, (_, i) => 0.01 * Math.sin(i));
    const middle = values.subarray(0, MIDDLE);

    const figures = {
      parameters: LARGE,
      nsPerParam: foldNs(simd, values, fp, 60),
      nsPerParamAt1M: foldNs(simd, middle, fp, 300),
      plainNsPerParam: foldNs(plain, values, fp, 9),
      scanNsPerParam: medianNs(LARGE, 30, () => simd.scan(values)),
      meanNsPerParam: meanNs(simd, values, fp),
    };
    for (const [name, figure] of Object.entries(figures)) log(`${name} ${figure}`);
    return figures;
  },
};

/** One member after the other into one accumulator. */
function foldNs(kernels: Kernels, values: Float32Array, fp: FixedPoint, members: number): number {
  using sums = kernels.newAccumulator(values.length);
  return medianNs(values.length, members, () => sums.fold(0, values, WEIGHT, fp));
}

function meanNs(kernels: Kernels, values: Float32Array, fp: FixedPoint): number {
  using sums = kernels.newAccumulator(values.length);
  sums.fold(0, values, WEIGHT, fp);
  const out = new Float64Array(OUT_LENGTH);
  return medianNs(values.length, 9, () => {
    for (let offset = 0; offset < values.length; offset += OUT_LENGTH) {
      sums.mean(offset, out.subarray(0, values.length - offset), WEIGHT, fp);
    }
  });
}

/** Median over the runs, after a few that only warm up; nanoseconds for each of `parameters`, to the picosecond. */
function medianNs(parameters: number, runs: number, work: () => void): number {
  for (let i = 0; i < 3; i++) work();
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  }).sort((a, b) => a - b);
  return Math.round(((times[runs >> 1] ?? 0) * 1e9) / parameters) / 1000;
}
