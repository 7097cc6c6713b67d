import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, parseCanonicalJson } from './canonical-json.ts';

/** The same value with the members of every map in another order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, reversed(item)]),
  );
}

describe('canonical JSON', () => {
  it('writes the example of RFC 8785, section 3.2.2', () => {
    const value = {
      numbers: [333333333.3333333, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\u0022\u002f",
      literals: [null, true, false],
    };
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('sorts as section 3.2.3 does: by UTF-16 code units', () => {
    const keys = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6'];
    const text = canonicalJson(Object.fromEntries(keys.map((key) => [key, 0])));
    expect(Object.keys(JSON.parse(text)).filter((key) => key !== '1')).toEqual([
      '\r',
      '\u0080',
      '\u00f6',
      '\u20ac',
      '\ud83d\ude00',
      '\ufb33',
    ]);
    expect(text.startsWith('{"\\r":0,"1":0')).toBe(true);
  });

  it('does not depend on the order of members, and reads back as the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(reversed(value))).toBe(text);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
        expect(JSON.stringify(JSON.parse(text)).length).toBe(text.length);
      }),
    );
  });

  it('writes negative zero as zero and leaves out what is undefined', () => {
    expect(canonicalJson({ a: -0, b: undefined })).toBe('{"a":0}');
  });

  it.each([
    ['NaN', { a: [1, Number.NaN] }, '$.a[1]'],
    ['infinity', { a: Number.POSITIVE_INFINITY }, '$.a'],
    ['half a pair', { a: '\ud83d' }, '$.a'],
    ['undefined in a list', [undefined], '$[0]'],
    ['a date', { a: new Date(0) }, '$.a'],
    ['a big number', { a: 1n }, '$.a'],
  ])('refuses %s and says where', (_, value, where) => {
    expect(() => canonicalJson(value)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
    expect(() => canonicalJson(value)).toThrow(where);
  });

  it('is read back only as it is written', () => {
    expect(parseCanonicalJson('{"a":[1,"x",null],"b":{}}')).toEqual({ a: [1, 'x', null], b: {} });
    for (const text of [
      '',
      '{',
      '{"b":1,"a":2}',
      '{"a":1 }',
      '{"a":1,"a":1}',
      '1.0',
      '1E2',
      '-0',
      '"\\u0041"',
      '[1]\n',
      '['.repeat(1e5) + ']'.repeat(1e5),
    ])
      expect(() => parseCanonicalJson(text), text.slice(0, 20)).toThrow(
        expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
      );
  });

  it('reads a member named __proto__ as a member', () => {
    const text = '{"__proto__":{"admin":true},"a":1}';
    expect(canonicalJson(parseCanonicalJson(text))).toBe(text);
  });
});
