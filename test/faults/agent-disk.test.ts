import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeIrisSlices } from '../../tools/datasets/iris.ts';
import { AgentHome, untilReady } from './agent-home.ts';
import { CoordinatorHome } from './coordinator-home.ts';
import { noSmallDisk, SmallDisk } from './small-disk.ts';
import { taskOf } from './task.ts';
import { undisturbed } from './undisturbed.ts';

const NAMES = ['a', 'b'];
const skipped = noSmallDisk === '' ? '' : ` (skipped: ${noSmallDisk})`;
let home: CoordinatorHome;
let disk: SmallDisk | undefined;
const agents: AgentHome[] = [];
let seed = 100;

beforeAll(async () => {
  if (noSmallDisk !== '') return;
  home = await CoordinatorHome.make('heartbeatS: 1\n');
  await makeIrisSlices({ folder: home.root, sites: NAMES, seed: 1 });
  disk = SmallDisk.mount(join(home.root, 'disk'), 24);
  await home.start();
  for (const name of NAMES)
    agents.push(await AgentHome.make(home, name, name === 'a' ? { folder: join(disk.path, name) } : {}));
  await agents[1]?.start();
});

afterAll(async () => {
  if (noSmallDisk !== '') return;
  await Promise.all(agents.map((agent) => agent.stop()));
  disk?.[Symbol.dispose]();
  await home[Symbol.asyncDispose]();
});

describe(`F5 the disk of a site is full: its journal stays whole, and the round goes on by itself when there is room, with the same bits${skipped}`, () => {
  afterEach(() => disk?.makeRoom());

  it.skipIf(noSmallDisk !== '').each([
    ['before the model comes', 'offer-accepted'],
    ['before it trains', 'model-fetched'],
    ['when the update is made', 'update-made'],
    ['when the update is on record', 'update-kept'],
    ['when the outcome comes', 'outcome-heard'],
  ] as const)('%s (%s)', async (_when, point) => {
    const [small] = agents;
    await small?.stop();
    await small?.start({ MUSTER_FAULT: `${point}:1:SIGSTOP` });
    await untilReady(home, agents);
    seed += 1;
    const rounds = { max: 1, cohort: 2, quorum: 2, deadlineS: 120, offerS: 60 };
    const { id } = await home.api.startRun(taskOf({ rounds, training: { seed } }), 'task.yaml');
    await small?.stopped();
    disk?.fill();
    small?.goOn();
    if (point !== 'outcome-heard')
      await vi.waitFor(() => expect(small?.log()).toMatch(/STORAGE_FULL|journal cannot be written/), {
        timeout: 20_000,
      });
    await small?.journal(); // is whole
    disk?.makeRoom();
    const run = await home.ended(id);
    expect([run.status, run.history.map(({ attempt }) => attempt)]).toEqual(['completed', [1]]);
    expect(run.history[0]?.members.map(({ outcome }) => outcome)).toEqual(['counted', 'counted']);
    const expected = await undisturbed(home, agents, id);
    expect((await home.api.model(run.model ?? '')).hash).toBe(expected.model);
    expect(small?.brought(id)).toHaveLength(1);
    expect(small?.made(id)).toEqual([expected.updates.a]);
    await vi.waitFor(
      () => expect(small?.rounds(id)).toMatchObject([{ status: 'counted', receipt: 'signed' }]),
      { timeout: 15_000, interval: 200 },
    );
  });
});
