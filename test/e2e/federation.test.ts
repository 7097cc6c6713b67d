import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeIrisSlices } from '../../tools/datasets/iris.ts';
import { type LocalFederation, startLocalFederation } from '../../tools/processes/local-federation.ts';
import { muster, type RunningProcess, startDaemon, workspace } from '../../tools/processes/processes.ts';

const NAMES = ['amsterdam', 'bergen', 'coimbra'];
const folder = mkdtempSync(join(tmpdir(), 'muster-e2e-'));
/** The example, but evaluated at the sites after every round. */
const task = join(folder, 'task.yaml');
let federation: LocalFederation;
let credential: string[];
const started: RunningProcess[] = [];
let run = '';

const json = async (...args: string[]) => {
  const { code, stdout, stderr } = await muster([...args, '--json', ...credential]);
  return {
    code,
    stderr,
    value: stdout.trim().startsWith('{') || stdout.trim().startsWith('[') ? JSON.parse(stdout) : stdout,
  };
};

beforeAll(async () => {
  const example = readFileSync(join(workspace, 'examples', 'iris', 'task.yaml'), 'utf8');
  writeFileSync(task, example.replace('everyRounds: 5', 'everyRounds: 1'));
  await makeIrisSlices({ folder, sites: NAMES, seed: 1 });
  federation = await startLocalFederation({
    folder,
    name: 'Iris',
    sites: NAMES.map((name) => ({
      name,
      folder: join(folder, name),
      config: {
        datasets: { flowers: { type: 'csv', file: 'data/iris.csv' } },
      },
      policy: {
        tasks: ['iris*'],
        architectures: ['mlp', 'logistic'],
        minCohort: 3,
        maxRounds: 50,
        metrics: ['examples', 'accuracy', 'loss', 'confusion', 'norm', 'timing', 'progress'],
      },
    })),
    coordinatorConfig: { datasets: { 'iris-test': { type: 'csv', file: 'public/iris-test.csv' } } },
    onStep: () => {},
    onProcess: (each) => started.push(each),
  });
  credential = ['--credential', join(federation.coordinatorFolder, 'operator.json')];
});

afterAll(async () => {
  await Promise.all(started.map((each) => each.stop()));
  rmSync(folder, { recursive: true, force: true });
});

