/** @module A table from a CSV file: the declared columns, typed and compact; everything else of the file is passed over. */
import { resolve } from 'node:path';
import type { MusterError } from '@muster/errors';
import { type Column, codesOf, type Growing, growingCodes, makeColumn } from './column.ts';
import type { CsvConfig } from './config.ts';
import { type CsvPlace, readCsv } from './csv.ts';
import {
  checkGather,
  countLabels,
  type Dataset,
  type LabelCodes,
  type OpenOptions,
  RESIDENT_BYTES_MAX,
} from './dataset.ts';
import { schemaFault, unreadable } from './fault.ts';
import { type FeatureSpec, featureSpec, type TableSchema } from './schema.ts';
import { openSource } from './source.ts';

/**
 * Reads a CSV file by its header.
 * @param onFault given each DATA_SCHEMA fault of a row; it throws, or collects and lets the reading go on without the row
 * @throws DATA_UNREADABLE, DATA_SCHEMA
 */
export async function openTable(
  config: CsvConfig,
  schema: TableSchema,
  options: OpenOptions,
  onFault: (fault: MusterError) => void,
): Promise<TableDataset> {
  await using source = await openSource(resolve(options.baseDir ?? '.', config.file), 'CSV file');
  const bytesMax = options.residentBytesMax ?? RESIDENT_BYTES_MAX;
  const table = new TableDataset(schema);
  let intake: RowIntake | undefined;
  await readCsv(source, config.delimiter, (cells, place) => {
    if (intake === undefined) {
      intake = new RowIntake(table, schema, { ...config, unlabelled: options.unlabelled === true }, cells);
      return true;
    }
    intake.take(cells, place, onFault);
    if (table.residentBytes > bytesMax) {
      throw unreadable(
        `The table needs more than the ${bytesMax} bytes of memory that are allowed. Set maxRows.`,
        {
          bytesMax,
          row: place.row,
        },
      );
    }
    return place.row < (config.maxRows ?? Number.POSITIVE_INFINITY);
  });
  if (intake === undefined)
    throw schemaFault('The CSV file is empty: a header is required.', { row: 0, line: 1 });
  if (intake.rowsSeen === 0) throw schemaFault('The CSV file holds no rows below its header.', { rows: 0 });
  table.seal();
  return table;
}

export class TableDataset implements Dataset {
  readonly classes: readonly string[];
  readonly features: FeatureSpec;
  readonly columns: readonly Column[];
  readonly labels: Growing<LabelCodes>;
  /** Header names that the schema does not declare; for the site's own check. */
  ignoredColumns: readonly string[] = [];
  readonly #bytesPerRow: number;
  readonly #length: number;

  constructor(schema: TableSchema) {
    this.classes = schema.label.classes;
    this.features = featureSpec(schema);
    this.columns = schema.columns.map(makeColumn);
    this.labels = growingCodes(schema.label.classes.length + 1); // one more, for rows without a label
    this.#length = this.columns.reduce((sum, column) => sum + column.width, 0);
    this.#bytesPerRow =
      this.labels.items.BYTES_PER_ELEMENT + this.columns.reduce((sum, column) => sum + column.bytesPerRow, 0);
  }

  get size(): number {
    return this.labels.length;
  }

  get residentBytes(): number {
    return this.size * this.#bytesPerRow;
  }

  seal(): void {
    this.labels.seal();
    for (const column of this.columns) column.seal();
  }

  labelCounts(): number[] {
    return countLabels(this.labels.items, this.classes.length);
  }

