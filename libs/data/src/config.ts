/** @module What a site (site.yaml) or a coordinator (coordinator.yaml) says about a data set: connector and files. */
import { z } from 'zod';

const path = (what: string) =>
  z
    .string()
    .min(1)
    .max(4096)
    .refine((text) => !text.includes('\0'), 'a path has no NUL in it')
    .describe(`${what}; gzip is unpacked as it is read, whatever the file's name`);

const maxRows = z
  .int()
  .min(1)
  .optional()
  .meta({ description: 'Read this many rows from the start of the file, and no more', absent: 'all rows' });

const idxConfig = z
  .strictObject({
    type: z.literal('idx'),
    images: path('IDX file of unsigned bytes: images x height x width, and x channels if there are several'),
    labels: path('IDX file of unsigned bytes: one label, from 0, for each image'),
    maxRows,
  })
  .describe('Images with labels, as MNIST comes');

const csvConfig = z
  .strictObject({
    type: z.literal('csv'),
    file: path('CSV file in UTF-8 with a header'),
    delimiter: z
      .string()
      .regex(/^[^"\r\n\0]$/, 'a delimiter is one character, and no quote or line end')
      .default(',')
      .describe('One character between cells, no quote and no line end'),
    missing: z
      .array(z.string().max(64))
      .max(16)
      .default([])
      .describe('Texts that mean missing, beside the empty one'),
    maxRows,
  })
  .describe('A table; columns are found by the names in its header');

/** One entry of `datasets`. A file that begins as gzip is decompressed as it is read, whatever its name. */
export const datasetConfigSchema = z
  .discriminatedUnion('type', [idxConfig, csvConfig])
  .describe('An entry of `datasets`: where the rows are, and how they are read.');

export type DatasetConfig = z.infer<typeof datasetConfigSchema>;
/** Rows to predict: images need no labels. */
export type UnlabelledConfig = CsvConfig | IdxFiles;
export type IdxConfig = z.infer<typeof idxConfig>;
export type IdxFiles = Omit<IdxConfig, 'labels'> & { readonly labels?: string };
export type CsvConfig = z.infer<typeof csvConfig>;
