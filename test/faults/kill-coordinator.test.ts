import { COORDINATOR_FAULT_POINTS } from '@muster/coordinator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeIrisSlices } from '../../tools/datasets/iris.ts';
import { CoordinatorHome } from './coordinator-home.ts';
import { extent } from './extent.ts';
import { taskOf } from './task.ts';
import { NAMES, Trio } from './trio.ts';

const parts = {
  rounds: { max: 2, cohort: 3, quorum: 1, deadlineS: 120, offerS: 30 },
  strategy: { name: 'fedadam' },
};
const evaluated = { ...parts, evaluation: { central: { dataset: 'iris-test' } } };
let home: CoordinatorHome;
let trio: Trio;
let undisturbed = '';

beforeAll(async () => {
  home = await CoordinatorHome.make(
    'seal: { afterS: 0.05 }\ndatasets: { iris-test: { type: csv, file: public/iris-test.csv } }\n',
  );
  await makeIrisSlices({ folder: home.root, sites: NAMES, seed: 1 });
  await home.start();
  trio = await Trio.join(home, { sealed: true });
  const { id } = await home.api.startRun(taskOf(parts), 'task.yaml');
  undisturbed = await trio.modelOf(home, id, 2);
});

afterAll(async () => {
  trio[Symbol.dispose]();
  await home[Symbol.asyncDispose]();
});

describe('F1 kill -9 of the coordinator: same attempt, same bits, each site counted once and told nothing else', () => {
  /** Later times that are of interest: the third update, the words after the second seal, the end of the last round. */
  const LATER = ['upload-appended:5', 'received-committed:3', 'outcome-told:4', 'commit-committed:2'];
  it.each(
    extent([...COORDINATOR_FAULT_POINTS, ...LATER], ['upload-appended:5', 'seal-adopted', 'model-stored']),
  )('at %s', async (fault) => {
    await home.stop();
    await home.start({ MUSTER_FAULT: fault });
    await trio.untilConnected();
    const task = taskOf(fault === 'evaluation-recorded' ? evaluated : parts);
    const requestId = `kill-${fault}`;
    // The coordinator may be gone before it has answered.
    const started = await home.api.startRun(task, 'task.yaml', requestId).catch(() => undefined);
    await home.died();
    await home.start();
    const { id } = started ?? (await home.api.startRun(task, 'task.yaml', requestId));
    expect(await trio.modelOf(home, id, 2)).toBe(undisturbed);
  });
});
