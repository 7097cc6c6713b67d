import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { formatIssue } from './issue.ts';
import { validateYaml } from './validate.ts';

const schema = z.strictObject({
  name: z.string().regex(/^[a-z]+$/),
  count: z.int().min(1).max(9).default(1),
  shape: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('image'), height: z.number(), width: z.number() }),
      z.strictObject({
        kind: z.literal('table'),
        columns: z.array(z.strictObject({ name: z.string() })).min(1),
      }),
    ])
    .optional(),
  missing: z.union([z.literal('refuse'), z.strictObject({ value: z.number() })]).default('refuse'),
  speed: z.enum(['slow', 'quick']).optional(),
  limits: z.record(z.string(), z.number()).optional(),
});

function faults(text: string): readonly string[] {
  const result = validateYaml(text, 'a.yaml', schema);
  return result.ok ? [] : result.issues.map(formatIssue);
}

describe('a YAML file against a schema', () => {
  it('gives the value with its defaults', () => {
    expect(validateYaml('name: abc\n', 'a.yaml', schema)).toEqual({
      ok: true,
      value: { name: 'abc', count: 1, missing: 'refuse' },
    });
  });

  it.each<[string, string, readonly string[]]>([
    [
      'a number that is text',
      'name: a\ncount: lots\n',
      ["a.yaml:2:8: count: is the text 'lots' (expected a whole number)"],
    ],
    [
      'a number with a fraction',
      'name: a\ncount: 1.5',
      ['a.yaml:2:8: count: is the number 1.5 (expected a whole number)'],
    ],
    [
      'a number beyond its range',
      'name: a\ncount: 10',
      ['a.yaml:2:8: count: is the number 10 (expected at most 9)'],
    ],
    ['text that is a number', 'name: 7', ['a.yaml:1:7: name: is the number 7 (expected text)']],
    [
      'text of another form',
      'name: A',
      ["a.yaml:1:7: name: is the text 'A' (expected text that matches /^[a-z]+$/)"],
    ],
    ['what is missing', 'count: 2', ['a.yaml:1:1: name: is missing (expected text)']],
    ['a key without a value', 'name:\ncount: 2', ['a.yaml:1:1: name: is nothing (expected text)']],
    [
      'an unknown key, at the key',
      'name: a\ncuont: 2',
      [
        "a.yaml:2:1: cuont: is not known here; did you mean 'count'? (expected one of name, count, shape, missing, speed, limits)",
      ],
    ],
    [
      'an unknown key of a union’s option',
      'name: a\nshape:\n  kind: image\n  heigth: 3\n  width: 3\n',
      [
        'a.yaml:3:3: shape.height: is missing (expected a number)',
        "a.yaml:4:3: shape.heigth: is not known here; did you mean 'height'? (expected one of kind, height, width)",
      ],
    ],
    [
      'an unknown kind',
      'name: a\nshape: {kind: imgae, height: 3}',
      ["a.yaml:2:15: shape.kind: is the text 'imgae'; did you mean 'image'? (expected 'image' or 'table')"],
    ],
    [
      'no kind',
      'name: a\nshape: {height: 3}',
      ["a.yaml:2:8: shape.kind: is missing (expected 'image' or 'table')"],
    ],
    [
      'an item of a list',
      'name: a\nshape:\n  kind: table\n  columns:\n    - name: x\n    - {nmae: y, name: z}\n    - {name: 5}\n',
      [
        "a.yaml:6:8: shape.columns[1].nmae: is not known here; did you mean 'name'? (expected one of name)",
        'a.yaml:7:14: shape.columns[2].name: is the number 5 (expected text)',
      ],
    ],
    [
      'an empty list',
      'name: a\nshape: {kind: table, columns: []}',
      ['a.yaml:2:31: shape.columns: is a list (expected at least 1 item)'],
    ],
    [
      'none of a union',
      'name: a\nmissing: 3',
      ["a.yaml:2:10: missing: is the number 3 (expected 'refuse' or a map)"],
    ],
    [
      'the option that was meant',
      'name: a\nmissing: {value: x}',
      ["a.yaml:2:18: missing.value: is the text 'x' (expected a number)"],
    ],
    [
      'a word of an enum',
      'name: a\nspeed: quik',
      ["a.yaml:2:8: speed: is the text 'quik'; did you mean 'quick'? (expected 'slow' or 'quick')"],
    ],
    [
      'a value of a record',
      "name: a\nlimits: {'a b': x}",
      ['a.yaml:2:17: limits."a b": is the text \'x\' (expected a number)'],
    ],
    [
      'not a number',
      'name: a\ncount: .nan',
      ['a.yaml:2:8: count: is the number NaN (expected a whole number)'],
    ],
    [
      'a value through an alias',
      'name: &n 5\nshape: {kind: table, columns: [{name: *n}]}',
      [
        'a.yaml:1:10: name: is the number 5 (expected text)',
        'a.yaml:2:39: shape.columns[0].name: is the number 5 (expected text)',
      ],
    ],
    [
      'several at once, in the order of the file',
      'count: 0\nname: 1\nspeed: x',
      [
        'a.yaml:1:8: count: is the number 0 (expected at least 1)',
        'a.yaml:2:7: name: is the number 1 (expected text)',
        "a.yaml:3:8: speed: is the text 'x' (expected 'slow' or 'quick')",
      ],
    ],
    [
      'a key twice',
      'name: a\ncount: 1\nname: b',
      ['a.yaml:3:1: this key stands in the same map already (expected each key once)'],
    ],
    [
      'a list at the top',
      '- name: a',
      ['a.yaml:1:1: the file holds a list (expected a map of names to values)'],
    ],
    [
      'text at the top',
      'hello',
      ["a.yaml:1:1: the file holds the text 'hello' (expected a map of names to values)"],
    ],
    ['nothing', '# only words\n', ['a.yaml:1:1: the file is empty (expected a map of names to values)']],
    [
      'two documents',
      'name: a\n---\nname: b',
      ['a.yaml:2:1: the file holds more than one document (expected one document, without ---)'],
    ],
    [
      'a key that is no text',
      '? [a]\n: 1\n',
      ['a.yaml:1:3: a key that is not text (expected text; put quotes around it)'],
    ],
    ['a tag', 'name: !!js/function x', ['a.yaml:1:7: Unresolved tag: tag:yaml.org,2002:js/function']],
    [
      'CRLF and a byte order mark',
      '\uFEFFname: a\r\ncount: x\r\n',
      ["a.yaml:2:8: count: is the text 'x' (expected a whole number)"],
    ],
    [
      'a prototype',
      'name: a\n__proto__: {count: 3}',
      [
        'a.yaml:2:1: __proto__: is not known here (expected one of name, count, shape, missing, speed, limits)',
      ],
    ],
  ])('names %s', (_, text, expected) => {
    expect(faults(text)).toEqual(expected);
  });

  it('reports a syntax error where it is', () => {
    expect(faults('name: "a\ncount: 1\n')[0]).toMatch(/^a\.yaml:3:1: .*quote/i);
    expect(faults('name: a\n\tcount: 1\n')[0]).toMatch(/^a\.yaml:2:1: /);
  });

  it.each([
    ['a file beyond 1 MiB', `name: a # ${'x'.repeat(1_048_577)}`, /at most 1048576 bytes/],
    ['brackets without end', `name: ${'['.repeat(100_000)}`, /nested deeper/],
    [
      'lists in lists in lists',
      `name: a\nx:\n${Array.from({ length: 90 }, (_, i) => `${' '.repeat(i)}-`).join('\n')}`,
      /nested/,
    ],
    ['dashes without end', '- '.repeat(200_000), /nested|holds/],
    ['an alias without its anchor', 'name: *nobody', /nobody/],
    ['an alias inside its own anchor', 'name: &a [*a]', /./],
    [
      'an anchor bomb',
      [
        'a0: &a0 [x,x,x,x,x,x,x,x,x]',
        ...Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}]`),
      ].join('\n'),
      /alias/i,
    ],
    // What multiplies without bounds would not end within the time that a test may take.
  ])('refuses %s', (_, text, message) => {
    expect(faults(text)[0]).toMatch(message);
  });

  it('keeps to 50 issues', () => {
    const text = Array.from({ length: 400 }, (_, index) => `unknown${index}: 1`).join('\n');
    expect(faults(text)).toHaveLength(50);
  });

  it('never throws, whatever the text', () => {
    const piece = fc.constantFrom(
      'name',
      ': ',
      '\n',
      '  ',
      '- ',
      '[',
      ']',
      '{',
      '}',
      '&a ',
      '*a',
      '"',
      "'",
      '|\n',
      '? ',
      '!!x ',
      '%',
      '#',
      ',',
      '<<',
      '0x',
      '\t',
      '\0',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(piece, { maxLength: 30 }).map((parts) => parts.join('')),
        ),
        (text) => {
          const result = validateYaml(text, 'a.yaml', schema);
          if (result.ok) return;
          expect(result.issues.length).toBeGreaterThan(0);
          for (const issue of result.issues) {
            expect(Math.min(issue.line, issue.column)).toBeGreaterThanOrEqual(1);
            expect(issue.line).toBeLessThanOrEqual(text.split('\n').length + 1);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
