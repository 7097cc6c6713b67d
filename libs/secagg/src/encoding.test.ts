import { createHash } from 'node:crypto';
import { loadKernels } from '@muster/vector';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodingFor } from './encoding.ts';
import { applyMasks, type Mask } from './mask.ts';
import { MaskedVector, MemberFold } from './masked-vector.ts';
import { faultOf, figuresOf, valuesOf } from './sum-reader.ts';
import { decodeTail, encodeTail } from './tail.ts';
import type { EncodingTerms } from './terms.ts';
import { sampleTerms } from './testing/sample-terms.ts';
import { type Contribution, encodeUpdate } from './update-encoder.ts';

const kernels = await loadKernels();
const plain = await loadKernels('plain');
const refused = expect.objectContaining({ code: 'INVALID_ARGUMENT' });
const roundId = new Uint8Array(32).fill(9);
const keyOf = (name: string): Uint8Array => createHash('sha256').update(name).digest();
const termsWith = (changes: Partial<EncodingTerms>): EncodingTerms =>
  sampleTerms({ encoding: changes }).encoding;

function contribution(update: Float32Array, others: Partial<Contribution> = {}): Contribution {
  return { update, examples: 100, lossSum: 0, metrics: [], ...others };
}

/** The words of one site, unmasked. */
function encoded(terms: EncodingTerms, sites: number, brought: Contribution, name = 'a', by = kernels) {
  const vector = new MaskedVector(by, encodingFor(terms, sites));
  const facts = encodeUpdate(by, vector, brought, { roundId, roundingKey: keyOf(name) });
  return { vector, facts };
}

/** The sum of what they bring, as the server holds it. */
function sumOf(terms: EncodingTerms, brought: readonly Contribution[]): MaskedVector {
  const sum = new MaskedVector(kernels, encodingFor(terms, brought.length));
  brought.forEach((each, i) => {
    const fold = new MemberFold(sum);
    fold.add(encoded(terms, brought.length, each, `site ${i}`).vector.toBytes());
    fold.end();
  });
  return sum;
}

function decoded(sum: MaskedVector, divisor = 1): Float64Array {
  const values = new Float64Array(sum.encoding.terms.length);
  for (const part of valuesOf(kernels, sum, roundId, divisor)) values.set(part.values, part.offset);
  return values;
}

const wave = (length: number, scale: number, phase = 0): Float32Array =>
  Float32Array.from({ length }, (_, i) => scale * Math.sin(i * 1.7 + phase));
const norm = (values: Iterable<number>): number => Math.sqrt([...values].reduce((sum, v) => sum + v * v, 0));

describe('levels', () => {
  it.each([
    [16, [3276, 655, 327, 65, 32, 6, 3]],
    [32, [2 ** 23, 2 ** 23, 2 ** 23, 4_294_967, 2_147_483, 429_496, 214_748]],
  ] as const)('with %d bits are those of the table', (bits, expected) => {
    const terms = termsWith({ bits, clipValue: bits === 16 ? 0 : 1 });
    const found = [10, 50, 100, 500, 1000, 5000, 10_000].map((sites) => encodingFor(terms, sites).levels);
    expect(found).toEqual(expected);
  });

  it('leave room for noise, and are refused where there is none', () => {
    const terms = termsWith({ bits: 16, clipValue: 0 });
    expect(encodingFor({ ...terms, noiseReserve: 16_383 }, 100).levels).toBe(163);
    expect(() => encodingFor({ ...terms, noiseReserve: 32_700 }, 100)).toThrow(refused);
  });
});

