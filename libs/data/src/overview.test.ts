import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { MusterError } from '@muster/errors';
import { afterAll, describe, expect, it } from 'vitest';
import { overviewOf } from './overview.ts';

const folder = mkdtempSync(join(tmpdir(), 'muster-overview-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function idx(sizes: readonly number[], values: Uint8Array): Buffer {
  const header = Buffer.alloc(4 + 4 * sizes.length);
  header.writeUInt8(0x08, 2);
  header.writeUInt8(sizes.length, 3);
  for (const [index, size] of sizes.entries()) header.writeUInt32BE(size, 4 + 4 * index);
  return Buffer.concat([header, values]);
}

function images(imageFile: Uint8Array, labelFile: Uint8Array) {
  writeFileSync(join(folder, 'images'), imageFile);
  writeFileSync(join(folder, 'labels'), labelFile);
  return overviewOf({ type: 'idx', images: 'images', labels: 'labels' }, folder);
}

function table(text: string) {
  writeFileSync(join(folder, 'table.csv'), text);
  return overviewOf({ type: 'csv', file: 'table.csv', delimiter: ',', missing: [] }, folder);
}

const faultOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => '',
    (thrown: unknown) =>
      thrown instanceof MusterError ? `${thrown.code}: ${thrown.message}` : String(thrown),
  );

describe('the overview of images', () => {
  const labels = idx([5], Uint8Array.of(0, 3, 3, 1, 0));
  const grey = idx([5, 2, 3], new Uint8Array(30));

  it('tells their size and what labels there are, packed or not, grey or in colour', async () => {
    const expected = { kind: 'image', rows: 5, height: 2, width: 3, channels: 1, labelCounts: [2, 1, 0, 2] };
    expect(await images(grey, labels)).toEqual(expected);
    expect(await images(gzipSync(grey), gzipSync(labels))).toEqual(expected);
    const colour = idx([5, 2, 3, 3], new Uint8Array(90));
    expect(await images(colour, labels)).toEqual({ ...expected, channels: 3 });
  });

  it('reads to the end: a file that is cut short, longer, or no IDX is named', async () => {
    expect(await faultOf(images(grey.subarray(0, 40), labels))).toMatch(
      /DATA_UNREADABLE: .*images file.*truncated/,
    );
    expect(await faultOf(images(gzipSync(grey).subarray(0, 25), labels))).toMatch(
      /DATA_UNREADABLE: .*images file/,
    );
    expect(await faultOf(images(gzipSync(grey.subarray(0, 40)), labels))).toMatch(
      /DATA_UNREADABLE.*images file/,
    );
    expect(await faultOf(images(grey, Buffer.concat([labels, labels])))).toMatch(
      /DATA_UNREADABLE.*labels file/,
    );
    expect(await faultOf(images(Buffer.from('no images'), labels))).toMatch(/DATA_UNREADABLE.*images file/);
    expect(await faultOf(images(labels, labels))).toMatch(/DATA_UNREADABLE.*images file/);
    expect(await faultOf(images(grey, idx([4], new Uint8Array(4))))).toMatch(
      /DATA_SCHEMA.*5 images and 4 labels/,
    );
  });
});

describe('the overview of a table', () => {
  it('tells its columns and rows', async () => {
    expect(await table('\uFEFFa,b,c\r\n1,2,3\r\n4,,6\r\n')).toEqual({
      kind: 'table',
      rows: 2,
      columns: ['a', 'b', 'c'],
    });
  });

  it('names a row that does not fit the header, and an empty file', async () => {
    expect(await faultOf(table('a,b\n1,2\n1,2,3\n'))).toMatch(/DATA_SCHEMA: Row 2 \(line 3\) has 3 cells/);
    expect(await faultOf(table(''))).toMatch(/DATA_SCHEMA/);
    expect(await faultOf(table('a,b\n'))).toMatch(/DATA_SCHEMA: .*no rows below its header/);
    expect(
      await faultOf(overviewOf({ type: 'csv', file: 'none', delimiter: ',', missing: [] }, folder)),
    ).toMatch(/DATA_UNREADABLE/);
  });
});
