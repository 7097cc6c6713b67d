import { leafHashes, rootOfHashes } from '@muster/merkle';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appendLeaves, EMPTY_EDGE, headOf, type RightEdge, rightEdge } from './right-edge.ts';
import { hex, sampleEntries } from './testing/sample-log.ts';

const refused = expect.objectContaining({ code: 'AUDIT_TILE_INVALID' });
const leaves = leafHashes(sampleEntries(70_000));
const upTo = (size: number) => leaves.subarray(0, 32 * size);
const plain = ({ size, levels }: RightEdge) => ({ size, levels: levels.map(hex) });

describe('the right edge', () => {
  it.each([0, 1, 255, 256, 257, 65_536, 70_000])('of %i entries gives the root of the whole tree', (size) => {
    const { edge } = appendLeaves(EMPTY_EDGE, upTo(size));
    expect(headOf(edge).size).toBe(size);
    expect(hex(headOf(edge).root)).toBe(hex(rootOfHashes(upTo(size))));
  });

  it('is the same, with the same full tiles, in whatever steps the entries come', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 2000 }), { maxLength: 30 }), (steps) => {
        let edge = EMPTY_EDGE;
        const tiles = steps.flatMap((step) => {
          const grown = appendLeaves(edge, leaves.subarray(32 * edge.size, 32 * (edge.size + step)));
          edge = grown.edge;
          return grown.tiles;
        });
        const whole = appendLeaves(EMPTY_EDGE, upTo(edge.size));
        expect(plain(edge)).toEqual(plain(whole.edge));
        const names = (list: typeof tiles) =>
          list.map(({ level, index, bytes }) => `${level}/${index} ${hex(bytes)}`).sort();
        expect(names(tiles)).toEqual(names([...whole.tiles]));
      }),
      { numRuns: 30 },
    );
  });

  it('is taken again from its bytes, and only when they fit the size', () => {
    const { edge } = appendLeaves(EMPTY_EDGE, upTo(70_000));
    expect(rightEdge(edge.size, edge.levels)).toEqual(edge);
    for (const size of [69_999, 70_001, 0, -1, 1.5, Number.NaN, 2 ** 53])
      expect(() => rightEdge(size, edge.levels), String(size)).toThrow(refused);
    expect(() => rightEdge(70_000, edge.levels.slice(1))).toThrow(refused);
    expect(() => rightEdge(70_000, [...edge.levels, new Uint8Array(32)])).toThrow(refused);
    expect(() => appendLeaves(edge, new Uint8Array(33))).toThrow(refused);
  });

  it('goes on beyond 2^32 entries', () => {
    // Level 4 has 2^53 / 256^4 / 256 hashes over: enough to place tiles far beyond what 32 bits hold.
    const size = 2 ** 40 + 255;
    const levels = [255, 0, 0, 0, 0, 1].map((width) => new Uint8Array(32 * width).fill(width));
    const { edge, tiles } = appendLeaves(rightEdge(size, levels), new Uint8Array(64).fill(3));
    expect(edge.size).toBe(2 ** 40 + 257);
    expect(edge.levels.map(({ length }) => length / 32)).toEqual([1, 1, 0, 0, 0, 1]);
    expect(tiles.map(({ level, index }) => [level, index])).toEqual([[0, 2 ** 32]]);
  });
});
