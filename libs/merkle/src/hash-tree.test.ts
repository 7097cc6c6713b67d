import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HashTree } from './hash-tree.ts';
import { inclusionPath, verifyInclusion } from './inclusion.ts';
import { EMPTY_ROOT, leafHashes, rootOfHashes } from './merkle.ts';
import { hex, sampleEntries } from './testing/sample-entries.ts';

describe('a whole tree', () => {
  it('has the root and the proofs of RFC 6962, for any size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 130 }), (size) => {
        const leaves = leafHashes(sampleEntries(size));
        const tree = new HashTree(leaves);
        expect(hex(tree.root)).toBe(hex(rootOfHashes(leaves)));
        for (let index = 0; index < size; index++) {
          const proof = tree.proofOf(index);
          const path = inclusionPath(index, size).map(({ start, end }) =>
            hex(rootOfHashes(leaves.subarray(32 * start, 32 * end))),
          );
          expect(proof.map(hex)).toEqual(path);
          const leaf = leaves.subarray(32 * index, 32 * index + 32);
          verifyInclusion({ index, size, leaf, root: tree.root }, proof);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('of nothing has the empty root, and proves nothing beyond its end', () => {
    expect(hex(new HashTree(new Uint8Array()).root)).toBe(hex(EMPTY_ROOT));
    const refused = expect.objectContaining({ code: 'AUDIT_PROOF_INVALID' });
    const tree = new HashTree(leafHashes(sampleEntries(3)));
    for (const index of [-1, 3, 0.5]) expect(() => tree.proofOf(index)).toThrow(refused);
  });
});
