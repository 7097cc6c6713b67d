/** Rounds of secure aggregation with real processes: the sum is that of the sites, also when some are killed at every stage. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RoundView, RunDetail } from '@muster/api';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parse, stringify } from 'yaml';
import { makeIrisSlices } from '../../tools/datasets/iris.ts';
import { type LocalFederation, startLocalFederation } from '../../tools/processes/local-federation.ts';
import { muster, type RunningProcess, startDaemon, workspace } from '../../tools/processes/processes.ts';
import { type TrainedUpdate, trainedHere, weightsOf } from '../faults/trained-here.ts';

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
const folder = mkdtempSync(join(tmpdir(), 'muster-e2e-'));
const agents = new Map<string, RunningProcess>();
let federation: LocalFederation;
let credential: string[];

/** The example, of one round. */
function taskOf(profile: 'malicious' | 'off'): string {
  const file = join(folder, `${profile}.yaml`);
  const example: unknown = parse(readFileSync(join(workspace, 'examples', 'iris', 'task.yaml'), 'utf8'));
  const rounds = { max: 1, cohort: NAMES.length, quorum: 4, deadlineS: 15, offerS: 10 };
  const task = { ...Object(example), rounds, evaluation: { central: { dataset: 'iris-test' } } };
  writeFileSync(file, stringify({ ...task, secureAggregation: { profile, exampleCap: 50 } }));
  return file;
}

async function ran(task: string): Promise<RunDetail> {
  const { stdout, stderr } = await muster(['run', 'start', task, '--json', ...credential]);
  expect(stderr).toBe('');
  const { id } = JSON.parse(stdout);
  await muster(['run', 'watch', id, ...credential]);
  return JSON.parse((await muster(['run', 'show', id, '--json', ...credential])).stdout);
}

/** The first model of a run with the weighted mean of what its sites have trained, worked out here. */
async function expectedOf(id: string): Promise<{ readonly model: Float32Array; readonly examples: number }> {
  const { api } = federation;
  const updates: TrainedUpdate[] = [];
  for (const name of NAMES) updates.push(await trainedHere(api, join(folder, name, 'data'), id));
  const examples = updates.reduce((sum, each) => sum + each.examples, 0);
  const first = floatsOf(await weightsOf(api, `${id}:0`));
  const model = first.map(
    (value, index) =>
      value + updates.reduce((sum, each) => sum + (each.values[index] ?? 0) * each.examples, 0) / examples,
  );
  return { model, examples };
}

const floatsOf = (bytes: Uint8Array): Float32Array => new Float32Array(Uint8Array.from(bytes).buffer);

async function start(name: string, env: Record<string, string> = {}): Promise<void> {
  const agent = await startDaemon(name, ['agent', 'start', '--dir', join(folder, name)], {
    logFile: join(folder, `${name}.log`),
    env,
  });
  agents.set(name, agent);
}

/** Agents that are killed at these points of their work, and are there again for the next round. */
async function withKilled<Result>(
  points: Readonly<Record<string, string>>,
  act: () => Promise<Result>,
): Promise<Result> {
  for (const [name, point] of Object.entries(points)) {
    await agents.get(name)?.stop();
    await start(name, { MUSTER_FAULT: point });
  }
  await allThere();
  try {
    return await act();
  } finally {
    for (const name of Object.keys(points)) {
      await agents.get(name)?.stop();
      await start(name);
    }
  }
}

async function allThere(): Promise<void> {
  const connected = async (): Promise<number> => {
    const { stdout } = await muster(['site', 'list', '--json', ...credential]);
    return JSON.parse(stdout).filter(({ status }: { status: string }) => status === 'connected').length;
  };
  await vi.waitUntil(async () => (await connected()) === NAMES.length, { timeout: 60_000, interval: 500 });
}

const counted = ({ members }: RoundView): readonly string[] =>
  members.flatMap(({ site, outcome }) => (outcome === 'counted' ? [site] : [])).toSorted();

