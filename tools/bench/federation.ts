/** @module A real coordinator process and virtual agents in another: what the benchmarks of rounds measure. */

import { type ChildProcess, fork } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApiClient, RunDetail } from '@muster/api';
import { apiOf, muster, type RunningProcess, startDaemon } from '../processes/processes.ts';

/** Of agents: a process may have 20,000 file handles here. */
const WORKER_AGENTS_MAX = 10_000;
const INVITED_AT_ONCE = 8;

interface Entered {
  readonly connected: number;
  readonly errors: number;
}

export interface BenchFederation extends AsyncDisposable {
  readonly api: ApiClient;
  readonly coordinator: RunningProcess;
  /** The coordinator's folder. */
  readonly home: string;
  /** Resident memory of the coordinator now and at its peak, MB (10^6 bytes). */
  memoryMb(): { readonly now: number; readonly peak: number };
  /** Enrols and connects so many more agents. */
  join(count: number): Promise<Entered>;
  /** Processor time of the coordinator so far, its own and the system's for it. */
  cpuSeconds(): number;
  /** Kills the coordinator without warning and starts it again; resolves with the moment of that start, of performance.now(). */
  restart(): Promise<number>;
}

/** mlp 784 - h - 10 has 795 h + 10 parameters. */
function hiddenFor(parameters: number): number {
  return Math.round((parameters - 10) / 795);
}

function parametersOf(parameters: number): number {
  return 795 * hiddenFor(parameters) + 10;
}

/** Task without training: a model of about `parameters` parameters and no evaluation. */
export function emptyTask(options: {
  readonly parameters: number;
  readonly agents: number;
  readonly rounds: number;
  /** All of them, if it is not said: then nothing is sealed before the close. */
  readonly quorum?: number;
  readonly deadlineS?: number;
  readonly offerS?: number;
  /** The part of the task about secure aggregation, as YAML; off, if it is not said. */
  readonly secureAggregation?: string;
}): string {
  const hidden = hiddenFor(options.parameters);
  return `task: bench
purpose: benchmark
model: { architecture: mlp, hidden: [${hidden}] }
data: { dataset: bench, kind: image, height: 28, width: 28, channels: 1, classes: ['0','1','2','3','4','5','6','7','8','9'], normalise: { mean: 0, deviation: 1 } }
training: { optimizer: { name: sgd, learningRate: 0.1 } }
rounds: { max: ${options.rounds}, cohort: ${options.agents}, quorum: ${options.quorum ?? options.agents}, deadlineS: ${options.deadlineS ?? 120}, offerS: ${options.offerS ?? 15} }
strategy: { name: fedavg }
secureAggregation: ${options.secureAggregation ?? '{ profile: off }'}
`;
}

/** Never for long: the benchmark waits for them. */
const SOON = { baseMs: 100, capMs: 250 };

interface FederationOptions {
  /** Of the task to come, where agents are not to pull its model before they bring an update. */
  readonly parameters: number;
  readonly port: number;
  /** Of the agents, when their connection breaks. */
  readonly backoff: { readonly baseMs: number; readonly capMs: number };
  /** Added to coordinator.yaml. */
  readonly config: string;
}

/** Starts the coordinator and connects `agents` virtual agents, all of them in one other process. */
export async function startBenchFederation(
  agents: number,
  log: (line: string) => void,
  { parameters, port = 0, config = '', backoff = SOON }: Partial<FederationOptions> = {},
): Promise<BenchFederation> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-bench-'));
  const home = join(folder, 'coordinator');
  const initialised = await muster(['coordinator', 'init', '--dir', home, '--port', String(port)]);
  if (initialised.code !== 0) throw new Error(initialised.stderr);
  appendFileSync(join(home, 'coordinator.yaml'), `log: warn\n${config}`);
  const start = () => startDaemon('coordinator', ['coordinator', 'start', '--dir', home]);
  let coordinator = await start();
  const url = String(coordinator.ready.url);
  const api = apiOf(home, url);
  const workers: ChildProcess[] = [];
  const updateBytes = parameters === undefined ? null : 4 * parametersOf(parameters);
  const enter = async (count: number): Promise<Entered> => {
    const tokens = await invite(api, count);
    let entered: Entered = { connected: 0, errors: 0 };
    for (let at = 0; at < count; at += WORKER_AGENTS_MAX) {
      const worker = fork(join(import.meta.dirname, 'virtual-sites.ts'), [], {
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      });
      workers.push(worker);
      const order = {
        url: url.replace(/^http/, 'ws'),
        tokens: tokens.slice(at, at + WORKER_AGENTS_MAX),
        updateBytes,
        backoff,
      };
      const { connected, errors } = await enteredBy(worker, order);
      entered = { connected: entered.connected + connected, errors: entered.errors + errors };
    }
    return entered;
  };
  if (agents > 0) {
    const { connected } = await enter(agents);
    if (connected < agents) throw new Error(`${connected} of ${agents} agents connected`);
    log(`${agents} agents connected`);
  }
  const status = (): string => readFileSync(`/proc/${coordinator.child.pid}/status`, 'utf8');
  const mb = (key: string): number =>
    (Number(new RegExp(`${key}:\\s+(\\d+)`).exec(status())?.[1] ?? Number.NaN) * 1024) / 1e6;
  return {
    api,
    home,
    get coordinator() {
      return coordinator;
    },
    async restart() {
      coordinator.child.kill('SIGKILL');
      await new Promise((resolve) => coordinator.child.once('exit', resolve));
      const startedAt = performance.now();
      coordinator = await start();
      return startedAt;
    },
    join: enter,
    cpuSeconds: () => cpuSecondsOf(coordinator.child.pid ?? 0),
    memoryMb: () => ({ now: mb('VmRSS'), peak: mb('VmHWM') }),
    async [Symbol.asyncDispose]() {
      for (const worker of workers) worker.kill('SIGKILL');
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

async function invite(api: ApiClient, count: number): Promise<readonly string[]> {
  const tokens: string[] = [];
  const waiting = Array.from({ length: count }, (_, index) => `site-${index}`);
  const inviteAll = async (): Promise<void> => {
    for (let site = waiting.shift(); site !== undefined; site = waiting.shift())
      tokens.push((await api.invite(site)).token);
  };
  await Promise.all(Array.from({ length: INVITED_AT_ONCE }, inviteAll));
  return tokens;
}

function enteredBy(worker: ChildProcess, order: object): Promise<Entered> {
  return new Promise((resolve, reject) => {
    worker.once('message', (entered: Entered) => resolve(entered));
    worker.once('exit', (code) => reject(new Error(`the virtual agents ended with ${code}`)));
    worker.send(order);
  });
}

/** One that is free now: the coordinator comes back on the same. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Of a process and all of its threads, by /proc (clock ticks are hundredths of a second on Linux). */
function cpuSecondsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
