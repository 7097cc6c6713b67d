import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { makeIrisSlices } from '../../tools/datasets/iris.ts';
import { type LocalFederation, startLocalFederation } from '../../tools/processes/local-federation.ts';
import { apiOf, type RunningProcess, startDaemon, workspace } from '../../tools/processes/processes.ts';

const NAMES = ['a', 'b', 'c'];
const ROUNDS = 25;
const folder = mkdtempSync(join(tmpdir(), 'muster-restart-'));
const started: RunningProcess[] = [];
let federation: LocalFederation;

beforeAll(async () => {
  await makeIrisSlices({ folder, sites: NAMES, seed: 1 });
  federation = await startLocalFederation({
    folder,
    name: 'Restart',
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
        metrics: ['examples', 'loss'],
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

describe('a run', () => {
  it('goes on after the coordinator and an agent were stopped and started again, and counts each site once a round', async () => {
    const task: unknown = parse(readFileSync(join(workspace, 'examples', 'iris', 'task.yaml'), 'utf8'));
    const text = stringify({
      ...Object(task),
      rounds: { max: ROUNDS, cohort: 3, quorum: 3, deadlineS: 30, retryS: 0.5 },
      evaluation: {},
    });
    const { id } = await federation.api.startRun(text, 'task.yaml');
    const { api, coordinatorFolder } = federation;
    await expect.poll(async () => (await api.run(id)).round, { timeout: 20_000 }).toBeGreaterThan(2);
    await federation.coordinator.stop();
    const again = await startDaemon('coordinator', ['coordinator', 'start', '--dir', coordinatorFolder]);
    started.push(again);
    const second = apiOf(coordinatorFolder, String(again.ready.url));
    const before = (await second.run(id)).round;
    await expect.poll(async () => (await second.run(id)).round, { timeout: 40_000 }).toBeGreaterThan(before);
    // An agent dies without a word; the quorum is all three, so the run waits for it.
    const victim = federation.agents[1];
    victim?.child.kill('SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 300));
    started.push(await startDaemon('b', ['agent', 'start', '--dir', join(folder, 'b')]));
    await expect
      .poll(async () => (await second.run(id)).status, { timeout: 90_000, interval: 300 })
      .toBe('completed');
    const run = await second.run(id);
    expect(run.round).toBe(ROUNDS);
    const applied = run.history.filter(({ status }) => status === 'applied');
    expect(applied.map(({ round }) => round)).toEqual(
      Array.from({ length: ROUNDS }, (_, index) => index + 1),
    );
    for (const round of applied) {
      expect(round.members.filter(({ outcome }) => outcome === 'counted').map(({ site }) => site)).toEqual(
        NAMES,
      );
    }
    for (const round of run.history)
      expect(round.members.every(({ outcome }) => outcome !== undefined)).toBe(true);
    expect((await second.models(id)).length).toBe(ROUNDS + 1);
  });
});

/** `muster ARGS` as an older Node starts it: by a process that stays, under another. Resolves when it says that it is ready. */
async function launched(args: readonly string[]): Promise<ChildProcess> {
  const launcher = join(workspace, 'apps', 'cli', 'bin', 'launch.mjs');
  const script = `import { launch } from ${JSON.stringify(pathToFileURL(launcher))};
    launch(process.execPath, ${JSON.stringify([...args, '--json'])});`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [line] = await once(child.stdout, 'data');
  expect(String(line)).toContain('"ready":true');
  return child;
}

describe('a daemon that a launcher started', () => {
  it('ends with it, also when that is killed', async () => {
    for (const each of started) await each.stop();
    const coordinator = await launched(['coordinator', 'start', '--dir', federation.coordinatorFolder]);
    const agent = await launched(['agent', 'start', '--dir', join(folder, 'a')]);
    for (const each of [agent, coordinator]) {
      // Its standard output is also the daemon's: it closes when both are gone.
      const gone = once(each, 'close');
      each.kill('SIGKILL');
      await gone;
    }
  });
});