beforeAll(async () => {
  await makeIrisSlices({ folder, sites: NAMES, seed: 1 });
  federation = await startLocalFederation({
    folder,
    name: 'Iris',
    sites: NAMES.map((name) => ({
      name,
      folder: join(folder, name),
      config: { datasets: { flowers: { type: 'csv', file: 'data/iris.csv' } } },
      policy: {
        tasks: ['iris*'],
        architectures: ['mlp'],
        minCohort: 3,
        maxRounds: 50,
        metrics: ['examples', 'loss', 'progress'],
      },
    })),
    coordinatorConfig: { datasets: { 'iris-test': { type: 'csv', file: 'public/iris-test.csv' } } },
    onStep: () => {},
    onProcess: (each) => agents.set(each.name, each),
  });
  credential = ['--credential', join(federation.coordinatorFolder, 'operator.json')];
  await allThere();
}, 120_000);

afterAll(async () => {
  await Promise.all(agents.values().map((each) => each.stop()));
  rmSync(folder, { recursive: true, force: true });
});

describe('sites whose updates nobody sees', () => {
  it('make the mean of their updates, and nobody has seen what each of them has', async () => {
    const masked = await ran(taskOf('malicious'));
    expect([masked.status, masked.secureAggregation]).toEqual(['completed', 'malicious']);
    const { model, examples } = await expectedOf(masked.id);
    const made = floatsOf(await weightsOf(federation.api, `${masked.model}`));
    expect(made).toHaveLength(model.length);
    const farthest = Math.max(...model.map((value, index) => Math.abs(value - (made[index] ?? 0))));
    expect(farthest).toBeLessThan(1e-5);
    const [round] = masked.history;
    expect(round?.members.map(({ outcome, examples }) => [outcome, examples])).toEqual(
      NAMES.map(() => ['counted', null]),
    );
    expect(round?.sum).toMatchObject({
      profile: 'malicious',
      asked: 7,
      advertised: 7,
      groups: [
        { outcome: 'unmasked', neighbours: 6, threshold: 4, shared: 7, masked: 7, signed: 7, counted: NAMES },
      ],
      aborts: [],
    });
    expect(round?.sum?.totals?.examples).toBe(examples);
    const { stdout } = await muster(['run', 'show', masked.id, ...credential]);
    expect(stdout).toMatch(/Updates {3}masked: the coordinator sees their sum alone, also when it lies/);
    expect(stdout).toMatch(/k 6, t 4; of 7 sites shared 7, masked 7, signed 7, revealed \d; 7 in the sum/);
  });

  it.each([
    ['before its keys, and another after its shares', { a: 'offer-accepted', b: 'secure-word-said:2' }],
    ['after its keys, and another half way through its words', { c: 'secure-word-said:1', d: 'chunk-read' }],
    ['before it signs, and another after it', { e: 'update-brought', f: 'secure-word-said:3' }],
  ])('have the sum of the others when one is killed %s', async (_, points) => {
    const { status, history } = await withKilled(points, () => ran(taskOf('malicious')));
    expect(status).toBe('completed');
    const [round] = history;
    const killed = Object.keys(points);
    const isCounted = Object.values(points).includes('update-brought');
    expect(round && counted(round)).toEqual(NAMES.filter((name) => isCounted || !killed.includes(name)));
    expect(round?.sum?.groups).toEqual([expect.objectContaining({ outcome: 'unmasked' })]);
  });

  it('learn nothing when too many are lost, and begin anew with other keys', async () => {
    const points = {
      a: 'secure-word-said:2',
      b: 'secure-word-said:2',
      c: 'secure-word-said:2',
      d: 'secure-word-said:2',
    };
    const id = await withKilled(points, async () => {
      const { stdout } = await muster(['run', 'start', taskOf('malicious'), '--json', ...credential]);
      const run: string = JSON.parse(stdout).id;
      const first = async () =>
        JSON.parse((await muster(['run', 'show', run, '--json', ...credential])).stdout).history[0]?.status;
      await expect.poll(first, { timeout: 60_000, interval: 500 }).toBe('abandoned');
      return run;
    });
    await muster(['run', 'watch', id, ...credential]);
    const { status, history }: RunDetail = JSON.parse(
      (await muster(['run', 'show', id, '--json', ...credential])).stdout,
    );
    expect(status).toBe('completed');
    const [lost, ...later] = history;
    expect(lost?.sum?.totals).toBeNull();
    const last = later.at(-1);
    expect(last && counted(last)).toEqual(NAMES);
    expect(last?.sum?.session).not.toBe(lost?.sum?.session);
  });
});
