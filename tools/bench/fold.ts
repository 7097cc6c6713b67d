/**
 * @module What it costs to take an update into the sums of a round: copied from where it was received into the window, and folded; beside
 * it the scan that comes before and the mean that comes after.
 *
 * `nsPerParam` is one update of 10 M parameters alone, which streams 20 bytes a parameter through memory (value read, sum read and
 * written) and so measures the memory of the machine. `nsPerParamInRound...` is an update among ten different ones that are
 * folded together, windows outside and updates inside, where sums stay in the cache. `nsPerParamKernel` is the kernel alone in the cache.
 */
import { type FixedPoint, fixedPoint, type Kernels, loadKernels } from '@muster/vector';
import type { Benchmark } from './benchmark.ts';

const LARGE = 10_000_000;
const MIDDLE = 1_000_000;
const WEIGHT = 600;
const MEMBERS = 10;
const WINDOW_LENGTH = 65_536;

export const fold: Benchmark = {
  name: 'fold',
  async run(log) {
    const fp = fixedPoint({ valueMax: 128, weightMax: 1_048_576 });
    const simd = await loadKernels('simd');
    const plain = await loadKernels('plain');
    const first = Float32Array.from({ length: LARGE }, (_, i) => 0.01 * Math.sin(i));
    const updates = Array.from({ length: MEMBERS }, (_, member) =>
      first.map((value) => value * (1 + member)),
    );
    const middle = updates.map((values) => values.slice(0, MIDDLE));

    const figures = {
      parameters: LARGE,
      nsPerParam: foldNs(simd, first, fp, 60),
      nsPerParamAt1M: foldNs(simd, first.subarray(0, MIDDLE), fp, 300),
      nsPerParamInRoundAt10M: roundNs(simd, updates, fp, 9),
      nsPerParamInRoundAt1M: roundNs(simd, middle, fp, 60),
      nsPerParamKernel: kernelNs(simd, fp),
      plainNsPerParam: foldNs(plain, first, fp, 9),
      scanNsPerParam: medianNs(LARGE, 30, () => simd.scan(first)),
      meanNsPerParam: meanNs(simd, first, fp),
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

/** All updates into one accumulator, window by window, as the coordinator does when none of them was folded ahead. */
function roundNs(kernels: Kernels, updates: readonly Float32Array[], fp: FixedPoint, rounds: number): number {
  const length = updates[0]?.length ?? 0;
  using sums = kernels.newAccumulator(length);
  return medianNs(length * updates.length, rounds, () => {
    for (let start = 0; start < length; start += WINDOW_LENGTH) {
      for (const values of updates) {
        const part = values.subarray(start, start + WINDOW_LENGTH);
        sums.window.set(part);
        sums.foldWindow(start, part.length, WEIGHT, fp);
      }
    }
  });
}

/** One window again and again, without the copy. */
function kernelNs(kernels: Kernels, fp: FixedPoint): number {
  using sums = kernels.newAccumulator(WINDOW_LENGTH);
  sums.window.fill(0.01);
  return medianNs(WINDOW_LENGTH * 50, 30, () => {
    for (let i = 0; i < 50; i++) sums.foldWindow(0, WINDOW_LENGTH, WEIGHT, fp);
  });
}

function meanNs(kernels: Kernels, values: Float32Array, fp: FixedPoint): number {
  using sums = kernels.newAccumulator(values.length);
  sums.fold(0, values, WEIGHT, fp);
  const out = new Float64Array(WINDOW_LENGTH);
  return medianNs(values.length, 9, () => {
    for (let offset = 0; offset < values.length; offset += WINDOW_LENGTH) {
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