describe('words', () => {
  it('take 4 bytes a parameter, or 2 of a power of two, and 48 for the tail', () => {
    expect(encodingFor(termsWith({ length: 1_000_001 }), 10)).toMatchObject({
      parameterBytes: 4_000_004,
      sizeBytes: 4_000_052,
    });
    const rotated = encodingFor(termsWith({ bits: 16, clipValue: 0, length: 2 ** 20 + 5, metrics: 3 }), 10);
    expect(rotated).toMatchObject({ parameterBytes: 2 * (2 ** 20 + 8), tailLength: 9 });
    expect(rotated.blocks.map(({ start, firstWord, words }) => [start, firstWord, words])).toEqual([
      [0, 0, 2 ** 20],
      [2 ** 20, 2 ** 20, 8],
    ]);
  });

  it('are the same from plain kernels', () => {
    for (const bits of [16, 32] as const) {
      const terms = termsWith({ bits, clipValue: bits === 16 ? 0 : 0.5, length: 40_001 });
      const brought = contribution(wave(40_001, 0.01), { examples: 70 });
      const [one, other] = [encoded(terms, 10, brought), encoded(terms, 10, brought, 'a', plain)];
      expect(Buffer.compare(one.vector.toBytes(), other.vector.toBytes())).toBe(0);
    }
  });
});

describe('a sum of updates', () => {
  it('is within the rounding of the sum of what was brought', () => {
    const cases = fc.record({
      sites: fc.integer({ min: 1, max: 12 }),
      length: fc.integer({ min: 1, max: 300 }),
      bits: fc.constantFrom<16 | 32>(16, 32),
      exampleCap: fc.constantFrom(0, 50, 100),
      scale: fc.double({ min: 1e-4, max: 3, noNaN: true }),
      examples: fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 12, maxLength: 12 }),
    });
    fc.assert(
      fc.property(cases, ({ sites, length, bits, exampleCap, scale, examples }) => {
        const terms = termsWith({ bits, length, exampleCap, clipNorm: 2, clipValue: bits === 16 ? 0 : 2 });
        const brought = Array.from({ length: sites }, (_, i) =>
          contribution(wave(length, scale, i), { examples: examples[i] ?? 1, lossSum: i / 4 }),
        );
        const weights = brought.map((each) =>
          exampleCap === 0 ? 1 : Math.min(each.examples, exampleCap) / exampleCap,
        );
        const clips = brought.map(({ update }) => Math.min(1, 2 / norm(update)));
        const expected = Float64Array.from({ length }, (_, at) =>
          brought.reduce(
            (sum, { update }, i) => sum + (update[at] ?? 0) * (weights[i] ?? 0) * (clips[i] ?? 0),
            0,
          ),
        );
        const sum = sumOf(terms, brought);
        const error = decoded(sum).map((value, i) => value - (expected[i] ?? 0));
        const unit = (sum.encoding.blocks[0]?.clipValue ?? 0) / sum.encoding.levels;
        const words = sum.encoding.blocks[0]?.words ?? 0;
        // Each word is off by less than one a site, and by the accuracy of float32.
        expect(norm(error)).toBeLessThanOrEqual(sites * (unit * Math.sqrt(words) + 2e-6));
        const figures = figuresOf(sum);
        expect(figures.tail).toMatchObject({
          count: sites,
          examples: brought.reduce((total, each) => total + each.examples, 0),
          lossSum: brought.reduce((total, each) => total + each.lossSum, 0),
          nonfinite: 0,
        });
        expect(figures.tail.weight).toBeCloseTo(
          weights.reduce((a, b) => a + b, 0),
          8,
        );
        expect(figures.tail.clipped).toBe(clips.filter((clip) => clip < 1).length);
        if (figures.tail.weight > 0) expect(faultOf(figures, sum.encoding, sites)).toBeUndefined();
        else expect(faultOf(figures, sum.encoding, sites)).toBe(`its weight is 0, of ${sites} sites`);
      }),
      { numRuns: 300 },
    );
  });

  it('of 16 bits over several blocks comes back, also where the last block holds the most of it', () => {
    const length = 2 ** 20 + 20;
    const update = wave(length, 1e-4);
    update.fill(0.1, 2 ** 20);
    const sum = sumOf(termsWith({ bits: 16, clipValue: 0, length, clipNorm: 1 }), [contribution(update)]);
    const error = decoded(sum).map((value, i) => value - (update[i] ?? 0));
    expect(norm(error)).toBeLessThan(0.002);
    expect(norm(error.subarray(2 ** 20))).toBeLessThan(0.001);
  });

  it('is right on average: the mean of many roundings has no bias', () => {
    const terms = termsWith({
      length: 4,
      clipValue: 1,
      clipNorm: 1,
      exampleCap: 0,
      noiseReserve: 2 ** 31 - 1 - 40_000,
    });
    const update = Float32Array.from([0.3, -0.3, 0.71, 1e-3]);
    const brought = Array.from({ length: 4_000 }, () => contribution(update));
    const sum = sumOf(terms, brought);
    expect(sum.encoding.levels).toBe(10);
    const mean = decoded(sum, 4_000);
    mean.forEach((value, i) => {
      expect(Math.abs(value - (update[i] ?? 0))).toBeLessThan(6 * (0.05 / Math.sqrt(4_000)));
    });
  });

  it('holds each value at its bound before it is weighted', () => {
    const terms = termsWith({ length: 3, clipValue: 0.25, clipNorm: 10 });
    const { vector, facts } = encoded(
      terms,
      10,
      contribution(Float32Array.from([5, -5, 0.1]), { examples: 50 }),
    );
    expect(facts).toEqual({ weight: 0.5, clipped: true, nonfinite: false });
    const values = decoded(vector);
    expect(values[0]).toBe(0.125);
    expect(values[1]).toBe(-0.125);
    expect(values[2]).toBeCloseTo(0.05, 6);
  });
});

