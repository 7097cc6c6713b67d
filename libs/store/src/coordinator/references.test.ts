import { mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BlobEntry } from '../blobs.ts';
import { blobReferences, Sweeper, type SweepTime } from './references.ts';
import { type CoordinatorStore, openCoordinatorStore } from './store.ts';

let directory: string;
let store: CoordinatorStore;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'muster-sweep-'));
  store = await openCoordinatorStore(directory, 1);
});
afterEach(() => {
  store.close();
  rmSync(directory, { recursive: true, force: true });
});

/** As long after the start of the test on both clocks, and after every file of it on the wall's. */
const at = (ms: number): SweepTime => ({ monotonicMs: ms, wallMs: Date.now() + 60_000 + ms });
/** Gives the file of a blob another age. */
const touch = (hash: string, wallMs: number): void =>
  utimesSync(
    join(directory, 'blobs', 'sha256', hash.slice(0, 2), hash.slice(2)),
    wallMs / 1000,
    wallMs / 1000,
  );
const put = async (text: string): Promise<string> => (await store.blobs.put(Buffer.from(text))).hash;
const kept = async (): Promise<readonly string[]> => {
  const hashes: string[] = [];
  for await (const { hash } of store.blobs.list()) hashes.push(hash);
  return hashes.sort();
};

/** A run with a model for each accuracy, by round. */
async function train(id: string, accuracies: readonly number[]): Promise<string[]> {
  const planHash = await put(`plan of ${id}`);
  const run = { id, requestId: id, task: 't', taskText: '', planHash, state: {}, status: 'running' };
  store.runs.create({ ...run, createdMs: 1, createdBy: 'o' });
  const hashes = [planHash];
  for (const [round, accuracy] of accuracies.entries()) {
    const hash = await put(`model ${round} of ${id}`);
    const version = { id: `${id}:${round}`, run: id, round, hash, parentHash: null, planHash, layout: {} };
    store.models.add({ ...version, sizeBytes: 4, createdMs: round, metrics: { accuracy } });
    hashes.push(hash);
  }
  return hashes;
}

describe('blobs that nothing names', () => {
  it('go at the second sweep that finds them, once the grace is over, and nothing else does', async () => {
    const named = await train('r', [0.1, 0.9]);
    const stray = await put('stray');
    const sweeper = new Sweeper(store.db, store.blobs, { graceMs: 100, modelsPerRun: 0 });
    expect(await sweeper.sweep(at(0))).toEqual({ removed: 0, bytes: 0 });
    expect(await sweeper.sweep(at(99))).toEqual({ removed: 0, bytes: 0 });
    const young = await put('young');
    expect(await sweeper.sweep(at(100))).toEqual({ removed: 1, bytes: 5 });
    expect(await kept()).toEqual([...named, young].sort());
    expect(await store.blobs.has(stray)).toBe(false);
  });

  it('stay when a row has named them meanwhile', async () => {
    const hash = await put('model 0 of r');
    const sweeper = new Sweeper(store.db, store.blobs, { graceMs: 0, modelsPerRun: 0 });
    await sweeper.sweep(at(0));
    const named = await train('r', [0.5]);
    expect(await sweeper.sweep(at(1))).toEqual({ removed: 0, bytes: 0 });
    expect(await kept()).toEqual([...named].sort());
    expect(named).toContain(hash);
  });

  it('are as young as their files, whenever their hashes were first seen', async () => {
    const hash = await put('made again and again');
    const sweeper = new Sweeper(store.db, store.blobs, { graceMs: 1_000, modelsPerRun: 0 });
    const nowMs = 1_800_000_000_000;
    const sweep = (afterMs: number) =>
      sweeper.sweep({ monotonicMs: afterMs, wallMs: nowMs + afterMs }).then(({ removed }) => removed);
    touch(hash, nowMs - 3_600_000);
    expect(await sweep(0)).toBe(0);
    await put('made again and again'); // an hour later, before its row comes
    touch(hash, nowMs + 3_599_500);
    expect(await sweep(3_600_000)).toBe(0);
    expect(await sweep(3_600_900)).toBe(0); // another file than the first sweep saw, and that for 900 ms
    expect(await sweep(3_601_000)).toBe(1);
  });

  it('stay while their file is young, though both sweeps saw it: sweeps may be far apart on one clock only', async () => {
    const hash = await put('young');
    const sweeper = new Sweeper(store.db, store.blobs, { graceMs: 1_000, modelsPerRun: 0 });
    touch(hash, 5_000_000);
    await sweeper.sweep({ monotonicMs: 0, wallMs: 5_000_010 });
    expect((await sweeper.sweep({ monotonicMs: 9_000, wallMs: 5_000_999 })).removed).toBe(0);
    expect((await sweeper.sweep({ monotonicMs: 9_001, wallMs: 5_001_000 })).removed).toBe(1);
  });

  it('stay when they are in use without a name, or stored again or named at the last moment', async () => {
    const [held, again, named] = [await put('held'), await put('again'), await put('plan of late')];
    const sweeper = new Sweeper(store.db, store.blobs, { graceMs: 0, modelsPerRun: 0 });
    await sweeper.sweep(at(0));
    const { list } = store.blobs;
    vi.spyOn(store.blobs, 'list').mockImplementation(async function* () {
      const entries: BlobEntry[] = [];
      for await (const entry of list.call(store.blobs)) entries.push(entry);
      await train('late', []);
      await put('again');
      touch(again, 1_000);
      yield* entries;
    });
    expect((await sweeper.sweep(at(1), (hash) => hash === held)).removed).toBe(0);
    expect(await kept()).toEqual([held, again, named].sort());
  });

  it('are looked up one by one: the names of all are read once, however many go', async () => {
    await train('r', [0.5]);
    const sweeper = new Sweeper(store.db, store.blobs, { graceMs: 0, modelsPerRun: 1 });
    for (let count = 0; count < 20; count += 1) await put(`stray ${count}`);
    await sweeper.sweep(at(0));
    const read = vi.spyOn(store.db, 'all');
    expect((await sweeper.sweep(at(1))).removed).toBe(20);
    expect(read.mock.results.flatMap(({ value }) => value)).toHaveLength(2);
  });

  it('are the weights of older models, but for the best one, where only the newest are to be kept', async () => {
    const [plan = '', ...models] = await train('r', [0.1, 0.9, 0.5, 0.6, 0.7]);
    const sweeper = new Sweeper(store.db, store.blobs, { graceMs: 0, modelsPerRun: 2 });
    await sweeper.sweep(at(0));
    expect((await sweeper.sweep(at(1))).removed).toBe(2);
    expect(await kept()).toEqual([plan, models[1], models[3], models[4]].sort());
    expect(store.models.list('r', 10)).toHaveLength(5); // their rows stay
    expect(blobReferences(store.db, 2).map(({ kind }) => kind)).toEqual(['plan', 'model', 'model', 'model']);
  });
});
