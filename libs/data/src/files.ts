/** @module The files of a data set: which they are, and whether they are there. */
import { resolve } from 'node:path';
import { asMusterError, type MusterError } from '@muster/errors';
import type { DatasetConfig, UnlabelledConfig } from './config.ts';
import { openSource } from './source.ts';

export interface DataFile {
  /** What it is to the data set, as errors name it. */
  readonly role: string;
  /** Absolute. */
  readonly path: string;
}

/** In the order in which they are read. */
export function filesOf(config: DatasetConfig | UnlabelledConfig, baseDir: string): readonly DataFile[] {
  const file = (role: string, path: string): DataFile => ({ role, path: resolve(baseDir, path) });
  if (config.type === 'csv') return [file('CSV file', config.file)];
  const labels = config.labels === undefined ? [] : [file('labels file', config.labels)];
  return [file('images file', config.images), ...labels];
}

/** What keeps each file from being opened, DATA_UNREADABLE; nothing of what is in them is looked at. */
export async function missingFiles(config: DatasetConfig, baseDir: string): Promise<readonly MusterError[]> {
  const faults: MusterError[] = [];
  for (const { role, path } of filesOf(config, baseDir)) {
    try {
      await using source = await openSource(path, role);
      void source;
    } catch (thrown) {
      faults.push(asMusterError(thrown));
    }
  }
  return faults;
}
