import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeIrisSlices } from '../../tools/datasets/iris.ts';
import { AgentHome, untilReady } from './agent-home.ts';
import { CoordinatorHome } from './coordinator-home.ts';
import { taskOf } from './task.ts';
import { TcpProxy } from './tcp-proxy.ts';

const NAMES = ['a', 'b', 'slow'];
const DEADLINE_S = 8;
const HALF_BYTES = 300_000;
const task = (max: number): string =>
  taskOf({ rounds: { max, cohort: 3, quorum: 2, deadlineS: DEADLINE_S, offerS: 6 } });
const warmUp = taskOf({ rounds: { max: 1, cohort: 3, quorum: 3, deadlineS: 120, offerS: 60 } });
let home: CoordinatorHome;
let proxy: TcpProxy;
const agents: AgentHome[] = [];

beforeAll(async () => {
  // One place alone: whoever stalls in it keeps the others from theirs for two seconds.
  home = await CoordinatorHome.make('heartbeatS: 4\nlimits: { uploads: 1, uploadPatienceS: 2 }\n');
  await makeIrisSlices({ folder: home.root, sites: NAMES, seed: 1 });
  await home.start();
  proxy = await TcpProxy.start(home.port);
  for (const name of NAMES)
    agents.push(await AgentHome.make(home, name, name === 'slow' ? { port: proxy.port } : {}));
  await Promise.all(agents.map((agent) => agent.start()));
  await untilReady(home, agents);
  // The training processes are there before a deadline counts.
  await home.ended((await home.api.startRun(warmUp, 'task.yaml')).id);
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

/** The first round of a run has closed at its deadline, without the slow one, and says so. */
async function expectClosedWithoutIt(id: string): Promise<void> {
  await vi.waitFor(async () => expect((await home.api.run(id)).history[0]?.status).toBe('applied'), {
    timeout: 3_000 * DEADLINE_S,
    interval: 50,
  });
  const [round] = (await home.api.run(id)).history;
  expect(round?.seconds).toBeGreaterThanOrEqual(DEADLINE_S);
  expect(round?.seconds).toBeLessThan(DEADLINE_S + 1);
  const members = round?.members.map(({ site, outcome, code }) => [site, outcome, code]);
  expect(members?.slice(0, 2)).toEqual([
    ['a', 'counted', ''],
    ['b', 'counted', ''],
  ]);
  expect(members?.[2]?.slice(0, 2)).toEqual(['slow', 'late']);
  expect(round?.members[2]?.reason).not.toBe('');
}

/** What the slow one shows of a run. */
const slow = (run: string) => agents[2]?.rounds(run) ?? [];

describe('F11 a site is late: the round closes at its deadline and a second at most, with the quorum; the exclusion is on record, with a signed receipt', () => {
  const cases = [
    ['its upload stalls half-way and goes on a second after the round', 1],
    ['its upload stalls half-way and goes on two and a half deadlines after the round', 2.5 * DEADLINE_S],
  ] as const;
  it.each(cases)('%s', async (_what, lateS) => {
    const met = proxy.after('up', HALF_BYTES, () => proxy.hold('up'));
    const { id } = await home.api.startRun(task(1), 'task.yaml');
    await met;
    await expectClosedWithoutIt(id);
    await pause(lateS * 1000);
    proxy.clear();
    await vi.waitFor(
      () => expect(slow(id)).toMatchObject([{ round: 1, status: 'late', code: 'LATE', receipt: 'signed' }]),
      { timeout: 30_000, interval: 200 },
    );
    expect(slow(id)[0]?.reason).not.toBe('');
  });

  it('and takes part in the next round as if nothing had been', async () => {
    const met = proxy.after('up', HALF_BYTES, () => proxy.hold('up'));
    const { id } = await home.api.startRun(task(2), 'task.yaml');
    await met;
    await expectClosedWithoutIt(id);
    await pause(1_000);
    proxy.clear();
    const run = await home.ended(id);
    expect(run.history[1]?.members.map(({ site, outcome }) => `${site} ${outcome}`)).toEqual(
      NAMES.map((name) => `${name} counted`),
    );
    await vi.waitFor(
      () =>
        expect(slow(id)).toMatchObject([
          { round: 1, status: 'late', receipt: 'signed' },
          { round: 2, status: 'counted', receipt: 'signed' },
        ]),
      { timeout: 10_000, interval: 200 },
    );
  });
});
