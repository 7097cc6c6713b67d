/** @module A data set that is open: rows in compact form, handed out as normalised batches. */
import { MusterError } from '@muster/errors';
import type { FeatureSpec } from './schema.ts';

/**
 * Rows 0 .. size-1, held as the task needs them and no wider: a pixel is a byte, a number four, a category one or two.
 * Label counts describe private data: they stay at the site unless its policy lets them go.
 */
export interface Dataset extends AsyncDisposable {
  readonly size: number;
  readonly classes: readonly string[];
  readonly features: FeatureSpec;
  /** Bytes of rows and labels in memory until disposal. */
  readonly residentBytes: number;
  /** Rows of each class, in the order of `classes`. */
  labelCounts(): number[];
  /**
   * Writes the rows `indices` one after another: to `outX` their normalised features (`featureLength` floats each,
   * NHWC for images), to `outY` their class codes (of a row without a label, the number of classes). What lies behind the last row is left as it was.
   * @throws INVALID_ARGUMENT if an output is too short or an index is no row
   */
  gather(indices: Uint32Array, outX: Float32Array, outY: Int32Array): void;
}

/** How a data set is opened, whatever its connector. */
export interface OpenOptions {
  /** Folder against which relative paths of the configuration are read; the working folder if absent. */
  readonly baseDir?: string;
  /** Refuse a data set that would hold more than this many bytes in memory. */
  readonly residentBytesMax?: number;
  /** Rows without a label are taken too, for prediction: their code is the number of classes. */
  readonly unlabelled?: boolean;
}

export const RESIDENT_BYTES_MAX = 4 * 2 ** 30;

export type LabelCodes = Uint8Array | Uint16Array;

/** Counts codes; one beyond the last class (no label, or a bad file that is being checked) is not counted. */
export function countLabels(labels: LabelCodes, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const code of labels) {
    const before = counts[code];
    if (before !== undefined) counts[code] = before + 1;
  }
  return counts;
}

/** Checks a call of `gather` once, before any row is written. */
export function checkGather(
  size: number,
  length: number,
  indices: Uint32Array,
  outX: Float32Array,
  outY: Int32Array,
): void {
  if (outX.length < indices.length * length || outY.length < indices.length) {
    throw new MusterError(
      'INVALID_ARGUMENT',
      `${indices.length} rows of ${length} features do not fit into ${outX.length} floats and ${outY.length} labels.`,
    );
  }
  for (const index of indices) {
    if (index >= size) {
      throw new MusterError('INVALID_ARGUMENT', `Row ${index} was asked for; there are ${size}.`);
    }
  }
}
