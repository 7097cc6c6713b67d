import { describe, expect, it } from 'vitest';
import { type KeptReport, parseKeptReport } from './kept-report.ts';

const report: KeptReport = {
  ref: { run: 'r', round: 2, attempt: 1 },
  planHash: 'p',
  modelHash: 'm',
  layoutHash: 'l',
  codec: 'sealed-f32',
  clipNorm: null,
  sealKey: 'ab',
  masked: null,
  updateHash: 'u',
  size: 8,
  weight: 60,
  figures: { examples: 60, steps: 4, lossFirst: 1, lossLast: Number.NaN, trainMs: 5, updateNorm: Infinity },
  request: {
    task: 't',
    purpose: 'sepsis',
    architecture: 'mlp',
    dataset: 'd',
    columns: ['width'],
    rounds: 3,
    epochs: 1,
    quorum: 2,
    secureAggregation: 'off',
  },
  deadlineAtMs: 9,
};

/** As the database gives it back: what JSON has no numbers for is text. */
const stored = (over: object = {}): unknown => ({
  ...report,
  figures: { ...report.figures, lossLast: 'NaN', updateNorm: 'Infinity' },
  ...over,
});

describe('the report of a kept update', () => {
  it('comes back as it was, figures that are no numbers too', () => {
    expect(parseKeptReport(stored())).toEqual(report);
  });

  it('that an agent wrote which knew of no purposes and columns is one of no stated purpose', () => {
    const { purpose: _, columns: __, ...request } = report.request;
    expect(parseKeptReport(stored({ request })).request).toEqual({
      ...request,
      purpose: 'unspecified',
      columns: [],
    });
  });

  it.each([
    ['nothing', null],
    ['no name of a round', stored({ ref: null })],
    ['a hash that is no text', stored({ updateHash: 7 })],
    ['a weight that is no number', stored({ weight: '60' })],
    ['no figures', stored({ figures: undefined })],
    ['a column that is no text', stored({ request: { ...report.request, columns: [1] } })],
  ])('is refused where there is %s', (_what, value) => {
    expect(() => parseKeptReport(value)).toThrow(expect.objectContaining({ code: 'STORAGE_CORRUPT' }));
  });
});
