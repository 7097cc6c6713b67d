import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Turn } from './turn.ts';

it('a turn is spent at 2 MiB, and begins anew before what waits for it', async () => {
  const turn = new Turn();
  turn.spend(2 * 1024 * 1024 - 1);
  expect(turn.isSpent).toBe(false);
  turn.spend(1);
  expect(turn.isSpent).toBe(true);
  const seen: boolean[] = [];
  turn.next(() => {
    seen.push(turn.isSpent);
    turn.spend(3 * 1024 * 1024);
    turn.next(() => seen.push(turn.isSpent));
  });
  turn.next(() => seen.push(turn.isSpent));
  expect(seen).toEqual([]);
  await setImmediate();
  expect(seen).toEqual([false, true]);
  await setImmediate();
  expect(seen).toEqual([false, true, false]);
});
