/** @module What is in the files of a data set, whatever a task will make of it: for the site's own check, before there is a task. */
import { resolve } from 'node:path';
import type { CsvConfig, DatasetConfig, IdxConfig } from './config.ts';
import { readCsv } from './csv.ts';
import { schemaFault } from './fault.ts';
import { readIdxElements, readIdxHeader, readIdxRank } from './idx.ts';
import { ByteReader, openSource } from './source.ts';

/** What can be said of files without a schema: sizes, counts, names of columns; no value of a cell. */
export type DataOverview =
  | {
      readonly kind: 'image';
      readonly rows: number;
      readonly height: number;
      readonly width: number;
      readonly channels: number;
      /** Rows of each label code, from 0 to the greatest that is there. */
      readonly labelCounts: readonly number[];
    }
  | { readonly kind: 'table'; readonly rows: number; readonly columns: readonly string[] };

/** Reads the files to their end, in windows. Throws DATA_UNREADABLE, and DATA_SCHEMA for files that contradict each other or themselves. */
export function overviewOf(config: DatasetConfig, baseDir: string): Promise<DataOverview> {
  return config.type === 'idx' ? imagesOverview(config, baseDir) : tableOverview(config, baseDir);
}

async function imagesOverview(config: IdxConfig, baseDir: string): Promise<DataOverview> {
  const labelCounts: number[] = [];
  const [labels = 0] = await readIdx(resolve(baseDir, config.labels), 'labels file', [1], (part) => {
    for (const code of part) {
      while (labelCounts.length <= code) labelCounts.push(0);
      labelCounts[code] = (labelCounts[code] ?? 0) + 1;
    }
  });
  const path = resolve(baseDir, config.images);
  const [rows = 0, height = 0, width = 0, channels = 1] = await readIdx(
    path,
    'images file',
    [3, 4],
    () => {},
  );
  if (rows !== labels) {
    throw schemaFault(`There are ${rows} images and ${labels} labels; each image has one label.`, {
      images: rows,
      labels,
    });
  }
  if (rows === 0) throw schemaFault('The files hold no images.', { rows: 0 });
  return { kind: 'image', rows, height, width, channels, labelCounts };
}

/** Reads one IDX file to its end; resolves with its dimensions. */
async function readIdx(
  path: string,
  role: string,
  ranks: readonly number[],
  take: (part: Uint8Array) => void,
): Promise<readonly number[]> {
  const rank = await readIdxRank(path, role);
  await using source = await openSource(path, role);
  const reader = new ByteReader(source);
  try {
    const dimensions = await readIdxHeader(source, reader, ranks.includes(rank) ? rank : (ranks[0] ?? 1));
    const elements = dimensions.reduce((product, size) => product * size, 1);
    const window = new Uint8Array(Math.min(WINDOW_BYTES, elements));
    for (let at = 0; at < elements; at += window.length) {
      const part = window.subarray(0, Math.min(window.length, elements - at));
      await readIdxElements(
        source,
        reader,
        part,
        4 + 4 * dimensions.length + at,
        at + part.length === elements,
      );
      take(part);
    }
    return dimensions;
  } finally {
    reader.close();
  }
}

const WINDOW_BYTES = 1 << 20;

async function tableOverview(config: CsvConfig, baseDir: string): Promise<DataOverview> {
  await using source = await openSource(resolve(baseDir, config.file), 'CSV file');
  let columns: readonly string[] | undefined;
  let rows = 0;
  await readCsv(source, config.delimiter, (cells, { row, line }) => {
    if (columns === undefined) columns = cells;
    else if (cells.length !== columns.length) {
      throw schemaFault(
        `Row ${row} (line ${line}) has ${cells.length} cells; the header has ${columns.length}.`,
        {
          row,
          line,
          expected: columns.length,
          found: cells.length,
        },
      );
    } else rows += 1;
    return true;
  });
  if (columns === undefined)
    throw schemaFault('The CSV file is empty: a header is required.', { row: 0, line: 1 });
  if (rows === 0) throw schemaFault('The CSV file holds no rows below its header.', { rows: 0 });
  return { kind: 'table', rows, columns };
}
