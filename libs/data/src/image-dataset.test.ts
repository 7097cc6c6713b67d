import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { MusterError } from '@muster/errors';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkDataset } from './check.ts';
import { datasetConfigSchema } from './config.ts';
import type { Dataset } from './dataset.ts';
import { siteOnlyPart } from './fault.ts';
import { openDataset } from './open.ts';
import { dataSchema } from './schema.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-idx-'));
});
afterAll(() => rm(folder, { recursive: true }));

const schema = (over: object = {}) =>
  dataSchema.parse({
    dataset: 'digits',
    kind: 'image',
    height: 2,
    width: 3,
    channels: 1,
    classes: ['a', 'b', 'c'],
    normalise: { mean: 10, deviation: 4 },
    ...over,
  });

const config = (over: object = {}) =>
  datasetConfigSchema.parse({ type: 'idx', images: 'images', labels: 'labels', ...over });

function idx(dimensions: readonly number[], elements: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * dimensions.length + elements.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x0800 | dimensions.length);
  for (const [axis, size] of dimensions.entries()) view.setUint32(4 + 4 * axis, size);
  bytes.set(elements, 4 + 4 * dimensions.length);
  return bytes;
}

const PIXELS = [...Array(24).keys()].map((i) => (i * 37) % 256);
const IMAGES = idx([4, 2, 3], PIXELS);
const LABELS = idx([4], [0, 2, 2, 1]);

async function open(
  images: Uint8Array,
  labels: Uint8Array,
  over: object = {},
  configOver: object = {},
): Promise<Dataset> {
  await writeFile(join(folder, 'images'), images);
  await writeFile(join(folder, 'labels'), labels);
  return openDataset(config(configOver), schema(over), { baseDir: folder });
}

it('images to predict need no labels, and those to train with do', async () => {
  await writeFile(join(folder, 'images'), IMAGES);
  const files = { type: 'idx', images: 'images' } as const;
  await using dataset = await openDataset(files, schema(), { baseDir: folder, unlabelled: true });
  expect(gatherAll(dataset, 6).y).toEqual([3, 3, 3, 3]);
  expect(dataset.labelCounts()).toEqual([0, 0, 0]);
  expect((await fault(openDataset(files, schema(), { baseDir: folder }))).code).toBe('DATA_UNREADABLE');
});

async function fault(opening: Promise<Dataset>): Promise<MusterError> {
  const thrown = await opening.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(thrown instanceof MusterError)) throw new Error(`expected a MusterError, got ${String(thrown)}`);
  return thrown;
}

function gatherAll(dataset: Dataset, length: number): { x: number[]; y: number[] } {
  const x = new Float32Array(dataset.size * length);
  const y = new Int32Array(dataset.size);
  dataset.gather(
    Uint32Array.from({ length: dataset.size }, (_, i) => i),
    x,
    y,
  );
  return { x: [...x], y: [...y] };
}

