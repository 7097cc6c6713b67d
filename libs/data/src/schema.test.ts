import { describe, expect, it } from 'vitest';
import { datasetConfigSchema } from './config.ts';
import { classesOf, dataSchema, featureLength, featureSpec } from './schema.ts';

const image = {
  dataset: 'digits',
  kind: 'image',
  height: 28,
  width: 28,
  channels: 1,
  classes: ['0', '1'],
  normalise: { mean: 33.3, deviation: 78.6 },
};
const number = { name: 'age', type: 'number', mean: 0, deviation: 1 };
const category = { name: 'ward', type: 'category', categories: ['a', 'b', 'c'] };
const table = {
  dataset: 'd',
  kind: 'table',
  columns: [number, category],
  label: { column: 'y', classes: ['n', 'y'] },
};

/** Path of each issue, dotted. */
function issues(value: unknown): string[] {
  const result = dataSchema.safeParse(value);
  return result.success ? [] : result.error.issues.map((issue) => issue.path.join('.'));
}

describe('dataSchema', () => {
  it('gives the shape of an example and the names of the classes', () => {
    const images = dataSchema.parse(image);
    expect(featureSpec(images)).toEqual({ kind: 'image', height: 28, width: 28, channels: 1 });
    expect(featureLength(featureSpec(images))).toBe(784);
    expect(classesOf(images)).toEqual(['0', '1']);
    const rows = dataSchema.parse(table);
    expect(featureSpec(rows)).toEqual({ kind: 'table', features: 4 });
    expect(featureLength(featureSpec(rows))).toBe(4);
    expect(classesOf(rows)).toEqual(['n', 'y']);
  });

  it('holds nothing out and refuses missing values unless told', () => {
    expect(dataSchema.parse(table)).toMatchObject({
      holdout: 0,
      columns: [{ missing: 'refuse' }, { missing: 'refuse' }],
    });
  });

  it.each([
    ['an unknown key', { ...image, rotate: true }, ['']],
    ['a key of the other kind', { ...table, height: 3 }, ['']],
    ['no kind', { ...image, kind: 'sound' }, ['kind']],
    ['a class twice', { ...image, classes: ['0', '0'] }, ['classes.1']],
    ['one class', { ...image, classes: ['0'] }, ['classes']],
    ['classes that are numbers', { ...image, classes: [0, 1] }, ['classes.0', 'classes.1']],
    ['deviation 0', { ...image, normalise: { mean: 0, deviation: 0 } }, ['normalise.deviation']],
    [
      'no constants',
      { ...table, columns: [{ name: 'age', type: 'number' }] },
      ['columns.0.mean', 'columns.0.deviation'],
    ],
    ['a column twice', { ...table, columns: [number, number] }, ['columns.1.name']],
    [
      'the label among the columns',
      { ...table, label: { column: 'age', classes: ['n', 'y'] } },
      ['label.column'],
    ],
    [
      'a missing value that is no category',
      { ...table, columns: [{ ...category, missing: { value: 'z' } }] },
      ['columns.0.missing.value'],
    ],
    ['all held out', { ...image, holdout: 1 }, ['holdout']],
    ['no size', { ...image, height: 0 }, ['height']],
    ['a bad name', { ...image, dataset: '../digits' }, ['dataset']],
  ])('refuses %s at its field', (_name, value, paths) => {
    expect(issues(value)).toEqual(paths);
  });
});

describe('datasetConfigSchema', () => {
  it('knows idx and csv', () => {
    expect(datasetConfigSchema.parse({ type: 'idx', images: 'a', labels: 'b' })).toEqual({
      type: 'idx',
      images: 'a',
      labels: 'b',
    });
    expect(datasetConfigSchema.parse({ type: 'csv', file: 'a' })).toEqual({
      type: 'csv',
      file: 'a',
      delimiter: ',',
      missing: [],
    });
  });

  it.each([
    { type: 'parquet', file: 'a' },
    { type: 'csv', file: '' },
    { type: 'csv', file: 'a\0b' },
    { type: 'csv', file: 'a', delimiter: '"' },
    { type: 'csv', file: 'a', delimiter: ',,' },
    { type: 'csv', file: 'a', maxRows: 0 },
    { type: 'idx', images: 'a', labels: 'b', file: 'c' },
  ])('refuses %o', (value) => {
    expect(datasetConfigSchema.safeParse(value).success).toBe(false);
  });
});