  gather(indices: Uint32Array, outX: Float32Array, outY: Int32Array): void {
    checkGather(this.size, this.#length, indices, outX, outY);
    let offset = 0;
    for (let at = 0; at < indices.length; at++) {
      const row = indices[at] ?? 0;
      outY[at] = this.labels.items[row] ?? 0;
      for (const column of this.columns) {
        column.write(row, outX, offset);
        offset += column.width;
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.labels.release();
    for (const column of this.columns) column.release();
  }
}

/** Takes records of one file into a table, by the positions that its header gives. */
class RowIntake {
  rowsSeen = 0;
  readonly #table: TableDataset;
  readonly #places: readonly number[];
  readonly #labelPlace: number;
  readonly #labelName: string;
  readonly #unlabelled: boolean;
  readonly #classCodes: ReadonlyMap<string, number>;
  readonly #missing: ReadonlySet<string>;
  readonly #cellCount: number;
  /** A row is stored only when all of it is sound, so it waits here. */
  readonly #row: Float64Array;

  constructor(
    table: TableDataset,
    schema: TableSchema,
    config: CsvConfig & { readonly unlabelled: boolean },
    header: readonly string[],
  ) {
    const names = header.map((name) => name.trim());
    const label = schema.label.column;
    const columns = schema.columns.map((column) => column.name);
    checkHeader(names, config.unlabelled && !names.includes(label) ? columns : [...columns, label]);
    table.ignoredColumns = names.filter((name) => name !== label && !columns.includes(name));
    this.#table = table;
    this.#places = schema.columns.map((column) => names.indexOf(column.name));
    this.#labelPlace = names.indexOf(label);
    this.#labelName = label;
    this.#unlabelled = config.unlabelled;
    this.#classCodes = codesOf(schema.label.classes);
    this.#missing = new Set(['', ...config.missing]);
    this.#cellCount = names.length;
    this.#row = new Float64Array(schema.columns.length);
  }

  take(cells: readonly string[], place: CsvPlace, onFault: (fault: MusterError) => void): void {
    this.rowsSeen++;
    if (cells.length !== this.#cellCount) {
      onFault(
        rowFault(place, `${cells.length} values where the header has ${this.#cellCount}`, {
          found: cells.length,
        }),
      );
      return;
    }
    const { columns, labels } = this.#table;
    for (const [at, column] of columns.entries()) {
      const cell = (cells[this.#places[at] ?? -1] ?? '').trim();
      const value = column.read(cell, this.#missing.has(cell));
      if (typeof value !== 'number') {
        onFault(rowFault(place, value.fault, { column: column.name }, cell));
        return;
      }
      this.#row[at] = value;
    }
    const cell = (cells[this.#labelPlace] ?? '').trim();
    const isMissing = this.#missing.has(cell);
    const none = this.#unlabelled && isMissing ? this.#classCodes.size : undefined;
    const code = this.#classCodes.get(cell) ?? none;
    if (code === undefined) {
      const fault = isMissing ? 'a missing label' : 'a label that is none of the declared classes';
      onFault(rowFault(place, fault, { column: this.#labelName }, cell));
      return;
    }
    for (const [at, column] of columns.entries()) column.append(this.#row[at] ?? 0);
    labels.push(code);
  }
}

/** A first line that is no header is a row of private data, so what it says goes where only the site reads it. */
function checkHeader(names: readonly string[], wanted: readonly string[]): void {
  const absent = wanted.filter((name) => !names.includes(name));
  if (absent.length > 0) {
    const [one] = absent;
    throw schemaFault(
      `The CSV file has no ${absent.length === 1 ? 'column' : 'columns'} ${quoted(absent)} ` +
        `among the ${names.length} of its header (line 1).`,
      { column: one ?? '', missing: absent, found: names.length, line: 1, fault: 'missing column' },
      `the header names ${quoted(names)}`,
    );
  }
  const doubled = wanted.filter((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (doubled.length > 0) {
    throw schemaFault(`The header of the CSV file names ${quoted(doubled)} more than once.`, {
      column: doubled[0] ?? '',
      line: 1,
      fault: 'repeated column',
    });
  }
}

function rowFault(
  place: CsvPlace,
  fault: string,
  where: { readonly column: string } | { readonly found: number },
  cell?: string,
): MusterError {
  const column = 'column' in where ? `, column '${where.column}'` : '';
  return schemaFault(
    `Data row ${place.row} (line ${place.line})${column}: ${fault}.`,
    { row: place.row, line: place.line, ...where, fault },
    cell === undefined ? undefined : `the cell reads ${JSON.stringify(cell.slice(0, 200))}`,
  );
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(', ');
}
