import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeIrisSlices } from '../../tools/datasets/iris.ts';
import { AgentHome, untilReady } from './agent-home.ts';
import { CoordinatorHome } from './coordinator-home.ts';
import { extent } from './extent.ts';
import { taskOf } from './task.ts';
import { type TrainedUpdate, trainedHere, weightsOf } from './trained-here.ts';

const NAMES = ['a', 'b', 'c', 'd', 'e'];
const task = taskOf({
  rounds: { max: 1, cohort: 5, quorum: 4, deadlineS: 120, offerS: 30 },
  // Sites of some twenty flowers: with the default of 10,000 examples they would have few levels.
  secureAggregation: { profile: 'malicious', exampleCap: 50 },
});
let home: CoordinatorHome;
const agents: AgentHome[] = [];

beforeAll(async () => {
  home = await CoordinatorHome.make();
  await makeIrisSlices({ folder: home.root, sites: NAMES, seed: 1 });
  await home.start();
  for (const name of NAMES) agents.push(await AgentHome.make(home, name));
  await Promise.all(agents.map((agent) => agent.start()));
}, 120_000);

afterAll(async () => {
  await Promise.all(agents.map((agent) => agent.stop()));
  await home[Symbol.asyncDispose]();
});

/** The first attempt ends with the mean of what all five have trained, and leaves nothing of its secrets. */
async function expectTheSum(id: string): Promise<void> {
  const run = await home.ended(id);
  const [round, ...others] = run.history;
  expect([run.status, round?.attempt, others]).toEqual(['completed', 1, []]);
  expect(round?.members.map(({ site, outcome }) => `${site} ${outcome}`)).toEqual(
    NAMES.map((name) => `${name} counted`),
  );
  const updates: TrainedUpdate[] = [];
  for (const name of NAMES) updates.push(await trainedHere(home.api, join(home.root, name, 'data'), id));
  const total = updates.reduce((sum, { examples }) => sum + examples, 0);
  const floats = async (model: string) => new Float32Array((await weightsOf(home.api, model)).buffer);
  const [first, made] = [await floats(`${id}:0`), await floats(`${run.model}`)];
  const farthest = first.reduce((most, value, index) => {
    const mean = updates.reduce((sum, each) => sum + (each.values[index] ?? 0) * each.examples, 0) / total;
    return Math.max(most, Math.abs(value + mean - (made[index] ?? 0)));
  }, 0);
  expect(farthest).toBeLessThan(1e-5);
}

describe('F15 kill -9 in a round of secure aggregation: same attempt, and the sum of all', () => {
  // Of a coordinator: the offer, the roster, who shared, who counts, who is asked to reveal; the sum written, adopted, on record.
  const decisions = [1, 2, 3, 4, 5].map((nth) => `masked-round-saved:${nth}`);
  it.each(
    extent(
      [
        ...decisions,
        'upload-appended:5',
        'received-committed:3',
        'seal-saved',
        'seal-adopted',
        'seal-committed',
      ],
      ['masked-round-saved:2', 'masked-round-saved:4'],
    ),
  )('of the coordinator at %s', async (fault) => {
    await home.stop();
    await home.start({ MUSTER_FAULT: fault });
    await untilReady(home, agents);
    const requestId = `masked-${fault}`;
    const started = await home.api.startRun(task, 'task.yaml', requestId).catch(() => undefined);
    await home.died();
    await home.start();
    const { id } = started ?? (await home.api.startRun(task, 'task.yaml', requestId));
    await expectTheSum(id);
  });

  // Of an agent: its keys, its shares, its words, its signature, what it reveals; said, and not said yet.
  const parts = [1, 2, 3, 4, 5].map((nth) => `masked-part-saved:${nth}`);
  const words = [1, 2, 3, 4].map((nth) => `secure-word-said:${nth}`);
  it.each(
    extent(
      [
        ...parts,
        ...words,
        'update-masked',
        'update-adopted',
        'update-kept',
        'chunk-read:2',
        'update-brought',
      ],
      ['secure-word-said:2', 'update-masked', 'masked-part-saved:4'],
    ),
  )('of an agent at %s', async (fault) => {
    const [victim] = agents;
    await victim?.stop();
    await victim?.start({ MUSTER_FAULT: fault });
    await untilReady(home, agents);
    const { id } = await home.api.startRun(task, 'task.yaml');
    await victim?.died();
    await victim?.start();
    await expectTheSum(id);
  });
});
