import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CoordinatorHome } from './coordinator-home.ts';
import { taskOf } from './task.ts';
import { Trio } from './trio.ts';

const task = taskOf({
  rounds: { max: 2, cohort: 3, quorum: 1, deadlineS: 120, offerS: 30 },
  strategy: { name: 'fedadam' },
});
/** On SIGUSR2 every thread of the process is ended, as by a fault of its own. */
const ENDS_THREADS = [
  '--import',
  "data:text/javascript,process.on('worker',(thread)=>process.on('SIGUSR2',()=>thread.terminate()))",
];
let home: CoordinatorHome;
let trio: Trio;

beforeAll(async () => {
  home = await CoordinatorHome.make('seal: { afterS: 0.05 }\n');
  await home.start({}, ENDS_THREADS);
  trio = await Trio.join(home, { sealed: true });
});

afterAll(async () => {
  trio[Symbol.dispose]();
  await home[Symbol.asyncDispose]();
});

describe('F10 the ingest thread ends: so does the process, and the restart goes on with the same attempt', () => {
  it('with one update here and others on their way', async () => {
    const undisturbed = await trio.modelOf(home, (await home.api.startRun(task, 'task.yaml')).id, 2);
    const { id } = await home.api.startRun(task, 'task.yaml', 'ingest-ends');
    for await (const { kind } of home.api.events(id, { follow: true })) if (kind === 'update-received') break;
    process.kill(home.pid, 'SIGUSR2');
    expect(await home.exited(), home.log()).toBe(1);
    expect(home.log()).toMatch(/"alarm":"ingest"/);
    expect(home.log()).toMatch(
      /the ingest thread has ended: .*; this process ends and is to be started again/,
    );
    await home.start();
    expect(await trio.modelOf(home, id, 2)).toBe(undisturbed);
  });
});
