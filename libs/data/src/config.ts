/** @module What a site (site.yaml) or a coordinator (coordinator.yaml) says about a data set: connector and files. */
import { z } from 'zod';

const path = z
  .string()
  .min(1)
  .max(4096)
  .refine((text) => !text.includes('\0'), 'a path has no NUL in it');

const maxRows = z
  .int()
  .min(1)
  .optional()
  .describe('read this many rows from the start of the file, and no more');

const idxConfig = z.strictObject({ type: z.literal('idx'), images: path, labels: path, maxRows });

const csvConfig = z.strictObject({
  type: z.literal('csv'),
  file: path,
  delimiter: z
    .string()
    .regex(/^[^"\r\n\0]$/, 'a delimiter is one character, and no quote or line end')
    .default(','),
  missing: z
    .array(z.string().max(64))
    .max(16)
    .default([])
    .describe('texts that mean missing, beside the empty one'),
  maxRows,
});

/** One entry of `datasets`. A file that begins as gzip is decompressed as it is read, whatever its name. */
export const datasetConfigSchema = z.discriminatedUnion('type', [idxConfig, csvConfig]);

export type DatasetConfig = z.infer<typeof datasetConfigSchema>;
export type IdxConfig = z.infer<typeof idxConfig>;
export type CsvConfig = z.infer<typeof csvConfig>;
