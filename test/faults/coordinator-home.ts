/** @module A coordinator's folder, and the process that runs in it: it dies and comes back at the same address. */

import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApiClient } from '@muster/api';
import { expect, vi } from 'vitest';
import { apiOf, muster, type RunningProcess, startDaemon } from '../../tools/processes/processes.ts';
import { enrolVirtual, type VirtualIdentity } from '../../tools/virtual/virtual-agent.ts';

export class CoordinatorHome implements AsyncDisposable {
  /** What belongs to the test: this coordinator's folder, and whatever else it makes. */
  readonly root: string;
  readonly folder: string;
  readonly port: number;
  #process: RunningProcess | undefined;

  private constructor(root: string, port: number) {
    this.root = root;
    this.folder = join(root, 'coordinator');
    this.port = port;
  }

  /** `config` is added to coordinator.yaml. Nothing runs yet. */
  static async make(config = ''): Promise<CoordinatorHome> {
    const root = mkdtempSync(join(tmpdir(), 'muster-faults-'));
    const home = new CoordinatorHome(root, await freePort());
    const made = await muster(['coordinator', 'init', '--dir', home.folder, '--port', String(home.port)]);
    expect(made.code, made.stderr).toBe(0);
    appendFileSync(join(home.folder, 'coordinator.yaml'), `log: info\n${config}`);
    return home;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }
  get api(): ApiClient {
    return apiOf(this.folder, this.url);
  }
  get pid(): number {
    return this.#running().child.pid ?? 0;
  }
  log(): string {
    return this.#process?.log() ?? '';
  }

  async start(env: NodeJS.ProcessEnv = {}, nodeArgs: readonly string[] = []): Promise<void> {
    const args = ['coordinator', 'start', '--dir', this.folder];
    this.#process = await startDaemon('coordinator', args, { env, nodeArgs });
  }

  async stop(): Promise<void> {
    await this.#process?.stop();
  }

  async kill(): Promise<void> {
    this.#running().child.kill('SIGKILL');
    await this.died();
  }

  /** It was killed, by whomever. */
  async died(): Promise<void> {
    await vi.waitFor(() => expect(this.#running().child.signalCode, this.log()).toBe('SIGKILL'), {
      timeout: 60_000,
    });
  }

  /** It has ended by itself: its exit code. */
  async exited(): Promise<number | null> {
    const { child } = this.#running();
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    return child.exitCode;
  }

  /** A fault point has stopped it. */
  async stopped(): Promise<void> {
    await untilStopped(this.pid);
  }
  goOn(): void {
    process.kill(this.pid, 'SIGCONT');
  }

  async enrol(name: string): Promise<VirtualIdentity> {
    return enrolVirtual(this.url.replace('http', 'ws'), (await this.api.invite(name)).token);
  }

  /** The run as it is when it has ended. */
  async ended(id: string) {
    for await (const event of this.api.events(id, { follow: true })) void event;
    return this.api.run(id);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    rmSync(this.root, { recursive: true, force: true });
  }

  #running(): RunningProcess {
    if (!this.#process) throw new Error('the coordinator was not started');
    return this.#process;
  }
}

/** Linux: the process has the state `T`. */
export async function untilStopped(pid: number): Promise<void> {
  await vi.waitFor(
    () => {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      expect(stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3)).toBe('T');
    },
    { timeout: 30_000 },
  );
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
