import { asMusterError } from '@muster/errors';
import { describe, expect, it } from 'vitest';
import { headOf } from '../right-edge.ts';
import { SampleLog, sampleEntries } from '../testing/sample-log.ts';
import { flipped, sourceOf } from '../testing/sample-source.ts';
import type { LogSource } from './log-source.ts';
import { checkOlderFiles } from './older-files.ts';
import { checkTree } from './tree-check.ts';

const faultOf = async (log: SampleLog, source: LogSource) => {
  try {
    await checkTree(source, headOf(log.edge), () => {});
  } catch (thrown) {
    const { code, detail } = asMusterError(thrown);
    return { code, ...detail };
  }
  return undefined;
};
const wrong = (path: string, more: object = {}) => ({ code: 'AUDIT_TILE_INVALID', path, ...more });

describe('the files of a log', () => {
  it.each([0, 1, 255, 256, 257, 1_000, 65_536, 65_800])(
    'of %i entries are read whole, in order',
    async (size) => {
      const log = new SampleLog(sampleEntries(size));
      const read: Uint8Array[] = [];
      await checkTree(sourceOf(log), headOf(log.edge), ({ first, entries }) => {
        expect(first).toBe(read.length);
        read.push(...entries);
      });
      expect(Buffer.compare(Buffer.concat(read), Buffer.concat(log.entries))).toBe(0);
    },
  );

  const log = new SampleLog(sampleEntries(1_000));
  const tile = 'tile/0/001';
  const bundle = 'tile/entries/001';
  const last = 'tile/entries/003.p/232';

  it.each([
    ['an entry', { [bundle]: flipped(log.files.get(bundle), 40) }, wrong(bundle, { entry: 259, offset: 33 })],
    [
      'the length of an entry',
      { [bundle]: flipped(log.files.get(bundle), 34) },
      wrong(bundle, { entry: 259, offset: 33 }),
    ],
    [
      'the last entry',
      { [last]: flipped(log.files.get(last), 2_543) },
      wrong(last, { entry: 999, offset: 2_541 }),
    ],
    ['a hash', { [tile]: flipped(log.files.get(tile), 100) }, wrong(tile, { entry: 259, offset: 100 })],
    [
      'a hash of a tile that is not full',
      { 'tile/0/003.p/232': flipped(log.files.get('tile/0/003.p/232'), 64) },
      wrong('tile/0/003.p/232', { entry: 770, offset: 64 }),
    ],
    [
      'a hash of the tile above',
      { 'tile/1/000.p/3': flipped(log.files.get('tile/1/000.p/3'), 33) },
      wrong('tile/1/000.p/3', { offset: 33 }),
    ],
    ['a file that is gone', { [bundle]: undefined }, wrong(bundle)],
    [
      'a bundle with more',
      { [bundle]: Buffer.concat([log.files.get(bundle) ?? Buffer.of(), Buffer.of(0)]) },
      wrong(bundle),
    ],
    ['a tile with less', { [tile]: log.files.get(tile)?.subarray(1) }, wrong(tile)],
    ['a bundle without end', { [bundle]: new Uint8Array(17_000_000) }, wrong(bundle)],
  ])('are refused for %s, by file, entry and byte', async (_, changed, expected) => {
    expect(await faultOf(log, sourceOf(log, changed))).toMatchObject(expected);
  });

  it('are refused whole when they were all made anew', async () => {
    const other = new SampleLog(sampleEntries(1_000, 1));
    expect(await faultOf(log, sourceOf(other))).toMatchObject(wrong('checkpoint'));
  });

  it('may be full where the tree has a part of them', async () => {
    const longer = new SampleLog(sampleEntries(1_024));
    expect(await faultOf(log, sourceOf(longer))).toBeDefined();
    const upper = { 'tile/1/000.p/3': log.files.get('tile/1/000.p/3') };
    expect(await faultOf(log, sourceOf(longer, upper))).toBeUndefined();
  });

  it('of an earlier size begin those of now', async () => {
    const older = new SampleLog(log.entries.slice(0, 900));
    const both = Object.fromEntries(older.files);
    expect(await checkOlderFiles(sourceOf(log, both), 1_000)).toEqual({ checked: 2, strange: [] });
    expect(
      await checkOlderFiles(sourceOf(older, { ...Object.fromEntries(log.files), 'tile/x': undefined }), 900),
    ).toEqual({
      checked: 0,
      strange: ['tile/entries/003.p/232', 'tile/0/003.p/232', 'tile/x'],
    });
    for (const path of ['tile/0/003.p/132', 'tile/entries/003.p/132'])
      for (const bytes of [
        flipped(both[path], 9),
        both[path]?.subarray(1),
        Buffer.concat([both[path] ?? Buffer.of(), Buffer.of(1)]),
      ]) {
        const checked = checkOlderFiles(sourceOf(log, { ...both, [path]: bytes }), 1_000);
        await expect(checked).rejects.toMatchObject({ code: 'AUDIT_TILE_INVALID', detail: { path } });
      }
  });
});
