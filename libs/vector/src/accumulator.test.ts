import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FixedPoint, fixedPoint } from './fixed-point.ts';
import { type Kernels, loadKernels } from './kernels.ts';

const simd = await loadKernels('simd');
const plain = await loadKernels('plain');
const kinds: [string, Kernels][] = [
  ['simd', simd],
  ['plain', plain],
];
const invalid = expect.objectContaining({ code: 'INVALID_ARGUMENT' });

interface Member {
  readonly values: Float32Array;
  readonly weight: number;
}

/** What the sums must be, by definition: whole numbers of any size, and a rounding that is no trick. */
function oracle(length: number, members: readonly Member[], fp: FixedPoint): BigInt64Array {
  const sums = new BigInt64Array(length);
  for (const { values, weight } of members) {
    values.forEach((value, i) => {
      sums[i] = (sums[i] ?? 0n) + BigInt(roundHalfEven(value * (weight * 2 ** fp.scaleBits)));
    });
  }
  return sums;
}

function roundHalfEven(value: number): number {
  const down = Math.floor(value);
  const rest = value - down;
  if (rest !== 0.5) return rest < 0.5 ? down : down + 1;
  return down % 2 === 0 ? down : down + 1;
}

const bytesOf = (sums: BigInt64Array) =>
  Buffer.from(sums.buffer, sums.byteOffset, sums.byteLength).toString('hex');
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

/** A fixed point, and members of one length within it: ordinary values, ties, the largest, the smallest, both zeros. */
const roundOf = fc
  .record({
    valueMax: fc.constantFrom(1, 3, 128, 1e-3, 0.1, 1_048_576),
    weightMax: fc.constantFrom(1, 7, 1000, 2 ** 20, 2 ** 30),
    length: fc.integer({ min: 1, max: 70 }),
  })
  .filter(({ valueMax, weightMax }) => valueMax * weightMax <= 2 ** 50)
  .chain(({ valueMax, weightMax, length }) => {
    const fp = fixedPoint({ valueMax, weightMax });
    const top =
      Math.fround(valueMax) > valueMax ? Math.fround(valueMax * (1 - 2 ** -23)) : Math.fround(valueMax);
    const value = fc.oneof(
      fc.float({ min: -top, max: top, noNaN: true }),
      fc.double({ min: -1, max: 1, noNaN: true }).map((share) => Math.fround(share * top * 0.99)),
      fc
        .integer({ min: -9, max: 9 })
        .map((n) => Math.max(-top, Math.min(top, Math.fround((n / 2) * 2 ** -fp.scaleBits)))),
      fc.constantFrom(top, -top, 0, -0, 2 ** -149, -(2 ** -149), 2 ** -126),
    );
    const member = fc.record({
      values: fc
        .array(value, { minLength: length, maxLength: length })
        .map((list) => Float32Array.from(list)),
      weight: fc.oneof(fc.integer({ min: 1, max: weightMax }), fc.constantFrom(1, weightMax)),
    });
    return fc.record({
      fp: fc.constant(fp),
      length: fc.constant(length),
      members: fc.array(member, { minLength: 1, maxLength: 6 }),
    });
  });

