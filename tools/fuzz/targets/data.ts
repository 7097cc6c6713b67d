/**
 * @module Targets: data files of a site. What training would read and what the site's own check finds agree, and no word of an error
 * carries a value of the data: such errors may travel.
 */
import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import {
  checkDataset,
  type DataSchema,
  type DatasetConfig,
  dataSchema,
  featureLength,
  featureSpec,
  openDataset,
  overviewOf,
} from '@muster/data';
import { MusterError } from '@muster/errors';
import fc from 'fast-check';
import { byteMutations, mutateBytes } from '../byte-mutation.ts';
import { scratchFile, scratchFolder } from '../scratch.ts';
import { type FuzzTarget, fuzzTarget, rule } from '../target.ts';

/** Stands in cells of a table and nowhere else. */
const SECRET = 'Zq9x';
const RESIDENT_BYTES_MAX = 16 * 1024 * 1024;

const TABLE: DataSchema = dataSchema.parse({
  dataset: 'rows',
  kind: 'table',
  columns: [
    { name: 'length', type: 'number', mean: 1, deviation: 2 },
    { name: 'width', type: 'number', mean: 0, deviation: 0.001, missing: { value: 3 } },
    { name: 'soil', type: 'category', categories: ['clay', 'sand', 'NA'], missing: { value: 'sand' } },
    { name: 'colour "x"', type: 'category', categories: ['red', ' '] },
  ],
  label: { column: 'species', classes: ['a', 'b', 'c'] },
});
const HEADER = ['length', 'width', 'soil', 'colour "x"', 'species'];

/** A cell that fits its column, or none that does. */
const cellOf = (fits: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 80, arbitrary: fc.constantFrom(...fits) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '',
        ' ',
        'NA',
        '1,5',
        '0x1f',
        'Infinity',
        '1e999',
        SECRET,
        `${SECRET}"`,
        `a\n${SECRET}`,
        '\0',
      ),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
  );

const row = fc.oneof(
  {
    weight: 60,
    arbitrary: fc.tuple(
      cellOf(['1', '-2.5', '+3e-2', '.5', '7.']),
      cellOf(['0', '', '1e-9']),
      cellOf(['clay', 'sand', 'NA', '']),
      cellOf(['red', ' red ']),
      cellOf(['a', 'b', 'c']),
    ),
  },
  { weight: 1, arbitrary: fc.array(cellOf(['1', 'a']), { maxLength: 8 }) },
);

const table = fc.record({
  header: fc.oneof(
    { weight: 20, arbitrary: fc.shuffledSubarray(HEADER, { minLength: HEADER.length }) },
    { weight: 1, arbitrary: fc.shuffledSubarray([...HEADER, 'length', SECRET]) },
  ),
  rows: fc.array(row, { maxLength: 30 }),
  delimiter: fc.constantFrom(',', ',', ';', '\t', '|'),
  missing: fc.constantFrom([], ['NA', '?']),
  lineEnd: fc.constantFrom('\n', '\n', '\r\n', '\r'),
  bom: fc.boolean(),
  mutations: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: byteMutations(2) }),
  times: fc.oneof(
    { weight: 30, arbitrary: fc.constant(1) },
    { weight: 1, arbitrary: fc.constantFrom(2, 3_000) },
  ),
  packed: fc.constantFrom('no', 'no', 'whole', 'broken', 'twice'),
  maxRows: fc.option(fc.integer({ min: 1, max: 40 }), { freq: 2, nil: undefined }),
});

const tables = fuzzTarget('CSV files', table, async (made) => {
  const quoted = (cell: string): string =>
    /["\r\n]/.test(cell) || cell.includes(made.delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell;
  const width = made.header.map((name) => HEADER.indexOf(name));
  const inOrder = (cells: readonly string[]): readonly string[] =>
    cells.length === HEADER.length ? width.map((at) => cells[at] ?? SECRET) : cells;
  const lines = [made.header, ...made.rows.map(inOrder)].map((cells) =>
    cells.map(quoted).join(made.delimiter),
  );
  const text = `${made.bom ? '\ufeff' : ''}${lines.join(made.lineEnd)}${made.lineEnd}`;
  const body = text.slice(text.indexOf(made.lineEnd) + made.lineEnd.length);
  const bytes = mutateBytes(Buffer.from(text + body.repeat(made.times - 1), 'utf8'), made.mutations);
  const file = scratchFile('table.csv');
  writeFileSync(file, packed(bytes, made.packed));
  const { delimiter, missing, maxRows } = made;
  return readBoth(
    { type: 'csv', file, delimiter, missing: [...missing], ...(maxRows ? { maxRows } : {}) },
    TABLE,
  );
});

const IMAGES: DataSchema = dataSchema.parse({
  dataset: 'images',
  kind: 'image',
  height: 3,
  width: 2,
  channels: 1,
  classes: ['a', 'b', 'c'],
  normalise: { mean: 100, deviation: 50 },
});

const side = (right: number): fc.Arbitrary<number> =>
  fc.oneof(
    { weight: 40, arbitrary: fc.constant(right) },
    { weight: 1, arbitrary: fc.constantFrom(0, 1, right + 1, 65_536, 2 ** 31, 2 ** 32 - 1) },
  );

/** `by`: bytes that are missing at the end, or too many. */
const file = fc.record({
  magic: fc.oneof(
    { weight: 40, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constantFrom(0, 0x801, 0x803, 0x804, 0xd03, 0x8ff, 0x1f8b0800) },
  ),
  by: fc.oneof(
    { weight: 20, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: -20, max: 20 }) },
  ),
  mutations: fc.oneof({ weight: 5, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: byteMutations(2) }),
  packed: fc.constantFrom(
    'no' as const,
    'no' as const,
    'whole' as const,
    'broken' as const,
    'twice' as const,
  ),
});

