/** @module A real site: its folder, its slice of the flowers, and the daemon that runs in it, dies and comes back. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type JournalReading, type RoundEntry, readJournal, readRounds } from '@muster/agent';
import { expect, vi } from 'vitest';
import { muster, type RunningProcess, startDaemon } from '../../tools/processes/processes.ts';
import { writeSiteFiles } from '../../tools/processes/site-files.ts';
import { type CoordinatorHome, untilStopped } from './coordinator-home.ts';
import { openedUpdates } from './opened-updates.ts';

export const POLICY = {
  tasks: ['*'],
  architectures: ['mlp'],
  minCohort: 1,
  maxRounds: 100,
  metrics: ['examples', 'loss', 'progress'],
};

interface AgentOptions {
  /** Where it finds the coordinator: a proxy's port, perhaps. */
  readonly port?: number;
  /** Its folder, when it is not beside the coordinator's; the data stays there. */
  readonly folder?: string;
  readonly policy?: Readonly<Record<string, unknown>>;
}

export class AgentHome {
  readonly name: string;
  readonly folder: string;
  #process: RunningProcess | undefined;

  private constructor(name: string, folder: string) {
    this.name = name;
    this.folder = folder;
  }

  /** Enrols it; `makeIrisSlices` has made its data in the root of the coordinator's home. Nothing runs yet. */
  static async make(home: CoordinatorHome, name: string, options: AgentOptions = {}): Promise<AgentHome> {
    const agent = new AgentHome(name, options.folder ?? join(home.root, name));
    const { token } = await home.api.invite(name);
    const url = `ws://127.0.0.1:${options.port ?? home.port}`;
    const made = await muster(['agent', 'enrol', '-', '--url', url, '--dir', agent.folder], { input: token });
    expect(made.code, made.stderr).toBe(0);
    await agent.configure(home, options.policy ?? {});
    return agent;
  }

  /** Writes site.yaml and policy.yaml, and signs it. */
  async configure(home: CoordinatorHome, policy: Readonly<Record<string, unknown>>): Promise<void> {
    const file = join(home.root, this.name, 'data', 'iris.csv');
    const config = {
      datasets: { flowers: { type: 'csv', file } },
      training: { lingerS: 60 },
    };
    const { name, folder } = this;
    await writeSiteFiles({ folder, name, config, policy: { ...POLICY, ...policy } });
  }

  async start(env: NodeJS.ProcessEnv = {}): Promise<void> {
    this.#process = await startDaemon(this.name, ['agent', 'start', '--dir', this.folder], { env });
  }

  async stop(): Promise<void> {
    await this.#process?.stop();
  }

  get pid(): number {
    return this.#process?.child.pid ?? 0;
  }
  log(): string {
    return this.#process?.log() ?? '';
  }

  /** It was killed, by whomever. */
  async died(): Promise<void> {
    await vi.waitFor(() => expect(this.#process?.child.signalCode, this.log()).toBe('SIGKILL'), {
      timeout: 60_000,
    });
  }

  /** A fault point has stopped it. */
  async stopped(): Promise<void> {
    await untilStopped(this.pid);
  }
  goOn(): void {
    process.kill(this.pid, 'SIGCONT');
  }

  /** What `muster agent rounds` shows of a run, oldest first. */
  rounds(run: string): readonly RoundEntry[] {
    if (!existsSync(join(this.folder, 'state', 'site.db'))) return [];
    return readRounds(this.folder, 100)
      .filter((entry) => entry.run === run)
      .toReversed();
  }

  /** What `muster agent journal` shows. */
  async journal(): Promise<JournalReading['entries']> {
    const { entries, problem } = await readJournal(this.folder, 10_000);
    expect(problem).toBeUndefined();
    return entries;
  }

  /** SHA-256 of the values of the updates that were made for a run. */
  made(run: string): readonly string[] {
    return openedUpdates(this.folder, run);
  }

  /** Hashes of the updates that left for a run, sealed, each once, from the journal. */
  brought(run: string): readonly string[] {
    const lines = readFileSync(join(this.folder, 'state', 'journal.jsonl'), 'utf8').split('\n');
    const reports = lines.filter((line) => line.includes('"what":"report"') && line.includes(run));
    return [...new Set(reports.map((line) => /"updateHash":"([0-9a-f]{64})"/.exec(line)?.[1] ?? line))];
  }
}

/** All of them are connected and have said what they offer. */
export async function untilReady(home: CoordinatorHome, agents: readonly AgentHome[]): Promise<void> {
  await vi.waitFor(
    async () => {
      const ready = (await home.api.sites()).filter(({ datasets }) => datasets.length > 0);
      expect(ready.map(({ name }) => name)).toEqual(expect.arrayContaining(agents.map(({ name }) => name)));
    },
    // Of an idle agent, which may wait half a minute before it tries again.
    { timeout: 60_000, interval: 100 },
  );
}
