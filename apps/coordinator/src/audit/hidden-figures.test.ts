import { expect, it } from 'vitest';
import { hiddenFigures } from './hidden-figures.ts';

it('figures are what JSON can hold, also those of a model that diverged, and nothing where there are none', () => {
  expect(hiddenFigures({})).toEqual({});
  expect(hiddenFigures({ accuracy: 0.5, loss: Number.NaN, norm: Number.POSITIVE_INFINITY })).toEqual({
    conf: { metrics: { accuracy: 0.5, loss: 'NaN', norm: 'Infinity' } },
  });
});