describe('IDX', () => {
  it('hands out normalised pixels in the order asked for', async () => {
    await using dataset = await open(IMAGES, LABELS);
    expect(dataset.size).toBe(4);
    expect(dataset.features).toEqual({ kind: 'image', height: 2, width: 3, channels: 1 });
    expect(dataset.classes).toEqual(['a', 'b', 'c']);
    expect(dataset.labelCounts()).toEqual([1, 1, 2]);
    const x = new Float32Array(3 * 6 + 1).fill(99);
    const y = new Int32Array(3);
    dataset.gather(Uint32Array.of(3, 0, 3), x, y);
    const image = (row: number) =>
      PIXELS.slice(row * 6, row * 6 + 6).map((pixel) => Math.fround((pixel - 10) / 4));
    expect([...x]).toEqual([...image(3), ...image(0), ...image(3), 99]);
    expect([...y]).toEqual([1, 0, 1]);
  });

  it('holds a byte per pixel and per label, and nothing after disposal', async () => {
    const dataset = await open(IMAGES, LABELS);
    expect(dataset.residentBytes).toBe(24 + 4);
    await dataset[Symbol.asyncDispose]();
    expect(dataset.residentBytes).toBe(0);
    expect(() => dataset.gather(Uint32Array.of(0), new Float32Array(6), new Int32Array(1))).toThrow(
      MusterError,
    );
  });

  it('reads gzip and plain alike, in any mixture', async () => {
    await using plain = await open(IMAGES, LABELS);
    await using packed = await open(gzipSync(IMAGES), LABELS);
    await using both = await open(gzipSync(IMAGES), gzipSync(LABELS));
    expect(gatherAll(packed, 6)).toEqual(gatherAll(plain, 6));
    expect(gatherAll(both, 6)).toEqual(gatherAll(plain, 6));
  });

  it('reads images of several windows', async () => {
    const count = 700;
    const pixels = Array.from({ length: count * 1024 }, (_, i) => (i * 31 + (i >> 10)) % 256);
    const images = idx([count, 32, 32], pixels);
    const labels = idx([count], Array(count).fill(1));
    const over = { height: 32, width: 32, normalise: { mean: 0, deviation: 1 } };
    for (const file of [images, gzipSync(images, { level: 1 })]) {
      await using dataset = await open(file, labels, over);
      expect(Buffer.from(Uint8Array.from(gatherAll(dataset, 1024).x)).equals(Buffer.from(pixels))).toBe(true);
    }
  });

  it('reads channels as the last dimension', async () => {
    await using dataset = await open(idx([1, 2, 3, 4], PIXELS), idx([1], [0]), { channels: 4 });
    expect(gatherAll(dataset, 24).x).toEqual(PIXELS.map((pixel) => (pixel - 10) / 4));
  });

  it('reads no further than maxRows', async () => {
    await using dataset = await open(IMAGES, LABELS, {}, { maxRows: 3 });
    expect(dataset.size).toBe(3);
    expect(dataset.residentBytes).toBe(21);
    expect(dataset.labelCounts()).toEqual([1, 0, 2]);
  });

  it.each([
    ['images', (cut: number) => open(IMAGES.subarray(0, cut), LABELS), IMAGES.length],
    ['labels', (cut: number) => open(IMAGES, LABELS.subarray(0, cut)), LABELS.length],
  ] as const)(
    'refuses %s cut at any byte, naming what was expected and found',
    async (role, opening, length) => {
      for (let cut = 0; cut < length; cut++) {
        const error = await fault(opening(cut));
        expect(error.code).toBe('DATA_UNREADABLE');
        expect(error.detail).toMatchObject({ role: `${role} file`, foundBytes: cut });
        expect(error.message).toContain(`found ${cut}`);
        expect(siteOnlyPart(error)).toContain(folder);
        expect(error.message).not.toContain(folder);
      }
    },
  );

  it('refuses gzip cut at any byte', async () => {
    const packed = gzipSync(IMAGES);
    for (let cut = 0; cut < packed.length; cut++) {
      expect((await fault(open(packed.subarray(0, cut), LABELS))).code).toBe('DATA_UNREADABLE');
    }
  });

  it('refuses bytes after the last image', async () => {
    const longer = Buffer.concat([IMAGES, Buffer.of(0)]);
    expect((await fault(open(longer, LABELS))).message).toContain(
      'expected 40 bytes for 4 x 2 x 3 elements, found 41',
    );
    expect((await fault(open(gzipSync(longer), LABELS))).message).toContain('goes on after the 40 bytes');
  });

  it('refuses another format by its magic', async () => {
    const error = await fault(open(LABELS, LABELS));
    expect(error.code).toBe('DATA_UNREADABLE');
    expect(error.detail).toMatchObject({ expected: '0x00000803', found: '0x00000801' });
    const floats = Uint8Array.from(IMAGES);
    floats[2] = 0x0d;
    expect((await fault(open(floats, LABELS))).detail.found).toBe('0x00000d03');
  });

  it('allocates nothing for a header that promises more than gzip can hold', async () => {
    const promise = idx([0xffffffff, 2, 3], []);
    const error = await fault(open(gzipSync(promise), LABELS));
    expect(error.code).toBe('DATA_UNREADABLE');
    expect(error.message).toContain('more than its');
  });

  it('refuses other sizes than the task declares, unequal counts, and no rows', async () => {
    expect((await fault(open(IMAGES, LABELS, { height: 3 }))).detail).toMatchObject({
      expected: 3,
      found: 2,
    });
    expect((await fault(open(IMAGES, LABELS, { width: 4 }))).code).toBe('DATA_SCHEMA');
    expect((await fault(open(IMAGES, idx([3], [0, 0, 0])))).detail).toEqual({ images: 4, labels: 3 });
    expect((await fault(open(idx([0, 2, 3], []), idx([0], [])))).code).toBe('DATA_SCHEMA');
  });

  it('refuses a label out of range by row, and keeps its value at the site', async () => {
    const error = await fault(open(IMAGES, idx([4], [0, 1, 77, 2])));
    expect(error.code).toBe('DATA_SCHEMA');
    expect(error.detail).toMatchObject({ row: 3, column: 'label' });
    expect(JSON.stringify(error)).not.toContain('77');
    expect(siteOnlyPart(error)).toContain('77');
  });

  it('refuses a missing file, a folder, and more memory than allowed', async () => {
    const read = (images: string, options: object = {}) =>
      fault(openDataset(config({ images }), schema(), { baseDir: folder, ...options }));
    await open(IMAGES, LABELS);
    expect((await read('nowhere')).message).toContain('there is no such file');
    expect((await read('.')).message).toContain('not a regular file');
    expect((await read('images', { residentBytesMax: 27 })).message).toContain('need 28 bytes');
    expect((await read('nowhere')).message).not.toContain('nowhere');
  });

  it('answers random bytes with a MusterError or a data set, and nothing else', async () => {
    const mutated = (valid: Uint8Array) =>
      fc.oneof(
        fc.uint8Array({ maxLength: 80 }),
        fc.tuple(fc.nat(valid.length - 1), fc.nat(255)).map(([at, byte]) => {
          const bytes = Uint8Array.from(valid);
          bytes[at] = byte;
          return bytes;
        }),
        fc
          .uint8Array({ maxLength: 60 })
          .map((tail) => Buffer.concat([gzipSync(valid).subarray(0, 20), tail])),
      );
    await fc.assert(
      fc.asyncProperty(mutated(IMAGES), mutated(LABELS), async (images, labels) => {
        try {
          await using dataset = await open(images, labels);
          gatherAll(dataset, 6);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(MusterError);
          expect(thrown).not.toMatchObject({ code: 'INTERNAL' });
        }
      }),
      { numRuns: 150 },
    );
  });

  it('refuses indices that are no rows and outputs that are too short', async () => {
    await using dataset = await open(IMAGES, LABELS);
    const gather = (rows: number[], x: number, y: number) => () =>
      dataset.gather(Uint32Array.from(rows), new Float32Array(x), new Int32Array(y));
    expect(gather([4], 6, 1)).toThrow(MusterError);
    expect(gather([0, 1], 11, 2)).toThrow(MusterError);
    expect(gather([0, 1], 12, 1)).toThrow(MusterError);
    expect(gather([], 0, 0)).not.toThrow();
  });
});

