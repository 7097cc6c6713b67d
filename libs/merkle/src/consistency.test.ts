import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consistencyPath, shownFork, type TreeHead, verifyConsistency } from './consistency.ts';
import { EMPTY_ROOT, leafHashes, rootOfHashes } from './merkle.ts';
import { CT_CONSISTENCY, CT_HASHES, CT_LEAVES, CT_ROOTS } from './testing/ct-vectors.ts';
import { fromHex, hex, sampleEntries } from './testing/sample-entries.ts';
import { TallTree } from './testing/tall-tree.ts';

const refused = expect.objectContaining({ code: 'AUDIT_PROOF_INVALID' });
const leaves = leafHashes(sampleEntries(300));
const prove = (from: number, to: number) =>
  consistencyPath(from, to).map(({ start, end }) => rootOfHashes(leaves.subarray(32 * start, 32 * end)));
const head = (size: number): TreeHead => ({ size, root: rootOfHashes(leaves.subarray(0, 32 * size)) });
const sizes = fc
  .tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 300 }))
  .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);

describe('consistency proofs', () => {
  const vectors = CT_CONSISTENCY.trim().split('\n');

  it('are those of the vectors between all trees of 1 to 8 entries', () => {
    expect(vectors).toHaveLength(36);
    for (const line of vectors) {
      const [from = 0, to = 0, ...places] = line.match(/\d+/g)?.map(Number) ?? [];
      const proof = places.map((at) => fromHex(CT_HASHES[at] ?? ''));
      const ct = fromHex(CT_LEAVES.join(''));
      expect(
        consistencyPath(from, to).map(({ start, end }) =>
          hex(rootOfHashes(ct.subarray(32 * start, 32 * end))),
        ),
        line,
      ).toEqual(proof.map(hex));
      const [old, next] = [from, to].map((size) => ({ size, root: fromHex(CT_ROOTS[size] ?? '') }));
      if (old && next) verifyConsistency(old, next, proof);
    }
  });

  it('hold between any two sizes of one log', () => {
    fc.assert(fc.property(sizes, ([m, n]) => verifyConsistency(head(m), head(n), prove(m, n))));
  });

  it('hold for each of the powers of two, from which other libraries refuse them', () => {
    for (let m = 1; m <= 256; m *= 2)
      for (let n = m; n <= 300; n++) verifyConsistency(head(m), head(n), prove(m, n));
  });

  it('hold for no other sizes or roots, and not with a bit, a hash or an order changed', () => {
    fc.assert(
      fc.property(sizes, fc.nat(), fc.nat({ max: 255 }), ([m, n], pick, bit) => {
        const [old, next, proof] = [head(m), head(n), prove(m, n)];
        const flipped = (hash: Uint8Array) =>
          hash.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
        const at = pick % Math.max(1, proof.length);
        const wrong: readonly (readonly [TreeHead, TreeHead, readonly Uint8Array[]])[] = [
          [{ ...old, root: flipped(old.root) }, next, proof],
          // To a tree that went on from nothing, each root is as good as another: the first signature is what counts.
          ...(m > 0 ? [[old, { ...next, root: flipped(next.root) }, proof] as const] : []),
          [old, next, [...proof, old.root]],
          [old, next, [old.root, ...proof]],
          ...(m !== n ? [[next, old, proof] as const] : []),
          ...(proof.length > 0
            ? [
                [old, next, proof.map((hash, i) => (i === at ? flipped(hash) : hash))] as const,
                [old, next, proof.slice(1)] as const,
                [old, next, proof.slice(0, -1)] as const,
                [old, next, proof.map((hash, i) => (i === at ? hash.subarray(1) : hash))] as const,
              ]
            : []),
          ...(proof.length > 1 ? [[old, next, proof.toReversed()] as const] : []),
        ];
        for (const [a, b, otherProof] of wrong)
          expect(() => verifyConsistency(a, b, otherProof)).toThrow(refused);
      }),
    );
  });

  it('show no rewriting: a log with one old entry changed has no proof from the old root', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 64 }),
        fc.integer({ min: 65, max: 130 }),
        fc.nat(),
        (m, n, pick) => {
          const forged = new Uint8Array(leaves);
          forged[32 * (pick % m)] = (forged[32 * (pick % m)] ?? 0) ^ 1;
          const hash = ({ start, end }: { start: number; end: number }) =>
            rootOfHashes(forged.subarray(32 * start, 32 * end));
          const next = { size: n, root: hash({ start: 0, end: n }) };
          expect(() => verifyConsistency(head(m), next, consistencyPath(m, n).map(hash))).toThrow(refused);
        },
      ),
    );
  });

  it('hold beyond 2^32, where bit operators on numbers go wrong', () => {
    const far = fc.oneof(fc.integer({ min: 2 ** 31, max: 2 ** 33 }), fc.maxSafeInteger().map(Math.abs));
    fc.assert(
      fc.property(far, far, (a, b) => {
        const [m, n] = [Math.max(1, Math.min(a, b)), Math.max(1, a, b)];
        const tree = new TallTree(Math.floor(m / 2));
        const [old, next] = [m, n].map((size) => ({ size, root: tree.hash({ start: 0, end: size }) }));
        if (old && next)
          verifyConsistency(
            old,
            next,
            consistencyPath(m, n).map((range) => tree.hash(range)),
          );
      }),
    );
  });

  it('begin at the empty tree with the empty root and no hashes, and nothing else', () => {
    const empty = head(0);
    verifyConsistency(empty, empty, []);
    verifyConsistency(empty, head(7), []);
    expect(() => verifyConsistency({ size: 0, root: head(1).root }, head(7), [])).toThrow(refused);
    expect(() => verifyConsistency(empty, { size: 0, root: head(1).root }, [])).toThrow(refused);
    expect(() => verifyConsistency(empty, head(7), [EMPTY_ROOT])).toThrow(refused);
  });

  it('are refused for sizes that are none, and for a tree that shrinks', () => {
    for (const size of [-1, 1.5, Number.NaN, Number.MAX_SAFE_INTEGER + 1]) {
      expect(() => verifyConsistency({ ...head(3), size }, head(9), prove(3, 9)), String(size)).toThrow(
        refused,
      );
      expect(() => verifyConsistency(head(3), { ...head(9), size }, prove(3, 9)), String(size)).toThrow(
        refused,
      );
    }
    expect(() => consistencyPath(5, 4)).toThrow(refused);
  });
});

