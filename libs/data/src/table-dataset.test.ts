import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { MusterError } from '@muster/errors';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkDataset } from './check.ts';
import { datasetConfigSchema } from './config.ts';
import type { Dataset } from './dataset.ts';
import { siteOnlyPart } from './fault.ts';
import { openDataset } from './open.ts';
import { dataSchema } from './schema.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-csv-'));
});
afterAll(() => rm(folder, { recursive: true }));

const schema = (over: object = {}) =>
  dataSchema.parse({
    dataset: 'patients',
    kind: 'table',
    columns: [
      { name: 'age', type: 'number', mean: 50, deviation: 10 },
      { name: 'ward', type: 'category', categories: ['north', 'south', 'east'] },
      { name: 'dose', type: 'number', mean: 1, deviation: 2, missing: { value: 3 } },
    ],
    label: { column: 'outcome', classes: ['ill', 'well'] },
    ...over,
  });

const config = (over: object = {}) => datasetConfigSchema.parse({ type: 'csv', file: 'table.csv', ...over });

async function open(text: string | Uint8Array, configOver: object = {}, over: object = {}): Promise<Dataset> {
  await writeFile(join(folder, 'table.csv'), text);
  return openDataset(config(configOver), schema(over), { baseDir: folder });
}

async function fault(text: string | Uint8Array, configOver: object = {}): Promise<MusterError> {
  const thrown = await open(text, configOver).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(thrown instanceof MusterError)) throw new Error(`expected a MusterError, got ${String(thrown)}`);
  return thrown;
}

function rows(dataset: Dataset, width = 5): number[][] {
  const x = new Float32Array(dataset.size * width);
  const y = new Int32Array(dataset.size);
  dataset.gather(
    Uint32Array.from({ length: dataset.size }, (_, i) => i),
    x,
    y,
  );
  return Array.from(y, (code, row) => [...x.subarray(row * width, (row + 1) * width), code]);
}

const HEADER = 'age,ward,dose,outcome\n';
const GOOD = `${HEADER}60,south,5,well\n35.5,north,,ill\n`;
const GOOD_ROWS = [
  [1, 0, 1, 0, 2, 1],
  [Math.fround(-1.45), 1, 0, 0, 1, 0],
];

describe('rows to predict', () => {
  const openUnlabelled = async (text: string) => {
    await writeFile(join(folder, 'table.csv'), text);
    return openDataset(config(), schema(), { baseDir: folder, unlabelled: true });
  };

  it('need no label: neither the column nor its cells', async () => {
    for (const text of ['ward,dose,age\nsouth,5,60\n', `${HEADER}60,south,5,\n`]) {
      await using dataset = await openUnlabelled(text);
      expect(rows(dataset)).toEqual([[1, 0, 1, 0, 2, 2]]);
      expect(dataset.labelCounts()).toEqual([0, 0]);
    }
    await using both = await openUnlabelled(`${HEADER}60,south,5,well\n60,south,5,\n`);
    expect(rows(both).map((row) => row.at(-1))).toEqual([1, 2]);
  });

  it('are held to the schema for all else', async () => {
    await expect(openUnlabelled('ward,dose\nsouth,5\n')).rejects.toMatchObject({ code: 'DATA_SCHEMA' });
    await expect(openUnlabelled(`${HEADER}60,south,5,good\n`)).rejects.toThrow(
      'none of the declared classes',
    );
  });
});

