import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type CoordinatorStore, openCoordinatorStore } from '@muster/store';
import { systemClock } from '@muster/transport';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Trail } from './audit/trail.ts';
import { type Files, systemFiles } from './files.ts';
import { Fleet } from './fleet.ts';
import { IngestThread } from './ingest/thread.ts';
import { type Upload, Uploads } from './ingest/uploads.ts';
import { QuarantineKeeper, type QuarantineSettings } from './quarantine.ts';

const ref = { run: 'r', round: 1, attempt: 1 };
const SETTINGS = { bytesMax: 1_000_000, recordsMax: 1_000, strikes: 1_000, windowMs: 3_600_000 };

let folder: string;
let store: CoordinatorStore;
let thread: IngestThread;
let uploads: Uploads;
const nothingSealed = async () => expect.fail('nothing is sealed here');

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'muster-keeper-'));
  store = await openCoordinatorStore(join(folder, 'data'), 1);
  const identity = { certificate: Buffer.of(1), serial: 's', certificateHash: 'c', signingKey: 'k' };
  const life = { notBeforeMs: 1, notAfterMs: 2 };
  store.certificates.takeUp({ name: 'east', organisation: 'o', ...identity, ...life }, 1, 1);
  const run = { task: 'digits', taskText: '', planHash: 'p', state: {}, status: 'running', createdBy: 'o' };
  store.runs.create({ ...run, id: 'r', requestId: 'q', createdMs: 1 });
  thread = new IngestThread();
  uploads = new Uploads(
    thread,
    store.uploads,
    join(folder, 'spool'),
    { slots: 4, slotBytesMax: 1_000 },
    nothingSealed,
  );
});
afterEach(async () => {
  await thread[Symbol.asyncDispose]();
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A keeper, and what it has removed. */
function keeper(settings: Partial<QuarantineSettings> = {}) {
  const removed: string[] = [];
  const files: Files = {
    ...systemFiles,
    remove(path) {
      systemFiles.remove(path);
      removed.push(path);
    },
  };
  const parts = {
    store,
    uploads,
    fleet: new Fleet(),
    files,
    clock: systemClock,
    trail: new Trail({
      log: undefined,
      people: undefined,
      siteLogs: undefined,
      parties: store.parties,
      cohortOfAttempt: () => [],
      wallMs: () => 0,
    }),
    log: pino({ level: 'silent' }),
  };
  return { removed, quarantine: new QuarantineKeeper(parts, kept(), { ...SETTINGS, ...settings }) };
}

const kept = (): string => join(folder, 'quarantine');
const refusedOf = (updateHash: string, sizeBytes = 8) => ({
  ref,
  site: 'east',
  updateHash,
  sizeBytes,
  weight: 1,
  code: 'UPDATE_NOT_FINITE' as const,
  reason: 'NaN',
  figures: {},
});

/** A whole update that was received, and its hash. */
async function uploadOf(seed: number): Promise<Upload> {
  const bytes = Uint8Array.from({ length: 800 }, (_, at) => (at * seed) % 251);
  const updateHash = createHash('sha256').update(bytes).digest('hex');
  const upload = await uploads.begin({
    ref,
    site: 'east',
    updateHash,
    sizeBytes: 800,
    codec: 'masked-u32',
    weight: 1,
  });
  await upload.sink().write(0, bytes);
  return upload;
}

describe('the keeper of refused updates', () => {
  it('leaves no file behind where the record cannot be written', async () => {
    const { quarantine, removed } = keeper();
    store.db.script("CREATE TRIGGER full BEFORE INSERT ON quarantine BEGIN SELECT RAISE(ABORT, 'full'); END");
    const upload = await uploadOf(3);
    quarantine.hold(refusedOf(upload.updateHash, 800), upload);
    await expect.poll(() => removed.length).toBe(1);
    expect([readdirSync(kept()), readdirSync(join(folder, 'spool'))]).toEqual([[], []]);
    expect([store.quarantine.list(null, 9), uploads.stats.kept]).toEqual([[], 0]);
  });

  it('has one record of an update in an attempt, however often it is refused', async () => {
    const { quarantine } = keeper();
    for (let time = 0; time < 5; time += 1) quarantine.hold(refusedOf('h'), undefined);
    const upload = await uploadOf(3);
    for (let time = 0; time < 2; time += 1) quarantine.hold(refusedOf(upload.updateHash, 800), upload);
    await expect.poll(() => quarantine.totals).toEqual({ records: 2, bytes: 800 });
    expect([readdirSync(kept()).length, uploads.stats.kept]).toEqual([1, 0]);
  });

  it('lets the oldest records without bytes go for newer ones, then the oldest of all with their files', async () => {
    const { quarantine, removed } = keeper({ recordsMax: 3 });
    const hashes = () => store.quarantine.list(null, 9).map(({ updateHash }) => updateHash);
    const upload = await uploadOf(3);
    quarantine.hold(refusedOf(upload.updateHash, 800), upload);
    await expect.poll(hashes).toEqual([upload.updateHash]);
    for (const hash of ['a', 'b', 'c', 'd']) {
      quarantine.hold(refusedOf(hash), undefined);
      await wait(2); // rows of one millisecond have no order
    }
    expect(hashes()).toEqual(['d', 'c', upload.updateHash]);
    const kinds: string[] = [];
    for (const seed of [4, 5, 6]) {
      const next = await uploadOf(seed);
      kinds.unshift(next.updateHash);
      quarantine.hold(refusedOf(next.updateHash, 800), next);
      await expect.poll(() => hashes()[0]).toBe(next.updateHash);
    }
    expect(hashes()).toEqual(kinds);
    expect([removed.length, readdirSync(kept()).length, quarantine.totals.records]).toEqual([1, 3, 3]);
  });
});
