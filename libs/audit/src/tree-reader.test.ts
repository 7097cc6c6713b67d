import { leafHash, leafHashes, rootOfHashes, verifyConsistency, verifyInclusion } from '@muster/merkle';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_EDGE, headOf } from './right-edge.ts';
import { hex, SampleLog, sampleEntries } from './testing/sample-log.ts';
import { parseTilePath, tilePath } from './tile.ts';
import { TreeReader } from './tree-reader.ts';

const refused = expect.objectContaining({ code: 'AUDIT_TILE_INVALID' });
const entries = sampleEntries(70_000);
const log = new SampleLog(entries);
const leaves = leafHashes(entries);
const head = (size: number) => ({ size, root: rootOfHashes(leaves.subarray(0, 32 * size)) });

describe('a tree read from tiles', () => {
  it('proves any entry and any earlier size', async () => {
    const reader = log.reader();
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 69_999 }), fc.nat({ max: 70_000 }), async (index, old) => {
        const leaf = leafHash(entries[index] ?? new Uint8Array());
        verifyInclusion({ index, leaf, ...reader.head }, await reader.inclusionProof(index));
        verifyConsistency(head(old), reader.head, await reader.consistencyProof(old));
      }),
      { numRuns: 50 },
    );
  });

  it.each([0, 1, 255, 256, 257, 1000, 65_536])(
    'of %i entries proves its last entry and itself',
    async (size) => {
      const small = new SampleLog(entries.slice(0, size));
      const reader = small.reader(head(size));
      expect((await reader.edge()).levels.map(hex)).toEqual(small.edge.levels.map(hex));
      verifyConsistency(head(size), head(size), await reader.consistencyProof(size));
      const proof = reader.inclusionProof(size - 1);
      if (size === 0)
        return expect(proof).rejects.toThrow(expect.objectContaining({ code: 'AUDIT_PROOF_INVALID' }));
      verifyInclusion(
        { index: size - 1, leaf: leaves.subarray(32 * (size - 1), 32 * size), ...reader.head },
        await proof,
      );
    },
  );

  it('reads few tiles for a proof', async () => {
    let reads = 0;
    const reader = new TreeReader(headOf(log.edge), (tile) => {
      reads++;
      return log.read(tile);
    });
    await reader.inclusionProof(12_345);
    expect(reads).toBeLessThanOrEqual(5);
  });

  it('takes a full tile in place of the partial one, as its beginning', async () => {
    const size = 300;
    const reader = new TreeReader(head(size), (tile) => {
      const grown = log.files.get(tilePath({ ...tile, width: 256 }));
      return grown ? Promise.resolve(grown) : log.read(tile);
    });
    verifyConsistency(head(257), head(size), await reader.consistencyProof(257));
  });

  it('believes no tile that was changed, wherever the change is', async () => {
    const tiles = [...log.files.keys()].filter((path) => parseTilePath(path).level !== 'entries');
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...tiles), fc.nat(), fc.nat({ max: 7 }), async (path, at, bit) => {
        const reader = new TreeReader(headOf(log.edge), async (tile) => {
          const content = await log.read(tile);
          if (tilePath(tile) !== path) return content;
          const changed = new Uint8Array(content);
          changed[at % changed.length] = (changed[at % changed.length] ?? 0) ^ (1 << bit);
          return changed;
        });
        const { level, index } = parseTilePath(path);
        const entry = Math.min(69_999, index * 256 ** (Number(level) + 1));
        // A hash beside the one that is asked for, in the same tile, is as bad.
        await expect(reader.inclusionProof(entry ^ 1)).rejects.toThrow(refused);
      }),
      { numRuns: 60 },
    );
  });

  it('believes no tile of another length, and no other root', async () => {
    for (const length of [0, 31, 32, 8191, 8193]) {
      const reader = new TreeReader(headOf(log.edge), async () => new Uint8Array(length));
      await expect(reader.inclusionProof(0), String(length)).rejects.toThrow(refused);
    }
    const other = log.reader({ size: 70_000, root: head(69_999).root });
    await expect(other.inclusionProof(0)).rejects.toThrow(refused);
    await expect(other.edge()).rejects.toThrow(refused);
  });

  it('of no entries has the empty root only', async () => {
    const read = () => Promise.reject(new Error('there is no tile to read'));
    expect(await new TreeReader(headOf(EMPTY_EDGE), read).edge()).toEqual(EMPTY_EDGE);
    await expect(new TreeReader({ size: 0, root: head(1).root }, read).edge()).rejects.toThrow(refused);
  });

  it('passes on what the fetch fails with, and fetches again when it is asked again', async () => {
    let isUp = false;
    const reader = new TreeReader(headOf(log.edge), (tile) =>
      isUp ? log.read(tile) : Promise.reject(new Error('unreachable')),
    );
    await expect(reader.inclusionProof(7)).rejects.toThrow('unreachable');
    isUp = true;
    expect(await reader.inclusionProof(7)).toHaveLength(17);
  });
});
