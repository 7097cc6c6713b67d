import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MusterError } from '@muster/errors';
import { openSiteStore, type SiteStore } from '@muster/store/site';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InterruptedWork } from './interrupted-work.ts';
import { makeLogger } from './logger.ts';

const log = makeLogger('silent', 'site');
const ref = (round: number) => ({ run: 'r', round, attempt: 1 });
const none = () => false;

let folder: string;
let store: SiteStore;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'muster-interrupted-'));
  store = await openSiteStore(folder, 0);
  for (const round of [1, 2, 3]) store.work.accept({ ...ref(round), planHash: 'p', modelHash: 'm' }, round);
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('interrupted work', () => {
  it('is given up once, but for what is in work again or has ended', () => {
    const interrupted = new InterruptedWork(store, log);
    store.work.settle(ref(3), 'abandoned', 9);
    expect(interrupted.giveUp(({ round }) => round === 2, true)).toEqual([ref(1)]);
    expect([interrupted.isNone, interrupted.giveUp(none, true)]).toEqual([true, []]);
  });

  it('waits for a connection', () => {
    const interrupted = new InterruptedWork(store, log);
    expect(interrupted.giveUp(none, false)).toEqual([]);
    expect(interrupted.giveUp(none, true)).toEqual([ref(1), ref(2), ref(3)]);
  });

  it('is none where everything had ended', () => {
    for (const round of [1, 2, 3]) store.work.settle(ref(round), 'lost', 9);
    expect(new InterruptedWork(store, log).isNone).toBe(true);
  });

  it('is kept while the disk does not tell of it', () => {
    let fails = true;
    const find: typeof store.work.find = (of) => {
      if (fails && of.round === 2) throw new MusterError('STORAGE_FAILED', 'i/o error');
      return store.work.find(of);
    };
    const broken = new InterruptedWork({ work: { find, unsettled: () => store.work.unsettled() } }, log);
    expect(broken.giveUp(none, true)).toBeUndefined();
    fails = false;
    expect(broken.giveUp(none, true)).toEqual([ref(1), ref(2), ref(3)]);
  });
});
