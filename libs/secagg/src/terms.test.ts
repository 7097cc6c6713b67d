import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decodeSet, encodeSet } from './member-set.ts';
import { checkTerms, type RoundTerms, roundIdOf } from './terms.ts';
import { sampleTerms } from './testing/sample-terms.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const terms = sampleTerms();

describe('the name of a round', () => {
  it('is the hash of its terms in the order of section 1.4', () => {
    const u32 = (value: number): Buffer => Buffer.from(Uint32Array.of(value).buffer);
    const f64 = (value: number): Buffer => Buffer.from(Float64Array.of(value).buffer);
    const { cohort, encoding } = terms;
    const parameters = Buffer.concat([
      ...[Buffer.of(0), f64(cohort.corrupt), f64(cohort.dropout), u32(cohort.lambda), Buffer.of(0)],
      ...[u32(cohort.minCohort), u32(cohort.maxCohort)],
      ...[Buffer.of(32), u32(encoding.length), f64(encoding.clipNorm), f64(encoding.clipValue)],
      ...[u32(encoding.exampleCap), u32(encoding.noiseReserve), u32(encoding.metrics)],
    ]);
    const expected = createHash('sha256');
    for (const part of [
      ...[u32(11), Buffer.from('fl/round/v1'), terms.federationId, terms.manifestHash, terms.taskId],
      ...[u32(terms.round), u32(terms.attempt), terms.modelHash, u32(parameters.length), parameters],
      ...[u32(terms.dp.length), terms.dp, terms.nonce],
    ])
      expected.update(part);
    expect(hex(roundIdOf(terms))).toBe(expected.digest('hex'));
  });

  it('changes with every one of them', () => {
    const other = (bytes: Uint8Array): Uint8Array => bytes.map((byte) => byte ^ 1);
    const { cohort, encoding } = terms;
    const variants: readonly RoundTerms[] = [
      { ...terms, federationId: other(terms.federationId) },
      { ...terms, manifestHash: other(terms.manifestHash) },
      { ...terms, taskId: other(terms.taskId) },
      { ...terms, round: terms.round + 1 },
      { ...terms, attempt: terms.attempt + 1 },
      { ...terms, modelHash: other(terms.modelHash) },
      { ...terms, dp: Uint8Array.of(1) },
      { ...terms, nonce: other(terms.nonce) },
      ...[
        { profile: 'semi-honest' as const },
        { corrupt: 0.06 },
        { dropout: 0.2 },
        { lambda: 40 },
        { unsafeSmallCohort: true },
        { minCohort: 6 },
        { maxCohort: 99 },
      ].map((change) => ({ ...terms, cohort: { ...cohort, ...change } })),
      ...[
        { bits: 16 as const },
        { length: 11 },
        { clipNorm: 3 },
        { clipValue: 3 },
        { exampleCap: 7 },
        { noiseReserve: 9 },
        { metrics: 1 },
      ].map((change) => ({ ...terms, encoding: { ...encoding, ...change } })),
    ];
    const names = [terms, ...variants].map((each) => hex(roundIdOf(each)));
    expect(new Set(names).size).toBe(23);
  });
});

describe('terms under which no round can be held', () => {
  const cases: readonly [string, (terms: RoundTerms) => RoundTerms][] = [
    ['federationId', (t) => ({ ...t, federationId: new Uint8Array(15) })],
    ['attempt', (t) => ({ ...t, attempt: 0 })],
    ['dp', (t) => ({ ...t, dp: new Uint8Array(5000) })],
    ['corrupt', (t) => ({ ...t, cohort: { ...t.cohort, corrupt: 1 } })],
    ['dropout', (t) => ({ ...t, cohort: { ...t.cohort, dropout: Number.NaN } })],
    ['minCohort', (t) => ({ ...t, cohort: { ...t.cohort, minCohort: 101 } })],
    ['maxCohort', (t) => ({ ...t, cohort: { ...t.cohort, maxCohort: 20_000 } })],
    [
      'maxCohort',
      (t) => ({
        ...t,
        cohort: { ...t.cohort, maxCohort: 257 },
        encoding: { ...t.encoding, bits: 16, clipValue: 0 },
      }),
    ],
    ['length', (t) => ({ ...t, encoding: { ...t.encoding, length: 0 } })],
    ['clipNorm', (t) => ({ ...t, encoding: { ...t.encoding, clipNorm: Number.POSITIVE_INFINITY } })],
    ['clipValue', (t) => ({ ...t, encoding: { ...t.encoding, clipValue: 0 } })],
    ['clipValue', (t) => ({ ...t, encoding: { ...t.encoding, bits: 16 } })],
  ];
  it.each(cases)('name %s', (field, change) => {
    expect(() => checkTerms(terms)).not.toThrow();
    expect(() => checkTerms(change(terms))).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT', detail: { field } }),
    );
  });
});

describe('a set of places', () => {
  it('is a bit for each, lowest first', () => {
    expect([...encodeSet(10, [0, 3, 9])]).toEqual([0b1001, 0b10]);
    expect(decodeSet(10, Uint8Array.of(0b1001, 0b10))).toEqual([0, 3, 9]);
    expect(decodeSet(8, Uint8Array.of(0))).toEqual([]);
  });

  it('has one form', () => {
    const refused = expect.objectContaining({ code: 'SECAGG_REFUSED' });
    expect(() => decodeSet(10, Uint8Array.of(1, 0b100))).toThrow(refused);
    expect(() => decodeSet(10, Uint8Array.of(1))).toThrow(refused);
    expect(() => decodeSet(8, Uint8Array.of(1, 0))).toThrow(refused);
  });
});