const idx = fc.record({
  count: fc.nat(20),
  images: fc.record({ file, count: side(0), height: side(3), width: side(2), pixel: fc.nat(255) }),
  labels: fc.record({
    file,
    count: side(0),
    label: fc.oneof({ weight: 9, arbitrary: fc.nat(2) }, { weight: 1, arbitrary: fc.nat(255) }),
  }),
  maxRows: fc.option(fc.integer({ min: 1, max: 40 }), { freq: 2, nil: undefined }),
});

interface IdxFile {
  readonly magic: number | undefined;
  readonly by: number;
  readonly mutations: Parameters<typeof mutateBytes>[1];
  readonly packed: Packing;
}

const images = fuzzTarget('IDX files', idx, async (made) => {
  const { count, labels, maxRows } = made;
  const written = (
    name: string,
    rank: number,
    sides: readonly number[],
    value: number,
    length: number,
    how: IdxFile,
  ) => {
    const header = Buffer.alloc(4 + 4 * rank);
    header.writeUInt32BE(how.magic ?? 0x800 + rank);
    for (const [axis, each] of sides.entries()) header.writeUInt32BE(each, 4 + 4 * axis);
    const bytes = mutateBytes(
      Buffer.concat([header, Buffer.alloc(Math.max(0, length + how.by), value)]),
      how.mutations,
    );
    const path = scratchFile(name);
    writeFileSync(path, packed(bytes, how.packed));
    return path;
  };
  const sides = [made.images.count || count, made.images.height, made.images.width];
  const imageFile = written('images', 3, sides, made.images.pixel, count * 6, made.images.file);
  const labelFile = written('labels', 1, [labels.count || count], labels.label, count, labels.file);
  return readBoth(
    { type: 'idx', images: imageFile, labels: labelFile, ...(maxRows ? { maxRows } : {}) },
    IMAGES,
  );
});

type Packing = 'no' | 'whole' | 'broken' | 'twice';

/** As gzip; `twice` is what a person makes who packs a packed file. */
function packed(bytes: Uint8Array, how: Packing | string): Uint8Array {
  if (how === 'no') return bytes;
  const once = gzipSync(bytes, { level: 1 });
  if (how === 'twice') return gzipSync(once, { level: 1 });
  if (how === 'whole') return once;
  const broken = Buffer.from(once.subarray(0, Math.max(12, once.length - 3)));
  const middle = broken.length >> 1;
  broken[middle] = (broken[middle] ?? 0) ^ 0x55;
  return broken;
}

/** Reads the data as training does, as the site's check does, and without a task. */
async function readBoth(config: DatasetConfig, schema: DataSchema): Promise<string> {
  const options = { residentBytesMax: RESIDENT_BYTES_MAX };
  const report = await checkDataset(config, schema, options);
  for (const { code, message } of report.errors) {
    rule(
      code === 'DATA_SCHEMA' || code === 'DATA_UNREADABLE',
      `the check of a file ends in ${code}: ${message}`,
    );
    keepsSecret(message);
  }
  await overviewOf(config, '.').catch(dataFault);
  try {
    await using dataset = await openDataset(config, schema, options);
    const { size } = dataset;
    rule(
      report.errors.length === 0 && report.rows === size,
      'the check finds fault with what training takes',
    );
    rule(size > 0 && dataset.residentBytes <= RESIDENT_BYTES_MAX, 'a data set of no rows, or too many');
    const length = featureLength(featureSpec(schema));
    const x = new Float32Array(size * length);
    const y = new Int32Array(size);
    dataset.gather(
      Uint32Array.from({ length: size }, (_, at) => at),
      x,
      y,
    );
    rule(x.every(Number.isFinite), 'a feature that is no number');
    rule(
      y.every((code) => code >= 0 && code < dataset.classes.length),
      'a label beyond the classes',
    );
    rule(dataset.labelCounts().reduce((sum, count) => sum + count, 0) === size, 'labels that nobody counted');
    return 'read';
  } catch (thrown) {
    dataFault(thrown);
    rule(report.errors.length > 0, 'training finds fault with what the check passes');
    throw thrown;
  }
}

/** Throws unless it is an error about a data file that may travel. */
function dataFault(thrown: unknown): void {
  if (!(thrown instanceof MusterError)) throw thrown;
  const { code, message, detail } = thrown;
  rule(code === 'DATA_SCHEMA' || code === 'DATA_UNREADABLE', `a file ends in ${code}: ${message}`);
  keepsSecret(message + JSON.stringify(detail));
}

function keepsSecret(words: string): void {
  rule(!words.includes(SECRET) && !words.includes(scratchFolder()), `an error tells of the data: ${words}`);
}

export const dataTargets: readonly FuzzTarget[] = [tables, images];
