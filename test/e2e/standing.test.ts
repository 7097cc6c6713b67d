import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeIrisSlices } from '../../tools/datasets/iris.ts';
import { muster } from '../../tools/processes/processes.ts';
import { AgentHome, untilReady } from '../faults/agent-home.ts';
import { CoordinatorHome } from '../faults/coordinator-home.ts';
import { taskOf } from '../faults/task.ts';

let home: CoordinatorHome;
let agent: AgentHome;

beforeAll(async () => {
  home = await CoordinatorHome.make('quarantine: { strikes: 1 }\nheartbeatS: 1\n');
  await makeIrisSlices({ folder: home.root, sites: ['north'], seed: 1 });
  await home.start();
  agent = await AgentHome.make(home, 'north');
  await agent.start();
  await untilReady(home, [agent]);
});

afterAll(async () => {
  await agent.stop();
  await home[Symbol.asyncDispose]();
});

const status = () => muster(['agent', 'status', '--dir', agent.folder]);
const untilLogged = (text: string) =>
  vi.waitFor(() => expect(agent.log()).toContain(text), { timeout: 20_000, interval: 100 });

describe('a site that is suspended', () => {
  it('is told so, at once and when it comes back, with the reason and the way back, until it is reinstated', async () => {
    expect((await status()).stdout).toContain('nothing is the matter');
    // Every update is beyond what this task takes.
    const rounds = {
      max: 1,
      cohort: 1,
      quorum: 1,
      deadlineS: 60,
      offerS: 30,
      valueMax: 1e-9,
      maxAttempts: 1,
    };
    const { id } = await home.api.startRun(taskOf({ rounds, hidden: [4] }), 'task.yaml');
    const told = 'this site is not asked for anything: 1 of its updates were refused within 24 h';
    await untilLogged(told);
    const credential = ['--credential', join(home.folder, 'operator.json')];
    const watched = await muster(['run', 'watch', id, ...credential]);
    expect([watched.code, watched.stderr]).toEqual([6, expect.stringContaining(`muster run resume ${id}`)]);
    expect(watched.stderr).toContain('waits for a person: the quorum of 1 is out of reach');
    expect(watched.stderr).toContain('UPDATE_OUT_OF_RANGE at north: Lower the learning rate');
    const { code, stdout } = await muster(['coordinator', 'status', ...credential]);
    expect([code, stdout]).toEqual([0, expect.stringContaining(`WAITS       run ${id} is paused`)]);
    expect(stdout).toContain('WAITS       site north is suspended: 1 of its updates were refused');
    await home.api.cancelRun(id);
    const suspended = await status();
    expect([suspended.code, suspended.stdout]).toEqual([6, expect.stringContaining('SITE_SUSPENDED')]);
    expect(suspended.stdout).toMatch(/1 of its updates were refused.*muster site reinstate NAME/s);
    expect(suspended.stdout).toMatch(/^Last round +faults-\w+ round 1: rejected, UPDATE_OUT_OF_RANGE/m);

    await agent.stop();
    await agent.start();
    await untilLogged(told);

    await home.api.reinstate('north');
    await untilLogged('this site may be asked again');
    await vi.waitFor(async () => expect((await status()).code).toBe(0), { timeout: 10_000, interval: 500 });
  });
});
