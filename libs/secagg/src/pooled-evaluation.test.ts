import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  evaluationLength,
  evaluationMetrics,
  noEvaluation,
  type PooledEvaluation,
  pooledFrom,
} from './pooled-evaluation.ts';

const CLASSES = 3;
const evaluation = fc
  .array(fc.array(fc.nat(1_000), { minLength: CLASSES, maxLength: CLASSES }), {
    minLength: CLASSES,
    maxLength: CLASSES,
  })
  .map((confusion): PooledEvaluation => {
    const examples = confusion.flat().reduce((sum, count) => sum + count, 0);
    return { examples, lossSum: examples / 4, confusion };
  });

it('adds up: the sum of what sites put in is the evaluation of all of them', () => {
  fc.assert(
    fc.property(fc.array(evaluation, { minLength: 1, maxLength: 6 }), (sites) => {
      const sum = noEvaluation(CLASSES).map((none, index) =>
        sites.reduce((total, site) => total + (evaluationMetrics(site)[index] ?? 0), none),
      );
      const examples = sites.reduce((total, site) => total + site.examples, 0);
      const pooled = pooledFrom(sum, CLASSES);
      if (examples === 0) {
        expect(pooled).toBeUndefined();
        return;
      }
      expect(pooled?.examples).toBe(examples);
      expect(pooled?.lossSum).toBeCloseTo(examples / 4, 4);
      expect(pooled?.confusion[2]?.[1]).toBe(
        sites.reduce((total, site) => total + (site.confusion[2]?.[1] ?? 0), 0),
      );
    }),
  );
});

it('is none where numbers contradict each other, whoever has put them in', () => {
  const sound = evaluationMetrics({
    examples: 5,
    lossSum: 2,
    confusion: [
      [3, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
  });
  expect(sound).toHaveLength(evaluationLength(CLASSES));
  expect(pooledFrom(sound, CLASSES)).toMatchObject({ examples: 5, lossSum: 2 });
  const changed = (index: number, value: number): readonly number[] => sound.with(index, value);
  for (const wrong of [
    changed(0, 6),
    changed(0, 0),
    changed(1, -1),
    changed(1, 2 ** 52),
    changed(2, -3),
    changed(4, 1),
  ])
    expect(pooledFrom(wrong, CLASSES)).toBeUndefined();
  expect(pooledFrom(sound, 2)).toBeUndefined();
  expect(pooledFrom(noEvaluation(CLASSES), CLASSES)).toBeUndefined();
});
