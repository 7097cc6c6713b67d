import { appendFileSync, cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { expectAlarm, expectCalm, expectSound } from './alarm.ts';
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
      await expectAlarm(home, 'STORAGE_FULL', { task, earlier });
      expect((await home.api.run(id)).status).toBe('running');
      disk?.makeRoom();
      expect(await trio.modelOf(home, id, 1)).toBe(undisturbed);
      await expectCalm(home);
    });

    it('and nothing half-written is believed: every row and blob is sound', async () => {
      await expectSound(home);
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
      await expectAlarm(home, 'STORAGE_FAILED', { task, earlier });
      dead[Symbol.dispose]();
      expect(await trio.modelOf(home, id, 1)).toBe(undisturbed);
      await expectCalm(home);
      await expectSound(home);
    });
  },
);
