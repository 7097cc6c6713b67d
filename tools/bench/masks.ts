/**
 * @module What it costs to mask a vector: 27 masks, as of a site with 26 neighbours, on a million parameters of 32 bits, and the same on 16.
 *
 * `gbPerS` is keystream that was added, a core; `keystreamGbPerS` the same keystream made and thrown away, in turns with it, so that what else the
 * machine does weighs on both. `ratioToKeystream` is what is left of AES once its output has been copied and added.
 */
import { randomBytes } from 'node:crypto';
import { applyMasks, encodingFor, type Mask, MaskedVector } from '@muster/secagg';
import { sampleTerms } from '@muster/secagg/testing';
import { loadKernels } from '@muster/vector';
import type { Benchmark } from './benchmark.ts';
import { cpuS, makeKeystreams } from './keystream.ts';

const PARAMETERS = 1_000_000;
const MASKS = 27;
const RUNS = 25;

export const masks: Benchmark = {
  name: 'masks',
  async run() {
    const kernels = await loadKernels();
    const keys = Array.from({ length: MASKS }, () => randomBytes(32));
    const [wide, narrow] = ([32, 16] as const).map((bits) => {
      const { encoding } = sampleTerms({
        encoding: { bits, length: PARAMETERS, clipValue: bits === 32 ? 1 : 0 },
      });
      return new MaskedVector(kernels, encodingFor(encoding, 100));
    });
    if (!wide || !narrow) throw new Error('no vectors');
    const put = keys.map((key, i): Mask => ({ sign: i % 2 === 0 ? 1 : -1, keys: [key, key] }));
    const times = { masks: [] as number[], narrow: [] as number[], keystream: [] as number[] };
    for (let run = 0; run < RUNS; run++) {
      times.masks.push(cpuS(() => applyMasks(wide, put)));
      times.keystream.push(cpuS(() => makeKeystreams(MASKS, wide.parameters.sizeBytes)));
      times.narrow.push(cpuS(() => applyMasks(narrow, put)));
    }
    const gigabytes = (sizeBytes: number): number => (MASKS * sizeBytes) / 1e9;
    const gbPerS = gigabytes(wide.parameters.sizeBytes) / median(times.masks);
    const keystreamGbPerS = gigabytes(wide.parameters.sizeBytes) / median(times.keystream);
    return {
      parameters: PARAMETERS,
      masks: MASKS,
      gbPerS,
      keystreamGbPerS,
      ratioToKeystream: gbPerS / keystreamGbPerS,
      gbPerSAt16Bits: gigabytes(narrow.parameters.sizeBytes) / median(times.narrow),
    };
  },
};

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