describe('checkDataset on images', () => {
  const check = async (images: Uint8Array, labels: Uint8Array, over: object = {}) => {
    await writeFile(join(folder, 'images'), images);
    await writeFile(join(folder, 'labels'), labels);
    return checkDataset(config(), schema(over), { baseDir: folder });
  };

  it('counts rows and classes', async () => {
    const report = await check(IMAGES, LABELS, { normalise: { mean: 128, deviation: 74 } });
    expect(report).toMatchObject({ rows: 4, rowsRefused: 0, labelCounts: [1, 1, 2], residentBytes: 28 });
    expect(report.errors).toEqual([]);
    expect(report.warnings).toEqual([]);
  });

  it('warns of an absent class, constant images and constants that do not fit', async () => {
    const blank = idx([4, 2, 3], Array(24).fill(9));
    const report = await check(blank, idx([4], [0, 0, 2, 2]));
    expect(report.warnings).toEqual(["Class 'b' has no rows.", 'Every pixel of every image is the same.']);
    const unfit = await check(IMAGES, LABELS, { normalise: { mean: 0.13, deviation: 0.3 } });
    expect(unfit.warnings[0]).toContain('The images, once normalised, have mean');
  });

  it('lists every bad label, up to 20, and every unreadable file', async () => {
    const report = await check(
      idx([30, 2, 3], Array(180).fill(1)),
      idx([30], [...Array(25).fill(9), 0, 1, 2, 0, 1]),
    );
    expect(report.rows).toBe(5);
    expect(report.rowsRefused).toBe(25);
    expect(report.errors).toHaveLength(20);
    expect(report.labelCounts).toEqual([2, 2, 1]);
    const broken = await check(IMAGES.subarray(0, 20), LABELS);
    expect(broken).toMatchObject({ rows: 0, errors: [{ code: 'DATA_UNREADABLE' }] });
  });
});
