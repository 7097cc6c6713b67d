import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Kernels, loadKernels } from './kernels.ts';

const simd = await loadKernels('simd');
const plain = await loadKernels('plain');
const kinds: [string, Kernels][] = [
  ['simd', simd],
  ['plain', plain],
];
const refused = expect.objectContaining({ code: 'INVALID_ARGUMENT' });

/** Entry of the Hadamard matrix: the parity of the bits that both places have. */
const entry = (i: number, j: number): number => {
  let [both, sign] = [i & j, 1];
  for (; both > 0; both &= both - 1) sign = -sign;
  return sign;
};
const randomFor = (length: number, seed: number): Uint8Array =>
  new Uint8Array(Uint32Array.from({ length }, (_, i) => Math.imul(i + seed, 2_654_435_761)).buffer);
const signs = (random: Uint8Array): readonly number[] =>
  [...new Uint32Array(random.slice().buffer)].map((word) => (word >= 2 ** 31 ? -1 : 1));

describe.each(kinds)('a rotation by %s kernels', (_, kernels) => {
  it('is the matrix times the signs times the block', () => {
    const rotation = kernels.newRotation();
    for (const length of [8, 16, 32, 64, 256]) {
      const random = randomFor(length, length);
      const sign = signs(random);
      const values = Float32Array.from({ length }, (_, i) => ((i * 37) % 11) - 5);
      const block = values.slice();
      rotation.rotate(block, random);
      const byDefinition = values.map((_, i) =>
        values.reduce((sum, value, j) => sum + entry(i, j) * value * (sign[j] ?? 0), 0),
      );
      expect([...block]).toEqual([...byDefinition]);
    }
  });

  it('is undone by turning back, but for the length', () => {
    const rotation = kernels.newRotation();
    for (const length of [8, 4096, 2 ** 15, 2 ** 17]) {
      const random = randomFor(length, 5);
      const values = Float32Array.from({ length }, (_, i) => (i % 7) - 3);
      const block = values.slice();
      rotation.rotate(block, random);
      rotation.turnBack(block, random);
      expect(block.every((value, i) => value === (values[i] ?? 0) * length)).toBe(true);
    }
  });

  it('refuses lengths that are no power of two, too small or too large, and too few random bytes', () => {
    const rotation = kernels.newRotation();
    for (const length of [0, 4, 12, 2 ** 21])
      expect(() => rotation.rotate(new Float32Array(length), new Uint8Array(4 * length))).toThrow(refused);
    expect(() => rotation.turnBack(new Float32Array(8), new Uint8Array(31))).toThrow(refused);
  });
});

describe('both kinds', () => {
  it('rotate to the same bits', () => {
    const [a, b] = [simd.newRotation(), plain.newRotation()];
    const inputs = fc.record({ power: fc.integer({ min: 3, max: 16 }), seed: fc.nat() });
    fc.assert(
      fc.property(inputs, ({ power, seed }) => {
        const random = randomFor(2 ** power, seed);
        const values = Float32Array.from(
          { length: 2 ** power },
          (_, i) => Math.sin(i * (1 + (seed % 97))) * 1e3,
        );
        const other = values.slice();
        a.rotate(values, random);
        b.rotate(other, random);
        expect(Buffer.compare(Buffer.from(values.buffer), Buffer.from(other.buffer))).toBe(0);
        a.turnBack(values, random);
        b.turnBack(other, random);
        expect(Buffer.compare(Buffer.from(values.buffer), Buffer.from(other.buffer))).toBe(0);
      }),
      { numRuns: 60 },
    );
  });
});