describe('a contribution with a number that is not finite', () => {
  it.each([
    ['an update', contribution(Float32Array.from([1, Number.NaN, 0])), 0],
    [
      'a loss',
      contribution(Float32Array.from([1, 0, 0]), { lossSum: Number.POSITIVE_INFINITY, metrics: [5] }),
      1,
    ],
  ])('in %s counts for nothing but itself', (_, brought, metrics) => {
    const terms = termsWith({ length: 3, metrics });
    const { vector, facts } = encoded(terms, 10, brought);
    expect(facts).toEqual({ weight: 0, clipped: false, nonfinite: true });
    expect(vector.parameters.bytes.every((byte) => byte === 0)).toBe(true);
    expect(decodeTail(vector.tail.bytes)).toEqual({
      ...{ count: 1, weight: 0, examples: 0, lossSum: 0, clipped: 0, nonfinite: 1 },
      metrics: new Array(metrics).fill(0),
    });
  });
});

describe('what cannot be encoded', () => {
  it('is refused: another length, other metrics, half an example, a number beyond 2^48', () => {
    const three = new Float32Array(3);
    const attempt = (brought: Contribution) => () =>
      encoded(termsWith({ length: 3, metrics: 1 }), 10, brought);
    expect(attempt(contribution(new Float32Array(4), { metrics: [0] }))).toThrow(refused);
    expect(attempt(contribution(three))).toThrow(refused);
    expect(attempt(contribution(three, { metrics: [0], examples: 0.5 }))).toThrow(refused);
    expect(attempt(contribution(three, { metrics: [0.5] }))).toThrow(refused);
    expect(attempt(contribution(three, { metrics: [2 ** 49] }))).toThrow(refused);
    expect(attempt(contribution(three, { metrics: [-(2 ** 48)] }))).not.toThrow();
  });
});

describe('a sum that cannot be true', () => {
  const terms = termsWith({ length: 50, clipNorm: 1, clipValue: 1, exampleCap: 0 });
  const sum = sumOf(terms, [contribution(wave(50, 0.1)), contribution(wave(50, 0.1, 1))]);
  const figures = figuresOf(sum);

  it('is told by its count, its weight and its norm', () => {
    expect(faultOf(figures, sum.encoding, 2)).toBeUndefined();
    expect(faultOf(figures, sum.encoding, 3)).toMatch('counts 2 sites');
    const { tail } = figures;
    expect(faultOf({ ...figures, tail: { ...tail, weight: 0 } }, sum.encoding, 2)).toMatch('weight');
    expect(faultOf({ ...figures, tail: { ...tail, weight: 2.001 } }, sum.encoding, 2)).toMatch('weight');
    expect(faultOf({ ...figures, norm: 2.001 }, sum.encoding, 2)).toMatch('norm');
    expect(faultOf({ ...figures, norm: Number.NaN }, sum.encoding, 2)).toMatch('norm');
  });

  it('is one with a wrong mask in it', () => {
    const masked = sumOf(terms, [contribution(wave(50, 0.1)), contribution(wave(50, 0.1, 1))]);
    applyMasks(masked, [{ sign: 1, keys: [keyOf('x'), keyOf('y')] }]);
    expect(faultOf(figuresOf(masked), masked.encoding, 2)).toBeDefined();
  });

  it('of zeros and rounding alone passes', () => {
    const zeros = sumOf(terms, [contribution(new Float32Array(50)), contribution(new Float32Array(50))]);
    expect(faultOf(figuresOf(zeros), zeros.encoding, 2)).toBeUndefined();
  });
});

