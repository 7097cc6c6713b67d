import { asMusterError } from '@muster/errors';
import { describe, expect, it } from 'vitest';
import { DEFAULT_FOLDER, parseOptions, quoted } from './options.ts';

const refusal = (...args: readonly string[]): string => {
  try {
    parseOptions(args);
  } catch (thrown) {
    const { code, message } = asMusterError(thrown);
    return `${code}: ${message}`;
  }
  return '';
};

describe('the options of the demo', () => {
  it('have defaults, and keep what was given for the next start', () => {
    expect(parseOptions([])).toMatchObject({
      sites: 5,
      rounds: 30,
      target: 0.97,
      split: { dirichlet: 0.5 },
      folder: DEFAULT_FOLDER,
    });
    const given = ['--sites', '3', '--split=shards:2', '--target', '1'];
    expect(parseOptions(given)).toMatchObject({ sites: 3, split: { shards: 2 }, target: 1, given });
    expect(parseOptions(['--help'])).toBeUndefined();
  });

  it.each([
    [['--split', 'foo'], "'foo' is no split"],
    [['--split', 'shards:1.5'], "'shards:1.5' is no split"],
    [['--rounds', '0'], "--rounds is a whole number from 1 to 1000, not '0'"],
    [['--rounds', 'x'], '--rounds is a whole number'],
    [['--sites', '51'], '--sites is a whole number from 1 to 50'],
    [['--sites=-3'], '--sites is a whole number'],
    [['--sites', '-3'], "Option '--sites' argument is ambiguous"],
    [['--sites'], "Option '--sites <value>' argument missing"],
    [['--target', '2'], '--target is a number above 0 and at most 1'],
    [['--target', '0'], '--target is'],
    [['--target', '97 %'], '--target is'],
    [['--engine', 'gpu'], '--engine is wasm or cpu'],
    [['--secure', '--sites', '4'], '--secure takes 5 sites or more, not 4'],
    [['--foo'], "Unknown option '--foo'"],
    [['extra'], "Unexpected argument 'extra'"],
  ])('are refused before anything happens: %j', (args, message) => {
    const told = refusal(...args);
    expect(told).toContain(`INVALID_ARGUMENT: ${message}`);
    expect(told.split('\n')).toHaveLength(1);
  });

  it('are printed so that a shell reads them back', () => {
    expect(['a/b.c', 'a b', "it's", '$HOME', ''].map(quoted)).toEqual([
      'a/b.c',
      "'a b'",
      "'it'\\''s'",
      "'$HOME'",
      "''",
    ]);
  });
});
