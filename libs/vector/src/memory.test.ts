import { describe, expect, it } from 'vitest';
import { fixedPoint } from './fixed-point.ts';
import { loadKernels } from './kernels.ts';

const MEBIBYTE = 2 ** 20;
const length = 4 * MEBIBYTE;

describe('the memory of accumulators', () => {
  it('is given back: thirty of 32 MiB never stand together', async () => {
    const kernels = await loadKernels();
    const fp = fixedPoint({ valueMax: 1, weightMax: 1 });
    const values = new Float32Array(65_536).fill(0.5);
    const before = process.memoryUsage.rss();
    let most = 0;
    for (let round = 0; round < 30; round++) {
      using sums = kernels.newAccumulator(length);
      for (let offset = 0; offset < length; offset += values.length) sums.fold(offset, values, 1, fp);
      most = Math.max(most, process.memoryUsage.rss() - before);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(most).toBeLessThan(480 * MEBIBYTE);
  });

  it('stays as it is when one accumulator serves round after round', async () => {
    const kernels = await loadKernels();
    const fp = fixedPoint({ valueMax: 1, weightMax: 1 });
    const values = new Float32Array(65_536).fill(0.5);
    using sums = kernels.newAccumulator(length);
    const round = () => {
      for (let offset = 0; offset < length; offset += values.length) sums.fold(offset, values, 1, fp);
      sums.reset();
    };
    round();
    const before = process.memoryUsage().arrayBuffers + process.memoryUsage().external;
    for (let i = 0; i < 20; i++) round();
    expect(process.memoryUsage().arrayBuffers + process.memoryUsage().external - before).toBeLessThan(
      MEBIBYTE,
    );
  });
});