describe('CSV that is sound', () => {
  it('is typed, normalised, one-hot encoded and filled in as declared', async () => {
    await using dataset = await open(GOOD);
    expect(dataset.features).toEqual({ kind: 'table', features: 5 });
    expect(rows(dataset)).toEqual(GOOD_ROWS);
    expect(dataset.labelCounts()).toEqual([1, 1]);
    expect(dataset.classes).toEqual(['ill', 'well']);
  });

  it.each([
    ['CRLF', GOOD.replaceAll('\n', '\r\n')],
    ['CR', GOOD.replaceAll('\n', '\r')],
    ['mixed line ends', GOOD.replace('\n', '\r\n')],
    ['a BOM', `\ufeff${GOOD}`],
    ['a BOM and CRLF', `\ufeff${GOOD.replaceAll('\n', '\r\n')}`],
    ['UTF-16 with a BOM', Buffer.from(`\ufeff${GOOD}`, 'utf16le')],
    ['no line end at the end', GOOD.trimEnd()],
    ['empty lines', `${GOOD.replaceAll('\n', '\n\n')}\n\n`],
    ['quotes', '"age","ward","dose","outcome"\n"60","south","5","well"\n"35.5","north","","ill"\n'],
    ['spaces around', ' age , ward , dose , outcome \n 60 , south , 5 , well \n 35.5 , north ,  , ill \n'],
    [
      'another order and more columns',
      'x,outcome,dose,"y ""y"", y",ward,age\n1,well,5,"a\nb",south,60\n,ill,,,north,35.5\n',
    ],
    ['gzip', gzipSync(GOOD)],
    ['an exponent and a sign', `${HEADER}+6e1,south,.5E1,well\n35.50,north,,ill\n`],
  ])('reads %s', async (_name, text) => {
    await using dataset = await open(text);
    expect(rows(dataset)).toEqual(GOOD_ROWS);
  });

  it('reads other delimiters, and markers of the missing that the site declares', async () => {
    await using dataset = await open(GOOD.replace('north,,', 'north,NA,').replaceAll(',', ';'), {
      delimiter: ';',
      missing: ['NA'],
    });
    expect(rows(dataset)).toEqual(GOOD_ROWS);
  });

  it('fills a missing category in as declared', async () => {
    const columns = [
      { name: 'ward', type: 'category', categories: ['north', 'south'], missing: { value: 'south' } },
    ];
    await using dataset = await open('ward,outcome\n,ill\nnorth,well\n', {}, { columns });
    expect(rows(dataset, 2)).toEqual([
      [0, 1, 0],
      [1, 0, 1],
    ]);
  });

  it('keeps the low digits of large numbers', async () => {
    const columns = [{ name: 't', type: 'number', mean: 1_700_000_000, deviation: 1 }];
    await using dataset = await open('t,outcome\n1700000003,ill\n', {}, { columns });
    expect(rows(dataset, 1)).toEqual([[3, 0]]);
  });

  it('holds four bytes a number, one a category and one a label', async () => {
    const text = HEADER + '60,south,5,well\n'.repeat(1000);
    await using dataset = await open(text);
    expect(dataset.residentBytes).toBe(1000 * (4 + 1 + 4 + 1));
  });

  it('reads no further than maxRows', async () => {
    await using dataset = await open(`${GOOD}broken`, { maxRows: 2 });
    expect(rows(dataset)).toEqual(GOOD_ROWS);
  });

  it('reads a file of many windows', async () => {
    const lines = 60_000;
    const padding = 'x'.repeat(60);
    const text = `age,note,ward,dose,outcome\n${Array.from({ length: lines }, (_, i) => `${i % 100},${padding},east,${i % 7},ill`).join('\n')}\n`;
    await using dataset = await open(gzipSync(text, { level: 1 }));
    expect(dataset.size).toBe(lines);
    expect(dataset.residentBytes).toBe(lines * 10);
    const x = new Float32Array(5);
    dataset.gather(Uint32Array.of(59_999), x, new Int32Array(1));
    expect([...x]).toEqual([Math.fround((99 - 50) / 10), 0, 0, 1, Math.fround(((59_999 % 7) - 1) / 2)]);
  });

  it('agrees with a naive computation on any table', async () => {
    const cell = fc.record({
      age: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      ward: fc.constantFrom('north', 'south', 'east'),
      dose: fc.option(fc.integer({ min: -1000, max: 1000 }), { nil: undefined }),
      outcome: fc.constantFrom('ill', 'well'),
      note: fc.string(),
    });
    const style = fc.record({
      end: fc.constantFrom('\n', '\r\n'),
      quoted: fc.boolean(),
      packed: fc.boolean(),
      order: fc.shuffledSubarray(['age', 'ward', 'dose', 'outcome', 'note'] as const, { minLength: 5 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(cell, { minLength: 1, maxLength: 20 }),
        style,
        async (table, { end, quoted, packed, order }) => {
          const quote = (text: string) =>
            quoted || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
          const lines = table.map((row) => order.map((name) => quote(String(row[name] ?? ''))).join(','));
          const text = [order.join(','), ...lines].join(end);
          await using dataset = await open(packed ? gzipSync(text) : text);
          const expected = table.map((row) => [
            Math.fround((row.age - 50) / 10),
            row.ward === 'north' ? 1 : 0,
            row.ward === 'south' ? 1 : 0,
            row.ward === 'east' ? 1 : 0,
            Math.fround(((row.dose ?? 3) - 1) / 2),
            row.outcome === 'ill' ? 0 : 1,
          ]);
          expect(rows(dataset)).toEqual(expected);
        },
      ),
      { numRuns: 80 },
    );
  });
});

describe('CSV that is not', () => {
  it.each([
    [
      'text for a number',
      '60,south,5,well\nold,north,1,ill\n',
      'a text where a number should be',
      'age',
      2,
      3,
      'old',
    ],
    [
      'a decimal comma',
      '"60,5",south,5,well\n',
      'a number with a comma where a point should be',
      'age',
      1,
      2,
      '60,5',
    ],
    ['hex', '0x1F,south,5,well\n', 'a text where a number should be', 'age', 1, 2, '0x1F'],
    ['NaN', 'NaN,south,5,well\n', 'a text where a number should be', 'age', 1, 2, 'NaN'],
    ['infinity', '1e999,south,5,well\n', 'a number too large to be normalised', 'age', 1, 2, '1e999'],
    ['beyond float32', '1e300,south,5,well\n', 'a number too large to be normalised', 'age', 1, 2, '1e300'],
    ['a missing number', ' ,south,5,well\n', 'a missing value where a number should be', 'age', 1, 2, ''],
    [
      'an unknown category',
      '60,west,5,well\n',
      'a text that is none of the declared categories',
      'ward',
      1,
      2,
      'west',
    ],
    ['a missing category', '60,,5,well\n', 'a missing value where a category should be', 'ward', 1, 2, ''],
    [
      'an unknown label',
      '60,south,5,dead\n',
      'a label that is none of the declared classes',
      'outcome',
      1,
      2,
      'dead',
    ],
    ['a missing label', '60,south,5,\n', 'a missing label', 'outcome', 1, 2, ''],
    [
      'a fault after empty lines',
      '60,south,5,well\n\n\nold,south,5,well\n',
      'a text where a number should be',
      'age',
      2,
      5,
      'old',
    ],
  ])('refuses %s, by row, line, column and kind', async (_name, body, kind, column, row, line, value) => {
    const error = await fault(HEADER + body);
    expect(error.code).toBe('DATA_SCHEMA');
    expect(error.detail).toEqual({ row, line, column, fault: kind });
    expect(error.message).toBe(`Data row ${row} (line ${line}), column '${column}': ${kind}.`);
    expect(siteOnlyPart(error)).toContain(JSON.stringify(value));
    if (value !== '') expect(JSON.stringify(error)).not.toContain(value);
  });

  it('counts the lines inside quoted cells, so that an editor finds the place', async () => {
    const error = await fault(
      'age,ward,dose,outcome,note\r\n60,south,5,well,"a\r\nb\r\n"\r\nold,south,5,well,\r\n',
    );
    expect(error.detail).toMatchObject({ row: 2, line: 5 });
  });

  it('names the missing columns, and keeps what the first line says at the site', async () => {
    const error = await fault('61,south,secret,well\n60,south,5,well\n');
    expect(error.code).toBe('DATA_SCHEMA');
    expect(error.message).toContain("no columns 'age', 'ward', 'dose', 'outcome' among the 4");
    expect(JSON.stringify(error)).not.toContain('secret');
    expect(siteOnlyPart(error)).toContain("'61', 'south', 'secret', 'well'");
    expect((await fault('age,ward,outcome\n')).detail).toMatchObject({
      column: 'dose',
      missing: ['dose'],
      found: 3,
    });
  });

  it('refuses a declared column that stands twice', async () => {
    expect((await fault('age,age,ward,dose,outcome\n1,2,north,3,ill\n')).detail).toMatchObject({
      fault: 'repeated column',
    });
  });

  it.each([
    ['fewer', '60,south,5\n', 3],
    ['more', '60,south,5,well,9\n', 5],
  ])('refuses a row of %s values than the header', async (_name, body, found) => {
    const error = await fault(HEADER + body);
    expect(error.detail).toMatchObject({ row: 1, line: 2, found });
  });

  it.each([
    ['a quote never closed', '60,south,5,"well\n', 'a quote that is never closed'],
    ['text after a quote', '"60"secret,south,5,well\n', 'text after a closing quote'],
    ['a quote within', '6"0secret,south,5,well\n', 'a quote inside a value that is not quoted'],
    [
      'an endless record',
      `60,south,5,"${'secret'.repeat(200_000)}`,
      'a record of more than 1048576 characters',
    ],
  ])('refuses %s', async (_name, body, kind) => {
    const error = await fault(`${HEADER}60,south,5,well\n${body}`);
    expect(error.code).toBe('DATA_SCHEMA');
    expect(error.detail).toEqual({ row: 2, line: 3, fault: kind });
    expect(JSON.stringify(error)).not.toContain('secret');
  });

  it('refuses an empty file, a header alone, a missing file, cut gzip and too much memory', async () => {
    expect((await fault('')).message).toContain('empty');
    expect((await fault('\n\n')).message).toContain('empty');
    expect((await fault(HEADER)).message).toContain('no rows');
    expect((await fault(GOOD, { file: 'nowhere.csv' })).code).toBe('DATA_UNREADABLE');
    expect((await fault(gzipSync(GOOD).subarray(0, -9))).code).toBe('DATA_UNREADABLE');
    await writeFile(join(folder, 'table.csv'), GOOD);
    await expect(
      openDataset(config(), schema(), { baseDir: folder, residentBytesMax: 15 }),
    ).rejects.toMatchObject({
      code: 'DATA_UNREADABLE',
      detail: { bytesMax: 15, row: 2 },
    });
  });

  it('refuses a connector that cannot give the kind of data', async () => {
    const images = datasetConfigSchema.parse({ type: 'idx', images: 'a', labels: 'b' });
    await expect(openDataset(images, schema())).rejects.toMatchObject({ code: 'DATA_SCHEMA' });
  });

  it('answers random bytes with a MusterError or a data set, and nothing else', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.uint8Array({ maxLength: 60 }).map((tail) => Buffer.concat([Buffer.from(GOOD), tail])),
      fc
        .string({ unit: fc.constantFrom('"', ',', '\n', '\r', '6', 'age', '\ufeff', '\0') })
        .map((text) => HEADER + text),
      fc.uint8Array({ maxLength: 60 }).map((tail) => Buffer.concat([gzipSync(GOOD).subarray(0, 25), tail])),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (text) => {
        try {
          await using dataset = await open(text);
          rows(dataset);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(MusterError);
          expect(thrown).not.toMatchObject({ code: 'INTERNAL' });
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('checkDataset on tables', () => {
  const check = async (text: string) => {
    await writeFile(join(folder, 'table.csv'), text);
    return checkDataset(config(), schema(), { baseDir: folder });
  };

  it('reports rows, counts, memory and what it passed over', async () => {
    const report = await check(
      'age,ward,dose,outcome,name\n60,south,5,well,x\n35,north,1,ill,y\n50,east,-2,ill,z\n',
    );
    expect(report).toEqual({
      rows: 3,
      rowsRefused: 0,
      classes: ['ill', 'well'],
      labelCounts: [2, 1],
      residentBytes: 30,
      ignoredColumns: ['name'],
      warnings: [],
      errors: [],
    });
  });

  it('goes on after a bad row and lists each', async () => {
    const report = await check(`${GOOD}old,south,1,ill\n60,west,1,ill\n40,east,2,dead\n1\n`);
    expect(report.rows).toBe(2);
    expect(report.rowsRefused).toBe(4);
    expect(report.errors.map((error) => error.message.match(/^Data row \d+/)?.[0])).toEqual([
      'Data row 3',
      'Data row 4',
      'Data row 5',
      'Data row 6',
    ]);
    expect(report.errors[1]?.siteOnly).toContain('west');
  });

  it('warns of absent classes, constant columns, filled-in values and constants that do not fit', async () => {
    const report = await check(`${HEADER}600,south,,ill\n6000,south,,ill\n60000,south,1,ill\n`);
    expect(report.warnings).toHaveLength(4);
    expect(report.warnings[0]).toBe("Class 'well' has no rows.");
    expect(report.warnings[1]).toMatch(/^Column 'age', once normalised, have mean/);
    expect(report.warnings[2]).toBe("Column 'ward' has the same value in every row.");
    expect(report.warnings[3]).toBe("Column 'dose' has 2 missing values, read as its declared one.");
  });
});
