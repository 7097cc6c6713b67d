import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quorumOf } from './quorum.ts';

describe('quorums', () => {
  it.each([
    [4, 1, 3],
    [7, 2, 5],
    [10, 3, 7],
    [1, 0, 1],
    [2, 0, 2],
    [5, 0, 3],
  ])('of %i witnesses of which %i may lie have %i', (n, f, size) => {
    expect(quorumOf(n, f)).toEqual({ size, isLive: true });
  });

  it('are not live with too many liars for their number', () => {
    expect(quorumOf(3, 1)).toEqual({ size: 3, isLive: false });
    expect(quorumOf(4, 2)).toEqual({ size: 4, isLive: false });
  });

  it('any two share an honest witness, and with one witness fewer they need not', () => {
    const setting = fc
      .integer({ min: 1, max: 1000 })
      .chain((n) => fc.tuple(fc.constant(n), fc.nat({ max: n - 1 })));
    fc.assert(
      fc.property(setting, ([n, f]) => {
        const { size, isLive } = quorumOf(n, f);
        expect(2 * size - n).toBeGreaterThan(f);
        expect(2 * (size - 1) - n).toBeLessThanOrEqual(f);
        expect(size).toBeLessThanOrEqual(n);
        expect(isLive).toBe(n > 3 * f);
      }),
    );
  });

  it('are none where all may lie, or the numbers are none', () => {
    for (const [n, f] of [
      [0, 0],
      [3, 3],
      [3, 4],
      [3, -1],
      [1.5, 0],
      [4, 0.5],
      [Number.NaN, 0],
      [-1, -2],
    ])
      expect(() => quorumOf(n ?? 0, f ?? 0), `${n}, ${f}`).toThrow(
        expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
      );
  });
});
