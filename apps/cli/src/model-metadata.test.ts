import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelDetail } from '@muster/api';
import { freezePlan, parseTask } from '@muster/task';
import { makeLayout } from '@muster/vector';
import { expect, it } from 'vitest';
import { modelText } from './commands/model-text.ts';
import { metadataTexts, modelMetadata } from './model-metadata.ts';

const iris = readFileSync(join(import.meta.dirname, '../../../examples/iris/task.yaml'), 'utf8');
const soil = '- { name: soil, type: category, categories: [clay, sand], missing: refuse }';
const task = parseTask(iris.replace('# a category would be', `${soil} #`), 'task.yaml');
if (!task.ok) throw new Error(JSON.stringify(task.issues));
const layout = makeLayout([{ name: 'dense/kernel', shape: [6, 3] }]);
const plan = freezePlan({ task: task.value, layout, federationId: '00'.repeat(16) });
const model: ModelDetail = {
  id: 'iris:2',
  run: 'iris',
  round: 2,
  task: 'iris-species',
  hash: 'ab',
  parameters: 18,
  bytes: 72,
  createdAt: '2026-01-01T00:00:00.000Z',
  accuracy: null,
  loss: null,
  parent: 'iris:1',
  planHash: plan.hash,
  plan: new TextDecoder().decode(plan.bytes),
  layout: { length: 18, tensors: [{ name: 'dense/kernel', shape: [6, 3] }] },
  contributors: ['north'],
  evaluation: {
    examples: 10,
    accuracy: 0.9,
    loss: 0.25,
    recall: [1, 0.75, null],
    confusion: [
      [6, 0, 0],
      [0, 3, 1],
      [0, 0, 0],
    ],
  },
  federated: null,
};

it('a model tells its inputs in order, how each is made, and what its outputs are called', () => {
  const metadata = modelMetadata(model);
  expect(metadata.classes).toEqual(['setosa', 'versicolor', 'virginica']);
  if (metadata.input.kind !== 'table') throw new Error('a table was expected');
  expect(metadata.input.features).toEqual([
    'sepal_length',
    'sepal_width',
    'petal_length',
    'petal_width',
    'soil=clay',
    'soil=sand',
  ]);
  expect(metadata.input.columns[0]).toMatchObject({ name: 'sepal_length', mean: 5.84, deviation: 0.83 });
  expect(metadata.input.label).toBe('species');
  const texts = metadataTexts(metadata);
  expect(JSON.parse(texts.input ?? '')).toEqual(metadata.input);
  expect(texts.task).toBe('iris-species');
});

it('a model is shown with the names of its classes', () => {
  const lines = modelText(model, modelMetadata(model).classes).split('\n');
  const at = lines.findIndex((line) => line.includes('predicted'));
  expect(lines.slice(at, at + 4)).toEqual([
    '  true class \\ predicted  recall    setosa  versicolor  virginica',
    '  setosa                  100.00 %  6       0           0',
    '  versicolor              75.00 %   0       3           1',
    '  virginica               -         0       0           0',
  ]);
});

it('of very many classes only the recall is shown', () => {
  const classes = Array.from({ length: 31 }, (_, code) => `class ${code}`);
  const confusion = classes.map((_, row) => classes.map((__, column) => (row === column ? 1 : 0)));
  const wide = { examples: 31, accuracy: 1, loss: 0, recall: classes.map(() => 1), confusion };
  const text = modelText({ ...model, evaluation: wide }, classes);
  expect(text).toContain('class 30  100.00 %');
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(100);
});
