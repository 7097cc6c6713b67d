import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CoordinatorStore, type NewEvent, openCoordinatorStore } from '@muster/store';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Watchers } from './watchers.ts';

let folder: string;
let store: CoordinatorStore;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'muster-watchers-'));
  store = await openCoordinatorStore(folder, 0);
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const event = (kind: string, run: string | null = null): NewEvent => ({ atMs: 1, run, kind, body: {} });

/** Reads until the generator ends; `act` runs after each event. */
async function read(
  watchers: Watchers,
  options: { after?: number; goOn?: () => boolean; signal?: AbortSignal; act?: (kind: string) => void },
): Promise<string[]> {
  const { after = 0, goOn = () => false, signal = new AbortController().signal, act = () => {} } = options;
  const seen: string[] = [];
  for await (const { kind, seq } of watchers.watch('r', after, goOn, signal)) {
    seen.push(seq === 0 ? `(${kind})` : kind);
    act(kind);
  }
  return seen;
}

describe('watchers', () => {
  it('give what is stored from where the reader was, of its run only, over more than a page', async () => {
    const watchers = new Watchers(store, 10);
    store.events.append([event('old', 'r')]);
    const from = store.events.lastSeq();
    store.events.append([
      event('other', 'q'),
      ...Array.from({ length: 600 }, (_, index) => event(`${index}`, 'r')),
    ]);
    expect(await read(watchers, { after: from })).toEqual(
      Array.from({ length: 600 }, (_, index) => `${index}`),
    );
  });

  it('give the notices of the opening after what is stored, once', async () => {
    const watchers = new Watchers(store, 10);
    store.events.append([event('stored', 'r')]);
    const seen: string[] = [];
    const opening = [event('now', 'r')];
    for await (const { kind } of watchers.watch('r', 0, () => false, new AbortController().signal, opening))
      seen.push(kind);
    expect(seen).toEqual(['stored', 'now']);
  });

  it('go on with what happens, until the run has ended and all of it was told', async () => {
    const watchers = new Watchers(store, 10);
    store.events.append([event('first', 'r')]);
    let ended = false;
    const seen = await read(watchers, {
      goOn: () => !ended,
      act: (kind) => {
        if (kind === 'first')
          setTimeout(() => {
            watchers.passing(event('notice', 'r'));
            watchers.passing(event('notice of another', 'q'));
            store.events.append([event('second', 'r')]);
          }, 5);
        if (kind === 'second')
          setTimeout(() => {
            store.events.append([event('last', 'r')]);
            ended = true;
            store.events.append([event('after the end', 'r')]);
          }, 5);
      },
    });
    expect(seen).toEqual(['first', 'second', '(notice)', 'last', 'after the end']);
  });

  it('ask the database only when something of their run was stored', async () => {
    const watchers = new Watchers(store, 10);
    const asked = vi.spyOn(store.events, 'after');
    const stop = new AbortController();
    const goOn = vi.fn(() => true);
    const watching = watchers.watch('r', 0, goOn, stop.signal);
    const first = watching.next();
    const look = () => [asked.mock.calls.length, goOn.mock.calls.length];
    expect(look()).toEqual([1, 1]);
    for (let count = 0; count < 100; count += 1) {
      watchers.passing(event('notice of another', 'q'));
      store.events.append([event('stored of another', 'q'), event('of nobody')]);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(look()).toEqual([1, 1]);
    watchers.passing(event('notice', 'r'));
    expect((await first).value).toMatchObject({ seq: 0, kind: 'notice' });
    expect(look()).toEqual([1, 1]);
    const second = watching.next();
    store.events.append([event('stored', 'r')]);
    expect((await second).value).toMatchObject({ kind: 'stored' });
    expect(look()).toEqual([2, 2]);
    stop.abort();
    await watching.return(undefined);
  });

  it('have so many places, and one is free again when who had it has left', () => {
    const watchers = new Watchers(store, 2);
    const first = watchers.enter();
    using _second = watchers.enter();
    expect(() => watchers.enter()).toThrow(expect.objectContaining({ code: 'OVERLOADED' }));
    first[Symbol.dispose]();
    first[Symbol.dispose]();
    expect(watchers.count).toBe(1);
    using _third = watchers.enter();
    expect(() => watchers.enter()).toThrow(expect.objectContaining({ code: 'OVERLOADED' }));
  });

  it('let a reader go that has left, and hold no more notices for a slow one than a page', async () => {
    const watchers = new Watchers(store, 10);
    const stop = new AbortController();
    const watching = watchers.watch('r', 0, () => true, stop.signal);
    const first = watching.next();
    for (let count = 0; count < 1_000; count += 1) watchers.passing(event(`${count}`, 'r'));
    expect((await first).value).toMatchObject({ seq: 0, kind: '0' });
    let told = 1;
    stop.abort();
    for await (const each of watching) if (each.seq === 0) told += 1;
    expect(told).toBe(256);
  });
});
