/** @module Images with labels from a pair of IDX files: pixels stay bytes, `gather` normalises them by a table. */
import { resolve } from 'node:path';
import type { MusterError } from '@muster/errors';
import type { IdxFiles } from './config.ts';
import {
  checkGather,
  countLabels,
  type Dataset,
  type LabelCodes,
  type OpenOptions,
  RESIDENT_BYTES_MAX,
} from './dataset.ts';
import { schemaFault, unreadable } from './fault.ts';
import { checkDimension, readIdxElements, readIdxHeader } from './idx.ts';
import { type FeatureSpec, featureSpec, type ImageSchema } from './schema.ts';
import { ByteReader, openSource, type Source } from './source.ts';

/**
 * Reads the labels, then the images.
 * @param onFault given each DATA_SCHEMA fault of a row; it throws, or collects and lets the reading go on
 * @throws DATA_UNREADABLE, DATA_SCHEMA
 */
export async function openImages(
  config: IdxFiles,
  schema: ImageSchema,
  options: OpenOptions,
  onFault: (fault: MusterError) => void,
): Promise<ImageDataset> {
  const baseDir = options.baseDir ?? '.';
  if (config.labels === undefined && !options.unlabelled)
    throw unreadable('The images have no labels file.', { role: 'labels file' });
  await using labelSource =
    config.labels === undefined
      ? undefined
      : await openSource(resolve(baseDir, config.labels), 'labels file');
  await using imageSource = await openSource(resolve(baseDir, config.images), 'images file');
  const labelReader = labelSource && new ByteReader(labelSource);
  const imageReader = new ByteReader(imageSource);
  try {
    const rank = schema.channels === 1 ? 3 : 4;
    const labelCount =
      labelSource && labelReader ? (await readIdxHeader(labelSource, labelReader, 1))[0] : undefined;
    const [count = 0, height = 0, width = 0, channels = 1] = await readIdxHeader(
      imageSource,
      imageReader,
      rank,
    );
    checkDimension('images file', 'height', height, schema.height);
    checkDimension('images file', 'width', width, schema.width);
    checkDimension('images file', 'channels', channels, schema.channels);
    if (labelCount !== undefined && count !== labelCount) {
      throw schemaFault(`There are ${count} images and ${labelCount} labels; each image has one label.`, {
        images: count,
        labels: labelCount,
      });
    }
    if (count === 0) throw schemaFault('The files hold no images.', { rows: 0 });
    const size = Math.min(count, config.maxRows ?? count);
    const imageBytes = height * width * channels;
    const bytes = size * (imageBytes + 1);
    const bytesMax = options.residentBytesMax ?? RESIDENT_BYTES_MAX;
    if (bytes > bytesMax) {
      throw unreadable(
        `${size} images need ${bytes} bytes of memory; ${bytesMax} are allowed. Set maxRows.`,
        {
          bytes,
          bytesMax,
        },
      );
    }
    const labels =
      labelSource && labelReader
        ? await readLabels(labelSource, labelReader, size, size === count)
        : new Uint16Array(size).fill(schema.classes.length);
    if (labelSource) checkLabels(labels, schema.classes.length, onFault);
    const pixels = new Uint8Array(size * imageBytes);
    await readIdxElements(imageSource, imageReader, pixels, 4 + 4 * rank, size === count);
    return new ImageDataset(schema, pixels, labels);
  } finally {
    labelReader?.close();
    imageReader.close();
  }
}

export class ImageDataset implements Dataset {
  readonly size: number;
  readonly classes: readonly string[];
  readonly features: FeatureSpec;
  #pixels: Uint8Array;
  #labels: LabelCodes;
  readonly #imageBytes: number;
  /** The normalised value of each of the 256 values that a pixel can have. */
  readonly #normalised: Float32Array;

  constructor(schema: ImageSchema, pixels: Uint8Array, labels: LabelCodes) {
    this.size = labels.length;
    this.classes = schema.classes;
    this.features = featureSpec(schema);
    this.#pixels = pixels;
    this.#labels = labels;
    this.#imageBytes = schema.height * schema.width * schema.channels;
    const { mean, deviation } = schema.normalise;
    this.#normalised = Float32Array.from({ length: 256 }, (_, value) => (value - mean) / deviation);
  }

  get residentBytes(): number {
    return this.#pixels.byteLength + this.#labels.byteLength;
  }

  labelCounts(): number[] {
    return countLabels(this.#labels, this.classes.length);
  }

  gather(indices: Uint32Array, outX: Float32Array, outY: Int32Array): void {
    const length = this.#imageBytes;
    checkGather(this.#labels.length, length, indices, outX, outY);
    const pixels = this.#pixels;
    const normalised = this.#normalised;
    let out = 0;
    for (let row = 0; row < indices.length; row++) {
      const index = indices[row] ?? 0;
      outY[row] = this.#labels[index] ?? 0;
      const end = (index + 1) * length;
      for (let at = index * length; at < end; at++) outX[out++] = normalised[pixels[at] ?? 0] ?? 0;
    }
  }

  /** Mean and deviation of the pixels as they are on file, for the site's own check. */
  pixelStatistics(): { readonly mean: number; readonly deviation: number } {
    const histogram = new Float64Array(256);
    for (const pixel of this.#pixels) histogram[pixel] = (histogram[pixel] ?? 0) + 1;
    const total = this.#pixels.length;
    const mean = histogram.reduce((sum, count, value) => sum + count * value, 0) / total;
    const variance = histogram.reduce((sum, count, value) => sum + count * (value - mean) ** 2, 0) / total;
    return { mean, deviation: Math.sqrt(variance) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#pixels = new Uint8Array(0);
    this.#labels = new Uint8Array(0);
  }
}

async function readLabels(
  source: Source,
  reader: ByteReader,
  count: number,
  isAll: boolean,
): Promise<Uint8Array> {
  const labels = new Uint8Array(count);
  await readIdxElements(source, reader, labels, 8, isAll);
  return labels;
}

function checkLabels(labels: LabelCodes, classes: number, onFault: (fault: MusterError) => void): void {
  for (const [at, code] of labels.entries()) {
    if (code < classes) continue;
    onFault(
      schemaFault(
        `Row ${at + 1} of the labels file: a label beyond the ${classes} classes that the task declares.`,
        { row: at + 1, column: 'label', fault: 'label out of range', classes },
        `the label is ${code}`,
      ),
    );
  }
}
