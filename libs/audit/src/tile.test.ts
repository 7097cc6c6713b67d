import { nodesOf } from '@muster/merkle';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TILE_PATHS } from './testing/vectors.ts';
import {
  parseTilePath,
  partialTiles,
  partialWidth,
  placeOfNode,
  type Tile,
  tileAt,
  tilePath,
  tilesBetween,
} from './tile.ts';

const refused = expect.objectContaining({ code: 'AUDIT_TILE_INVALID' });
const paths = (tiles: Iterable<Tile>) => [...tiles].map(tilePath);

describe('paths of tiles', () => {
  it('are those of the specification, both ways', () => {
    for (const { level, index, width, path } of TILE_PATHS) {
      const tile = { level, index, width: width || 256 };
      expect(tilePath(tile)).toBe(path);
      expect(parseTilePath(path)).toEqual(tile);
    }
  });

  it('are read back as they are written', () => {
    const level = fc.oneof(fc.integer({ min: 0, max: 63 }), fc.constant('entries' as const));
    fc.assert(
      fc.property(
        level,
        fc.maxSafeInteger().map(Math.abs),
        fc.integer({ min: 1, max: 256 }),
        (l, index, width) => {
          const tile: Tile = { level: l, index, width };
          expect(parseTilePath(tilePath(tile))).toEqual(tile);
        },
      ),
    );
  });

  it.each([
    'tile/00/000',
    'tile/01/000',
    'tile/64/000',
    'tile/-1/000',
    'tile/0/0',
    'tile/0/00',
    'tile/0/0000',
    'tile/0/1000',
    'tile/0/x000/000',
    'tile/0/x000/001',
    'tile/0/001/000',
    'tile/0/x001/x000',
    'tile/0/x01/000',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/01',
    'tile/0/000.p/',
    'tile/0/000.p',
    'tile/0/000.p/1/',
    'tile/entries/000\n',
    'tile/Entries/000',
    '/tile/0/000',
    'tile/0/../0/000',
    'tile/0/x999/x999/x999/x999/x999/x999/999',
    'checkpoint',
    '',
  ])('are refused: %j', (path) => {
    expect(() => parseTilePath(path)).toThrow(refused);
  });

  it('are not made for what is no tile', () => {
    for (const tile of [
      { level: 64, index: 0, width: 1 },
      { level: 0.5, index: 0, width: 1 },
      { level: 0, index: -1, width: 1 },
      { level: 0, index: 2 ** 53, width: 1 },
      { level: 0, index: 0, width: 0 },
      { level: 0, index: 0, width: 257 },
    ])
      expect(() => tilePath(tile), JSON.stringify(tile)).toThrow(refused);
  });
});

describe('the tiles of a tree', () => {
  it.each([
    [0, []],
    [1, ['tile/entries/000.p/1', 'tile/0/000.p/1']],
    [255, ['tile/entries/000.p/255', 'tile/0/000.p/255']],
    [256, ['tile/entries/000', 'tile/0/000', 'tile/1/000.p/1']],
    [257, ['tile/entries/000', 'tile/entries/001.p/1', 'tile/0/000', 'tile/0/001.p/1', 'tile/1/000.p/1']],
  ])('are, of %i entries, %j', (size, expected) => {
    expect(paths(tilesBetween(0, size))).toEqual(expected);
  });

  it.each([
    [65_536, { entries: [256, 0], 0: [256, 0], 1: [1, 0], 2: [0, 1] }],
    [70_000, { entries: [273, 112], 0: [273, 112], 1: [1, 17], 2: [0, 1] }],
  ])('of %i entries are as many, full and partial, as the specification counts', (size, expected) => {
    const tiles = [...tilesBetween(0, size)];
    for (const [level, [full = 0, partial = 0]] of Object.entries(expected)) {
      const ofLevel = tiles.filter((tile) => String(tile.level) === level);
      expect(ofLevel.filter(({ width }) => width === 256)).toHaveLength(full);
      expect(ofLevel.filter(({ width }) => width < 256).map(({ width }) => width)).toEqual(
        partial ? [partial] : [],
      );
      expect(ofLevel.map(({ index }) => index)).toEqual(ofLevel.map((_, i) => i));
      expect(partialWidth(level === 'entries' ? level : Number(level), size)).toBe(partial);
    }
    expect(tiles).toHaveLength(
      Object.values(expected)
        .flatMap(([full = 0, partial = 0]) => full + (partial ? 1 : 0))
        .reduce((a, b) => a + b),
    );
  });

  it('of 70,000 entries end as the specification shows', () => {
    expect(paths(partialTiles(70_000))).toEqual(['tile/0/273.p/112', 'tile/1/001.p/17', 'tile/2/000.p/1']);
  });

  it('of the largest tree that numbers count are exact', () => {
    const size = Number.MAX_SAFE_INTEGER;
    for (const { level, index, width } of partialTiles(size)) {
      const hashes = BigInt(size) >> (8n * BigInt(level));
      expect([BigInt(index), BigInt(width)]).toEqual([hashes >> 8n, hashes & 255n]);
    }
    expect(partialTiles(size)).toHaveLength(7);
  });

  it('that are new between two sizes are those of the new one that the old one has not', () => {
    fc.assert(
      fc.property(fc.nat({ max: 70_000 }), fc.nat({ max: 70_000 }), (a, b) => {
        const [old, next] = [Math.min(a, b), Math.max(a, b)];
        const before = new Set(paths(tilesBetween(0, old)));
        expect(paths(tilesBetween(old, next))).toEqual(
          paths(tilesBetween(0, next)).filter((path) => !before.has(path)),
        );
      }),
      { numRuns: 40 },
    );
  });

  it('hold every node at its place', () => {
    fc.assert(
      fc.property(
        fc.maxSafeInteger().map((n) => Math.max(1, Math.abs(n))),
        (size) => {
          for (const node of nodesOf({ start: 0, end: size })) {
            const { level, index, first, count } = placeOfNode(node);
            const tile = tileAt(level, index, size);
            expect(first + count).toBeLessThanOrEqual(tile?.width ?? 0);
            // First entry beneath the node, by way of the node and by way of the tile.
            const start = (BigInt(index) * 256n + BigInt(first)) * 256n ** BigInt(level);
            expect(start).toBe(BigInt(node.index) << BigInt(node.level));
          }
        },
      ),
    );
  });
});
