import { expect, it } from 'vitest';
import { trialsOf } from './trial.ts';

const test = (ancestorTitles: readonly string[], title: string, status: string) => ({
  ancestorTitles,
  title,
  fullName: [...ancestorTitles, title].join(' '),
  status,
  duration: 1500,
});
const report = {
  testResults: [
    {
      name: '/x/own.test.ts',
      assertionResults: [
        test(['F1 kill -9 of a: same bits, told so'], 'at sum-made', 'passed'),
        test(['F5 a full disk: read on (skipped: needs root)'], 'once', 'skipped'),
      ],
    },
    { name: '/x/other.test.ts', assertionResults: [test(['strangers'], 'disturb nobody', 'failed')] },
  ],
};
const faultOf = (file: string): string => (file.includes('other') ? 'F6' : '');

it('reads what was done and what held from titles', () => {
  expect(trialsOf(report, faultOf, [])).toEqual([
    {
      fault: 'F1',
      done: 'kill -9 of a, at sum-made',
      held: 'same bits, told so',
      result: 'held',
      seconds: 1.5,
    },
    {
      fault: 'F5',
      done: 'a full disk, once',
      held: 'read on (skipped: needs root)',
      result: 'skipped',
      seconds: 1.5,
    },
    { fault: 'F6', done: 'strangers', held: 'disturb nobody', result: 'FAILED', seconds: 1.5 },
  ]);
});

it('leaves out what no word chooses', () => {
  expect(trialsOf(report, faultOf, ['sum-made']).map(({ fault }) => fault)).toEqual(['F1']);
});
