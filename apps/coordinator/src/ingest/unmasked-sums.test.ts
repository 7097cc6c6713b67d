import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EncodingTerms, encodeUpdate, encodingFor, MaskedVector } from '@muster/secagg';
import { loadKernels } from '@muster/vector';
import { afterAll, expect, it } from 'vitest';
import { systemFiles } from '../files.ts';
import { ReceivedUpdate } from './received-update.ts';
import { UnmaskedSums } from './unmasked-sums.ts';

const SITES = 4;
const SCALE_BITS = 40;
const kernels = await loadKernels();
const folder = mkdtempSync(join(tmpdir(), 'muster-unmasked-'));
const roundId = new Uint8Array(32).fill(3);
const terms: EncodingTerms = {
  ...{ bits: 32, length: 5, clipNorm: 16, clipValue: 16, exampleCap: 10, noiseReserve: 0, metrics: 0 },
};

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Words of an update of full weight, received, under no mask. */
function received(values: readonly number[], name: string): ReceivedUpdate {
  using vector = new MaskedVector(kernels, encodingFor(terms, SITES));
  const contribution = { update: Float32Array.from(values), examples: 10, lossSum: 0, metrics: [] };
  encodeUpdate(kernels, vector, contribution, { roundId, roundingKey: new Uint8Array(32) });
  const bytes = vector.toBytes();
  const path = join(folder, name);
  const update = new ReceivedUpdate(
    { sizeBytes: bytes.length, isSealed: false, path, cached: true },
    systemFiles,
  );
  update.write(0, bytes);
  return update;
}

let made = 0;

function summed(): UnmaskedSums {
  const sums = new UnmaskedSums(kernels);
  made += 1;
  const words = [received([1, 2, 3, 4, 5], `a-${made}`), received([3, 2, 1, 0, -1], `b-${made}`)];
  expect(sums.make(0, { terms, sitesMax: SITES, words, masks: [] }).tail).toMatchObject({
    count: 2,
    weight: 2,
  });
  return sums;
}

const saving = (name: string, groups: readonly number[] = [0]) => ({
  ...{ groups, roundId, divisor: 2, scaleBits: SCALE_BITS, path: join(folder, name) },
});

it('writes the mean of those who are in the sum, as often as it is asked: a disk may fail behind it', () => {
  const sums = summed();
  const first = sums.save(saving('first'), systemFiles);
  expect(sums.save(saving('second'), systemFiles)).toEqual(first);
  const means = new BigInt64Array(Uint8Array.from(readFileSync(join(folder, 'second'))).buffer);
  expect([...means].map((mean) => Number(mean) / 2 ** SCALE_BITS)).toEqual(
    [2, 2, 2, 2, 2].map((v) => expect.closeTo(v, 4)),
  );
});

it('writes nothing for a group whose sum is gone', () => {
  const sums = summed();
  const internal = expect.objectContaining({ code: 'INTERNAL' });
  expect(() => sums.save(saving('two', [0, 1]), systemFiles)).toThrow(internal);
  sums.drop();
  expect(() => sums.save(saving('none'), systemFiles)).toThrow(internal);
});
