import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOf, figuresOf, integerOf, jsonOf, nullable, realOf, textOf, toJson, wordOf } from './row.ts';
import { refused } from './testing/refusal.ts';

test('a column that holds something else is STORAGE_CORRUPT and is named', async () => {
  const row = { text: 'a', number: 1.5, nothing: null, json: '{' };
  const faults = [
    () => integerOf(row, 'number'),
    () => textOf(row, 'number'),
    () => textOf(row, 'nothing'),
    () => realOf(row, 'text'),
    () => bytesOf(row, 'text'),
    () => wordOf(row, 'text', ['b', 'c']),
    () => jsonOf(row, 'json'),
    () => nullable(row, 'missing', textOf),
  ];
  for (const act of faults) expect((await refused('STORAGE_CORRUPT', act)).message).toContain('column');
  expect(nullable(row, 'nothing', textOf)).toBeNull();
  await refused('INVALID_ARGUMENT', () => toJson(undefined));
});

test('figures come back as they were, the not finite too', () => {
  const names = fc.string().filter((name) => name !== '__proto__');
  fc.assert(
    fc.property(
      fc.dictionary(
        names,
        fc.double().map((x) => (Object.is(x, -0) ? 0 : x)),
        { noNullPrototype: true },
      ),
      (figures) => {
        expect(figuresOf({ f: toJson(figures) }, 'f')).toEqual(figures);
      },
    ),
  );
});

test('figures hold numbers only', async () => {
  for (const text of ['{"a":"1"}', '{"a":null}', 'null', '3']) {
    await refused('STORAGE_CORRUPT', () => figuresOf({ f: text }, 'f'));
  }
});
