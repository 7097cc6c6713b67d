import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Field, fieldFor, GF256, GF65536 } from './field.ts';

const fields: [string, Field][] = [
  ['GF(2^8)', GF256],
  ['GF(2^16)', GF65536],
];

describe.each(fields)('%s', (_, field) => {
  const element = fc.nat({ max: field.greatest });
  const unit = fc.integer({ min: 1, max: field.greatest });

  it('has each element but zero as a power of its generator', () => {
    const generator = field.bits === 8 ? 3 : 2;
    const seen = new Set<number>();
    for (let power = 1, i = 0; i < field.greatest; i++) {
      seen.add(power);
      power = field.multiply(power, generator);
    }
    expect(seen.size).toBe(field.greatest);
  });

  it('is a field', () => {
    fc.assert(
      fc.property(element, element, element, unit, (a, b, c, d) => {
        const { multiply, divide } = field;
        expect(multiply(a, b)).toBe(multiply(b, a));
        expect(multiply(a, multiply(b, c))).toBe(multiply(multiply(a, b), c));
        expect(multiply(a, b ^ c)).toBe(multiply(a, b) ^ multiply(a, c));
        expect(multiply(a, 1)).toBe(a);
        expect(multiply(a, 0)).toBe(0);
        expect(multiply(divide(a, d), d)).toBe(a);
      }),
      { numRuns: 2000 },
    );
  });

  it('has no quotient by zero', () => {
    expect(() => field.divide(1, 0)).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
  });
});

describe('known products', () => {
  it('are those of FIPS 197, section 4.2, in GF(2^8)', () => {
    expect(GF256.multiply(0x57, 0x83)).toBe(0xc1);
    expect(GF256.multiply(0x57, 0x13)).toBe(0xfe);
  });

  it('are reduced by 0x1100b in GF(2^16)', () => {
    expect(GF65536.multiply(0x8000, 2)).toBe(0x100b);
  });
});

it('254 holders share over bytes, 255 over pairs of them', () => {
  expect(fieldFor(254)).toBe(GF256);
  expect(fieldFor(255)).toBe(GF65536);
});
