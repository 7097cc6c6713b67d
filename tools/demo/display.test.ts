import { expect, it } from 'vitest';
import { statusLine } from './display.ts';

it('a line of progress names as many sites as fit, each whole', () => {
  const sites = ['amsterdam train 40%', 'bergen done', 'coimbra load 0%'];
  const whole = '  round 1  amsterdam train 40%, bergen done, coimbra load 0%';
  expect(statusLine('round 1', sites, Number.POSITIVE_INFINITY)).toBe(whole);
  expect(statusLine('round 1', sites, whole.length)).toBe(whole);
  expect(statusLine('round 1', sites, whole.length - 1)).toBe(
    '  round 1  amsterdam train 40%, bergen done, and 1 more',
  );
  expect(statusLine('round 1', sites, 50)).toBe('  round 1  amsterdam train 40%, and 2 more');
  expect(statusLine('round 1', sites, 20)).toBe('  round 1');
  expect(statusLine('round 1', sites, 5)).toBe('  rou');
});
