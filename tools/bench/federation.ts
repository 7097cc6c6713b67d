/** @module A real coordinator process and virtual agents in another: what the benchmarks of rounds measure. */

import { type ChildProcess, fork } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApiClient, RunDetail } from '@muster/api';
import { apiOf, muster, type RunningProcess, startDaemon } from '../processes/processes.ts';

export interface BenchFederation extends AsyncDisposable {
  readonly api: ApiClient;
  readonly coordinator: RunningProcess;
  /** Resident memory of the coordinator now and at its peak, MB (10^6 bytes). */
  memoryMb(): { readonly now: number; readonly peak: number };
}

/** Task without training: a model of about `parameters` parameters and no evaluation. */
export function emptyTask(options: {
  readonly parameters: number;
  readonly agents: number;
  readonly rounds: number;
}): string {
  // mlp 784 - h - 10 has 795 h + 10 parameters.
  const hidden = Math.round((options.parameters - 10) / 795);
  return `task: bench
purpose: benchmark
model: { architecture: mlp, hidden: [${hidden}] }
data: { dataset: bench, kind: image, height: 28, width: 28, channels: 1, classes: ['0','1','2','3','4','5','6','7','8','9'], normalise: { mean: 0, deviation: 1 } }
training: { optimizer: { name: sgd, learningRate: 0.1 } }
rounds: { max: ${options.rounds}, cohort: ${options.agents}, quorum: ${options.agents}, deadlineS: 120 }
strategy: { name: fedavg }
`;
}

/** Starts the coordinator and connects `agents` virtual agents, all of them in one other process. */
export async function startBenchFederation(
  agents: number,
  log: (line: string) => void,
): Promise<BenchFederation> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-bench-'));
  const home = join(folder, 'coordinator');
  const initialised = await muster(['coordinator', 'init', '--dir', home, '--port', '0']);
  if (initialised.code !== 0) throw new Error(initialised.stderr);
  appendFileSync(join(home, 'coordinator.yaml'), 'log: warn\n');
  const coordinator = await startDaemon('coordinator', ['coordinator', 'start', '--dir', home]);
  const url = String(coordinator.ready.url);
  const api = apiOf(home, url);
  const tokens: string[] = [];
  for (let index = 0; index < agents; index += 1) tokens.push((await api.invite(`site-${index}`)).token);
  const worker = fork(join(import.meta.dirname, 'virtual-sites.ts'), [], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await connected(worker, { url: url.replace(/^http/, 'ws'), tokens });
  log(`${agents} agents connected`);
  const status = (): string => readFileSync(`/proc/${coordinator.child.pid}/status`, 'utf8');
  const mb = (key: string): number =>
    (Number(new RegExp(`${key}:\\s+(\\d+)`).exec(status())?.[1] ?? Number.NaN) * 1024) / 1e6;
  return {
    api,
    coordinator,
    memoryMb: () => ({ now: mb('VmRSS'), peak: mb('VmHWM') }),
    async [Symbol.asyncDispose]() {
      worker.kill('SIGKILL');
      await coordinator.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Runs the task to its end; `onRound` is called after each applied round. */
export async function runToEnd(
  federation: BenchFederation,
  task: string,
  onRound: (round: number) => void = () => {},
): Promise<RunDetail> {
  const { api, coordinator } = federation;
  const { id } = await api.startRun(task, 'bench.yaml');
  for await (const event of api.events(id, { follow: true })) {
    if (event.kind === 'round-closed') {
      if (event.data.status !== 'applied')
        throw new Error(`a round was not applied: ${JSON.stringify(event.data)}\n${coordinator.log()}`);
      onRound(event.data.round);
    }
  }
  return api.run(id);
}

function connected(worker: ChildProcess, plan: { url: string; tokens: readonly string[] }): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.once('message', () => resolve());
    worker.once('exit', (code) => reject(new Error(`the virtual agents ended with ${code}`)));
    worker.send(plan);
  });
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
