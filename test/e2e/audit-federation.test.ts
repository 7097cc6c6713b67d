import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { makeIrisSlices } from '../../tools/datasets/iris.ts';
import { type LocalFederation, startLocalFederation } from '../../tools/processes/local-federation.ts';
import { muster, type RunningProcess, workspace } from '../../tools/processes/processes.ts';

const NAMES = ['a', 'b', 'c'];
const folder = mkdtempSync(join(tmpdir(), 'muster-audited-'));
const started: RunningProcess[] = [];
let federation: LocalFederation;

beforeAll(async () => {
  await makeIrisSlices({ folder, sites: NAMES, seed: 1 });
  federation = await startLocalFederation({
    folder,
    name: 'Audited',
    sites: NAMES.map((name) => ({
      name,
      folder: join(folder, name),
      config: { datasets: { flowers: { type: 'csv', file: 'data/iris.csv' } } },
      policy: {
        tasks: ['*'],
        architectures: ['mlp'],
        minCohort: 2,
        maxRounds: 100,
        maxEpochs: 100,
        metrics: ['examples', 'loss', 'progress', 'accuracy', 'confusion'],
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

it('a federation that has trained is verified from its files alone, and beside the log of each site', async () => {
  const example: unknown = parse(readFileSync(join(workspace, 'examples', 'iris', 'task.yaml'), 'utf8'));
  const task = stringify({
    ...Object(example),
    rounds: { max: 2, cohort: 3, quorum: 2, deadlineS: 60 },
    evaluation: { federated: { everyRounds: 2 } },
  });
  const { api } = federation;
  const { id } = await api.startRun(task, 'task.yaml');
  for await (const event of api.events(id, { follow: true })) void event;
  expect((await api.run(id)).status).toBe('completed');
  const policy = join(folder, 'policy.txt');
  writeFileSync(policy, await api.auditPolicy());
  // The coordinator first: its last checkpoint is cosigned by those who are there.
  for (const each of started) await each.stop();

  const log = join(folder, 'coordinator', 'data', 'audit', '1');
  const plain = await muster(['audit', 'verify', log, '--policy', policy, '--full']);
  expect([plain.code, plain.stdout + plain.stderr]).toEqual([0, expect.stringContaining('3')]);
  for (const name of NAMES) {
    const site = join(folder, name, 'state', 'audit', '1');
    const both = await muster(['audit', 'verify', log, '--policy', policy, '--full', '--site', site]);
    expect([name, both.code, both.stdout + both.stderr]).toEqual([name, 0, expect.anything()]);
  }
});
