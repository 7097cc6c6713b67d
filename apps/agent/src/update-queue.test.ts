import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MusterError } from '@muster/errors';
import { makeKeyPair, systemRandom } from '@muster/identity';
import { policySchema } from '@muster/policy';
import { openSiteStore, type SiteStore } from '@muster/store/site';
import { type Clock, systemClock } from '@muster/transport';
import { openBench } from '@muster/transport/testing';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
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

const policy = policySchema.parse({
  version: 1,
  purposes: { unspecified: ['not-personal'] },
  datasets: { d: {} },
  tasks: ['*'],
  architectures: ['mlp'],
  minCohort: 1,
  maxRounds: 3,
  maxEpochs: 1,
  metrics: ['loss', 'accuracy', 'examples'],
});
const approvals = { denial: () => undefined };
const party = {
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
} as const;

/** In a federation that keeps no log. */
const trail = { released: () => {}, deliver: async () => {} };
const audit = { assertOpen: async () => {} };

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
  const queue = new UpdateQueue({
    store: { work, blobs: store.blobs, atomically: store.atomically },
    trail,
    audit,
    gate: new EgressGate({ policy, journal: store.journal, clock, approvals }),
    ...party,
    keepUpdates: 0,
    settled: () => {},
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

it('goes on bringing an update for as long as the connection holds, however often it is put off', async () => {
  const TRIES = 30;
  let tries = 0;
  await using bench = await openBench({
    handlers: {
      onRequest: async (body) => {
        tries += 1;
        if (body.kind !== 'report' || tries < TRIES) throw new MusterError('OVERLOADED', 'not now');
        return { kind: 'received', value: { ref: body.value.ref, updateHash: body.value.updateHash } };
      },
    },
  });
  const clock: Clock = { ...systemClock, after: (_ms, act) => systemClock.after(0, act) };
  const gate = new EgressGate({ policy, journal: store.journal, clock, approvals });
  gate.connect(await bench.connect());
  const stopping = new AbortController();
  const log = makeLogger('silent', 'site');
  const queue = new UpdateQueue({
    ...{ store, gate, trail, audit, ...party, keepUpdates: 0, settled: () => {}, clock },
    ...{ uniform: () => 0, log, stopping: stopping.signal },
  });
  const ref = { run: 'run-1', round: 1, attempt: 1 };
  const hash = '1'.repeat(64);
  store.work.accept({ ...ref, planHash: hash, modelHash: hash }, 0);
  const file = join(folder, 'update');
  writeFileSync(file, new Uint8Array(8));
  await queue.keep(file, {
    ref,
    planHash: hash,
    modelHash: hash,
    layoutHash: hash,
    updateHash: createHash('sha256').update(new Uint8Array(8)).digest('hex'),
    size: 8,
    weight: 1,
    codec: 'sealed-f32',
    clipNorm: null,
    sealKey: 'ab',
    masked: null,
    figures: { examples: 60, steps: 4, lossFirst: 1, lossLast: Number.NaN, trainMs: 5, updateNorm: Infinity },
    request: {
      task: 't',
      purpose: 'unspecified',
      architecture: 'mlp',
      dataset: 'd',
      columns: [],
      rounds: 3,
      epochs: 1,
      quorum: 2,
      secureAggregation: 'off',
    },
    deadlineAtMs: 0,
  });
  await vi.waitFor(() => expect(tries).toBe(TRIES), { timeout: 20_000 });
  stopping.abort();
  await queue.stopped();
});
