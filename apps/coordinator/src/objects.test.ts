import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CoordinatorStore, openCoordinatorStore } from '@muster/store';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Objects } from './objects.ts';

let folder: string;
let store: CoordinatorStore;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'muster-objects-'));
  store = await openCoordinatorStore(folder, 1);
});
afterAll(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

const put = async (fill: number): Promise<string> =>
  (await store.blobs.put(new Uint8Array(1_000).fill(fill))).hash;

describe('objects that sites pull', () => {
  it('are read once for all who ask, and unknown ones are not there', async () => {
    const objects = new Objects(store.blobs, 16);
    const hash = await put(1);
    const [first, second] = await Promise.all([objects.open(hash), objects.open(hash)]);
    const [ours, theirs] = [await first?.read(0, 10), await second?.read(0, 10)];
    expect(ours).toEqual(new Uint8Array(10).fill(1));
    expect(ours?.buffer).toBe(theirs?.buffer);
    expect(await objects.open('0'.repeat(64))).toBeUndefined();
  });

  it('give their memory back when newer ones have taken their place and nobody sends them any more', async () => {
    const objects = new Objects(store.blobs, 16);
    const [old, newer, newest] = [await put(2), await put(3), await put(4)];
    const senders = [await objects.open(old), await objects.open(old)];
    const [bytes] = await Promise.all(senders.map((each) => each?.read(0, 1_000)));
    await objects.open(newer);
    senders[0]?.close();
    await objects.open(newest);
    expect(bytes).toHaveLength(1_000); // one sends it still
    senders[1]?.close();
    await vi.waitFor(() => expect(bytes).toHaveLength(0));
    expect(await (await objects.open(old))?.read(0, 3)).toEqual(new Uint8Array([2, 2, 2]));
  });

  it('are read in chunks where they are large, in memory that is shared by all who pull', async () => {
    const objects = new Objects(store.blobs, 16);
    const { hash } = await store.blobs.put(new Uint8Array(17 * 1024 * 1024).fill(5));
    const sources = await Promise.all(Array.from({ length: 20 }, () => objects.open(hash)));
    const reads = sources.map((source) => source?.read(1_000, 10));
    const first = await Promise.all(reads.slice(0, 16));
    expect(objects.stats).toEqual({ buffers: 16, waiting: 4 });
    expect(first).toEqual(Array.from({ length: 16 }, () => new Uint8Array(10).fill(5)));
    for (const [index, bytes] of first.entries())
      if (bytes) sources[index]?.[index % 2 ? 'sealed' : 'dropped']?.(bytes);
    const rest = await Promise.all(reads.slice(16));
    expect(objects.stats).toEqual({ buffers: 4, waiting: 0 });
    for (const bytes of rest) if (bytes) sources[0]?.sealed?.(bytes);
    for (const source of sources) source?.close();
    await expect(Promise.resolve(sources[0]?.read(17 * 1024 * 1024 - 5, 10))).rejects.toThrow(/ended|closed/);
    expect(objects.stats).toEqual({ buffers: 0, waiting: 0 });
  });
});
