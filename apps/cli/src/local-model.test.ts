import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { unlabelledOf } from './local-model.ts';

describe('data named by options', () => {
  it('is a table as site.yaml may describe it, or images with or without labels', () => {
    expect(unlabelledOf({ csv: 'a.csv', delimiter: ';', missing: ['NA', '?'] })).toEqual({
      type: 'csv',
      file: resolve('a.csv'),
      delimiter: ';',
      missing: ['NA', '?'],
    });
    expect(unlabelledOf({ csv: 'a.csv' })).toMatchObject({ delimiter: ',', missing: [] });
    expect(unlabelledOf({ csv: 'a.csv', delimiter: '\\t' })).toMatchObject({ delimiter: '\t' });
    expect(unlabelledOf({ images: 'x' })).toEqual({ type: 'idx', images: resolve('x') });
    expect(unlabelledOf({ images: 'x', labels: 'y' })).toMatchObject({ labels: resolve('y') });
  });

  it.each([
    [{}, 'name your data'],
    [{ labels: 'y' }, 'name your data'],
    [{ csv: 'a.csv', images: 'x' }, 'one kind of data'],
    [{ images: 'x', delimiter: ';' }, '--csv'],
    [{ csv: 'a.csv', delimiter: ';;' }, '--delimiter: a delimiter is one character'],
    [{ csv: 'a.csv', missing: ['x'.repeat(65)] }, '--missing'],
  ])('is refused when options do not go together: %o', (options, said) => {
    expect(() => unlabelledOf(options)).toThrow(said);
  });
});
