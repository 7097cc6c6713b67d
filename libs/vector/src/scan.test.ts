import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Kernels, loadKernels } from './kernels.ts';

const simd = await loadKernels('simd');
const plain = await loadKernels('plain');
const anyFloats = fc.float32Array({ maxLength: 60, noNaN: false });
const finiteFloats = fc.float32Array({ maxLength: 60, noNaN: true, noDefaultInfinity: true });
const nothingFinite = {
  finite: false,
  maxAbs: Number.POSITIVE_INFINITY,
  sumSquares: Number.POSITIVE_INFINITY,
};

describe.each<[string, Kernels]>([
  ['simd', simd],
  ['plain', plain],
])('a scan by %s kernels', (_, kernels) => {
  it('finds the greatest magnitude exactly and the sum of squares closely', () => {
    fc.assert(
      fc.property(finiteFloats, (values) => {
        const found = kernels.scan(values);
        const squares = values.reduce((sum, value) => sum + value * value, 0);
        expect(found.finite).toBe(true);
        expect(found.maxAbs).toBe(values.reduce((most, value) => Math.max(most, Math.abs(value)), 0));
        expect(Math.abs(found.sumSquares - squares)).toBeLessThanOrEqual(squares * 2 ** -45);
      }),
    );
  });

  it('sees one NaN or infinity anywhere, and forgets it at the next scan', () => {
    const bad = fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY);
    fc.assert(
      fc.property(finiteFloats, fc.nat(59), bad, (values, at, value) => {
        if (at >= values.length) return;
        const spoilt = values.slice();
        spoilt[at] = value;
        expect(kernels.scan(spoilt)).toEqual(nothingFinite);
        expect(kernels.scan(values).finite).toBe(true);
      }),
    );
  });

  it('sees the last of many windows', () => {
    const values = new Float32Array(65_536 * 2 + 5).fill(0.5);
    values[values.length - 1] = -3;
    expect(kernels.scan(values)).toEqual({
      finite: true,
      maxAbs: 3,
      sumSquares: (values.length - 1) / 4 + 9,
    });
    values[values.length - 1] = Number.NaN;
    expect(kernels.scan(values)).toEqual(nothingFinite);
  });

  it('finds nothing in nothing', () => {
    expect(kernels.scan(new Float32Array())).toEqual({ finite: true, maxAbs: 0, sumSquares: 0 });
  });
});

describe('both kinds', () => {
  it('find the same bits', () => {
    fc.assert(
      fc.property(anyFloats, (values) => {
        expect(simd.scan(values)).toEqual(plain.scan(values));
      }),
      { numRuns: 500 },
    );
  });
});
