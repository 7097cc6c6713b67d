import { fixedPoint, loadKernels } from '@muster/vector';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Announcement, admit, admitValues, type Expectation } from './admission.ts';

const hash = (digit: string) => digit.repeat(64);
const expectation: Expectation = {
  ref: { run: 'r-1', round: 3, attempt: 2 },
  planHash: hash('a'),
  modelHash: hash('b'),
  layoutHash: hash('c'),
  codec: 'f32',
  sizeBytes: 4000,
  weightMax: 1_048_576,
};
const { weightMax: _weightMax, ...same } = expectation;
const good: Announcement = { ...same, weight: 512 };

describe('an announcement', () => {
  it('is admitted when it says what the round expects', () => {
    for (const weight of [1, 512, 1_048_576]) {
      expect(admit({ ...good, weight }, expectation)).toEqual({ ok: true });
    }
  });

  it.each<[string, Partial<Announcement>]>([
    ['ROUND_CLOSED', { ref: { run: 'r-2', round: 3, attempt: 2 } }],
    ['ROUND_CLOSED', { ref: { run: 'r-1', round: 2, attempt: 2 } }],
    ['ROUND_CLOSED', { ref: { run: 'r-1', round: 3, attempt: 1 } }],
    ['PLAN_MISMATCH', { planHash: hash('d') }],
    ['MODEL_MISMATCH', { modelHash: hash('d') }],
    ['LAYOUT_MISMATCH', { layoutHash: hash('d') }],
    ['CODEC_UNKNOWN', { codec: 'bf16' }],
    ['CODEC_UNKNOWN', { codec: '' }],
    ['LENGTH_MISMATCH', { sizeBytes: 3999 }],
    ['LENGTH_MISMATCH', { sizeBytes: 4004 }],
    ['LENGTH_MISMATCH', { sizeBytes: Number.NaN }],
    ['WEIGHT_OUT_OF_RANGE', { weight: 0 }],
    ['WEIGHT_OUT_OF_RANGE', { weight: -1 }],
    ['WEIGHT_OUT_OF_RANGE', { weight: 1.5 }],
    ['WEIGHT_OUT_OF_RANGE', { weight: 1_048_577 }],
    ['WEIGHT_OUT_OF_RANGE', { weight: Number.NaN }],
    ['WEIGHT_OUT_OF_RANGE', { weight: Number.POSITIVE_INFINITY }],
  ])('is refused with %s for %j', (code, change) => {
    expect(admit({ ...good, ...change }, expectation)).toEqual({
      ok: false,
      code,
      reason: expect.any(String),
    });
  });

  it('is told the fault that explains the others', () => {
    const stale = { ...good, ref: { ...good.ref, round: 2 }, modelHash: hash('d'), weight: 0 };
    expect(admit(stale, expectation)).toMatchObject({ code: 'ROUND_CLOSED' });
    expect(admit({ ...good, modelHash: hash('d'), sizeBytes: 1 }, expectation)).toMatchObject({
      code: 'MODEL_MISMATCH',
    });
  });
});

describe('the values of an update', async () => {
  const kernels = await loadKernels();
  const fp = fixedPoint({ valueMax: 128, weightMax: 2 ** 20 });

  it('are admitted just when all are finite and within the range', () => {
    const value = fc.oneof(
      { weight: 20, arbitrary: fc.float({ min: -128, max: 128, noNaN: true }) },
      fc.constantFrom(
        128,
        -128,
        128.0001,
        -129,
        3e38,
        Number.NaN,
        Number.POSITIVE_INFINITY,
        Number.NEGATIVE_INFINITY,
      ),
    );
    fc.assert(
      fc.property(fc.array(value, { maxLength: 30 }), (list) => {
        const values = Float32Array.from(list);
        const verdict = admitValues(kernels.scan(values), fp);
        if (values.some((one) => !Number.isFinite(one)))
          expect(verdict).toMatchObject({ code: 'UPDATE_NOT_FINITE' });
        else if (values.some((one) => Math.abs(one) > 128))
          expect(verdict).toMatchObject({ code: 'UPDATE_OUT_OF_RANGE' });
        else expect(verdict).toEqual({ ok: true });
      }),
    );
  });
});