describe('masks', () => {
  const masks: readonly Mask[] = Array.from({ length: 300 }, (_, i) => ({
    sign: i % 3 === 0 ? -1 : 1,
    keys: [keyOf(`p${i}`), keyOf(`t${i}`)],
  }));
  const opposite = masks.map(({ sign, keys }): Mask => ({ sign: sign > 0 ? -1 : 1, keys }));

  it.each([16, 32] as const)('over %d bits are what the keystreams add up to, and come off', (bits) => {
    const terms = termsWith({ bits, clipValue: bits === 16 ? 0 : 1, length: 3, metrics: 2 });
    const { vector } = encoded(terms, 10, contribution(wave(3, 0.1), { metrics: [1, 2] }));
    const before = vector.toBytes();
    applyMasks(vector, masks);
    const after = vector.toBytes();
    expect(Buffer.compare(before, after)).not.toBe(0);
    applyMasks(vector, opposite.toReversed());
    expect(Buffer.compare(before, vector.toBytes())).toBe(0);
  });

  it('go on over blocks as one keystream', () => {
    const terms = termsWith({ length: 40_000 });
    const [one] = masks.slice(1);
    if (!one) throw new Error('no mask');
    const vector = new MaskedVector(kernels, encodingFor(terms, 10));
    applyMasks(vector, [one]);
    const seen = new Set<string>();
    const words = Buffer.from(vector.parameters.bytes);
    for (let at = 0; at < words.length; at += 16) seen.add(words.toString('hex', at, at + 16));
    expect(seen.size).toBe(10_000);
    const tail = Buffer.from(vector.tail.bytes).toString('hex', 0, 16);
    expect(seen.has(tail)).toBe(false);
  });
});

describe('a vector that comes in pieces', () => {
  it('is added whole, whatever the pieces', () => {
    const terms = termsWith({ length: 1001, metrics: 3 });
    const bytes = encoded(terms, 10, contribution(wave(1001, 0.1), { metrics: [1, 2, 3] })).vector.toBytes();
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 100 }), { maxLength: 40 }), (sizes) => {
        const sum = new MaskedVector(kernels, encodingFor(terms, 10));
        const fold = new MemberFold(sum);
        let at = 0;
        for (const size of sizes) {
          fold.add(bytes.subarray(at, at + 8 * size));
          at += 8 * size;
        }
        if (at < bytes.length) fold.add(bytes.subarray(at));
        fold.end();
        expect(Buffer.compare(sum.toBytes(), bytes)).toBe(0);
        expect(Buffer.from(sum.digest()).toString('hex')).toBe(
          createHash('sha256').update(bytes).digest('hex'),
        );
      }),
    );
  });

  it('is refused when it is longer, and told when it is shorter', () => {
    const sum = new MaskedVector(kernels, encodingFor(termsWith({}), 10));
    const fold = new MemberFold(sum);
    expect(() => fold.add(new Uint8Array(sum.encoding.sizeBytes + 1))).toThrow(refused);
    fold.add(new Uint8Array(8));
    expect(() => fold.end()).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
  });
});

it('a tail gives its numbers back', () => {
  const tail = {
    count: 1,
    weight: 0.25,
    examples: 400,
    lossSum: -1.5,
    clipped: 1,
    nonfinite: 0,
    metrics: [7, -9],
  };
  expect(decodeTail(encodeTail(tail))).toEqual(tail);
});
