/**
 * @module Writes slices of a public data set into one folder per site, for trials:
 * `node tools/setup/run.mjs tools/datasets/main.ts mnist --folder trial --sites 5 --split dirichlet:0.5 --seed 7`.
 */
import { parseArgs } from 'node:util';
import { asMusterError, MusterError } from '@muster/errors';
import { makeIrisSlices } from './iris.ts';
import { makeMnistSlices } from './mnist.ts';
import { parseSplit } from './partition.ts';

const USAGE = `usage: main.ts mnist|iris --folder FOLDER [--sites N|NAME,NAME,...] [--seed N]
  mnist only: [--split iid|dirichlet:A|shards:N] [--images N]
Each site gets FOLDER/NAME/data/, the coordinator FOLDER/coordinator/public/.`;

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      folder: { type: 'string' },
      sites: { type: 'string' },
      split: { type: 'string', default: 'dirichlet:0.5' },
      seed: { type: 'string', default: '7' },
      images: { type: 'string' },
    },
  });
  const [name] = positionals;
  const { folder } = values;
  if (folder === undefined || (name !== 'mnist' && name !== 'iris'))
    throw new MusterError('INVALID_ARGUMENT', USAGE);
  const sites = parseSites(values.sites ?? (name === 'iris' ? '3' : '5'));
  const seed = whole(values.seed);
  const images = values.images === undefined ? {} : { images: whole(values.images) };
  const slices =
    name === 'mnist'
      ? await makeMnistSlices({ folder, sites, seed, split: parseSplit(values.split), ...images })
      : await makeIrisSlices({ folder, sites, seed });
  for (const slice of slices.sites) print(slice.site, slice.rows, slice.labelCounts);
  print('coordinator (test)', slices.test.rows, slices.test.labelCounts);
} catch (thrown) {
  process.stderr.write(`${asMusterError(thrown).message}\n`);
  process.exitCode = 2;
}

function parseSites(text: string): number | readonly string[] {
  return /^\d+$/.test(text) ? Number(text) : text.split(',');
}

function whole(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new MusterError('INVALID_ARGUMENT', `'${text}' is no whole number.`);
}

function print(name: string, rows: number, labelCounts: readonly number[]): void {
  const counts = labelCounts.map((count) => String(count).padStart(5)).join(' ');
  process.stdout.write(`${name.padEnd(20)} ${String(rows).padStart(6)} rows, by class: ${counts}\n`);
}
