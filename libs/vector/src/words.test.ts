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

/** Lane by lane with whole numbers of any size. */
function expected(
  bits: 16 | 32 | 64,
  sum: Uint8Array,
  other: Uint8Array,
  offset: number,
  sign: 1n | -1n,
): Uint8Array {
  const bytes = bits / 8;
  const result = Buffer.from(sum);
  const read = (from: Uint8Array, at: number): bigint =>
    BigInt(`0x${Buffer.from(from.slice(at, at + bytes).reverse()).toString('hex')}`);
  for (let at = 0; at < other.length; at += bytes) {
    const lane = BigInt.asUintN(bits, read(result, offset + at) + sign * read(other, at));
    const text = lane.toString(16).padStart(2 * bytes, '0');
    result.set(Buffer.from(text, 'hex').reverse(), offset + at);
  }
  return result;
}

const cases = fc.record({
  bits: fc.constantFrom<16 | 32 | 64>(16, 32, 64),
  blocks: fc.integer({ min: 1, max: 30 }),
  offsetBlocks: fc.nat(29),
  seed: fc.uint8Array({ minLength: 8 * 60, maxLength: 8 * 60 }),
  halves: fc.nat(3),
});

describe.each(kinds)('words on %s kernels', (_, kernels) => {
  it('are added and subtracted modulo 2^bits, with no carry from lane to lane', () => {
    fc.assert(
      fc.property(cases, ({ bits, blocks, offsetBlocks, seed, halves }) => {
        const sizeBytes = 8 * 30;
        const start = seed.slice(0, sizeBytes);
        const length = Math.min(8 * blocks, sizeBytes - 8 * offsetBlocks);
        const shorter = length - (halves * bits) / 8;
        const other = seed.slice(sizeBytes, sizeBytes + Math.max(0, shorter));
        using words = kernels.newWords(sizeBytes, bits);
        words.bytes.set(start);
        words.add(8 * offsetBlocks, other);
        expect(Buffer.from(words.bytes)).toEqual(expected(bits, start, other, 8 * offsetBlocks, 1n));
        words.bytes.set(start);
        words.window.set(other);
        words.subtractWindow(8 * offsetBlocks, other.length);
        expect(Buffer.from(words.bytes)).toEqual(expected(bits, start, other, 8 * offsetBlocks, -1n));
      }),
      { numRuns: 300 },
    );
  });

  it('of all ones wrap to zero in every lane', () => {
    for (const bits of [16, 32, 64] as const) {
      using words = kernels.newWords(128, bits);
      words.bytes.fill(0xff);
      const one = new Uint8Array(128).map((_, i) => (i % (bits / 8) === 0 ? 1 : 0));
      words.add(0, one);
      expect(words.bytes.every((byte) => byte === 0)).toBe(true);
    }
  });

  it('may be more than a window', () => {
    const other = new Uint8Array(200_000).map((_, i) => i * 7);
    using words = kernels.newWords(200_008, 32);
    words.add(8, other);
    words.add(8, other);
    expect(Buffer.from(words.bytes.subarray(8))).toEqual(
      expected(32, other, other, 0, 1n).subarray(0, 200_000),
    );
    expect(words.bytes[7]).toBe(0);
  });

  it('refuse what is no words, and what is beyond their end', () => {
    expect(() => kernels.newWords(6, 32)).toThrow(refused);
    expect(() => kernels.newWords(0, 16)).toThrow(refused);
    using words = kernels.newWords(64, 32);
    expect(() => words.add(0, new Uint8Array(6))).toThrow(refused);
    expect(() => words.add(4, new Uint8Array(4))).toThrow(refused);
    expect(() => words.add(56, new Uint8Array(12))).toThrow(refused);
    expect(() => words.subtractWindow(-8, 8)).toThrow(refused);
  });

  it('are overwritten when they are disposed of', () => {
    const words = kernels.newWords(64, 32);
    const { bytes } = words;
    bytes.fill(7);
    words[Symbol.dispose]();
    expect(bytes.every((byte) => byte === 0)).toBe(true);
    expect(() => words.bytes).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
  });
});
