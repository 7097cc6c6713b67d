import { FakeClock } from '@muster/transport/testing';
import { describe, expect, it } from 'vitest';
import { type Place, Places } from './places.ts';

const attempt = { run: 'run-1', round: 1, attempt: 1 };
const PATIENCE_MS = 1_000;

function setUp(places: number) {
  const clock = new FakeClock();
  const all = new Places(clock, { places, patienceMs: PATIENCE_MS });
  const came: string[] = [];
  const enter = async (site: string): Promise<Place> => {
    const place = await all.take(attempt, site);
    came.push(site);
    place.onLost = ({ code }) => came.push(`${site} ${code}`);
    return place;
  };
  return { clock, all, came, enter };
}

describe('the places of updates', () => {
  it('are taken in order, never more than there are, one by each site', async () => {
    const { all, came, enter } = setUp(2);
    const first = await enter('a');
    const second = await enter('b');
    await expect(all.take(attempt, 'a')).rejects.toMatchObject({ code: 'OVERLOADED' });
    const third = enter('third');
    const fourth = enter('fourth');
    expect(all.stats).toEqual({ receiving: 2, waiting: 2 });
    first.leave();
    first.leave(); // it is given back once
    (await third).leave();
    await fourth;
    expect(came).toEqual(['a', 'b', 'third', 'fourth']);
    expect(all.stats).toEqual({ receiving: 2, waiting: 0 });
    second.leave();
    await expect(all.take(attempt, 'a')).resolves.toMatchObject({ site: 'a' });
  });

  it('are lost by who stands still while others wait, not by who moves, and not while nobody waits', async () => {
    const { clock, all, came, enter } = setUp(2);
    const stalls = await enter('stalls');
    const moves = await enter('moves');
    clock.pass(10 * PATIENCE_MS);
    expect([stalls.isHeld, came]).toEqual([true, ['stalls', 'moves']]);
    moves.movedAtMs = clock.monotonicMs();
    const waits = enter('waits');
    clock.pass(PATIENCE_MS / 2);
    expect(await waits).toMatchObject({ isHeld: true });
    expect(came).toEqual(['stalls', 'moves', 'stalls OVERLOADED', 'waits']);
    expect([stalls.isHeld, moves.isHeld]).toEqual([false, true]);
    stalls.leave();
    expect(all.stats).toEqual({ receiving: 2, waiting: 0 });
  });

  it('are for those who lost one only when nobody else waits, until they have brought an update', async () => {
    const { clock, all, came, enter } = setUp(1);
    await enter('stalls');
    const good = enter('good');
    clock.pass(2 * PATIENCE_MS);
    const held = await good;
    const again = enter('stalls');
    const late = enter('late');
    held.leave();
    (await late).leave();
    (await again).leave();
    expect(came).toEqual(['stalls', 'stalls OVERLOADED', 'good', 'late', 'stalls']);
    all.hasBrought('stalls');
    const last = await enter('last');
    const forgiven = enter('stalls');
    const behind = enter('behind');
    last.leave();
    (await forgiven).leave();
    await behind;
    expect(came.slice(-3)).toEqual(['last', 'stalls', 'behind']);
  });
});
