import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MusterError } from '@muster/errors';
import { makeKeyPair, systemRandom } from '@muster/identity';
import { openSiteStore, type SiteStore } from '@muster/store/site';
import { type Clock, systemClock } from '@muster/transport';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { EgressGate } from './gate.ts';
import { makeLogger } from './logger.ts';
import { UpdateQueue } from './update-queue.ts';

let folder: string;
let store: SiteStore;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'muster-queue-'));
  store = await openSiteStore(folder, 0);
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

it('looks again for updates to bring when the disk could not be read as the connection came', () => {
  const later: (() => void)[] = [];
  const clock: Clock = {
    ...systemClock,
    after: (_ms, act) => {
      later.push(act);
      return () => {};
    },
  };
  let reads = 0;
  const work = new Proxy(store.work, {
    get(target, name) {
      if (name !== 'unsettled') return Reflect.get(target, name);
      return () => {
        reads += 1;
        if (reads === 1) throw new MusterError('STORAGE_FAILED', 'i/o error');
        return target.unsettled();
      };
    },
  });
  const policy = {
    version: 1,
    tasks: ['*'],
    architectures: [],
    minCohort: 1,
    maxRounds: 1,
    maxEpochs: 1,
    metrics: [],
  };
  const queue = new UpdateQueue({
    store: { work, blobs: store.blobs },
    gate: new EgressGate({ policy, journal: store.journal, clock }),
    identity: {
      signing: makeKeyPair('ed25519', systemRandom),
      sealing: makeKeyPair('x25519', systemRandom),
    },
    engine: {
      requested: 'cpu',
      selected: 'cpu',
      version: '1',
      selfCheckMaxRelErr: 0,
      selfCheckPassed: true,
      overrides: [],
      rejected: '',
    },
    keepUpdates: 0,
    clock,
    uniform: () => 0,
    log: makeLogger('silent', 'site'),
    stopping: new AbortController().signal,
  });
  queue.bringAll();
  expect([reads, later.length]).toEqual([1, 1]);
  later[0]?.();
  expect([reads, later.length]).toEqual([2, 1]);
});
