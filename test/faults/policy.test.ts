import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeIrisSlices } from '../../tools/datasets/iris.ts';
import { muster } from '../../tools/processes/processes.ts';
import { AgentHome, untilReady } from './agent-home.ts';
import { CoordinatorHome } from './coordinator-home.ts';
import { taskOf } from './task.ts';
import { TcpProxy } from './tcp-proxy.ts';

const NAMES = ['a', 'b', 'wary'];
const task = taskOf({
  task: 'heart-study',
  rounds: { max: 1, cohort: 3, quorum: 2, deadlineS: 60, offerS: 30 },
});
const UPDATE_BYTES = 4 * (5 * 600 + 601 * 300 + 301 * 3);
let home: CoordinatorHome;
let proxy: TcpProxy;
const agents: AgentHome[] = [];
let wary: AgentHome;

beforeAll(async () => {
  home = await CoordinatorHome.make('heartbeatS: 0.5\n');
  await makeIrisSlices({ folder: home.root, sites: NAMES, seed: 1 });
  await home.start();
  proxy = await TcpProxy.start(home.port);
  for (const name of NAMES.slice(0, 2)) agents.push(await AgentHome.make(home, name));
  wary = await AgentHome.make(home, 'wary', { port: proxy.port });
  agents.push(wary);
  await Promise.all(agents.slice(0, 2).map((agent) => agent.start()));
});

afterAll(async () => {
  await Promise.all(agents.map((agent) => agent.stop()));
  await proxy[Symbol.asyncDispose]();
  await home[Symbol.asyncDispose]();
});

/** Lines of the site's journal about a run. */
async function denials(run: string, what: string) {
  return (await wary.journal()).filter((line) => line.round.startsWith(run) && line.what === what);
}

describe('F9 a site’s policy denies: no byte of an update leaves, and site and coordinator show the reason', () => {
  const cases = [
    ['the task', { tasks: ['cancer-*'] }, /policy\.tasks does not allow the task "heart-study"/],
    ['the cohort', { minCohort: 5 }, /policy\.minCohort asks for 5 sites/],
    ['the weight of an update', { metrics: ['loss'] }, /policy\.metrics does not allow "examples"/],
  ] as const;

  it.each(cases)('%s, at a dry run and at the offer', async (_what, policy, reason) => {
    await wary.stop();
    await wary.configure(home, policy);
    const file = join(home.root, 'task.yaml');
    writeFileSync(file, task);
    const checked = await muster(['agent', 'check', '--dir', wary.folder, '--task', file, '--json']);
    expect(checked.code).not.toBe(0);
    const { checks }: { checks: readonly { name: string; status: string; finding: string }[] } = JSON.parse(
      checked.stdout,
    );
    expect(checks).toContainEqual(
      expect.objectContaining({ name: 'task', status: 'failed', finding: expect.stringMatching(reason) }),
    );

    await wary.start();
    await untilReady(home, agents);
    const { up } = proxy.passed;
    const { id } = await home.api.startRun(task, 'task.yaml');
    const run = await home.ended(id);
    expect(run.status).toBe('completed');
    expect(run.history[0]?.members[2]).toMatchObject({
      site: 'wary',
      outcome: 'refused',
      code: 'POLICY_REFUSED',
      reason: expect.stringMatching(reason),
      bytesUp: 0,
    });
    expect(proxy.passed.up - up).toBeLessThan(100_000);
    const answers = (await wary.journal()).filter(
      ({ what, note }) => what === 'offerAnswer' && reason.test(note),
    );
    expect(answers.length).toBeGreaterThan(0);
    expect(await denials(id, 'report')).toEqual([]);
  });

  it('an update that is made already, at the gate, by a policy that was changed meanwhile', async () => {
    await wary.stop();
    await wary.configure(home, {});
    await wary.start({ MUSTER_FAULT: 'update-kept' });
    await untilReady(home, agents);
    const { id } = await home.api.startRun(task, 'task.yaml');
    await wary.died();
    const { up } = proxy.passed;
    await wary.configure(home, { tasks: ['cancer-*'] });
    await wary.start();
    const run = await home.ended(id);
    const reason = /policy\.tasks does not allow the task "heart-study"/;
    expect(run.history[0]?.members[2]).toMatchObject({
      site: 'wary',
      outcome: 'refused',
      reason: expect.stringMatching(reason),
      bytesUp: 0,
    });
    expect(proxy.passed.up - up).toBeLessThan(UPDATE_BYTES / 4);
    expect(await denials(id, 'report')).toEqual([
      expect.objectContaining({ decision: 'denied', note: expect.stringMatching(reason) }),
    ]);
    await vi.waitFor(() => expect(wary.rounds(id)).toMatchObject([{ status: 'refused' }]), {
      timeout: 10_000,
    });
  });
});
