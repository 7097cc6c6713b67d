import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MusterError } from '@muster/errors';
import { type CoordinatorStore, openCoordinatorStore, Sweeper } from '@muster/store';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Alarms } from './alarms.ts';
import { Upkeep } from './upkeep.ts';

const HOUR_MS = 3_600_000;
let folder: string;
let store: CoordinatorStore;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'muster-upkeep-'));
  store = await openCoordinatorStore(folder, 1);
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** An upkeep over a real store and a clock that is put forward by hand. */
function upkeepOf() {
  const startMs = Date.now();
  const clock = { nowMs: 0, monotonicMs: () => clock.nowMs, wallMs: () => startMs + clock.nowMs };
  const log = { info: () => {}, error: (detail: unknown) => expect(detail).toBeUndefined() };
  const alarms = new Alarms(clock, { info: () => {}, error: () => {} });
  const runs = { readinessChanged: () => {}, isBehind: false, holds: (_hash: string) => false };
  const sweeper = new Sweeper(store.db, store.blobs, { graceMs: 600_000, modelsPerRun: 0 });
  const parts = { disk: { look: async () => {} }, endpoint: { look: () => {} } };
  const upkeep = new Upkeep(
    { ...parts, runs, alarms, sweeper, clock, log },
    { lookMs: HOUR_MS, sweepMs: HOUR_MS },
  );
  /** Sweeps as often, an hour apart. */
  const hours = async (count: number): Promise<void> => {
    for (let hour = 0; hour < count; hour += 1) {
      clock.nowMs += HOUR_MS;
      await upkeep.sweep();
    }
  };
  return { upkeep, alarms, runs, hours };
}

describe('a blob that waits for its row', () => {
  it('is not swept while an alarm is raised, however long that lasts', async () => {
    const { upkeep, alarms, hours } = upkeepOf();
    using _ends = upkeep;
    const { hash } = await store.blobs.put(Buffer.from('a model'));
    alarms.raise('database', new MusterError('STORAGE_FULL', 'full'));
    await hours(5);
    expect(await store.blobs.has(hash)).toBe(true);
    alarms.clear('database');
    await hours(2);
    expect(await store.blobs.has(hash)).toBe(false);
  });

  it('is not swept while steps wait to be recorded', async () => {
    const { upkeep, runs, hours } = upkeepOf();
    using _ends = upkeep;
    const { hash } = await store.blobs.put(Buffer.from('a sum'));
    runs.isBehind = true;
    await hours(5);
    expect(await store.blobs.has(hash)).toBe(true);
    runs.isBehind = false;
    await hours(2);
    expect(await store.blobs.has(hash)).toBe(false);
  });

  it('is not swept while the run under way has it in hand, as through a long evaluation', async () => {
    const { upkeep, runs, hours } = upkeepOf();
    using _ends = upkeep;
    const { hash } = await store.blobs.put(Buffer.from('a model'));
    runs.holds = (each) => each === hash;
    await hours(5);
    expect(await store.blobs.has(hash)).toBe(true);
    runs.holds = () => false;
    await hours(2);
    expect(await store.blobs.has(hash)).toBe(false);
  });
});