describe('a federation from the command line', () => {
  it('keeps its secrets to their owners', () => {
    for (const file of [
      'coordinator/keys/organisation.json',
      'coordinator/keys/coordinator.json',
      'coordinator/operator.json',
      'coordinator/coordinator.yaml',
      'amsterdam/keys/identity.json',
      'amsterdam/keys/enrolment.json',
      'amsterdam/policy.yaml.sig',
    ]) {
      expect(statSync(join(folder, file)).mode & 0o777, file).toBe(0o600);
    }
  });

  it('lists the sites that are there, and finds each in order', async () => {
    // An agent is ready before it is connected.
    const listed = async () =>
      (await json('site', 'list')).value.map(
        ({ name, status }: { name: string; status: string }) => `${name} ${status}`,
      );
    await expect
      .poll(listed, { timeout: 30_000, interval: 300 })
      .toEqual(NAMES.map((name) => `${name} connected`));
    const check = await muster([
      'agent',
      'check',
      '--dir',
      join(folder, 'amsterdam'),
      '--task',
      task,
      '--json',
    ]);
    const statuses = JSON.parse(check.stdout).checks.map(
      ({ name, status }: { name: string; status: string }) => [name, status],
    );
    expect(statuses.filter(([, status]: [string, string]) => status === 'failed')).toEqual([]);
    expect(check.code).toBe(0);
  });

  it('checks a task, runs it once for one request id, and trains', async () => {
    expect((await muster(['task', 'check', task])).code).toBe(0);
    const first = await json('run', 'start', task, '--request-id', 'e2e-1');
    const again = await json('run', 'start', task, '--request-id', 'e2e-1');
    expect(first.code).toBe(0);
    expect(again.value.id).toBe(first.value.id);
    run = first.value.id;
    const watched = await muster(['run', 'watch', run, ...credential]);
    expect(watched.stdout).toContain('applied');
    const { value } = await json('run', 'show', run);
    expect(value.status).toBe('completed');
    expect(value.accuracy).toBeGreaterThan(0.9);
    for (const round of value.history) {
      expect(round.members.map(({ outcome }: { outcome: string }) => outcome)).toEqual([
        'counted',
        'counted',
        'counted',
      ]);
    }
  });

  it('gives the model to people: list, show, export, predict, evaluate', async () => {
    const { value: models } = await json('model', 'list', '--run', run);
    const newest = models[0].id;
    const shown = (await json('model', 'show', newest)).value;
    expect(shown.contributors).toEqual(NAMES);
    // Evaluated at the sites: each on its own holdout, and all together, which is the sum of their counts.
    const { sites, ...pooled } = shown.federated;
    expect(sites.map(({ site }: { site: string }) => site)).toEqual(NAMES);
    const total = (matrix: number[][]): number => matrix.flat().reduce((sum, count) => sum + count, 0);
    expect(total(pooled.confusion)).toBe(pooled.examples);
    expect(pooled.recall).toHaveLength(3);
    expect(sites.reduce((sum: number, { examples }: { examples: number }) => sum + examples, 0)).toBe(
      pooled.examples,
    );
    const text = (await muster(['model', 'show', newest, ...credential])).stdout;
    expect(text).toMatch(/of the public test set/);
    expect(text).toMatch(/held out at 3 sites/);
    expect(text).toMatch(/bergen: accuracy/);
    const safetensors = join(folder, 'model.safetensors');
    expect((await json('model', 'export', newest, '--out', safetensors)).code).toBe(0);
    const bytes = readFileSync(safetensors);
    const header = JSON.parse(bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE())).toString());
    expect(header.__metadata__.model).toBe(newest);
    expect((await json('model', 'export', newest, '--out', safetensors)).code).toBe(1);
    const test = join(federation.coordinatorFolder, 'public', 'iris-test.csv');
    const evaluated = await json('model', 'evaluate', newest, '--csv', test);
    expect(evaluated.value.accuracy).toBeGreaterThan(0.9);
    const predicted = await json('model', 'predict', newest, '--csv', test, '--count', '3');
    expect(predicted.value.predictions).toHaveLength(3);
    for (const { probabilities } of predicted.value.predictions)
      expect(probabilities.reduce((sum: number, value: number) => sum + value, 0)).toBeCloseTo(1, 5);
    const some = await muster([
      'model',
      'predict',
      run,
      '--csv',
      test,
      '--first',
      '1',
      '--count',
      '3',
      ...credential,
    ]);
    expect(some.stdout).toMatch(/^3 of \d+ rows from row 1 on; others by --first N and --count N$/m);
    expect((await json('model', 'show', run)).value.id).toBe(newest);
    // The same rows as another program writes them, and without the label.
    const rows = readFileSync(test, 'utf8').trim().split('\n');
    const plain = join(folder, 'unlabelled.csv');
    writeFileSync(plain, rows.map((row) => row.split(',').slice(0, 4).join(';')).join('\n'));
    const args = ['model', 'predict', newest, '--csv', plain, '--delimiter', ';', '--count', '3'];
    const unlabelled = (await json(...args)).value.predictions;
    expect(unlabelled).toEqual(predicted.value.predictions.map((each: object) => ({ ...each, label: null })));
    const missing = await muster(['model', 'predict', newest, '--csv', 'nope.csv', ...credential]);
    expect(missing.stderr).toContain(join(workspace, 'nope.csv'));
  });

  it('writes down what left each site, in a chain that shows every change', async () => {
    const { code, stdout } = await muster([
      'agent',
      'journal',
      '--dir',
      join(folder, 'bergen'),
      '--limit',
      '1000',
      '--json',
    ]);
    expect(code).toBe(0);
    const { entries, intact } = JSON.parse(stdout);
    expect(intact).toBe(true);
    const reports = entries.filter(({ what }: { what: string }) => what === 'report');
    const { value } = await json('run', 'show', run);
    expect(reports).toHaveLength(value.history.length);
    expect(new Set(entries.map(({ what }: { what: string }) => what))).toEqual(
      new Set(
        [
          'register',
          'auditEvents',
          'addCheckpoint',
          'offerAnswer',
          'progress',
          'report',
          'evaluationReport',
          'pull',
        ].filter((what) => entries.some((entry: { what: string }) => entry.what === what)),
      ),
    );
  });

  it('misses lines that were cut off the end of a journal, and a journal that is gone', async () => {
    const copy = join(folder, 'copy');
    await federation.agents[1]?.stop();
    cpSync(join(folder, 'bergen'), copy, { recursive: true });
    started.push(await startDaemon('bergen', ['agent', 'start', '--dir', join(folder, 'bergen')]));
    const read = () => muster(['agent', 'journal', '--dir', copy]);
    expect(await read()).toMatchObject({ code: 0, stdout: expect.stringContaining('is intact') });
    const file = join(copy, 'state', 'journal.jsonl');
    writeFileSync(file, readFileSync(file, 'utf8').split('\n').slice(0, 3).join('\n').concat('\n'));
    expect(await read()).toMatchObject({ code: 1, stdout: expect.stringContaining('lines were written') });
    rmSync(file);
    expect(await read()).toMatchObject({ code: 1, stdout: expect.stringContaining('none is there') });
    const nowhere = await muster(['agent', 'journal', '--dir', join(folder, 'nosuch')]);
    expect(nowhere).toMatchObject({ code: 1, stderr: expect.stringContaining('NOT_FOUND') });
  });

  it('holds a signed receipt for every round that it took part in', async () => {
    const { code, stdout } = await muster(['agent', 'rounds', '--dir', join(folder, 'bergen'), '--json']);
    expect(code).toBe(0);
    const rounds: { run: string; round: number; status: string; receipt: string }[] = JSON.parse(stdout);
    const { value } = await json('run', 'show', run);
    expect(rounds.filter((each) => each.run === run).map(({ round }) => round)).toEqual(
      value.history.map(({ round }: { round: number }) => round).reverse(),
    );
    for (const { status, receipt } of rounds) expect([status, receipt]).toEqual(['counted', 'signed']);
  });

  it('speaks in exit codes', async () => {
    const unknown = await muster(['run', 'list', '--nonsense', '--json', ...credential]);
    expect([unknown.code, unknown.stderr]).toEqual([2, '']);
    expect(JSON.parse(unknown.stdout).error).toMatchObject({ code: 'INVALID_ARGUMENT' });
    expect((await muster(['nonsense'])).code).toBe(2);
    expect((await muster(['run', 'show', 'no-such-run', ...credential])).code).toBe(1);
    expect((await muster(['run', 'list', '--credential', join(folder, 'none.json')])).code).toBe(3);
    for (const args of [
      ['coordinator', 'init'],
      ['operator', 'add'],
      ['site', 'invite'],
      ['agent', 'enrol'],
      ['agent', 'policy', 'sign'],
      ['task', 'check'],
      ['run', 'start'],
      ['model', 'predict'],
      ['completion'],
    ]) {
      const { code, stdout } = await muster([...args, '--help']);
      expect(code, args.join(' ')).toBe(0);
      expect(stdout).toContain('Example:');
    }
  });

  it('goes on after the coordinator was stopped, and shuts a revoked site out', async () => {
    const [coordinator] = started;
    await coordinator?.stop();
    expect((await muster(['run', 'list', ...credential])).code).toBe(4);
    started.push(
      await startDaemon('coordinator', ['coordinator', 'start', '--dir', federation.coordinatorFolder]),
    );
    await expect
      .poll(
        async () =>
          (await json('site', 'list')).value.filter(
            ({ status }: { status: string }) => status === 'connected',
          ).length,
        { timeout: 30_000, interval: 500 },
      )
      .toBe(3);
    expect((await json('run', 'show', run)).value.status).toBe('completed');
    const agent = started.find(({ name }) => name === 'coimbra');
    const gone = new Promise((resolve) => agent?.child.once('exit', (code) => resolve(code)));
    expect((await json('site', 'revoke', 'coimbra', '--reason', 'test')).value.status).toBe('revoked');
    expect(await gone).toBe(3);
    expect(agent?.log()).toContain('SITE_REVOKED');
    const back = await muster(['agent', 'start', '--dir', join(folder, 'coimbra')]);
    expect(back.code).toBe(3);
    expect(back.stderr).toContain('revoked');
  });

  it('takes a site back by a new token, with the folder that it has', async () => {
    const dir = ['--dir', join(folder, 'coimbra')];
    const { token } = (await json('site', 'invite', 'coimbra')).value;
    expect((await muster(['agent', 'enrol', token, ...dir])).code).toBe(2); // neither --url nor --again
    expect((await muster(['agent', 'enrol', token, ...dir, '--url', federation.url])).stderr).toContain(
      '--again',
    );
    const again = await muster(['agent', 'enrol', '-', '--again', ...dir], { input: token });
    expect([again.code, again.stderr]).toEqual([0, '']);
    expect(again.stdout).toMatch(/keys {3}kept, with a new certificate/);
    expect(again.stdout).toMatch(/site.yaml, policy.yaml {3}kept as they were/);
    started.push(await startDaemon('coimbra', ['agent', 'start', ...dir]));
    await expect
      .poll(
        async () =>
          (await json('site', 'list')).value.find(({ name }: { name: string }) => name === 'coimbra').status,
        { timeout: 30_000, interval: 500 },
      )
      .toBe('connected');
  });
});
