import { appendFileSync, cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { muster } from '../../tools/processes/processes.ts';
import { CoordinatorHome } from './coordinator-home.ts';
import { extent } from './extent.ts';
import { noSmallDisk, readOnly, SmallDisk } from './small-disk.ts';
import { taskOf } from './task.ts';
import { Trio } from './trio.ts';

const task = taskOf({ rounds: { max: 1, cohort: 3, quorum: 1, deadlineS: 120, offerS: 30 } });
const skipped = noSmallDisk === '' ? '' : ` (skipped: ${noSmallDisk})`;

let home: CoordinatorHome;
let disk: SmallDisk | undefined;
let data = '';
let trio: Trio;
let undisturbed = '';
let earlier = '';

/** A coordinator whose data is on a disk of its own; one run has gone through. */
beforeAll(async () => {
  if (noSmallDisk !== '') return;
  home = await CoordinatorHome.make('seal: { afterS: 0.05 }\nheartbeatS: 0.3\nlimits: { diskFreeMb: 0.5 }\n');
  disk = SmallDisk.mount(join(home.root, 'disk'), 32);
  data = join(disk.path, 'data');
  cpSync(join(home.folder, 'data'), data, { recursive: true });
  appendFileSync(join(home.folder, 'coordinator.yaml'), `data: ${data}\n`);
  await home.start();
  trio = await Trio.join(home, { sealed: true });
  const run = await home.api.startRun(task, 'task.yaml');
  undisturbed = await trio.modelOf(home, run.id, 1);
  earlier = run.id;
});

afterAll(async () => {
  if (noSmallDisk !== '') return;
  trio[Symbol.dispose]();
  await home.stop();
  disk?.[Symbol.dispose]();
  await home[Symbol.asyncDispose]();
});

const metric = async (name: string): Promise<number> => {
  const text = await (await fetch(`${home.url}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
};

/** It says what is wrong wherever one looks, begins nothing, and shows what it has. */
async function expectAlarm(code: string): Promise<void> {
  await vi.waitFor(
    async () => {
      const { alarms, ready } = await home.api.status();
      expect([alarms.map((alarm) => alarm.code), ready]).toEqual([expect.arrayContaining([code]), false]);
    },
    { timeout: 10_000, interval: 100 },
  );
  const answer = await fetch(`${home.url}/readyz`);
  expect([answer.status, await answer.text()]).toEqual([503, expect.stringContaining(code)]);
  expect(await metric('muster_alarms')).toBeGreaterThan(0);
  const credential = join(home.folder, 'operator.json');
  const shown = await muster(['coordinator', 'status', '--credential', credential]);
  expect(shown.code).not.toBe(0);
  expect(shown.stdout).toMatch(new RegExp(`ALARM +\\w+: ${code}`));
  await expect(home.api.startRun(task, 'task.yaml')).rejects.toMatchObject({ code });
  expect((await home.api.run(earlier)).status).toBe('completed');
  const weights = await new Response(await home.api.weights(`${earlier}:1`)).arrayBuffer();
  expect(weights.byteLength).toBe((await home.api.model(`${earlier}:1`)).bytes);
}

async function expectCalm(): Promise<void> {
  await vi.waitFor(async () => expect((await fetch(`${home.url}/readyz`)).status).toBe(200), {
    timeout: 10_000,
    interval: 100,
  });
  expect((await home.api.status()).alarms).toEqual([]);
  expect(await metric('muster_alarms')).toBe(0);
}

/** Every row and every blob is what it should be. */
async function expectSound(): Promise<void> {
  await home.stop();
  const check = await muster(['coordinator', 'check', '--dir', home.folder]);
  expect(check.code, check.stdout + check.stderr).toBe(0);
}

describe.skipIf(noSmallDisk !== '')(
  `F5 the coordinator’s disk is full: nothing new is begun, all that is stored is read, the alarm is seen, and the round goes on by itself with the same bits${skipped}`,
  () => {
    afterEach(() => disk?.makeRoom());

    it.each(
      extent(
        [
          ['while an update comes in', 'upload-appended:2'],
          ['when an update is whole', 'upload-whole'],
          ['before a seal is written', 'received-committed'],
          ['when a seal is written', 'seal-adopted'],
          ['before the model is written', 'sum-made'],
          ['when the model is written', 'model-stored'],
        ] as const,
        [['before the model is written', 'sum-made']],
      ),
    )('%s (%s)', async (_when, point) => {
      await home.stop();
      await home.start({ MUSTER_FAULT: point.includes(':') ? `${point}:SIGSTOP` : `${point}:1:SIGSTOP` });
      await trio.untilConnected();
      const { id } = await home.api.startRun(task, 'task.yaml');
      await home.stopped();
      disk?.fill();
      home.goOn();
      await expectAlarm('STORAGE_FULL');
      expect((await home.api.run(id)).status).toBe('running');
      disk?.makeRoom();
      expect(await trio.modelOf(home, id, 1)).toBe(undisturbed);
      await expectCalm();
    });

    it('and nothing half-written is believed: every row and blob is sound', async () => {
      await expectSound();
    });
  },
);

describe.skipIf(noSmallDisk !== '')(
  `F5 the disk of the coordinator’s models takes no write any more: refused, read, seen and gone on as when it is full${skipped}`,
  () => {
    it('before the model is written, by a read-only file system', async () => {
      await home.stop();
      await home.start({ MUSTER_FAULT: 'sum-made:1:SIGSTOP' });
      await trio.untilConnected();
      const { id } = await home.api.startRun(task, 'task.yaml');
      await home.stopped();
      const dead = readOnly(join(data, 'blobs'));
      home.goOn();
      await expectAlarm('STORAGE_FAILED');
      dead[Symbol.dispose]();
      expect(await trio.modelOf(home, id, 1)).toBe(undisturbed);
      await expectCalm();
      await expectSound();
    });
  },
);
