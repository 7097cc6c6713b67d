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
  .refine((name) => name === name.trim(), 'a column name has no spaces around it');

const deviation = z
  .number()
  .positive()
  .describe('divisor after the mean is subtracted, in the unit of the value');

const numberColumn = z.strictObject({
  name: columnName,
  type: z.literal('number'),
  mean: z.number(),
  deviation,
  missing: z
    .union([z.literal('refuse'), z.strictObject({ value: z.number() })])
    .default('refuse')
    .describe('an empty cell: refuse the file, or read it as this value (before normalisation)'),
});

const categoryColumn = z
  .strictObject({
    name: columnName,
    type: z.literal('category'),
    categories: distinct(1024),
    missing: z.union([z.literal('refuse'), z.strictObject({ value: label })]).default('refuse'),
  })
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
  .regex(/^[a-z0-9-]{1,64}$/, 'a data set is named with a-z, 0-9 and -, up to 64 of them');
const holdout = z
  .number()
  .min(0)
  .max(0.9)
  .default(0)
  .describe('share of its rows that a site keeps for evaluation');

const imageSchema = z.strictObject({
  dataset,
  kind: z.literal('image'),
  height: z.int().min(1).max(4096),
  width: z.int().min(1).max(4096),
  channels: z.int().min(1).max(4),
  classes: distinct(256),
  normalise: z.strictObject({ mean: z.number(), deviation }).describe('in units of a pixel, 0 to 255'),
  holdout,
});

const tableSchema = z
  .strictObject({
    dataset,
    kind: z.literal('table'),
    columns: z
      .array(z.discriminatedUnion('type', [numberColumn, categoryColumn]))
      .min(1)
      .max(4096),
    label: z.strictObject({ column: columnName, classes: distinct(1024) }),
    holdout,
  })
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
export const dataSchema = z.discriminatedUnion('kind', [imageSchema, tableSchema]);

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
