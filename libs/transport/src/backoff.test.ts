import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BACKOFF, backoffMs, windowMs } from './backoff.ts';

describe('full jitter', () => {
  it('doubles its ceiling with each failure, up to the cap', () => {
    const ceilings = [0, 1, 2, 9, 10, 60, 5000].map((failures) => backoffMs(failures, 1, BACKOFF));
    expect(ceilings).toEqual([500, 1000, 2000, 256_000, 512_000, 600_000, 600_000]);
  });

  it('is spread evenly from nothing to the ceiling', () => {
    fc.assert(
      fc.property(
        fc.nat(100),
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        (failures, uniform) => {
          const ceiling = backoffMs(failures, 1, BACKOFF);
          expect(backoffMs(failures, uniform, BACKOFF)).toBeCloseTo(uniform * ceiling, 6);
        },
      ),
    );
  });

  it('stays within the window that the coordinator named, even a crooked one', () => {
    fc.assert(
      fc.property(
        fc.nat(1e6),
        fc.nat(1e6),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (min, max, uniform) => {
          const ms = windowMs({ delayMinMs: min, delayMaxMs: max }, uniform);
          expect(ms).toBeGreaterThanOrEqual(min);
          expect(ms).toBeLessThanOrEqual(Math.max(min, max));
        },
      ),
    );
  });
});