describe('a fork', () => {
  const others = leafHashes(sampleEntries(300).with(1, new Uint8Array([1])));
  const rootOf = (hashes: Uint8Array, { start, end }: { start: number; end: number }) =>
    rootOfHashes(hashes.subarray(32 * start, 32 * end));
  const other = (size: number): TreeHead => ({ size, root: rootOf(others, { start: 0, end: size }) });
  const proveOther = (from: number, to: number) =>
    consistencyPath(from, to).map((range) => rootOf(others, range));

  it('is shown by the log’s own proof between other trees, but from a power of two', () => {
    fc.assert(
      fc.property(sizes, ([m, n]) => {
        const shown = shownFork(head(m), other(n), proveOther(m, n));
        if (m < 2 || (m !== n && Number.isInteger(Math.log2(m)))) expect(shown).toBeUndefined();
        else if (m === n) expect(shown).toEqual({ beginning: null });
        else {
          expect(hex(shown?.beginning?.root ?? new Uint8Array())).toBe(hex(other(m).root));
          verifyConsistency(other(m), other(n), shown?.beginning?.proof ?? []);
        }
      }),
    );
  });

  it('is shown neither by a tree that goes on, nor by a proof that is none', () => {
    fc.assert(
      fc.property(sizes, ([m, n]) => {
        expect(shownFork(head(m), head(n), prove(m, n))).toBeUndefined();
        if (m === n) return;
        for (const proof of [[], prove(m, n), proveOther(m, n).slice(1), [new Uint8Array(31)]])
          expect(shownFork(head(m), { ...other(n), root: fromHex('00'.repeat(32)) }, proof)).toBeUndefined();
      }),
    );
  });
});
