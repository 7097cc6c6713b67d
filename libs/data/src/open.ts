/** @module From a site's configuration and a task's schema to an open data set. */
import type { MusterError } from '@muster/errors';
import type { DatasetConfig, UnlabelledConfig } from './config.ts';
import type { Dataset, OpenOptions } from './dataset.ts';
import { schemaFault } from './fault.ts';
import { type ImageDataset, openImages } from './image-dataset.ts';
import type { DataSchema } from './schema.ts';
import { openTable, type TableDataset } from './table-dataset.ts';

/**
 * Reads a data set into memory and checks all of it against the schema; the first fault ends the reading.
 * The caller disposes of it (`await using`).
 * @throws DATA_UNREADABLE if a file is missing, truncated, too large or of another format
 * @throws DATA_SCHEMA if the content is not what the schema declares; the error names row, line, column and kind of
 *   fault, and its cause (`siteOnlyPart`) the value, which stays at the site
 */
export function openDataset(
  config: DatasetConfig | UnlabelledConfig,
  schema: DataSchema,
  options: OpenOptions = {},
): Promise<Dataset> {
  return readDataset(config, schema, options, (fault) => {
    throw fault;
  });
}

export async function readDataset(
  config: DatasetConfig | UnlabelledConfig,
  schema: DataSchema,
  options: OpenOptions,
  onFault: (fault: MusterError) => void,
): Promise<ImageDataset | TableDataset> {
  if (config.type === 'idx' && schema.kind === 'image') return openImages(config, schema, options, onFault);
  if (config.type === 'csv' && schema.kind === 'table') return openTable(config, schema, options, onFault);
  throw schemaFault(
    `The task declares data of kind '${schema.kind}'; the site offers '${schema.dataset}' as ${config.type}.`,
    { kind: schema.kind, connector: config.type },
  );
}
