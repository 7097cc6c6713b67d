import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { makeIrisSlices } from '../../tools/datasets/iris.ts';
import { type LocalFederation, startLocalFederation } from '../../tools/processes/local-federation.ts';
import { muster, type RunningProcess, workspace } from '../../tools/processes/processes.ts';

/** Text that stands in a cell of a site's table and nowhere else. */
const SECRET = 'patient-name-4711';
const NAMES = ['plain', 'foreign', 'text', 'column'];
const folder = mkdtempSync(join(tmpdir(), 'muster-bad-data-'));
const taskFile = join(folder, 'task.yaml');
const started: RunningProcess[] = [];
let federation: LocalFederation;

const csv = (site: string): string => join(folder, site, 'data', 'iris.csv');

beforeAll(async () => {
  await makeIrisSlices({ folder, sites: NAMES, seed: 1 });
  const rows = (site: string): string[] => readFileSync(csv(site), 'utf8').trim().split('\n');
  // A BOM, Windows line ends and quotes are no fault.
  writeFileSync(
    csv('foreign'),
    `\uFEFF${rows('foreign')
      .map((line) =>
        line
          .split(',')
          .map((cell) => `"${cell}"`)
          .join(','),
      )
      .join('\r\n')}\r\n`,
  );
  writeFileSync(
    csv('text'),
    `${rows('text')
      .map((line, index) => (index === 5 ? line.replace(/^[^,]*/, SECRET) : line))
      .join('\n')}\n`,
  );
  writeFileSync(
    csv('column'),
    `${rows('column')
      .map((line, index) => (index === 0 ? line.replace('petal_length', SECRET) : line))
      .join('\n')}\n`,
  );
  const task = parse(readFileSync(join(workspace, 'examples', 'iris', 'task.yaml'), 'utf8'));
  writeFileSync(
    taskFile,
    stringify({ ...task, rounds: { max: 2, cohort: 4, quorum: 2, deadlineS: 60 }, evaluation: {} }),
  );
  federation = await startLocalFederation({
    folder,
    name: 'Bad data',
    sites: NAMES.map((name) => ({
      name,
      folder: join(folder, name),
      config: {
        datasets: {
          flowers: { type: 'csv', file: 'data/iris.csv' },
          spare: { type: 'csv', file: 'data/none.csv' },
        },
      },
      policy: {
        tasks: ['*'],
        architectures: ['mlp'],
        minCohort: 2,
        maxRounds: 50,
        metrics: ['examples', 'loss', 'progress'],
      },
    })),
    coordinatorConfig: { log: 'debug', datasets: { test: { type: 'csv', file: 'public/none.csv' } } },
    onStep: () => {},
    onProcess: (each) => started.push(each),
  });
});

afterAll(async () => {
  await Promise.all(started.map((each) => each.stop()));
  rmSync(folder, { recursive: true, force: true });
});

/** Every byte that the coordinator keeps or logs. */
function everythingOf(path: string): string {
  if (statSync(path).isDirectory())
    return readdirSync(path)
      .map((name) => everythingOf(join(path, name)))
      .join('');
  return readFileSync(path, 'latin1');
}

describe('a data file that is missing', () => {
  it('is told at the start, by its path, where it is missing', () => {
    const [plain] = federation.agents;
    expect(plain?.log()).toContain('The CSV file cannot be opened: there is no such file.');
    expect(plain?.log()).toContain(join(folder, 'plain', 'data', 'none.csv'));
    expect(federation.coordinator.log()).toContain(join(federation.coordinatorFolder, 'public', 'none.csv'));
  });
});

describe('data that does not match its schema', () => {
  it('is shown to the site with row and column, and good data passes', async () => {
    const finding = async (site: string): Promise<[string, string]> => {
      const { stdout } = await muster([
        'agent',
        'check',
        '--dir',
        join(folder, site),
        '--task',
        taskFile,
        '--json',
      ]);
      const check = JSON.parse(stdout).checks.find(
        ({ name }: { name: string }) => name === 'data set flowers',
      );
      return [check.status, check.finding];
    };
    expect((await finding('plain'))[0]).toMatch(/ok|warning/);
    expect((await finding('foreign'))[0]).toMatch(/ok|warning/);
    const [status, text] = await finding('text');
    expect(status).toBe('failed');
    expect(text).toMatch(/row 5/);
    expect(text).toMatch(/sepal_length/);
    expect(text).toMatch(/DATA_SCHEMA/);
    expect((await finding('column'))[1]).toMatch(/petal_length/);
  });

  it('is told from a task file that is not there, and from a folder that is no site', async () => {
    const none = join(folder, 'none.yaml');
    const dir = join(folder, 'plain');
    const { code, stdout } = await muster(['agent', 'check', '--dir', dir, '--task', none, '--json']);
    const failed = JSON.parse(stdout).checks.filter(({ status }: { status: string }) => status === 'failed');
    expect(code).toBe(1);
    expect(failed.map(({ name }: { name: string }) => name)).toEqual(['task', 'data set spare']);
    expect(failed[0].finding).toContain(`${none} cannot be read (NOT_FOUND)`);
    expect(failed[1].finding).toContain(join(dir, 'data', 'none.csv'));
    const nowhere = join(folder, 'nowhere');
    for (const command of ['check', 'start']) {
      const refused = await muster(['agent', command, '--dir', nowhere]);
      expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining(nowhere)]);
      expect(existsSync(nowhere)).toBe(false);
    }
  });

  it('costs its site the round with a code, the others nothing, and no cell reaches the coordinator', async () => {
    const { id } = await federation.api.startRun(readFileSync(taskFile, 'utf8'), 'task.yaml');
    for await (const event of federation.api.events(id, { follow: true })) void event;
    const run = await federation.api.run(id);
    expect(run.status).toBe('completed');
    for (const round of run.history) {
      expect(
        Object.fromEntries(
          round.members.map(({ site, outcome, code }) => [site, `${outcome} ${code}`.trim()]),
        ),
      ).toEqual({
        plain: 'counted',
        foreign: 'counted',
        text: 'failed DATA_SCHEMA',
        column: 'failed DATA_SCHEMA',
      });
    }
    const kept = everythingOf(federation.coordinatorFolder) + federation.coordinator.log();
    expect(kept).toContain('DATA_SCHEMA');
    expect(kept).not.toContain(SECRET);
    expect(kept).not.toContain(csv('text'));
  });
});
