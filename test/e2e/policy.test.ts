import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readVault } from '@muster/store';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeIrisSlices } from '../../tools/datasets/iris.ts';
import { muster } from '../../tools/processes/processes.ts';
import { AgentHome, untilReady } from '../faults/agent-home.ts';
import { CoordinatorHome } from '../faults/coordinator-home.ts';
import { taskOf } from '../faults/task.ts';

const NAMES = ['east', 'north'];
const ROUNDS = { max: 2, cohort: 2, quorum: 2, deadlineS: 60, offerS: 30, retryS: 0.5, maxAttempts: 1 };
const task = taskOf({ rounds: ROUNDS, hidden: [4] });
let home: CoordinatorHome;
let taskFile: string;
let credential: readonly string[];
const agents: AgentHome[] = [];
let north: AgentHome;

beforeAll(async () => {
  home = await CoordinatorHome.make('heartbeatS: 1\n');
  await makeIrisSlices({ folder: home.root, sites: NAMES, seed: 1 });
  await home.start();
  for (const name of NAMES) agents.push(await AgentHome.make(home, name));
  north = agents[1] ?? expect.unreachable();
  await agents[0]?.start();
  taskFile = join(home.root, 'task.yaml');
  writeFileSync(taskFile, task);
  credential = ['--credential', join(home.folder, 'operator.json')];
});

afterAll(async () => {
  await Promise.all(agents.map((agent) => agent.stop()));
  await home[Symbol.asyncDispose]();
});

const atNorth = (...args: string[]) => muster(['agent', ...args, '--dir', north.folder]);
const against = () => muster(['task', 'check', taskFile, '--against-sites', ...credential]);
const isBelow = (folder: string, text: string): boolean =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .some((entry) => readFileSync(join(entry.parentPath, entry.name)).includes(text));
const policyFile = () => join(north.folder, 'policy.yaml');

