import { leafHashes, rootOfHashes } from '@muster/merkle';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBundle } from './bundle.ts';
import { filesBetween, unfinishedBundleStart } from './log-files.ts';
import { EMPTY_EDGE, headOf } from './right-edge.ts';
import { bytes, fromHex, hex, SampleLog, sampleEntries } from './testing/sample-log.ts';
import { TESSERA_LOG } from './testing/vectors.ts';
import { parseTilePath, tilePath, tilesBetween } from './tile.ts';

const refused = expect.objectContaining({ code: 'AUDIT_TILE_INVALID' });
const entries = sampleEntries(70_000);

describe('the files of a log', () => {
  it.each([0, 1, 255, 256, 257, 65_536, 70_000])(
    'of %i entries are the tiles and bundles of the specification, with the hashes that it defines',
    (size) => {
      const { files } = new SampleLog(entries.slice(0, size));
      expect([...files.keys()].sort()).toEqual([...tilesBetween(0, size)].map(tilePath).sort());
      const leaves = leafHashes(entries.slice(0, size));
      for (const [path, content] of files) {
        const { level, index, width } = parseTilePath(path);
        if (level === 'entries') {
          const expected = entries.slice(256 * index, 256 * index + width);
          expect(decodeBundle(content, width).map(hex)).toEqual(expected.map(hex));
          continue;
        }
        // Hash i of a tile is MTH(D[(256 index + i) 256^level : (256 index + i + 1) 256^level]).
        const span = 32 * 256 ** level;
        expect(content).toHaveLength(32 * width);
        for (let i = 0; i < width; i += level === 0 ? 1 : 16) {
          const at = (256 * index + i) * span;
          const node = rootOfHashes(leaves.subarray(at, at + span));
          expect(hex(content.subarray(32 * i, 32 * i + 32)), `${path}, hash ${i}`).toBe(hex(node));
        }
      }
    },
  );

  it('as it grows are just those that are new, with the bytes of a log built at once', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 700 }), { maxLength: 12 }), (steps) => {
        let edge = EMPTY_EDGE;
        for (const step of steps) {
          const grown = filesBetween(edge, entries.slice(unfinishedBundleStart(edge.size), edge.size + step));
          expect(grown.files.map(({ path }) => path).sort()).toEqual(
            [...tilesBetween(edge.size, edge.size + step)].map(tilePath).sort(),
          );
          const whole = new SampleLog(entries.slice(0, edge.size + step));
          for (const { path, bytes: content } of grown.files)
            expect(hex(content), path).toBe(hex(whole.files.get(path) ?? new Uint8Array()));
          expect(hex(headOf(grown.edge).root)).toBe(hex(headOf(whole.edge).root));
          edge = grown.edge;
        }
      }),
      { numRuns: 20 },
    );
  });

  it('are not made over entries that are not those of before, or that are not all there', () => {
    const { edge } = filesBetween(EMPTY_EDGE, entries.slice(0, 300));
    const tail = entries.slice(256, 400);
    expect(filesBetween(edge, tail).edge.size).toBe(400);
    expect(() => filesBetween(edge, [bytes('another'), ...tail.slice(1)])).toThrow(refused);
    expect(() => filesBetween(edge, tail.slice(1))).toThrow(refused);
    expect(() => filesBetween(edge, tail.slice(0, 43))).toThrow(refused);
    expect(() => filesBetween(edge, [...tail.slice(0, 44), new Uint8Array(65_536)])).toThrow(refused);
  });

  it('are none where nothing grew', () => {
    const { edge } = filesBetween(EMPTY_EDGE, entries.slice(0, 300));
    expect(filesBetween(edge, entries.slice(256, 300))).toEqual({ edge, files: [] });
  });

  it('of the log of tessera are its files, byte by byte', () => {
    const words = TESSERA_LOG.words.split(' ').map(bytes);
    const roots = TESSERA_LOG.checkpoints.split('\n').map((line) => line.split(' ')[0]);
    for (let size = 0; size <= 15; size++) {
      const { edge } = filesBetween(EMPTY_EDGE, words.slice(0, size));
      expect(Buffer.from(headOf(edge).root).toString('base64'), `size ${size}`).toBe(roots[size]);
    }
    const bundle = new SampleLog(words).files.get('tile/entries/000.p/15') ?? fromHex('');
    expect(Buffer.from(bundle).toString('latin1')).toBe(
      '\0\x03one\0\x03two\0\x05three\0\x04four\0\x04five\0\x03six\0\x05seven\0\x03eit\0\x04nain\0\x03ten\0\x06ileven\0\x05twelf\0\x08threeten\0\x07fourten\0\x06fivten',
    );
  });
});
