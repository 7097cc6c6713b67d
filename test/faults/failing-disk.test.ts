import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeIrisSlices } from '../../tools/datasets/iris.ts';
import { AgentHome, untilReady } from './agent-home.ts';
import { expectAlarm, expectCalm, expectSound } from './alarm.ts';
import { CoordinatorHome } from './coordinator-home.ts';
import { extent } from './extent.ts';
import { FailingDisk, type FailingFiles, noFailingDisk } from './failing-disk.ts';
import { taskOf } from './task.ts';
import { undisturbed } from './undisturbed.ts';

const NAMES = ['a', 'b'];
const skipped = noFailingDisk === '' ? '' : ` (skipped: ${noFailingDisk})`;
const rounds = { max: 1, cohort: 2, quorum: 2, deadlineS: 120, offerS: 60, retryS: 1 };
const task = taskOf({ rounds });
/** Its sums are sealed while another site is awaited: nothing is sealed below the quorum. */
const sealedTask = taskOf({ rounds: { ...rounds, quorum: 1 } });

let disk: FailingDisk;
let home: CoordinatorHome;
const agents: AgentHome[] = [];
let earlier = '';

type Files = Omit<FailingFiles, 'under'>;
const failsIn = (under: string, files: Files) => disk.environment({ under, ...files });

/** Coordinator and agents anew, each with its faults; an agent that was left alone for a while would let another pass before it comes back. */
async function startAll(faults: {
  readonly coordinator?: NodeJS.ProcessEnv;
  readonly a?: NodeJS.ProcessEnv;
  readonly b?: NodeJS.ProcessEnv;
}): Promise<void> {
  await Promise.all([home, ...agents].map((each) => each.stop()));
  await home.start(faults.coordinator);
  const [a, b] = agents;
  await Promise.all([a?.start(faults.a), b?.start(faults.b)]);
  await untilReady(home, agents);
}

const startTask = async (text = task): Promise<string> => (await home.api.startRun(text, 'task.yaml')).id;

beforeAll(async () => {
  if (noFailingDisk !== '') return;
  disk = new FailingDisk();
  home = await CoordinatorHome.make('seal: { afterS: 0.05 }\nheartbeatS: 1\n');
  await makeIrisSlices({ folder: home.root, sites: NAMES, seed: 1 });
  await home.start();
  for (const name of NAMES) agents.push(await AgentHome.make(home, name));
  await startAll({});
  earlier = (await home.ended(await startTask())).id;
});

afterEach(() => disk?.recover());

afterAll(async () => {
  if (noFailingDisk !== '') return;
  await Promise.all(agents.map((agent) => agent.stop()));
  await home[Symbol.asyncDispose]();
  disk[Symbol.dispose]();
});

/** A run in which nobody else than the disk disturbed anything: everybody counted, with the bits of an undisturbed run. */
async function expectSameBits(id: string, attempts: readonly number[]): Promise<void> {
  const run = await home.ended(id);
  expect([run.status, run.history.map(({ attempt }) => attempt)]).toEqual(['completed', attempts]);
  expect(run.history.at(-1)?.members.map(({ outcome }) => outcome)).toEqual(['counted', 'counted']);
  const expected = await undisturbed(home, agents, id);
  expect((await home.api.model(run.model ?? '')).hash).toBe(expected.model);
  for (const agent of agents) {
    expect(agent.brought(id)).toHaveLength(1);
    expect(agent.made(id)).toEqual([expected.updates[agent.name]]);
    await vi.waitFor(
      () => expect(agent.rounds(id).at(-1)).toMatchObject({ status: 'counted', receipt: 'signed' }),
      { timeout: 15_000, interval: 200 },
    );
  }
}

/** Writes get through, and fsync tells that they did not. */
const unsynced = (files: Files): Files => ({ ...files, calls: 'sync' });
const DATABASE: Files = { named: '/coordinator.db', calls: 'all' };
const BLOBS: Files = { named: '/blobs/', calls: 'all' };
const SPOOL: Files = { named: '/spool/', calls: 'all' };