describe.each(kinds)('an accumulator of %s kernels', (_, kernels) => {
  it('holds the sums that the definition gives', () => {
    fc.assert(
      fc.property(roundOf, ({ fp, length, members }) => {
        using sums = kernels.newAccumulator(length);
        for (const { values, weight } of members) sums.fold(0, values, weight, fp);
        expect(hex(sums.toBytes(0, length))).toBe(bytesOf(oracle(length, members, fp)));
      }),
      { numRuns: 300 },
    );
  });

  it('holds the same bytes for any order, windows and partial accumulators', () => {
    fc.assert(
      fc.property(
        roundOf,
        fc.infiniteStream(fc.nat()),
        fc.integer({ min: 1, max: 3 }),
        ({ fp, length, members }, stream, parts) => {
          const draw = (below: number) => (stream.next().value ?? 0) % below;
          const pieces = members.flatMap(({ values, weight }, index) => {
            const list: { start: number; values: Float32Array; weight: number; part: number }[] = [];
            for (let start = 0; start < length; ) {
              const end = Math.min(length, start + 1 + draw(length));
              list.push({ start, values: values.subarray(start, end), weight, part: index % parts });
              start = end;
            }
            return list;
          });
          for (let i = pieces.length - 1; i > 0; i--) {
            const j = draw(i + 1);
            const [a, b] = [pieces[i], pieces[j]];
            if (a !== undefined && b !== undefined) [pieces[i], pieces[j]] = [b, a];
          }
          const partial = Array.from({ length: parts }, () => kernels.newAccumulator(length));
          for (const { start, values, weight, part } of pieces) {
            const sums = partial[part];
            if (sums === undefined) continue;
            if (draw(2) === 0) {
              sums.fold(start, values, weight, fp);
            } else {
              sums.window.set(values);
              sums.foldWindow(start, values.length, weight, fp);
            }
          }
          using total = kernels.newAccumulator(length);
          for (const sums of partial) total.add(sums);
          using copied = kernels.newAccumulator(length);
          const cut = draw(length + 1);
          copied.addBytes(cut, total.toBytes(cut, length - cut), members.length);
          copied.addBytes(0, total.toBytes(0, cut), members.length);
          const expected = bytesOf(oracle(length, members, fp));
          expect(hex(total.toBytes(0, length))).toBe(expected);
          expect(hex(copied.toBytes(0, length))).toBe(expected);
          const totalWeight = members.reduce((sum, { weight }) => sum + weight, 0);
          const mean = new Float64Array(length);
          const again = new Float64Array(length);
          total.mean(0, mean, totalWeight, fp);
          copied.mean(0, again, totalWeight, fp);
          expect(again).toEqual(mean);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('gives the weighted mean to within the digits of the fixed point', () => {
    fc.assert(
      fc.property(roundOf, ({ fp, length, members }) => {
        using sums = kernels.newAccumulator(length);
        for (const { values, weight } of members) sums.fold(0, values, weight, fp);
        const totalWeight = members.reduce((sum, { weight }) => sum + weight, 0);
        const mean = new Float64Array(length);
        sums.mean(0, mean, totalWeight, fp);
        mean.forEach((got, i) => {
          const wanted =
            members.reduce((sum, { values, weight }) => sum + (values[i] ?? 0) * weight, 0) / totalWeight;
          const error = (2 ** -(fp.scaleBits + 1) * members.length) / totalWeight + fp.valueMax * 2 ** -49;
          expect(Math.abs(got - wanted)).toBeLessThanOrEqual(error);
        });
      }),
      { numRuns: 100 },
    );
  });

  it('takes values longer than its window', () => {
    const length = 65_536 * 2 + 13;
    const fp = fixedPoint({ valueMax: 1, weightMax: 10 });
    const values = Float32Array.from({ length }, (_, i) => Math.sin(i));
    using sums = kernels.newAccumulator(length + 3);
    sums.fold(3, values, 7, fp);
    using twice = kernels.newAccumulator(length + 3);
    twice.add(sums);
    twice.add(sums);
    const one = oracle(length, [{ values, weight: 7 }], fp);
    expect(Buffer.from(sums.toBytes(3, length)).equals(Buffer.from(one.buffer))).toBe(true);
    const two = Buffer.from(one.map((sum) => 2n * sum).buffer);
    expect(Buffer.from(twice.toBytes(3, length)).equals(two)).toBe(true);
    expect(hex(sums.toBytes(0, 3))).toBe('00'.repeat(24));
  });

  it('holds 4096 members of the greatest terms without a wrap, and not one more', () => {
    const fp = fixedPoint({ valueMax: 1, weightMax: 2 ** 30 });
    using sums = kernels.newAccumulator(3);
    const values = Float32Array.of(1, -1, 1);
    for (let member = 0; member < 4096; member++) sums.fold(0, values, 2 ** 30, fp);
    expect(hex(sums.toBytes(0, 3))).toBe(bytesOf(BigInt64Array.of(2n ** 62n, -(2n ** 62n), 2n ** 62n)));
    const mean = new Float64Array(3);
    sums.mean(0, mean, 2 ** 42, fp);
    expect([...mean]).toEqual([1, -1, 1]);
    expect(() => sums.fold(2, values.subarray(2), 1, fp)).toThrow(invalid);
    using one = kernels.newAccumulator(3);
    one.fold(1, values.subarray(1, 2), 1, fp);
    expect(() => sums.add(one)).toThrow(invalid);
    expect(() => sums.addBytes(0, one.toBytes(0, 1), 1)).toThrow(invalid);
    expect(hex(sums.toBytes(0, 3))).toBe(bytesOf(BigInt64Array.of(2n ** 62n, -(2n ** 62n), 2n ** 62n)));
  });

  it('gives no mean of parameters that hold different members', () => {
    const fp = fixedPoint({ valueMax: 1, weightMax: 1 });
    using sums = kernels.newAccumulator(10);
    sums.fold(0, new Float32Array(6).fill(1), 1, fp);
    expect(() => sums.mean(0, new Float64Array(10), 1, fp)).toThrow(
      expect.objectContaining({ code: 'INTERNAL' }),
    );
    sums.mean(0, new Float64Array(6), 1, fp);
    sums.fold(6, new Float32Array(4).fill(1), 1, fp);
    const mean = new Float64Array(10);
    sums.mean(0, mean, 1, fp);
    expect([...mean]).toEqual(new Array(10).fill(1));
  });

  it('starts from zero again after a reset', () => {
    const fp = fixedPoint({ valueMax: 1, weightMax: 1 });
    using sums = kernels.newAccumulator(5);
    for (let member = 0; member < 4096; member++) sums.fold(0, new Float32Array(5).fill(0.5), 1, fp);
    sums.reset();
    expect(hex(sums.toBytes(0, 5))).toBe('00'.repeat(40));
    sums.fold(0, new Float32Array(5).fill(0.5), 1, fp);
  });

  it('refuses ranges, weights and lengths that cannot be', () => {
    const fp = fixedPoint({ valueMax: 1, weightMax: 100 });
    using sums = kernels.newAccumulator(10);
    using longer = kernels.newAccumulator(11);
    const three = new Float32Array(3);
    for (const offset of [-1, 8, 0.5, Number.NaN])
      expect(() => sums.fold(offset, three, 1, fp)).toThrow(invalid);
    for (const weight of [0, -1, 1.5, 101, Number.NaN])
      expect(() => sums.fold(0, three, weight, fp)).toThrow(invalid);
    expect(() => sums.foldWindow(0, 11, 1, fp)).toThrow(invalid);
    expect(() => longer.foldWindow(0, 65_537, 1, fp)).toThrow(invalid);
    expect(() => sums.add(longer)).toThrow(invalid);
    expect(() => sums.addBytes(0, new Uint8Array(12), 1)).toThrow(invalid);
    expect(() => sums.addBytes(0, new Uint8Array(88), 1)).toThrow(invalid);
    expect(() => sums.addBytes(0, new Uint8Array(8), 0.5)).toThrow(invalid);
    expect(() => sums.toBytes(9, 2)).toThrow(invalid);
    for (const total of [0, 0.5, 2 ** 42 + 1])
      expect(() => sums.mean(0, new Float64Array(1), total, fp)).toThrow(invalid);
    for (const length of [0, -1, 1.5, 2 ** 30]) expect(() => kernels.newAccumulator(length)).toThrow(invalid);
    expect(hex(sums.toBytes(0, 10))).toBe('00'.repeat(80));
  });

  it('is of no use once disposed of', () => {
    const sums = kernels.newAccumulator(10);
    sums[Symbol.dispose]();
    expect(() => sums.window).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
    expect(() => sums.toBytes(0, 1)).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
  });
});
