import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_ROOT, leafHash, leafHashes, nodeHash, rootOfHashes } from './merkle.ts';
import { splitOf } from './range.ts';
import { CT_INPUTS, CT_LEAVES, CT_ROOTS } from './testing/ct-vectors.ts';
import { bytes, fromHex, hex, sampleEntries } from './testing/sample-entries.ts';

/** MTH as RFC 6962, section 2.1, writes it down. */
function byDefinition(leaves: readonly Uint8Array[]): Uint8Array {
  const [only] = leaves;
  if (!only) return EMPTY_ROOT;
  if (leaves.length === 1) return only;
  const k = splitOf(leaves.length);
  return nodeHash(byDefinition(leaves.slice(0, k)), byDefinition(leaves.slice(k)));
}

describe('Merkle hashing of RFC 6962', () => {
  it('has the leaf hashes and the roots of the Certificate Transparency inputs', () => {
    const entries = CT_INPUTS.map(fromHex);
    expect(entries.map((entry) => hex(leafHash(entry)))).toEqual(CT_LEAVES);
    for (let size = 0; size <= 8; size++)
      expect(hex(rootOfHashes(leafHashes(entries.slice(0, size)))), `size ${size}`).toBe(CT_ROOTS[size]);
  });

  it('has the leaf hash of the vectors of transparency-dev/merkle', () => {
    expect(hex(leafHash(bytes('L123456')))).toBe(
      '395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56',
    );
  });

  it('tells the empty tree from the tree of one empty entry', () => {
    expect(hex(EMPTY_ROOT)).toBe(CT_ROOTS[0]);
    expect(hex(rootOfHashes(leafHash(new Uint8Array())))).toBe(CT_ROOTS[1]);
  });

  it('does not repeat an odd last node: trees of 3 and of 4 with the last entry twice differ', () => {
    const [a, b, c] = sampleEntries(3).map(leafHash);
    const three = rootOfHashes(Buffer.concat([a ?? EMPTY_ROOT, b ?? EMPTY_ROOT, c ?? EMPTY_ROOT]));
    const four = rootOfHashes(
      Buffer.concat([a ?? EMPTY_ROOT, b ?? EMPTY_ROOT, c ?? EMPTY_ROOT, c ?? EMPTY_ROOT]),
    );
    expect(hex(three)).not.toBe(hex(four));
  });

  it('pairs level by level to the root that the definition gives', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 600 }), (size) => {
        const leaves = sampleEntries(size).map(leafHash);
        expect(hex(rootOfHashes(Buffer.concat(leaves)))).toBe(hex(byDefinition(leaves)));
      }),
      { numRuns: 60 },
    );
  });

  it('leaves its input as it was, and refuses a run of another length', () => {
    const leaves = leafHashes(sampleEntries(5));
    const before = hex(leaves);
    rootOfHashes(leaves);
    expect(hex(leaves)).toBe(before);
    expect(() => rootOfHashes(new Uint8Array(33))).toThrow(
      expect.objectContaining({ code: 'AUDIT_TILE_INVALID' }),
    );
  });
});
