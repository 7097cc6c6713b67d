import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatIssue } from './issue.ts';
import { parseTask } from './task.ts';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const mnist = read('../../../examples/mnist/task.yaml');
const iris = read('../../../examples/iris/task.yaml');

/** The issues of the MNIST example after one change. */
function changed(from: string | RegExp, to: string, text = mnist): readonly string[] {
  const other = text.replace(from, to);
  expect(other).not.toBe(text);
  const result = parseTask(other, 'task.yaml');
  // The examples may grow; what is tested is that the fault is named, not at which of their lines.
  return result.ok ? [] : result.issues.map((issue) => formatIssue({ ...issue, line: 0 }));
}

describe('a task file', () => {
  it.each([
    ['mnist', mnist],
    ['iris', iris],
  ])('reads the example %s', (_, text) => {
    expect(parseTask(text, 'task.yaml')).toMatchObject({ ok: true });
  });

  it('fills in what a task may leave out', () => {
    const result = parseTask(
      mnist.replace(/evaluation:[\s\S]*/, '').replace(/ {2}target:.*\n/, ''),
      'task.yaml',
    );
    expect(result).toMatchObject({
      ok: true,
      value: { evaluation: {}, rounds: { overSelection: 1, maxAttempts: 5 } },
    });
  });

  it('tells every fault of a broken file in one go: golden/broken-task.txt', () => {
    const result = parseTask(read('golden/broken-task.yaml'), 'broken-task.yaml');
    const told = result.ok ? [] : result.issues.map(formatIssue);
    expect(`${told.join('\n')}\n`).toBe(read('golden/broken-task.txt'));
  });

  it('refuses a cnn on a table', () => {
    expect(
      changed(/ {2}architecture: mlp\n.*hidden.*\n/, '  architecture: cnn\n  conv: [8]\n  dense: 8\n', iris),
    ).toEqual([
      'task.yaml:0:17: model.architecture: a cnn reads images, and data.kind is table (expected mlp, logistic or layers)',
    ]);
  });

  it('refuses layers whose output is not one for each class, at the layer', () => {
    const layers = [
      '  architecture: layers',
      '  layers:',
      '    - { className: dense, config: { units: 8, activation: relu } }',
      '    - { className: dense, config: { units: UNITS, activation: softmax } }',
      '',
    ].join('\n');
    const model = / {2}architecture: mlp.*\n.*hidden.*\n/;
    expect(changed(model, layers.replace('UNITS', '3'), iris)).toEqual([]);
    expect(changed(model, layers.replace('UNITS', '4'), iris)).toEqual([
      'task.yaml:0:7: model.layers[1]: the last layer must be dense with 3 units and softmax: one for each class',
    ]);
  });

  it('refuses a target that nothing judges', () => {
    expect(changed(/evaluation:[\s\S]*/, '')).toEqual([
      'task.yaml:0:11: rounds.target: nothing is evaluated, so the target could never be reached (expected evaluation.central or evaluation.federated)',
    ]);
  });

  it('refuses federated evaluation where sites keep no rows', () => {
    expect(changed('holdout: 0.1', 'holdout: 0')[0]).toMatch(
      /^task\.yaml:0:14: evaluation\.federated: sites keep no rows to evaluate on \(expected data\.holdout above 0\)$/,
    );
  });

  it('refuses a quorum that its cohort can never meet', () => {
    expect(changed('quorum: 3', 'quorum: 6')).toEqual([
      'task.yaml:0:11: rounds.quorum: a quorum of 6 can never be met by a cohort of 5 (expected at most rounds.cohort)',
    ]);
  });

  describe('hides single updates', () => {
    const profileOf = (from: string | RegExp, to: string) => {
      const parsed = parseTask(mnist.replace(from, to), 'task.yaml');
      return parsed.ok ? parsed.value.secureAggregation : parsed.issues.map(formatIssue);
    };
    const with_ = (settings: string): unknown =>
      profileOf(/^strategy:/m, `secureAggregation: ${settings}\nstrategy:`);

    it('from five sites on, unless a line says otherwise', () => {
      expect(profileOf('', '')).toMatchObject({ profile: 'malicious', minCohort: 3 });
      expect(profileOf('quorum: 3', 'quorum: 4')).toMatchObject({ minCohort: 4 });
      expect(profileOf('cohort: 5', 'cohort: 4')).toMatchObject({ profile: 'off' });
      expect(with_('{ profile: off }')).toMatchObject({ profile: 'off' });
      expect(with_('{ profile: semi-honest }')).toMatchObject({ profile: 'semi-honest' });
    });

    it.each([
      [
        '{ minCohort: 6 }',
        'secureAggregation.minCohort: a cohort of 5 never makes a sum of 6 (expected at most rounds.cohort)',
      ],
      ['{ minCohort: 2 }', 'secureAggregation.minCohort: '],
      ['{ profile: secret }', 'secureAggregation.profile: '],
    ])('and refuses what no round can be held with: %s', (settings, message) => {
      expect(with_(settings)).toEqual([expect.stringContaining(message)]);
    });

    it('and needs a public test set for a target: what sites find is known a round later', () => {
      expect(changed(/ {2}central:.*\n/, '')).toEqual([
        expect.stringMatching(/rounds\.target: what sites find of a model/),
      ]);
    });
  });
});
