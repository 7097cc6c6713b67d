import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { definitionsOf, fieldsOf, meaningOf } from './fields.ts';

/** One field `of` a file, as its row reads. */
function row(schema: z.ZodType): readonly string[] {
  const [found, ...others] = fieldsOf(z.strictObject({ it: schema }));
  expect(others).toEqual([]);
  return [found?.type ?? '', found?.absent ?? ''];
}

describe('fieldsOf', () => {
  it.each([
    [z.int().min(1).max(9).default(3), 'whole number, 1 to 9', '`3`'],
    [z.int().min(1), 'whole number, from 1', '(required)'],
    [z.int(), 'whole number', '(required)'],
    [z.number().max(5).meta({ unit: 's' }), 'number, at most 5 s', '(required)'],
    [z.number().gt(0).max(2).optional(), 'number, above 0, at most 2', 'none'],
    [z.number().min(0).lt(1), 'number, from 0, below 1', '(required)'],
    [z.boolean().default(false), '`true` or `false`', '`false`'],
    [z.enum(['a', 'b', 'c']).default('b'), '`a`, `b` or `c`', '`b`'],
    [z.string().min(1).max(9), 'text, 1 to 9 characters', '(required)'],
    [z.string().regex(/^[a-z]+$/), 'text, `^[a-z]+$`', '(required)'],
    [z.string().optional().meta({ absent: 'all of them' }), 'text', 'all of them'],
    [z.array(z.int().min(1)).min(1).max(4), 'list of 1 to 4: whole number, from 1', '(required)'],
    [
      z.union([z.int(), z.tuple([z.int(), z.int()])]),
      'whole number or list of 2: whole number',
      '(required)',
    ],
    [
      z.union([z.literal('no'), z.strictObject({ value: z.number() })]),
      '`no` or `{ value }`: number',
      '(required)',
    ],
    [z.record(z.string(), z.unknown()).default({}), 'map by name: text', '`{}`'],
    [z.enum(['a', 'b']).meta({ title: 'letter' }), '[letter](#letter)', '(required)'],
  ])('says type, range, unit and default: %#', (schema, type, absent) => {
    expect(row(schema.describe('what it is'))).toEqual([type, absent]);
  });

  it('follows maps, lists of maps, and maps of several kinds', () => {
    const kind = z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('one'), size: z.int().describe('its size') }).describe('the first'),
      z.strictObject({ kind: z.literal('two') }).describe('the second'),
    ]);
    const schema = z.strictObject({
      outer: z
        .strictObject({ inner: z.int().default(1).describe('within') })
        .prefault({})
        .describe('around'),
      each: z.array(kind).describe('several'),
    });
    expect(fieldsOf(schema).map(({ path, kind, meaning }) => [path, kind, meaning])).toEqual([
      ['outer', '', 'around'],
      ['outer.inner', '', 'within'],
      ['each', '', 'several'],
      ['each[].kind: one', '', 'the first'],
      ['each[].size', 'one', 'its size'],
      ['each[].kind: two', '', 'the second'],
    ]);
    expect(fieldsOf(kind, 'sets.NAME').map(({ path }) => path)).toEqual([
      'sets.NAME.kind: one',
      'sets.NAME.size',
      'sets.NAME.kind: two',
    ]);
  });

  it('follows the map that may stand instead of a word', () => {
    const rule = z.strictObject({ most: z.int().describe('how many'), least: z.int().describe('how few') });
    const schema = z.strictObject({ rule: z.union([z.literal(false), rule]).describe('a rule, or none') });
    expect(fieldsOf(schema).map(({ path, type }) => [path, type])).toEqual([
      ['rule', '`false` or map'],
      ['rule.most', 'whole number'],
      ['rule.least', 'whole number'],
    ]);
  });

  it('refuses a field, a kind and a file that do not say what they mean', () => {
    expect(() => fieldsOf(z.strictObject({ of: z.strictObject({ size: z.int() }) }))).toThrow('of.size');
    const kinds = z.discriminatedUnion('kind', [z.strictObject({ kind: z.literal('one') })]);
    expect(() => fieldsOf(kinds)).toThrow('kind: one');
    expect(() => meaningOf(z.strictObject({}))).toThrow('no description');
  });
});

describe('definitionsOf', () => {
  it('gives what fields refer to by name, once', () => {
    const letter = z.enum(['a', 'b']).meta({ title: 'letter' });
    const pair = z.strictObject({ first: letter.describe('one'), second: letter.describe('two') });
    expect(
      definitionsOf(z.strictObject({ pair: pair.meta({ title: 'pair', description: 'two letters' }) })),
    ).toMatchObject([
      { name: 'pair', meaning: 'two letters', type: '', fields: [{ path: 'first' }, { path: 'second' }] },
      { name: 'letter', type: '`a` or `b`', fields: [] },
    ]);
  });
});
