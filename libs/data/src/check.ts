/** @module What `muster agent check` says about a data set: all faults, and what is odd though allowed. Stays at the site. */
import { asMusterError, type ErrorCode, type MusterError } from '@muster/errors';
import type { DatasetConfig } from './config.ts';
import type { OpenOptions } from './dataset.ts';
import { siteOnlyPart } from './fault.ts';
import { ImageDataset } from './image-dataset.ts';
import { readDataset } from './open.ts';
import { classesOf, type DataSchema } from './schema.ts';
import type { TableDataset } from './table-dataset.ts';

const ERRORS_LISTED_MAX = 20;

/** Normalised values beyond these, over a whole column, say that the declared constants are for other data. */
const CENTRE_MAX = 3;
const SPREAD_MAX = 10;

/** What reading a whole data set found. Counts are of rows, `labelCounts` in the order of `classes`, `residentBytes` in bytes. */
export interface DatasetReport {
  /** Rows that match the schema. */
  readonly rows: number;
  /** Rows that do not; the first 20 are in `errors`. */
  readonly rowsRefused: number;
  readonly classes: readonly string[];
  readonly labelCounts: readonly number[];
  /** Memory that the data set takes while the site trains. */
  readonly residentBytes: number;
  /** Columns of the file that the task does not name. */
  readonly ignoredColumns: readonly string[];
  readonly warnings: readonly string[];
  readonly errors: readonly DatasetError[];
}

/** One fault: DATA_SCHEMA of a row, DATA_UNREADABLE of the files. `message` holds no value of a cell. */
export interface DatasetError {
  readonly code: ErrorCode;
  readonly message: string;
  /** Values and paths: for the site's own eyes. '' if there are none. */
  readonly siteOnly: string;
}

/**
 * Reads a data set whole, as training would, and reports instead of throwing: the faults of up to 20 rows, and warnings
 * (a class with no rows, a column that never varies, constants of normalisation that do not fit).
 */
export async function checkDataset(
  config: DatasetConfig,
  schema: DataSchema,
  options: OpenOptions = {},
): Promise<DatasetReport> {
  const errors: DatasetError[] = [];
  let rowsRefused = 0;
  const report = (error: MusterError): void => {
    errors.push({ code: error.code, message: error.message, siteOnly: siteOnlyPart(error) });
  };
  const classes = classesOf(schema);
  const nothing = {
    rows: 0,
    labelCounts: classes.map(() => 0),
    residentBytes: 0,
    ignoredColumns: [],
    warnings: [],
  };
  let found: Omit<DatasetReport, 'classes' | 'rowsRefused' | 'errors'> = nothing;
  try {
    await using dataset = await readDataset(config, schema, options, (fault) => {
      rowsRefused++;
      if (rowsRefused <= ERRORS_LISTED_MAX) report(fault);
    });
    const labelCounts = dataset.labelCounts();
    const rows = labelCounts.reduce((sum, count) => sum + count, 0);
    found = {
      rows,
      labelCounts,
      residentBytes: dataset.residentBytes,
      ignoredColumns: dataset instanceof ImageDataset ? [] : dataset.ignoredColumns,
      warnings: rows === 0 ? [] : [...classWarnings(classes, labelCounts), ...valueWarnings(dataset, schema)],
    };
  } catch (thrown) {
    report(asMusterError(thrown));
  }
  return { ...found, rowsRefused, classes, errors };
}

function classWarnings(classes: readonly string[], counts: readonly number[]): string[] {
  return classes.filter((_, code) => counts[code] === 0).map((name) => `Class '${name}' has no rows.`);
}

function valueWarnings(dataset: ImageDataset | TableDataset, schema: DataSchema): string[] {
  if (dataset instanceof ImageDataset) {
    if (schema.kind !== 'image') return [];
    const pixels = dataset.pixelStatistics();
    const { mean, deviation } = schema.normalise;
    if (pixels.deviation === 0) return ['Every pixel of every image is the same.'];
    return fitWarnings('The images', (pixels.mean - mean) / deviation, pixels.deviation / deviation);
  }
  return dataset.columns.flatMap((column) => {
    const statistics = column.statistics();
    const warnings: string[] = [];
    if (statistics.constant) warnings.push(`Column '${column.name}' has the same value in every row.`);
    else if (statistics.kind === 'number') {
      warnings.push(...fitWarnings(`Column '${column.name}'`, statistics.mean, statistics.deviation));
    }
    if (column.missingCount > 0) {
      warnings.push(
        `Column '${column.name}' has ${column.missingCount} missing values, read as its declared one.`,
      );
    }
    return warnings;
  });
}

function fitWarnings(what: string, centre: number, spread: number): string[] {
  if (Math.abs(centre) <= CENTRE_MAX && spread <= SPREAD_MAX && spread >= 1 / SPREAD_MAX) return [];
  return [
    `${what}, once normalised, have mean ${centre.toPrecision(3)} and deviation ${spread.toPrecision(3)}; ` +
      'near 0 and 1 was to be expected. Check the unit against the mean and deviation of the task.',
  ];
}