describe('the policy of a site', () => {
  it('that was edited and not signed again starts no agent, and says what to do', async () => {
    const signed = readFileSync(policyFile(), 'utf8');
    expect((await atNorth('policy', 'check')).code).toBe(0);
    writeFileSync(policyFile(), signed.replace('minCohort: 1', 'minCohort: 2'));
    const started = await atNorth('start');
    expect([started.code, started.stderr]).toEqual([3, expect.stringContaining('POLICY_UNSIGNED')]);
    expect(started.stderr).toContain('is not what Ada Officer signed');
    expect(started.stderr).toContain(`muster agent policy sign --dir ${north.folder} --by NAME`);
    const checked = await atNorth('policy', 'check');
    expect([checked.code, checked.stdout]).toEqual([3, expect.stringContaining('POLICY_UNSIGNED')]);
    expect((await atNorth('check')).stdout).toMatch(/FAIL +policy .*is not what Ada Officer signed/s);
    const sign = (...by: string[]) => atNorth('policy', 'sign', ...by);
    expect((await sign()).code).toBe(2);
    expect((await sign('--by', 'Bob')).stderr).toContain('raise it to 2');
    writeFileSync(
      policyFile(),
      signed.replace('minCohort: 1', 'minCohort: 2').replace('version: 1', 'version: 2'),
    );
    const signing = (await sign('--by', 'Bob')).stdout;
    expect(signing).toContain('Bob has signed');
    const shown = await atNorth('policy', 'show');
    expect(shown.stdout).toMatch(/version +2\n.*smallest sum +2 sites\n.*signature +signed by Bob/s);
    // In one format, wherever it is told.
    const [at = ''] = /\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ/.exec(signing) ?? [];
    const told = [signing, shown.stdout, (await atNorth('status')).stdout, (await atNorth('check')).stdout];
    for (const each of told) expect(each).toMatch(new RegExp(`Bob( has signed .*)?, ${at}`));
  });

  it('wants a person: a plan waits, is approved beside the running daemon, and is trained; refused, nothing leaves', async () => {
    await north.configure(home, { approval: 'manual' });
    await north.start();
    await untilReady(home, agents);
    const { id } = await home.api.startRun(task, 'task.yaml');
    await vi.waitFor(
      async () => {
        const pending = await atNorth('pending', '--json');
        expect([pending.code, JSON.parse(pending.stdout)]).toEqual([
          6,
          [expect.objectContaining({ task: 'faults', decision: 'pending' })],
        ]);
      },
      { timeout: 30_000, interval: 300 },
    );
    const pending = await atNorth('pending');
    expect(pending.stdout).toMatch(/Purpose +demonstration: demonstration\n/);
    expect(pending.stdout).toMatch(/Reads +flowers, columns sepal_length, .*, species\n/);
    expect(pending.stdout).toMatch(/Leaves +an update of 140 B \(mlp\) in each of at most 2 rounds/);
    const status = await atNorth('status');
    expect([status.code, status.stdout]).toEqual([6, expect.stringContaining('a plan waits for a person')]);
    const shown = await home.api.run(id);
    expect(shown.history[0]?.members[1]).toMatchObject({
      site: 'north',
      outcome: 'refused',
      code: 'APPROVAL_PENDING',
    });
    const [{ plan }] = JSON.parse((await atNorth('pending', '--json')).stdout);
    const decide = (word: string) =>
      atNorth(word, plan.slice(0, 10), '--by', 'Ada Officer', '--why', 'ethics vote 12/26');
    expect((await decide('approve')).stdout).toContain(`has approved plan ${plan.slice(0, 12)}`);
    const run = await home.ended(id);
    expect([run.status, north.brought(id).length]).toEqual(['completed', 2]);
    const { length } = run.history;
    expect(run.history.slice(-2)).toMatchObject([{ status: 'applied' }, { status: 'applied' }]);
    expect(length).toBeGreaterThan(2); // it went on by itself, after more attempts than maxAttempts
    const journal = await north.journal();
    const word = journal.findIndex(({ what, decision }) => what === 'plan' && decision === 'approved');
    expect(journal[word]?.note).toContain('by Ada Officer: ethics vote 12/26');
    expect(journal.findIndex(({ what }) => what === 'report')).toBeGreaterThan(word);
    const agreed = journal.find(({ what, note }) => what === 'offerAnswer' && note.startsWith('policy '));
    expect(agreed?.note).toMatch(/^policy \d+: flowers for demonstration \(not-personal\)$/);
    for (const secret of ['Ada Officer', 'ethics vote']) expect(home.log()).not.toContain(secret);

    expect((await decide('refuse')).stdout).toContain('Nothing of it leaves any more');
    const again = await home.api.startRun(task, 'task.yaml');
    await vi.waitFor(
      async () =>
        expect((await home.api.run(again.id)).history[0]?.members[1]).toMatchObject({
          code: 'APPROVAL_REFUSED',
          reason: 'a person at the site has refused this plan',
        }),
      { timeout: 30_000, interval: 300 },
    );
    await home.api.cancelRun(again.id);
    expect(north.brought(again.id)).toEqual([]);
    expect((await atNorth('pending')).stdout).toBe('No plan waits for a person.\n');
    expect((await atNorth('pending', '--all')).stdout).toMatch(/State +refused by Ada Officer/);
    // Who it was is in the vault of the site; its log, of which the coordinator has a part, knows a pseudonym.
    using vault = readVault(join(north.folder, 'state', 'audit-vault.db'));
    expect(vault.persons('Ada Officer')).toMatchObject([{ pseudonym: expect.stringMatching(/^p:/) }]);
    for (const place of [join(north.folder, 'state', 'audit'), join(home.folder, 'data')])
      expect([place, isBelow(place, 'Ada Officer')]).toEqual([place, false]);
    expect(isBelow(join(home.folder, 'data'), vault.persons('Ada Officer')[0]?.pseudonym ?? '')).toBe(true);
  });

  it('is published: a task is held against all of them, by the decision that each site makes itself', async () => {
    const asks = await against();
    expect([asks.code, asks.stdout]).toEqual([0, expect.stringMatching(/north +asks a person +connected/)]);
    await north.stop();
    const columns = ['sepal_length', 'species'];
    await north.configure(home, {
      datasets: { flowers: { columns } },
      purposes: { 'heart-study': ['9-2-j'] },
    });
    await north.start();
    await untilReady(home, agents);
    const refused = await against();
    expect(refused.code).toBe(3);
    expect(refused.stdout).toMatch(
      /north +refuses +connected +policy\.purposes does not list "demonstration"/,
    );
    const reason =
      'policy.datasets.flowers.columns does not allow "sepal_width", "petal_length", "petal_width"';
    expect(refused.stdout).toContain(reason);
    expect(refused.stdout).toContain('TOO FEW: 1 sites would take part, and the quorum is 2.');
    const site = await muster(['site', 'show', 'north', ...credential]);
    // By what the log and the report name it, and the journal of the site.
    const [, named = ''] =
      /policy +(version \d+ \([0-9a-f]{12}\)), signed by the site/.exec(site.stdout) ?? [];
    expect(named).not.toBe('');
    expect((await atNorth('journal')).stdout).toContain(`policy ${named}`);
    expect(site.stdout).toMatch(/purpose +heart-study: 9-2-j\n/);
    expect(site.stdout).not.toContain('Ada');
    const { id } = await home.api.startRun(task, 'task.yaml');
    await vi.waitFor(
      async () =>
        expect((await home.api.run(id)).history[0]?.members[1]).toMatchObject({
          code: 'POLICY_REFUSED',
          reason: expect.stringContaining('policy.purposes'),
        }),
      { timeout: 30_000, interval: 300 },
    );
    await home.api.cancelRun(id);
  });

  it('that is over refuses everything, and says so before and after', async () => {
    await north.stop();
    const day = (from: number) => new Date(Date.now() + from * 86_400_000).toISOString().slice(0, 10);
    await north.configure(home, { expires: day(9) });
    const soon = await atNorth('policy', 'check');
    expect([soon.code, soon.stdout]).toEqual([5, expect.stringMatching(/it expires in (9|10) days/)]);
    expect((await atNorth('check')).stdout).toMatch(/WARN +policy .*expires in (9|10) days/s);
    await north.configure(home, { expires: day(-1) });
    expect((await atNorth('policy', 'check')).code).toBe(3);
    await north.start();
    await untilReady(home, [agents[0] ?? expect.unreachable()]);
    await vi.waitFor(async () => expect((await home.api.sites())[1]?.status).toBe('connected'), {
      timeout: 20_000,
    });
    expect(north.log()).toContain('the policy has expired: all is refused');
    expect((await atNorth('status')).stdout).toMatch(/Policy +POLICY_EXPIRED/);
    expect((await against()).stdout).toContain(`policy.expires was ${day(-1)}: nothing is allowed any more`);
    const { id } = await home.api.startRun(task, 'task.yaml');
    await vi.waitFor(
      async () =>
        expect((await home.api.run(id)).history[0]?.members[1]).toMatchObject({ code: 'POLICY_EXPIRED' }),
      { timeout: 30_000, interval: 300 },
    );
    await home.api.cancelRun(id);
    appendFileSync(policyFile(), '# looked over\n');
    expect((await atNorth('status')).stdout).toMatch(/Policy +POLICY_UNSIGNED/);
  });
});
