import { expect, it } from 'vitest';
import { secureSchedule } from './secure-terms.ts';

const of = (offerS: number, deadlineS: number) => secureSchedule({ body: { rounds: { offerS, deadlineS } } });

it('waits for keys and shares for a part of the round, however short, and no longer than sites wait for a roster', () => {
  expect(of(2, 18)).toMatchObject({ keysMs: 6_000, sharesMs: 4_000, maskedMs: 18_000 });
  expect(of(20, 600)).toMatchObject({ keysMs: 50_000, sharesMs: 30_000 });
  expect(of(120, 3600)).toMatchObject({ keysMs: 60_000, sharesMs: 30_000 });
  expect(of(10, 10)).toMatchObject({ keysMs: 10_000, sharesMs: 0 });
});
