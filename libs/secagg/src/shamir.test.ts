import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Field, GF256, GF65536 } from './field.ts';
import { recover } from './recovery.ts';
import { correct } from './reed-solomon.ts';
import { coefficientBytes, type PlacedShare, split, valueAt } from './shamir.ts';
import { fromHex, KNOWN } from './testing/known-answers.ts';

const fields: [string, Field][] = [
  ['GF(2^8)', GF256],
  ['GF(2^16)', GF65536],
];
const refused = expect.objectContaining({ code: 'INVALID_ARGUMENT' });
const SECRET = Uint8Array.from({ length: 32 }, (_, i) => 7 * i + 1);
const isRight = (secret: Uint8Array): boolean => Buffer.compare(secret, SECRET) === 0;

/** All shares, from coefficients that differ with the seed. */
function shared(field: Field, threshold: number, holders: number, seed = 1): readonly PlacedShare[] {
  const coefficients = Uint8Array.from(
    { length: coefficientBytes(threshold, 32) },
    (_, i) => Math.imul(i + seed, 2_654_435_761) >>> 24,
  );
  return split(field, SECRET, { threshold, holders }, coefficients).map((value, i) => ({ x: i + 1, value }));
}

/** The shares of a set of places, a bit for each. */
const chosen = <T>(items: readonly T[], set: number): readonly T[] => items.filter((_, i) => (set >> i) & 1);
const spoilt = ({ x, value }: PlacedShare, at: number): PlacedShare => ({
  x,
  value: value.map((byte, i) => (i === at % 32 ? byte ^ (1 + (at % 255)) : byte)),
});

it('has the values of the vector', () => {
  const { secret, c1, c2, f1to4 } = KNOWN.shamirByte;
  const shares = split(GF256, fromHex(secret), { threshold: 3, holders: 4 }, fromHex(c1 + c2));
  expect(shares.map((share) => Buffer.from(share).toString('hex'))).toEqual(f1to4);
});

describe.each(fields)('sharing over %s', (_, field) => {
  it('gives the secret to every set of t shares, for all t of up to 8 holders', () => {
    for (let holders = 1; holders <= 8; holders++)
      for (let threshold = 1; threshold <= holders; threshold++) {
        const shares = shared(field, threshold, holders);
        for (let set = 0; set < 2 ** holders; set++) {
          const subset = chosen(shares, set);
          if (subset.length >= threshold) expect(isRight(valueAt(field, 0, subset))).toBe(true);
          else if (subset.length > 0) expect(isRight(valueAt(field, 0, subset))).toBe(false);
        }
      }
  });

  it('fits any other secret to fewer than t shares', () => {
    const shares = shared(field, 3, 5).slice(0, 2);
    for (const other of [new Uint8Array(32), SECRET.map((byte) => ~byte)]) {
      const third = valueAt(field, 3, [{ x: 0, value: other }, ...shares]);
      expect(valueAt(field, 0, [...shares, { x: 3, value: third }])).toEqual(other);
    }
  });

  it('finds the secret and the liars among all shares of small cohorts, wherever they sit', () => {
    for (const [threshold, holders] of [
      [1, 3],
      [2, 4],
      [3, 7],
      [4, 8],
    ] as const) {
      const shares = shared(field, threshold, holders);
      const most = Math.floor((holders - threshold) / 2);
      for (let liars = 0; liars < 2 ** holders; liars++) {
        const wrong = chosen(shares, liars).map(({ x }) => x);
        const sent = shares.map((share) => (wrong.includes(share.x) ? spoilt(share, 11 * share.x) : share));
        if (wrong.length <= most) expect(correct(field, threshold, sent)).toEqual({ secret: SECRET, wrong });
        const found = recover(field, threshold, sent, isRight);
        if (holders - wrong.length >= threshold) expect(found).toEqual({ secret: SECRET, wrong });
        else expect(found).toBeUndefined();
      }
    }
  });

  it('finds the liars also when most of what they send is right', () => {
    const shares = shared(field, 16, 26);
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 26 }), { maxLength: 5 }),
        fc.nat(31),
        (liars, at) => {
          const sent = shares.map((share) =>
            liars.includes(share.x) ? spoilt(share, at + 32 * share.x) : share,
          );
          const wrong = [...liars].sort((a, b) => a - b);
          expect(correct(field, 16, sent)).toEqual({ secret: SECRET, wrong });
        },
      ),
      { numRuns: 60 },
    );
  });

  it('puts the shares of those who lied before to use last', () => {
    const shares = shared(field, 3, 4).map((share) => (share.x === 1 ? spoilt(share, 0) : share));
    let tries = 0;
    const counted = (secret: Uint8Array): boolean => {
      tries += 1;
      return isRight(secret);
    };
    expect(recover(field, 3, shares, counted, new Set([1]))).toEqual({ secret: SECRET, wrong: [1] });
    expect(tries).toBe(1);
  });

  it('refuses what cannot be shared, and shares that do not belong together', () => {
    const random = new Uint8Array(32 * 9);
    const sharing = (threshold: number, holders: number) => () =>
      split(field, SECRET, { threshold, holders }, random);
    for (const [threshold, holders] of [
      [0, 3],
      [4, 3],
      [2, field.greatest + 1],
    ] as const)
      expect(sharing(threshold, holders)).toThrow(refused);
    expect(sharing(11, 12)).toThrow(refused);
    const [one, two] = shared(field, 2, 2);
    if (!one || !two) throw new Error('no shares');
    expect(() => valueAt(field, 0, [])).toThrow(refused);
    expect(() => valueAt(field, 0, [one, one])).toThrow(refused);
    expect(() => valueAt(field, 0, [one, { x: 2, value: new Uint8Array(30) }])).toThrow(refused);
  });
});

it('more than 255 holders share over pairs of bytes', () => {
  const shares = shared(GF65536, 150, 280);
  expect(isRight(valueAt(GF65536, 0, shares.slice(130)))).toBe(true);
  expect(() => shared(GF256, 150, 280)).toThrow(refused);
});
