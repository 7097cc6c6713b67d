import { AGENT_FAULT_POINTS } from '@muster/agent';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeIrisSlices } from '../../tools/datasets/iris.ts';
import { AgentHome, untilReady } from './agent-home.ts';
import { CoordinatorHome } from './coordinator-home.ts';
import { taskOf } from './task.ts';
import { undisturbed } from './undisturbed.ts';

const NAMES = ['a', 'b', 'c'];
const task = taskOf({ rounds: { max: 1, cohort: 3, quorum: 3, deadlineS: 120, offerS: 60 } });
let home: CoordinatorHome;
const agents: AgentHome[] = [];

beforeAll(async () => {
  home = await CoordinatorHome.make();
  await makeIrisSlices({ folder: home.root, sites: NAMES, seed: 1 });
  await home.start();
  for (const name of NAMES) agents.push(await AgentHome.make(home, name));
  await Promise.all(agents.slice(1).map((agent) => agent.start()));
});

afterAll(async () => {
  await Promise.all(agents.map((agent) => agent.stop()));
  await home[Symbol.asyncDispose]();
});

describe('F2 kill -9 of an agent: same attempt, same bits, its update made once and counted once, with a receipt', () => {
  it.each([...AGENT_FAULT_POINTS, 'chunk-read:3'])('at %s', async (fault) => {
    const [victim] = agents;
    await victim?.stop();
    await victim?.start({ MUSTER_FAULT: fault });
    await untilReady(home, agents);
    const { id } = await home.api.startRun(task, 'task.yaml');
    await victim?.died();
    await victim?.start();
    const run = await home.ended(id);
    expect([run.status, run.history.map(({ attempt }) => attempt)]).toEqual(['completed', [1]]);
    expect(run.history[0]?.members.map(({ site, outcome }) => `${site} ${outcome}`)).toEqual(
      NAMES.map((name) => `${name} counted`),
    );
    const expected = await undisturbed(home, agents, id);
    expect(Object.fromEntries(agents.map((agent) => [agent.name, agent.made(id)]))).toEqual(
      Object.fromEntries(NAMES.map((name) => [name, [expected.updates[name]]])),
    );
    expect((await home.api.model(run.model ?? '')).hash).toBe(expected.model);
    await vi.waitFor(
      () => {
        for (const agent of agents)
          expect(agent.rounds(id)).toEqual([
            expect.objectContaining({ round: 1, attempt: 1, status: 'counted', receipt: 'signed' }),
          ]);
      },
      { timeout: 15_000, interval: 200 },
    );
  });
});
