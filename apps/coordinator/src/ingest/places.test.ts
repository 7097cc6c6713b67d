import { FakeClock } from '@muster/transport/testing';
import { describe, expect, it } from 'vitest';
import { type Place, Places } from './places.ts';

const attempt = { run: 'run-1', round: 1, attempt: 1 };
const PATIENCE_MS = 1_000;
const SIZE = 1_000_000;

function setUp(places: number) {
  const clock = new FakeClock();
  const all = new Places(clock, { places, patienceMs: PATIENCE_MS });
  const came: string[] = [];
  const owner = {};
  const enter = async (site: string): Promise<Place> => {
    const place = await all.take(attempt, site, owner);
    came.push(site);
    place.begin(SIZE, ({ code }) => came.push(`${site} ${code}`));
    return place;
  };
  return { clock, all, came, owner, enter };
}

describe('the places of updates', () => {
  it('are taken in order, never more than there are, one by each site until it is given up', async () => {
    const { all, came, owner, enter } = setUp(2);
    const first = await enter('a');
    const second = await enter('b');
    await expect(all.take(attempt, 'a', owner)).rejects.toMatchObject({ code: 'OVERLOADED' });
    const third = enter('third');
    const fourth = enter('fourth');
    expect(all.stats).toEqual({ receiving: 2, waiting: 2 });
    first.leave();
    first.leave(); // it is given back once
    (await third).leave();
    await fourth;
    expect(came).toEqual(['a', 'b', 'third', 'fourth']);
    second.leave();
    expect(all.stats).toEqual({ receiving: 1, waiting: 0 });
    // What it brought is looked at still: the same bytes do not come a second time meanwhile.
    await expect(all.take(attempt, 'a', owner)).rejects.toMatchObject({ code: 'OVERLOADED' });
    first.giveUp();
    await expect(all.take(attempt, 'a', owner)).resolves.toMatchObject({ site: 'a' });
  });

  it('are lost by who stands still while others wait, not by who moves, and not while nobody waits', async () => {
    const { clock, all, came, enter } = setUp(2);
    const stalls = await enter('stalls');
    const moves = await enter('moves');
    clock.pass(10 * PATIENCE_MS);
    expect([stalls.isHeld, came]).toEqual([true, ['stalls', 'moves']]);
    await moves.take(SIZE / 10, () => {});
    const waits = enter('waits');
    clock.pass(PATIENCE_MS / 2);
    expect(await waits).toMatchObject({ isHeld: true });
    expect(came).toEqual(['stalls', 'moves', 'stalls OVERLOADED', 'waits']);
    expect([stalls.isHeld, moves.isHeld]).toEqual([false, true]);
    stalls.leave();
    expect(all.stats).toEqual({ receiving: 2, waiting: 0 });
  });

  it('are lost by who brings a byte now and then, and kept by whose bytes we are slow to write', async () => {
    const { clock, came, enter } = setUp(2);
    const drips = await enter('drips');
    const writes = await enter('writes');
    const written = Promise.withResolvers<void>();
    const taken = writes.take(1, () => written.promise);
    const waits = enter('waits');
    for (let step = 0; step < 4; step += 1) {
      await drips.take(1, () => {});
      clock.pass(PATIENCE_MS / 2);
    }
    await waits;
    expect(came).toEqual(['drips', 'writes', 'drips OVERLOADED', 'waits']);
    written.resolve();
    await taken;
    expect(writes.isHeld).toBe(true);
  });

  it('tell who lost one before its bytes began, as soon as they do', async () => {
    const { clock, all, enter } = setUp(1);
    const place = await all.take(attempt, 'slow to open', {});
    const waits = enter('waits');
    clock.pass(2 * PATIENCE_MS);
    await waits;
    const lost: string[] = [];
    place.begin(SIZE, ({ code }) => lost.push(code));
    expect([place.isHeld, lost]).toEqual([false, ['OVERLOADED']]);
  });

  it('are waited for no longer when the session is gone', async () => {
    const { all, enter } = setUp(1);
    const held = await enter('held');
    const gone = {};
    const wait = all.take(attempt, 'back soon', gone).catch(({ code }) => code);
    all.cancel(gone);
    expect(await wait).toBe('UNAVAILABLE');
    const again = enter('back soon');
    held.giveUp();
    expect(await again).toMatchObject({ site: 'back soon', isHeld: true });
    expect(all.stats).toEqual({ receiving: 1, waiting: 0 });
  });

  it('are for those who lost one only when nobody else waits, until they have brought an update', async () => {
    const { clock, all, came, enter } = setUp(1);
    const stalls = await enter('stalls');
    const good = enter('good');
    clock.pass(2 * PATIENCE_MS);
    const held = await good;
    stalls.giveUp();
    const again = enter('stalls');
    const late = enter('late');
    held.giveUp();
    (await late).giveUp();
    (await again).giveUp();
    expect(came).toEqual(['stalls', 'stalls OVERLOADED', 'good', 'late', 'stalls']);
    all.hasBrought('stalls');
    const last = await enter('last');
    const forgiven = enter('stalls');
    const behind = enter('behind');
    last.giveUp();
    (await forgiven).giveUp();
    await behind;
    expect(came.slice(-3)).toEqual(['last', 'stalls', 'behind']);
  });
});
