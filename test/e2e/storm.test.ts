import { expect, it } from 'vitest';
import { stormOf } from '../../tools/bench/storm.ts';

it('a hundred agents whose coordinator is killed in their round are back without a failed handshake, and the round ends under its first attempt', async () => {
  const figures = await stormOf(100, () => {});
  expect(figures).toMatchObject({
    handshakesFailed: 0,
    status: 'completed',
    attempts: 1,
    counted: 100,
  });
});
