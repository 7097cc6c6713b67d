/** @module What an operator sees of a coordinator whose disk is at fault: the alarm wherever one looks, what is stored, and that it is over. */
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { muster } from '../../tools/processes/processes.ts';
import type { CoordinatorHome } from './coordinator-home.ts';

async function alarmsIn({ url }: CoordinatorHome): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^muster_alarms (\S+)$/m.exec(text)?.[1]);
}

/** It says what is wrong wherever one looks, begins nothing new (`task`), and shows what it has (`earlier`: a run of one round). */
export async function expectAlarm(
  home: CoordinatorHome,
  code: string,
  { task, earlier }: { readonly task: string; readonly earlier: string },
): Promise<void> {
  await vi.waitFor(
    async () => {
      const { alarms, ready } = await home.api.status();
      expect([alarms.map((alarm) => alarm.code), ready]).toEqual([expect.arrayContaining([code]), false]);
    },
    { timeout: 10_000, interval: 100 },
  );
  const answer = await fetch(`${home.url}/readyz`);
  expect([answer.status, await answer.text()]).toEqual([503, expect.stringContaining(code)]);
  expect(await alarmsIn(home)).toBeGreaterThan(0);
  const credential = join(home.folder, 'operator.json');
  const shown = await muster(['coordinator', 'status', '--credential', credential]);
  expect(shown.code).not.toBe(0);
  expect(shown.stdout).toMatch(new RegExp(`ALARM +\\w+: ${code}`));
  await expect(home.api.startRun(task, 'task.yaml')).rejects.toMatchObject({ code });
  expect((await home.api.run(earlier)).status).toBe('completed');
  const run = await muster(['run', 'show', earlier, '--credential', credential]);
  expect([run.code, run.stdout]).toEqual([0, expect.stringMatching(/^Status +completed/m)]);
  const weights = await new Response(await home.api.weights(`${earlier}:1`)).arrayBuffer();
  expect(weights.byteLength).toBe((await home.api.model(`${earlier}:1`)).bytes);
}

export async function expectCalm(home: CoordinatorHome): Promise<void> {
  await vi.waitFor(async () => expect((await fetch(`${home.url}/readyz`)).status).toBe(200), {
    timeout: 10_000,
    interval: 100,
  });
  expect((await home.api.status()).alarms).toEqual([]);
  expect(await alarmsIn(home)).toBe(0);
}

/** Stops it; every row and every blob is what it should be. */
export async function expectSound(home: CoordinatorHome): Promise<void> {
  await home.stop();
  const check = await muster(['coordinator', 'check', '--dir', home.folder]);
  expect(check.code, check.stdout + check.stderr).toBe(0);
}
