import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixedPoint, foldScale } from './fixed-point.ts';

describe('a fixed point', () => {
  it('is the finest whose terms stay within 2^50', () => {
    expect(fixedPoint({ valueMax: 128, weightMax: 2 ** 20 }).scaleBits).toBe(23);
    fc.assert(
      fc.property(
        fc.double({ min: 1e-9, max: 2 ** 20, noNaN: true }),
        fc.integer({ min: 1, max: 2 ** 30 }),
        (valueMax, weightMax) => {
          const fp = fixedPoint({ valueMax, weightMax });
          expect(valueMax * foldScale(weightMax, fp)).toBeLessThanOrEqual(2 ** 50);
          if (fp.scaleBits < 100) expect(2 * valueMax * foldScale(weightMax, fp)).toBeGreaterThan(2 ** 50);
        },
      ),
    );
  });

  it.each([
    { valueMax: 0, weightMax: 1 },
    { valueMax: -1, weightMax: 1 },
    { valueMax: Number.NaN, weightMax: 1 },
    { valueMax: Number.POSITIVE_INFINITY, weightMax: 1 },
    { valueMax: 1, weightMax: 0 },
    { valueMax: 1, weightMax: 1.5 },
    { valueMax: 1, weightMax: 2 ** 30 + 1 },
    { valueMax: 2 ** 21, weightMax: 2 ** 30 },
  ])('refuses $valueMax with weights up to $weightMax', (range) => {
    expect(() => fixedPoint(range)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  });
});
