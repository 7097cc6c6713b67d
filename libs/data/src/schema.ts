/** @module What a task declares about the data that it learns from: the `data` part of task.yaml. */
import { z } from 'zod';

/** What one example looks like to a model: NHWC without the N, or a flat row of numbers. */
export type FeatureSpec =
  | { readonly kind: 'image'; readonly height: number; readonly width: number; readonly channels: number }
  | { readonly kind: 'table'; readonly features: number };

/** One-hot encoding widens a row; a table beyond this is a mistake in the schema. */
const FEATURES_MAX = 65_536;

const label = z.string().min(1).max(128);

const distinct = (max: number) =>
  z
    .array(label)
    .min(2)
    .max(max)
    .superRefine((names, context) => {
      for (const [index, name] of names.entries()) {
        if (names.indexOf(name) < index) {
          context.addIssue({
            code: 'custom',
            path: [index],
            message: `'${name}' is listed twice`,
            params: { expected: 'each name once' },
          });
        }
      }
    });

const columnName = z
  .string()
  .min(1)
  .max(256)
  .refine((name) => name === name.trim(), 'a column name has no spaces around it')
  .describe('As in the header of the file, without spaces around it');

const deviation = z
  .number()
  .positive()
  .describe('Divisor after the mean is subtracted, in the unit of the value');

const mean = z
  .number()
  .describe('Subtracted from each value, in its unit; declared, so that no site computes or tells its own');

const numberColumn = z
  .strictObject({
    name: columnName,
    type: z.literal('number'),
    mean,
    deviation,
    missing: z
      .union([z.literal('refuse'), z.strictObject({ value: z.number() })])
      .default('refuse')
      .describe('An empty cell: refuse the file, or read it as this value (before normalisation)'),
  })
  .describe('One feature: (value - mean) / deviation');

const categoryColumn = z
  .strictObject({
    name: columnName,
    type: z.literal('category'),
    categories: distinct(1024).describe('All values that the column may have, each once'),
    missing: z
      .union([z.literal('refuse'), z.strictObject({ value: label })])
      .default('refuse')
      .describe('An empty cell: refuse the file, or read it as this category'),
  })
  .describe('One feature for each category, 0 or 1')
  .superRefine((column, context) => {
    if (column.missing !== 'refuse' && !column.categories.includes(column.missing.value)) {
      context.addIssue({
        code: 'custom',
        path: ['missing', 'value'],
        message: `'${column.missing.value}' is not one of the categories`,
        params: { expected: `one of ${column.categories.join(', ')}` },
      });
    }
  });

const dataset = z
  .string()
  .regex(/^[a-z0-9-]{1,64}$/, 'a data set is named with a-z, 0-9 and -, up to 64 of them')
  .describe('Name under which sites offer the data');
const holdout = z
  .number()
  .min(0)
  .max(0.9)
  .default(0)
  .describe('Share of its rows that a site keeps for evaluation and never trains on');

const pixels = (max: number, what: string) => z.int().min(1).max(max).describe(what);

const imageSchema = z
  .strictObject({
    dataset,
    kind: z.literal('image'),
    height: pixels(4096, 'Rows of an image, in pixels'),
    width: pixels(4096, 'Columns of an image, in pixels'),
    channels: pixels(4, 'Bytes of a pixel: 1 for grey, 3 for colours'),
    classes: distinct(256).describe('Names of the labels 0, 1, ..., each once'),
    normalise: z
      .strictObject({ mean, deviation })
      .describe('What the model sees is (pixel - mean) / deviation, with pixels from 0 to 255'),
    holdout,
  })
  .describe('Images, each with a label');

const tableSchema = z
  .strictObject({
    dataset,
    kind: z.literal('table'),
    columns: z
      .array(z.discriminatedUnion('type', [numberColumn, categoryColumn]))
      .min(1)
      .max(4096)
      .describe('The features; other columns of a file are left alone. At most 65536 after one-hot encoding'),
    label: z
      .strictObject({
        column: columnName,
        classes: distinct(1024).describe('All values that the label may have, each once'),
      })
      .describe('What is to be told from the features; none of `columns`'),
    holdout,
  })
  .describe('A table with a header')
  .superRefine((table, context) => {
    const names = table.columns.map((column) => column.name);
    for (const [index, name] of names.entries()) {
      if (names.indexOf(name) < index) {
        context.addIssue({
          code: 'custom',
          path: ['columns', index, 'name'],
          message: `'${name}' is declared twice`,
        });
      }
    }
    if (names.includes(table.label.column)) {
      context.addIssue({
        code: 'custom',
        path: ['label', 'column'],
        message: `'${table.label.column}' is a feature already; a model would read its answer`,
        params: { expected: 'a column that is none of data.columns' },
      });
    }
    const features = tableWidth(table.columns);
    if (features > FEATURES_MAX) {
      context.addIssue({
        code: 'custom',
        path: ['columns'],
        message: `${features} features after one-hot encoding; at most ${FEATURES_MAX}`,
        params: { expected: `at most ${FEATURES_MAX} features` },
      });
    }
  });

/** The `data` part of a task: images with labels, or a table with typed columns and a label column. */
export const dataSchema = z
  .discriminatedUnion('kind', [imageSchema, tableSchema])
  .describe('What every site must offer; rows that are otherwise are refused, and none leaves');

export type DataSchema = z.infer<typeof dataSchema>;
export type ImageSchema = z.infer<typeof imageSchema>;
export type TableSchema = z.infer<typeof tableSchema>;
export type ColumnSchema = TableSchema['columns'][number];

/** The shape of one example. A number column is one feature; a category column is one per category (one-hot). */
export function featureSpec(schema: DataSchema): FeatureSpec {
  if (schema.kind === 'table') return { kind: 'table', features: tableWidth(schema.columns) };
  const { height, width, channels } = schema;
  return { kind: 'image', height, width, channels };
}

/** Floats per example. */
export function featureLength(features: FeatureSpec): number {
  return features.kind === 'table' ? features.features : features.height * features.width * features.channels;
}

/** Names of the classes; the position of a name is the code that `gather` writes. */
export function classesOf(schema: DataSchema): readonly string[] {
  return schema.kind === 'table' ? schema.label.classes : schema.classes;
}

function tableWidth(columns: readonly ColumnSchema[]): number {
  return columns.reduce((sum, column) => sum + (column.type === 'number' ? 1 : column.categories.length), 0);
}
