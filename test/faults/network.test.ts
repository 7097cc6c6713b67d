import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeIrisSlices } from '../../tools/datasets/iris.ts';
import { AgentHome, untilReady } from './agent-home.ts';
import { CoordinatorHome } from './coordinator-home.ts';
import { everything } from './extent.ts';
import { taskOf } from './task.ts';
import { TcpProxy } from './tcp-proxy.ts';
import { undisturbed } from './undisturbed.ts';

const NAMES = ['a', 'b'];
/** What is on its way at once must go through in less than two of them, or a sign of life behind it comes late. */
const HEARTBEAT_S = 1;
const DEAD_MS = 9 * HEARTBEAT_S * 1000;
let seed = 100;
/** 1,060,303 parameters, and a first model that no site has yet. */
const newTask = (): string => {
  seed += 1;
  return taskOf({
    hidden: [1500, 700],
    training: { seed },
    rounds: { max: 1, cohort: 2, quorum: 2, deadlineS: 150, offerS: 60 },
  });
};
const UPDATE_BYTES = 4 * (5 * 1500 + 1501 * 700 + 701 * 3);
/** Chunks that are on their way at once, of 256 KiB each, and what else a session says. */
const WINDOW_BYTES = 8 * 262_144;
const TALK_BYTES = 300_000;
let home: CoordinatorHome;
let proxy: TcpProxy;
const agents: AgentHome[] = [];

beforeAll(async () => {
  home = await CoordinatorHome.make(`heartbeatS: ${HEARTBEAT_S}\n`);
  await makeIrisSlices({ folder: home.root, sites: NAMES, seed: 1 });
  await home.start();
  proxy = await TcpProxy.start(home.port);
  for (const name of NAMES)
    agents.push(await AgentHome.make(home, name, name === 'a' ? { port: proxy.port } : {}));
  await Promise.all(agents.map((agent) => agent.start()));
});

afterAll(async () => {
  await Promise.all(agents.map((agent) => agent.stop()));
  await proxy[Symbol.asyncDispose]();
  await home[Symbol.asyncDispose]();
});

beforeEach(async () => {
  proxy.clear();
  await untilReady(home, agents);
});

/** The run went through in one attempt, with the bits that it has when nobody disturbs it. */
async function expectUnharmed(id: string): Promise<void> {
  const run = await home.ended(id);
  expect([run.status, run.history.map(({ attempt }) => attempt)]).toEqual(['completed', [1]]);
  expect(run.history[0]?.members.map(({ outcome }) => outcome)).toEqual(['counted', 'counted']);
  const expected = await undisturbed(home, agents, id);
  expect((await home.api.model(run.model ?? '')).hash).toBe(expected.model);
}

/** The longest time between two signs of life of site a at the coordinator, while the run lasts. */
async function longestSilence(id: string): Promise<number> {
  let silence = 0;
  while ((await home.api.run(id)).status !== 'completed') {
    const site = (await home.api.sites()).find(({ name }) => name === 'a');
    silence = Math.max(silence, Date.now() - Date.parse(site?.lastSeenAt ?? ''));
    await pause(50);
  }
  return silence;
}

describe('F3 a TCP reset in the middle of an upload: resumed after the last acknowledged chunk, same attempt, same bits', () => {
  it.each(everything ? [0.3, 0.6, 0.9] : [0.6])('at %s of it', async (share) => {
    const { up, down } = proxy.passed;
    const met = proxy.after('up', share * UPDATE_BYTES, () => proxy.reset());
    const { id } = await home.api.startRun(newTask(), 'task.yaml');
    await met;
    await expectUnharmed(id);
    expect(proxy.passed.up - up).toBeLessThan(
      UPDATE_BYTES + Math.min(share * UPDATE_BYTES, WINDOW_BYTES) + TALK_BYTES,
    );
    expect(proxy.passed.down - down).toBeLessThan(UPDATE_BYTES + TALK_BYTES);
  });
});

if (everything) {
  describe('F3 a TCP reset in the middle of the model: resumed, same attempt, same bits', () => {
    it('at half of it', async () => {
      const { down } = proxy.passed;
      const met = proxy.after('down', UPDATE_BYTES / 2, () => proxy.reset());
      const { id } = await home.api.startRun(newTask(), 'task.yaml');
      await met;
      await expectUnharmed(id);
      expect(proxy.passed.down - down).toBeLessThan(UPDATE_BYTES * 1.5 + TALK_BYTES);
    });
  });

  describe('F3 a slow or lossy line: no lost round, same bits, signs of life less than 3 heartbeats apart', () => {
    it.each([
      ['a round trip of 300 ms', { delayMs: 150 }],
      ['2 MB/s', { bytesPerSecond: 2_000_000 }],
      ['300 ms and 2 MB/s', { delayMs: 150, bytesPerSecond: 2_000_000 }],
    ])('%s', async (_what, weather) => {
      Object.assign(proxy.weather, weather);
      const { id } = await home.api.startRun(newTask(), 'task.yaml');
      expect(await longestSilence(id)).toBeLessThan(3 * HEARTBEAT_S * 1000);
      await expectUnharmed(id);
    });

    it.each([
      ['1 % of the packets lost', { loss: 0.01, delayMs: 20 }],
      ['5 % of the packets lost', { loss: 0.05, delayMs: 20 }],
      ['20 % of the packets lost', { loss: 0.2, delayMs: 20 }],
    ])('%s, as TCP makes up for it (signs of life are as late as the packets)', async (_what, weather) => {
      Object.assign(proxy.weather, weather);
      const { id } = await home.api.startRun(newTask(), 'task.yaml');
      await expectUnharmed(id);
    });
  });

  describe('F3 a black hole of one and a half times the patience of both ends: no lost round, same bits', () => {
    it.each([
      ['both directions, from the middle of the upload on', ['up', 'down']],
      ['what the site says, from the middle of the upload on', ['up']],
      ['what the coordinator says, from the middle of the upload on', ['down']],
    ] as const)('%s', async (_what, directions) => {
      const met = proxy.after('up', 0.5 * UPDATE_BYTES, () => proxy.hold(...directions));
      const { id } = await home.api.startRun(newTask(), 'task.yaml');
      await met;
      await pause(1.5 * DEAD_MS);
      const site = (await home.api.sites()).find(({ name }) => name === 'a');
      expect(site?.status).toBe('offline');
      proxy.clear();
      await expectUnharmed(id);
    });
  });

  describe('F3 a half-open connection: noticed at both ends, no lost round, same bits', () => {
    it.each([
      ['the coordinator’s end is gone', 'coordinator'],
      ['the site’s end is gone', 'agent'],
    ] as const)('%s in the middle of the upload', async (_what, gone) => {
      const { connections } = proxy;
      const met = proxy.after('up', 0.5 * UPDATE_BYTES, () => proxy.halfOpen(gone));
      const { id } = await home.api.startRun(newTask(), 'task.yaml');
      await met;
      await vi.waitFor(() => expect(proxy.connections).toBeGreaterThan(connections), {
        timeout: 3 * DEAD_MS,
      });
      await expectUnharmed(id);
    });
  });
}
