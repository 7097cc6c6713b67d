import { describe, expect, it } from 'vitest';
import { printable, seconds, table } from './output.ts';

describe('what a terminal is given', () => {
  it('moves no cursor and hides nothing', () => {
    expect(printable('age\u001b[2J,\u202eward\u0007\r')).toBe('age\\u001b[2J,\\u202eward\\u0007\\u000d');
    expect(printable('zwei Zeilen:\n\tüß 日本 🙂')).toBe('zwei Zeilen:\n\tüß 日本 🙂');
  });

  it('has no sign before what rounds to nothing', () => {
    expect([-40, 40, 0, -60, -3_600_000, 1_250].map(seconds)).toEqual([
      '0.0 s',
      '0.0 s',
      '0.0 s',
      '-0.1 s',
      '-3600.0 s',
      '1.3 s',
    ]);
  });

  it('keeps the lines of a last cell in its column, and other cells on one line', () => {
    expect(
      table(
        ['', 'check', 'finding'],
        [
          ['FAIL', 'task', 'one\ntwo'],
          ['ok', 'a\nb', 'three'],
        ],
      ),
    ).toBe(['      CHECK  FINDING', 'FAIL  task   one', '             two', 'ok    a b    three'].join('\n'));
  });
});
