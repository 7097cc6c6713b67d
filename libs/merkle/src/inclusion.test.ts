import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type InclusionClaim, inclusionPath, verifyInclusion } from './inclusion.ts';
import { leafHashes, rootOfHashes } from './merkle.ts';
import { CT_HASHES, CT_INCLUSION, CT_LEAVES, CT_ROOTS } from './testing/ct-vectors.ts';
import { fromHex, hex, sampleEntries } from './testing/sample-entries.ts';
import { TallTree } from './testing/tall-tree.ts';

const refused = expect.objectContaining({ code: 'AUDIT_PROOF_INVALID' });
const SIZE_MAX = Number.MAX_SAFE_INTEGER;
const leaves = leafHashes(sampleEntries(300));
const prove = (index: number, size: number) =>
  inclusionPath(index, size).map(({ start, end }) => rootOfHashes(leaves.subarray(32 * start, 32 * end)));
const claimOf = (index: number, size: number): InclusionClaim => ({
  index,
  size,
  leaf: leaves.subarray(32 * index, 32 * index + 32),
  root: rootOfHashes(leaves.subarray(0, 32 * size)),
});
const place = fc
  .integer({ min: 1, max: 300 })
  .chain((size) => fc.record({ size: fc.constant(size), index: fc.integer({ min: 0, max: size - 1 }) }));

describe('inclusion proofs', () => {
  const vectors = CT_INCLUSION.trim().split('\n');

  it('are those of the vectors for all places in trees of 1 to 8 entries', () => {
    expect(vectors).toHaveLength(36);
    for (const line of vectors) {
      const [index = 0, size = 0, ...places] = line.match(/\d+/g)?.map(Number) ?? [];
      const proof = places.map((at) => fromHex(CT_HASHES[at] ?? ''));
      const ct = fromHex(CT_LEAVES.slice(0, size).join(''));
      expect(
        inclusionPath(index, size).map(({ start, end }) =>
          hex(rootOfHashes(ct.subarray(32 * start, 32 * end))),
        ),
        line,
      ).toEqual(proof.map(hex));
      verifyInclusion(
        { index, size, leaf: fromHex(CT_LEAVES[index] ?? ''), root: fromHex(CT_ROOTS[size] ?? '') },
        proof,
      );
    }
  });

  it('hold for any entry of any tree', () => {
    fc.assert(
      fc.property(place, ({ index, size }) => verifyInclusion(claimOf(index, size), prove(index, size))),
    );
  });

  it('hold for no other entry, size, root, and not with a bit, a hash or an order changed', () => {
    fc.assert(
      fc.property(place, fc.nat(), fc.nat({ max: 255 }), ({ index, size }, pick, bit) => {
        const [claim, proof] = [claimOf(index, size), prove(index, size)];
        const flipped = (hash: Uint8Array) =>
          hash.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
        const wrong: readonly (readonly [InclusionClaim, readonly Uint8Array[]])[] = [
          [{ ...claim, leaf: flipped(claim.leaf) }, proof],
          [{ ...claim, root: flipped(claim.root) }, proof],
          [claim, [...proof, claim.leaf]],
          [claim, [claim.leaf, ...proof]],
          ...(size > 1
            ? [[{ ...claim, index: (index + 1 + (pick % (size - 1))) % size }, proof] as const]
            : []),
          ...(proof.length > 0
            ? [
                [claim, proof.map((hash, i) => (i === pick % proof.length ? flipped(hash) : hash))] as const,
                [claim, proof.slice(1)] as const,
                [claim, proof.slice(0, -1)] as const,
                [
                  claim,
                  proof.map((hash, i) => (i === pick % proof.length ? hash.subarray(1) : hash)),
                ] as const,
              ]
            : []),
          ...(proof.length > 1 ? [[claim, proof.toReversed()] as const] : []),
        ];
        for (const [other, otherProof] of wrong)
          expect(() => verifyInclusion(other, otherProof)).toThrow(refused);
      }),
    );
  });

  it('hold beyond 2^32, where bit operators on numbers go wrong', () => {
    const far = fc.oneof(fc.integer({ min: 2 ** 31, max: 2 ** 33 }), fc.maxSafeInteger().map(Math.abs));
    fc.assert(
      fc.property(far, far, (a, b) => {
        const [index, size] = a < b ? [a, b] : [b, Math.min(a + 1, SIZE_MAX)];
        fc.pre(index < size);
        const tree = new TallTree(index);
        const claim = { index, size, leaf: tree.leaf, root: tree.hash({ start: 0, end: size }) };
        const proof = inclusionPath(index, size).map((range) => tree.hash(range));
        verifyInclusion(claim, proof);
        const other = index >= 2 ** 32 ? index - 2 ** 32 : index + 2 ** 32;
        expect(() => verifyInclusion({ ...claim, index: other }, proof)).toThrow(refused);
      }),
    );
  });

  it('are refused for an index or a size that is none', () => {
    const claim = claimOf(2, 5);
    for (const index of [-1, 5, 6, 1.5, Number.NaN, SIZE_MAX + 1]) {
      expect(() => verifyInclusion({ ...claim, index }, prove(2, 5)), String(index)).toThrow(refused);
      expect(() => inclusionPath(index, 5), String(index)).toThrow(refused);
    }
    for (const size of [-1, 0, 2, 4.5, Number.POSITIVE_INFINITY, SIZE_MAX + 1])
      expect(() => verifyInclusion({ ...claim, size }, prove(2, 5)), String(size)).toThrow(refused);
  });
});
