import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256 } from './bytes.ts';
import { graphSeed, makeGraph, permutationOf } from './graph.ts';
import { keystreamBytes } from './keystream.ts';
import { fromHex, KNOWN } from './testing/known-answers.ts';

const roundId = fromHex(KNOWN.roundId);
const root = sha256(Buffer.from('kat-root'));

/** As section 1.5 writes it down, with whole numbers of any size. */
function byDefinition(sites: number, seed: Uint8Array): readonly number[] {
  const permutation = Array.from({ length: sites }, (_, i) => i);
  const words = Buffer.from(keystreamBytes(seed, 16 * sites + 4096));
  let at = 0;
  for (let i = sites - 1; i > 0; i--) {
    const m = BigInt(i + 1);
    let x = words.readBigUInt64LE(8 * at++);
    while (x >= ((1n << 64n) / m) * m) x = words.readBigUInt64LE(8 * at++);
    const j = Number(x % m);
    [permutation[i], permutation[j]] = [permutation[j] ?? 0, permutation[i] ?? 0];
  }
  return permutation;
}

describe('the graph', () => {
  it('is that of the vector', () => {
    expect([...permutationOf(10, graphSeed(roundId, root))]).toEqual(KNOWN.graph.permutation);
    const graph = makeGraph(10, 4, roundId, root);
    expect(graph.neighboursOf(0)).toEqual(KNOWN.graph.neighboursOf0);
    expect(graph.neighboursOf(7)).toEqual(KNOWN.graph.neighboursOf7);
  });

  it('is drawn as the page has it, for any seed and size', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        (n, seed) => {
          expect([...permutationOf(n, seed)]).toEqual(byDefinition(n, seed));
        },
      ),
      { numRuns: 25 },
    );
  });

  it('gives everybody k neighbours, who have it as theirs', () => {
    const shapes = fc.integer({ min: 5, max: 120 }).chain((sites) =>
      fc.record({
        sites: fc.constant(sites),
        half: fc.integer({ min: 1, max: Math.floor((sites - 1) / 2) }),
        salt: fc.uint8Array({ minLength: 32, maxLength: 32 }),
      }),
    );
    fc.assert(
      fc.property(shapes, ({ sites, half, salt }) => {
        const graph = makeGraph(sites, 2 * half, roundId, salt);
        for (let site = 0; site < sites; site++) {
          const neighbours = graph.neighboursOf(site);
          expect(new Set(neighbours).size).toBe(2 * half);
          expect(neighbours).not.toContain(site);
          expect([...neighbours].sort((a, b) => a - b)).toEqual(neighbours);
          neighbours.forEach((other, rank) => {
            expect(graph.placeOf(other, site)).toBeGreaterThan(0);
            expect(graph.placeOf(site, other)).toBe(rank + 1);
          });
        }
      }),
      { numRuns: 60 },
    );
  });

  it('of all the others is complete, and no site holds a share of itself', () => {
    const graph = makeGraph(7, 6, roundId, root);
    expect(graph.neighboursOf(3)).toEqual([0, 1, 2, 4, 5, 6]);
    expect(graph.placeOf(3, 3)).toBe(0);
    expect([0, 1, 2, 4, 5, 6].map((holder) => graph.placeOf(3, holder))).toEqual([1, 2, 3, 4, 5, 6]);
    expect(graph.neighboursOf(7)).toEqual([]);
  });

  it('is another one for another round or another root', () => {
    const other = sha256(root);
    const seen = [
      [roundId, root],
      [other, root],
      [roundId, other],
    ].map(([id = root, r = root]) => permutationOf(50, graphSeed(id, r)).join());
    expect(new Set(seen).size).toBe(3);
  });
});
