import type { Dataset } from '@muster/data';
import { MusterError } from '@muster/errors';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Network } from './engine.ts';
import { evaluate, predict } from './evaluate.ts';
import { accuracyOf, recallsOf } from './evaluation.ts';
import { Pace } from './pace.ts';

/** A network whose logits are its inputs: what an evaluation makes of them can be worked out by hand. */
const identity: Network = {
  layout: { tensors: [], length: 0 },
  trainableLength: 0,
  load: () => {},
  read: () => {},
  gradient: () => 0,
  logits: (x, rows, out) => out.set(x.subarray(0, 3 * rows)),
  [Symbol.dispose]: () => {},
};

function dataset(examples: readonly (readonly [label: number, ...logits: number[]])[]): Dataset {
  return {
    size: examples.length,
    classes: ['a', 'b', 'c'],
    features: { kind: 'table', features: 3 },
    residentBytes: 0,
    labelCounts: () => [],
    gather(indices, outX, outY) {
      for (const [row, index] of indices.entries()) {
        const [label = 0, ...logits] = examples[index] ?? [];
        outX.set(logits, 3 * row);
        outY[row] = label;
      }
    },
    [Symbol.asyncDispose]: async () => {},
  };
}

const all = ({ size }: Dataset): Uint32Array => Uint32Array.from({ length: size }, (_, index) => index);
const pace = (): Pace => new Pace(() => 0, new AbortController().signal);

describe('an evaluation', () => {
  it('counts by true and predicted class, and sums the cross-entropy', async () => {
    const data = dataset([
      [0, 2, 1, 0],
      [0, 0, 1, 0],
      [1, 0, 5, 0],
      [2, 1, 1, 1],
    ]);
    const { examples, lossSum, confusion } = await evaluate(identity, data, all(data), pace());
    expect(examples).toBe(4);
    // Of equals the first is taken.
    expect(confusion).toEqual([
      [1, 1, 0],
      [0, 1, 0],
      [1, 0, 0],
    ]);
    const e = Math.exp;
    const sums = [Math.log(e(2) + e(1) + 1) - 2, Math.log(2 + e(1)), Math.log(2 + e(5)) - 5, Math.log(3)];
    expect(lossSum).toBeCloseTo(
      sums.reduce((sum, loss) => sum + loss, 0),
      12,
    );
  });

  it('does not overflow, and says so when the model itself is not finite', async () => {
    const data = dataset([[1, 3e38, -3e38, 0]]);
    expect((await evaluate(identity, data, all(data), pace())).lossSum).toBe(2 * Math.fround(3e38));
    const bad = dataset([[1, Number.NaN, 0, 0]]);
    const error = await evaluate(identity, bad, all(bad), pace()).catch((thrown: unknown) => thrown);
    expect(error instanceof MusterError && error.code).toBe('TRAINING_DIVERGED');
  });

  it('of parts adds up to that of the whole, over any number of batches', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 700 }),
        fc.integer({ min: 0, max: 700 }),
        async (size, cut) => {
          const data = dataset(
            Array.from(
              { length: size },
              (_, i) => [i % 3, Math.sin(i), Math.cos(i), Math.sin(2 * i)] as const,
            ),
          );
          const rows = all(data);
          const whole = await evaluate(identity, data, rows, pace());
          const parts = [
            await evaluate(identity, data, rows.subarray(0, cut), pace()),
            await evaluate(identity, data, rows.subarray(cut), pace()),
          ];
          expect(parts.reduce((sum, { examples }) => sum + examples, 0)).toBe(whole.examples);
          expect(parts.reduce((sum, { lossSum }) => sum + lossSum, 0)).toBeCloseTo(whole.lossSum, 9);
          expect(whole.confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(size);
          for (const [truth, row] of whole.confusion.entries()) {
            for (const [guess, count] of row.entries()) {
              expect(parts.reduce((sum, { confusion }) => sum + (confusion[truth]?.[guess] ?? 0), 0)).toBe(
                count,
              );
            }
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it('says nothing about a single row but in a prediction', async () => {
    const data = dataset([
      [0, 2, 1, 0],
      [2, 0, 0, Math.log(2)],
    ]);
    expect(Object.keys(await evaluate(identity, data, all(data), pace())).sort()).toEqual([
      'confusion',
      'examples',
      'lossSum',
    ]);
    const predictions = await predict(identity, data, Uint32Array.of(1), pace());
    expect(predictions).toHaveLength(1);
    expect(predictions[0]).toMatchObject({ row: 1, label: 2, predicted: 2 });
    const [a = 0, b = 0, c = 0] = predictions[0]?.probabilities ?? [];
    expect([a, b, c].map((p) => Math.round(p * 1e6) / 1e6)).toEqual([0.25, 0.25, 0.5]);
    const unlabelled = dataset([[3, 0, 0, 0]]);
    expect(await predict(identity, unlabelled, all(unlabelled), pace())).toMatchObject([{ label: null }]);
  });
});

describe('rates from counts', () => {
  const confusion = [
    [3, 1, 0],
    [0, 0, 0],
    [2, 0, 4],
  ];
  it('are the share on the diagonal, and the share found of each class', () => {
    expect(accuracyOf(confusion)).toBe(0.7);
    expect(recallsOf(confusion)).toEqual([0.75, null, 4 / 6]);
    expect(accuracyOf([[0, 0]])).toBe(0);
  });
});
