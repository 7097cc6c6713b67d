import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MusterError } from '@muster/errors';
import { type CoordinatorStore, openCoordinatorStore, Sweeper } from '@muster/store';
import type { Clock } from '@muster/transport';
import { FakeClock } from '@muster/transport/testing';
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
  const time = new FakeClock();
  const clock: Clock = {
    monotonicMs: () => time.monotonicMs(),
    wallMs: () => startMs + time.monotonicMs(), // files are dated by the real one
    after: (ms, act) => time.after(ms, act),
  };
  const log = { info: () => {}, error: (detail: unknown) => expect(detail).toBeUndefined() };
  const alarms = new Alarms(clock, { info: () => {}, error: () => {} });
  const runs = { readinessChanged: () => {}, isBehind: false, holds: (_hash: string) => false };
  const sweeper = new Sweeper(store.db, store.blobs, { graceMs: 600_000, modelsPerRun: 0 });
  const looks: number[] = [];
  const look = (): void => void looks.push(time.monotonicMs());
  const parts = { disk: { look: async () => {} }, endpoint: { look } };
  const upkeep = new Upkeep(
    { ...parts, runs, alarms, sweeper, clock, log },
    { lookMs: HOUR_MS / 4, sweepMs: 1_000 * HOUR_MS },
  );
  /** Sweeps as often, an hour apart. */
  const hours = async (count: number): Promise<void> => {
    for (let hour = 0; hour < count; hour += 1) {
      time.pass(HOUR_MS);
      await upkeep.sweep();
    }
  };
  return { upkeep, alarms, runs, hours, looks };
}

it('looks every so often, until it is closed', async () => {
  const { upkeep, hours, looks } = upkeepOf();
  await hours(2);
  expect(looks).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((quarter) => (quarter * HOUR_MS) / 4));
  upkeep[Symbol.dispose]();
  await hours(2);
  expect(looks.length).toBe(8);
});

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
