import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Kernels, loadKernels } from './kernels.ts';
import { QUANTIZER_LENGTH_MAX } from './quantizer.ts';

const simd = await loadKernels('simd');
const plain = await loadKernels('plain');
const kinds: [string, Kernels][] = [
  ['simd', simd],
  ['plain', plain],
];
const refused = expect.objectContaining({ code: 'INVALID_ARGUMENT' });
const i32 = (bytes: Uint8Array): readonly number[] => [...new Int32Array(bytes.slice().buffer)];
const i16 = (bytes: Uint8Array): readonly number[] => [...new Int16Array(bytes.slice().buffer)];
const chances = (words: readonly number[]): Uint8Array => new Uint8Array(Uint32Array.from(words).buffer);

describe.each(kinds)('stochastic rounding by %s kernels', (_, kernels) => {
  const quantize = kernels.newQuantizer();

  it('gives whole values back as they are, up to 2^23, whatever the chance', () => {
    const whole = Float32Array.from([0, -0, 1, -1, 8_388_607, -8_388_607, 8_388_608, -8_388_608]);
    for (const chance of [0, 0x7fffffff, 0xffffffff]) {
      const words = quantize(whole, chances(Array.from(whole, () => chance)), {
        bits: 32,
        scale: 1,
        bound: 2 ** 23,
      });
      expect(i32(words)).toEqual([0, 0, 1, -1, 8_388_607, -8_388_607, 8_388_608, -8_388_608]);
    }
  });

  it('rounds up where the fraction is above the chance, and else down', () => {
    const values = Float32Array.from([0.75, 0.75, -0.25, -0.25, 4_194_303.5, 4_194_303.5]);
    const three = 0xc0000000;
    const words = quantize(
      values,
      chances([three - 256, three, three - 256, three, 0x7fffff00, 0x80000000]),
      {
        bits: 32,
        scale: 1,
        bound: 2 ** 23,
      },
    );
    expect(i32(words)).toEqual([1, 0, 0, -1, 4_194_304, 4_194_303]);
  });

  it('is right on average', () => {
    const count = QUANTIZER_LENGTH_MAX;
    const values = new Float32Array(count).fill(-2.3);
    const random = chances(
      Array.from({ length: count }, (_, i) => Math.floor(((i + 0.5) / count) * 2 ** 32)),
    );
    const words = i32(quantize(values, random, { bits: 32, scale: 10, bound: 1000 }));
    expect(new Set(words).size).toBeLessThanOrEqual(2);
    const mean = words.reduce((sum, word) => sum + word, 0) / count;
    expect(mean).toBeCloseTo(Math.fround(Math.fround(-2.3) * 10), 3);
  });

  it('holds what is beyond the bound at the bound, also in 16 bits', () => {
    const values = Float32Array.from([1e30, -1e30, 3.4e38, 0.5]);
    const rounding = { bits: 16, scale: 1e5, bound: 327 } as const;
    expect(i16(quantize(values, chances([0, 0, 0, 0]), rounding))).toEqual([327, -327, 327, 327]);
  });

  it('refuses too many values, too little chance and bounds that do not fit', () => {
    const rounding = { bits: 32, scale: 1, bound: 1 } as const;
    const one = Float32Array.from([1]);
    expect(() =>
      quantize(new Float32Array(QUANTIZER_LENGTH_MAX + 1), new Uint8Array(2 ** 17), rounding),
    ).toThrow(refused);
    expect(() => quantize(one, new Uint8Array(3), rounding)).toThrow(refused);
    for (const bound of [2 ** 23 + 1, -1, Number.NaN])
      expect(() => quantize(one, new Uint8Array(4), { ...rounding, bound })).toThrow(refused);
    expect(() => quantize(one, new Uint8Array(4), { bits: 16, scale: 1, bound: 32_768 })).toThrow(refused);
  });
});

describe('both kinds', () => {
  it('round to the same bits', () => {
    const inputs = fc.record({
      values: fc.float32Array({ maxLength: 70, noNaN: true, noDefaultInfinity: true }),
      seed: fc.uint8Array({ minLength: 280, maxLength: 280 }),
      scale: fc.float({ min: Math.fround(1e-6), max: Math.fround(1e6), noNaN: true }),
      bits: fc.constantFrom<16 | 32>(16, 32),
      bound: fc.constantFrom(0, 1, 3, 80.3, 327, 32_767),
    });
    const [a, b] = [simd.newQuantizer(), plain.newQuantizer()];
    fc.assert(
      fc.property(inputs, ({ values, seed, ...rounding }) => {
        expect(Buffer.from(a(values, seed, rounding))).toEqual(Buffer.from(b(values, seed, rounding)));
      }),
      { numRuns: 500 },
    );
  });
});