describe(`F5 a disk of the coordinator answers EIO: nothing new is begun, all that is stored is read, the alarm is seen, nothing half-written is believed, and the round goes on by itself with the same bits${skipped}`, () => {
  it.skipIf(noFailingDisk !== '').each(
    extent(
      [
        ['its database, when an update is whole', 'upload-whole', DATABASE],
        ['fsync of its database, when an update is whole', 'upload-whole', unsynced(DATABASE)],
        ['its database, before the round is committed', 'model-stored', DATABASE],
        ['its blobs, before the model is written', 'sum-made', BLOBS],
        ['fsync of its blobs, before the model is written', 'sum-made', unsynced(BLOBS)],
        ['its spool, while an update comes in', 'upload-appended:2', SPOOL],
      ] as const,
      [['fsync of its database, when an update is whole', 'upload-whole', unsynced(DATABASE)]],
    ),
  )('%s (%s)', async (_what, point, files) => {
    const fault = point.includes(':') ? point : `${point}:1`;
    await startAll({ coordinator: { ...failsIn(home.folder, files), MUSTER_FAULT: `${fault}:SIGSTOP` } });
    const id = await startTask();
    await home.stopped();
    disk.fail();
    home.goOn();
    await expectAlarm(home, 'STORAGE_FAILED', { task, earlier });
    expect((await home.api.run(id)).status).toBe('running');
    disk.recover();
    await expectSameBits(id, [1]);
    await expectCalm(home);
    await expectSound(home);
  });

  it.skipIf(noFailingDisk !== '').each(extent(['its spool, when the sum of a seal is saved'], []))(
    '%s',
    async () => {
      const [first, held] = agents;
      await startAll({
        coordinator: { ...failsIn(home.folder, SPOOL), MUSTER_FAULT: 'received-committed:1:SIGSTOP' },
        b: { MUSTER_FAULT: 'update-made:1:SIGSTOP' },
      });
      const id = await startTask(sealedTask);
      await home.stopped();
      await held?.stopped();
      disk.fail();
      home.goOn();
      await expectAlarm(home, 'STORAGE_FAILED', { task, earlier });
      expect(first?.rounds(id)).toMatchObject([{ status: 'kept' }]);
      disk.recover();
      // Sealed, while the other one is still awaited.
      await vi.waitFor(() => expect(first?.rounds(id)).toMatchObject([{ status: 'counted' }]), {
        timeout: 20_000,
        interval: 100,
      });
      held?.goOn();
      await expectSameBits(id, [1]);
      await expectCalm(home);
      await expectSound(home);
    },
  );
});

const JOURNAL: Files = { named: '/journal.jsonl', calls: 'all' };
const SITE_DATABASE: Files = { named: '/site.db', calls: 'all' };

describe(`F5 a disk of a site answers EIO: its journal stays whole, nothing leaves unwritten, and the round goes on by itself with the same bits${skipped}`, () => {
  it.skipIf(noFailingDisk !== '').each(
    extent(
      [
        ['its journal, when an offer is accepted', 'offer-accepted', JOURNAL],
        ['its journal, before it trains', 'model-fetched', JOURNAL],
        ['its journal, when the update is on record', 'update-kept', JOURNAL],
        ['fsync of its journal, when the update is on record', 'update-kept', unsynced(JOURNAL)],
        ['its database, when the update is made', 'update-made', SITE_DATABASE],
        ['fsync of its database, when the outcome comes', 'outcome-heard', unsynced(SITE_DATABASE)],
        ['its queue of updates, when the update is made', 'update-made', BLOBS],
        ['fsync of its queue, when the update is made', 'update-made', unsynced(BLOBS)],
      ] as const,
      [['fsync of its journal, when the update is on record', 'update-kept', unsynced(JOURNAL)]],
    ),
  )('%s (%s)', async (_what, point, files) => {
    const [failing] = agents;
    await startAll({ a: { ...failsIn(failing?.folder ?? '', files), MUSTER_FAULT: `${point}:1:SIGSTOP` } });
    const id = await startTask();
    await failing?.stopped();
    disk.fail();
    failing?.goOn();
    await vi.waitFor(() => expect(failing?.log()).toMatch(/STORAGE_FAILED|journal cannot be written/), {
      timeout: 20_000,
    });
    await failing?.journal(); // is whole
    if (point !== 'outcome-heard') expect((await home.api.run(id)).status).toBe('running');
    disk.recover();
    await expectSameBits(id, [1]);
    await failing?.journal();
  });

  it.skipIf(noFailingDisk !== '').each(extent(['its database, before it is asked'], []))('%s', async () => {
    const [failing] = agents;
    await startAll({ a: failsIn(failing?.folder ?? '', SITE_DATABASE) });
    disk.fail();
    const id = await startTask();
    const refusal = { site: 'a', outcome: 'refused', code: 'STORAGE_FAILED' };
    await vi.waitFor(
      async () =>
        expect((await home.api.run(id)).history[0]?.members).toContainEqual(expect.objectContaining(refusal)),
      { timeout: 20_000, interval: 100 },
    );
    expect(failing?.brought(id)).toEqual([]);
    disk.recover();
    const { history } = await home.ended(id);
    await expectSameBits(
      id,
      history.map((_, at) => at + 1),
    );
  });
});
