import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { blobReferences, Sweeper } from './references.ts';
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
    expect(await sweeper.sweep(0)).toEqual({ removed: 0, bytes: 0 });
    expect(await sweeper.sweep(99)).toEqual({ removed: 0, bytes: 0 });
    const young = await put('young');
    expect(await sweeper.sweep(100)).toEqual({ removed: 1, bytes: 5 });
    expect(await kept()).toEqual([...named, young].sort());
    expect(await store.blobs.has(stray)).toBe(false);
  });

  it('stay when a row has named them meanwhile', async () => {
    const hash = await put('model 0 of r');
    const sweeper = new Sweeper(store.db, store.blobs, { graceMs: 0, modelsPerRun: 0 });
    await sweeper.sweep(0);
    const named = await train('r', [0.5]);
    expect(await sweeper.sweep(1)).toEqual({ removed: 0, bytes: 0 });
    expect(await kept()).toEqual([...named].sort());
    expect(named).toContain(hash);
  });

  it('are looked up one by one: the names of all are read once, however many go', async () => {
    await train('r', [0.5]);
    const sweeper = new Sweeper(store.db, store.blobs, { graceMs: 0, modelsPerRun: 1 });
    for (let count = 0; count < 20; count += 1) await put(`stray ${count}`);
    await sweeper.sweep(0);
    const read = vi.spyOn(store.db, 'all');
    expect((await sweeper.sweep(1)).removed).toBe(20);
    expect(read.mock.results.flatMap(({ value }) => value)).toHaveLength(2);
  });

  it('are the weights of older models, but for the best one, where only the newest are to be kept', async () => {
    const [plan = '', ...models] = await train('r', [0.1, 0.9, 0.5, 0.6, 0.7]);
    const sweeper = new Sweeper(store.db, store.blobs, { graceMs: 0, modelsPerRun: 2 });
    await sweeper.sweep(0);
    expect((await sweeper.sweep(1)).removed).toBe(2);
    expect(await kept()).toEqual([plan, models[1], models[3], models[4]].sort());
    expect(store.models.list('r', 10)).toHaveLength(5); // their rows stay
    expect(blobReferences(store.db, 2).map(({ kind }) => kind)).toEqual(['plan', 'model', 'model', 'model']);
  });
});
