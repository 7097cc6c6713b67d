import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { makeIrisSlices } from '../../tools/datasets/iris.ts';
import { type LocalFederation, startLocalFederation } from '../../tools/processes/local-federation.ts';
import { type RunningProcess, startDaemon, workspace } from '../../tools/processes/processes.ts';
import { openedUpdates } from '../faults/opened-updates.ts';
import { trainedHere } from '../faults/trained-here.ts';

const NAMES = ['a', 'b', 'c'];
const folder = mkdtempSync(join(tmpdir(), 'muster-kill-agent-'));
const started: RunningProcess[] = [];
let federation: LocalFederation;
let taskFor = (_resume: 'start' | 'epoch'): string => '';

beforeAll(async () => {
  await makeIrisSlices({ folder, sites: NAMES, seed: 1 });
  const example: unknown = parse(readFileSync(join(workspace, 'examples', 'iris', 'task.yaml'), 'utf8'));
  taskFor = (resume) =>
    stringify({
      ...Object(example),
      training: { ...Object(Reflect.get(Object(example), 'training')), epochs: 800, batchSize: 4, resume },
      rounds: { max: 1, cohort: 3, quorum: 3, deadlineS: 120 },
      evaluation: {},
    });
  federation = await startLocalFederation({
    folder,
    name: 'Killed agents',
    sites: NAMES.map((name) => ({
      name,
      folder: join(folder, name),
      config: {
        datasets: { flowers: { type: 'csv', file: 'data/iris.csv' } },
      },
      policy: {
        tasks: ['*'],
        architectures: ['mlp'],
        minCohort: 3,
        maxRounds: 100,
        maxEpochs: 10_000,
        metrics: ['examples', 'loss', 'progress'],
      },
    })),
    coordinatorConfig: { log: 'info' },
    onStep: () => {},
    onProcess: (each) => started.push(each),
  });
});

afterAll(async () => {
  await Promise.all(started.map((each) => each.stop()));
  rmSync(folder, { recursive: true, force: true });
});

const isEpoch = (name: string): boolean => name.endsWith('.epoch');

/** Processes whose parent this is. */
function childrenOf(pid: number | undefined): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(join('/proc', name, 'stat'), 'utf8');
        const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
        return parent === pid ? [Number(name)] : [];
      } catch {
        return []; // it has gone meanwhile
      }
    });
}

/** Hashes of the updates that left a site for a run, from its own journal. */
function brought(site: string, id: string): readonly string[] {
  return readFileSync(join(folder, site, 'state', 'journal.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line.includes('"what":"report"') && line.includes(id))
    .map((line) => /"updateHash":"([0-9a-f]{64})"/.exec(line)?.[1] ?? line);
}

describe.skipIf(process.platform !== 'linux')('kill -9 at the sites in the middle of training', () => {
  it.each(['epoch', 'start'] as const)(
    'of a training process or of a supervisor costs no attempt and changes no bit; resumed at its %s',
    async (resume) => {
      const { api, agents } = federation;
      const { id } = await api.startRun(taskFor(resume), 'task.yaml');
      await expect
        .poll(async () => (await api.run(id)).sites.filter(({ phase }) => phase === 'train').length, {
          timeout: 30_000,
          interval: 50,
        })
        .toBe(3);
      const epochs = () =>
        NAMES.map((name) => readdirSync(join(folder, name, 'state', 'updates')).filter(isEpoch).length);
      if (resume === 'epoch') await expect.poll(epochs, { timeout: 30_000, interval: 20 }).toEqual([1, 1, 1]);
      const [trains] = childrenOf(agents[0]?.child.pid);
      expect(trains).toBeGreaterThan(0);
      process.kill(trains ?? 0, 'SIGKILL');
      const supervisor = started.findLast(({ name }) => name === 'b');
      supervisor?.child.kill('SIGKILL');
      await pause(300);
      expect(epochs()[1]).toBe(resume === 'epoch' ? 1 : 0); // what a supervisor left
      started.push(await startDaemon('b', ['agent', 'start', '--dir', join(folder, 'b')]));
      for await (const event of api.events(id, { follow: true })) void event;
      const run = await api.run(id);
      expect(
        run.history.map(({ attempt, members }) => [attempt, members.map(({ outcome }) => outcome)]),
      ).toEqual([[1, ['counted', 'counted', 'counted']]]);
      expect(agents[0]?.log()).toContain('It starts over');
      expect(epochs()).toEqual([0, 0, 0]);
      for (const site of NAMES) {
        expect(brought(site, id)).toHaveLength(1);
        const { hash } = await trainedHere(api, join(folder, site, 'data'), id);
        expect(openedUpdates(join(folder, site), id)).toEqual([hash]);
      }
    },
  );
});
