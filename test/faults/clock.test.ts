import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeIrisSlices } from '../../tools/datasets/iris.ts';
import { muster } from '../../tools/processes/processes.ts';
import { AgentHome, untilReady } from './agent-home.ts';
import { CoordinatorHome } from './coordinator-home.ts';
import { taskOf } from './task.ts';

const NAMES = ['a', 'b'];
const MINUTES_10 = 600_000;
const HOURS_2 = 7_200_000;
const DEADLINE_S = 60;
const task = taskOf({ rounds: { max: 3, cohort: 2, quorum: 2, deadlineS: DEADLINE_S, offerS: 30 } });
let home: CoordinatorHome;
const agents: AgentHome[] = [];

const shiftFile = (name: string): string => join(home.root, `${name}.shift`);
const setClock = (name: string, shiftMs: number): void => writeFileSync(shiftFile(name), String(shiftMs));
const shifted = (name: string) => ({ MUSTER_CLOCK_SHIFT_FILE: shiftFile(name) });

beforeAll(async () => {
  home = await CoordinatorHome.make('heartbeatS: 0.3\n');
  await makeIrisSlices({ folder: home.root, sites: NAMES, seed: 1 });
  for (const name of ['coordinator', ...NAMES]) setClock(name, 0);
  await home.start(shifted('coordinator'));
  for (const name of NAMES) agents.push(await AgentHome.make(home, name));
});

afterAll(async () => {
  await Promise.all(agents.map((agent) => agent.stop()));
  await home[Symbol.asyncDispose]();
});

/** What `muster site list` shows of a clock, in minutes. */
async function skewOf(site: string): Promise<number> {
  const credential = join(home.folder, 'operator.json');
  const { stdout } = await muster(['site', 'list', '--credential', credential, '--json']);
  const sites: readonly { name: string; clockSkewMs: number }[] = JSON.parse(stdout);
  return Math.round((sites.find(({ name }) => name === site)?.clockSkewMs ?? Number.NaN) / 60_000) + 0; // no -0
}

describe('F8 a clock steps in the middle of a round: the round is not disturbed, and the skew is on record', () => {
  const cases = [
    ['a site’s 10 minutes forward', 'a', MINUTES_10, { a: 10, b: 0 }],
    ['a site’s 10 minutes back', 'a', -MINUTES_10, { a: -10, b: 0 }],
    ['the coordinator’s 10 minutes back', 'coordinator', -MINUTES_10, { a: 10, b: 10 }],
    ['the coordinator’s 10 minutes forward', 'coordinator', MINUTES_10, { a: -10, b: -10 }],
  ] as const;
  it.each(cases)('%s', async (_what, whose, shiftMs, skews) => {
    for (const name of ['coordinator', ...NAMES]) setClock(name, 0);
    await Promise.all(agents.map((agent) => agent.stop()));
    await agents[0]?.start({ ...shifted('a'), MUSTER_FAULT: 'update-made:2:SIGSTOP' });
    await agents[1]?.start(shifted('b'));
    await untilReady(home, agents);
    const { id } = await home.api.startRun(task, 'task.yaml');
    await agents[0]?.stopped();
    setClock(whose, shiftMs);
    agents[0]?.goOn();
    const run = await home.ended(id);
    expect(run.status).toBe('completed');
    expect(
      run.history.map(({ attempt, members }) => [attempt, members.map(({ outcome }) => outcome)]),
    ).toEqual([1, 2, 3].map(() => [1, ['counted', 'counted']]));
    for (const { seconds } of run.history) expect(Math.abs(seconds ?? 0)).toBeLessThan(DEADLINE_S);
    await vi.waitFor(async () => expect([await skewOf('a'), await skewOf('b')]).toEqual([skews.a, skews.b]), {
      timeout: 15_000,
      interval: 200,
    });
  });
});

describe('F8 a site whose clock is 10 minutes off when it connects: it counts as ever, and the skew is on record', () => {
  it.each([MINUTES_10, -MINUTES_10])('%i ms', async (shiftMs) => {
    for (const name of ['coordinator', ...NAMES]) setClock(name, 0);
    await agents[0]?.stop();
    setClock('a', shiftMs);
    await agents[0]?.start(shifted('a'));
    await untilReady(home, agents);
    expect(await skewOf('a')).toBe(shiftMs / 60_000);
    const { id } = await home.api.startRun(task, 'task.yaml');
    const run = await home.ended(id);
    expect(run.history.map(({ members }) => members.map(({ outcome }) => outcome))).toEqual(
      [1, 2, 3].map(() => ['counted', 'counted']),
    );
  });
});

describe('F8 a site whose clock is two hours off when it comes back: refused by name, nobody else disturbed, and in when its clock is right', () => {
  it.each([HOURS_2, -HOURS_2])('%i ms', async (shiftMs) => {
    for (const name of ['coordinator', ...NAMES]) setClock(name, 0);
    await agents[0]?.stop();
    await agents[0]?.start(shifted('a'));
    await untilReady(home, agents);
    setClock('a', shiftMs);
    await home.stop();
    await home.start(shifted('coordinator'));
    await vi.waitFor(() => expect(agents[0]?.log()).toContain('CLOCK_SKEW'), { timeout: 15_000 });
    expect(agents[0]?.log()).toContain(`differ by ${shiftMs / 1000} s`);
    const metrics = await (await fetch(`${home.url}/metrics`)).text();
    expect(metrics).toMatch(/muster_connections_refused_total\{code="CLOCK_SKEW"\} [1-9]/);
    const alone = taskOf({ rounds: { max: 1, cohort: 1, quorum: 1, deadlineS: DEADLINE_S } });
    const { id } = await home.api.startRun(alone, 'task.yaml');
    expect((await home.ended(id)).history[0]?.members.map(({ site, outcome }) => [site, outcome])).toEqual([
      ['b', 'counted'],
    ]);
    setClock('a', 0);
    await pause(100);
    await untilReady(home, agents);
  });
});
