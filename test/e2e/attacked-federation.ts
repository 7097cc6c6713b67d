/** @module Four sites on iris whose coordinator is not to be trusted: one witness may lie with it, so three cosignatures are a quorum. */
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LogView, readLogs } from '@muster/agent';
import type { ApiClient } from '@muster/api';
import { expect } from 'vitest';
import { parse, stringify } from 'yaml';
import { makeIrisSlices } from '../../tools/datasets/iris.ts';
import { startLocalFederation } from '../../tools/processes/local-federation.ts';
import {
  apiOf,
  muster,
  type RunningProcess,
  startDaemon,
  workspace,
} from '../../tools/processes/processes.ts';

export const SITES = ['a', 'b', 'c', 'd'] as const;

export class AttackedFederation {
  readonly folder: string;
  /** Of the coordinator as it was made. */
  readonly home: string;
  readonly url: string;
  #api: ApiClient;
  /** Every process that was started here, the coordinator that runs now among them. */
  readonly #started: RunningProcess[];
  #coordinator: RunningProcess;
  readonly #agents: Map<string, RunningProcess>;

  private constructor(
    folder: string,
    made: Awaited<ReturnType<typeof startLocalFederation>>,
    started: RunningProcess[],
  ) {
    this.folder = folder;
    this.home = made.coordinatorFolder;
    this.url = made.url;
    this.#api = made.api;
    this.#coordinator = made.coordinator;
    this.#agents = new Map(made.agents.map((agent) => [agent.name, agent]));
    this.#started = started;
  }

  /** Coordinator and agents run when it resolves. */
  static async start(name: string): Promise<AttackedFederation> {
    const folder = mkdtempSync(join(tmpdir(), `muster-${name}-`));
    const started: RunningProcess[] = [];
    try {
      await makeIrisSlices({ folder, sites: SITES, seed: 1 });
      const made = await startLocalFederation({
        folder,
        name: 'Attacked',
        sites: SITES.map((site) => ({
          name: site,
          folder: join(folder, site),
          config: { datasets: { flowers: { type: 'csv', file: 'data/iris.csv' } } },
          policy: { maxEpochs: 10_000 },
        })),
        coordinatorConfig: { log: 'debug', audit: { faultyWitnesses: 1 } },
        onStep: () => {},
        onProcess: (each) => started.push(each),
      });
      return new AttackedFederation(folder, made, started);
    } catch (thrown) {
      await Promise.all(started.map((each) => each.stop()));
      rmSync(folder, { recursive: true, force: true });
      throw thrown;
    }
  }

  get api(): ApiClient {
    return this.#api;
  }

  get coordinator(): RunningProcess {
    return this.#coordinator;
  }

  siteFolder(site: string): string {
    return join(this.folder, site);
  }

  /** With which logs each site goes along. */
  views(): Promise<readonly LogView[]> {
    return Promise.all(SITES.map((site) => readLogs(this.siteFolder(site))));
  }

  /** Why each site has no part in the log that it is shown; '' where it has. */
  async troubles(): Promise<readonly string[]> {
    return (await this.views()).map(({ trouble }) => trouble?.code ?? '');
  }

  /** The coordinator of a folder takes the place of the one that has stopped. */
  async startCoordinator(home: string): Promise<void> {
    this.#coordinator = await this.also(home);
    this.#api = apiOf(home, this.url);
  }

  /** Another coordinator beside it. */
  async also(home: string): Promise<RunningProcess & { readonly ready: Record<string, unknown> }> {
    return this.#keep(
      await startDaemon('coordinator', ['coordinator', 'start', '--dir', home], {
        logFile: join(this.folder, 'coordinator.log'),
      }),
    );
  }

  /** They try at once to reach a coordinator, however long there was none. */
  async restartAgents(): Promise<void> {
    await Promise.all(SITES.map((site) => this.restartAgent(site)));
  }

  /** Stops the agent of a site, and starts it as its folder says then. */
  async restartAgent(site: string, change = (): void => {}): Promise<void> {
    await this.#agents.get(site)?.stop();
    change();
    const agent = await startDaemon(site, ['agent', 'start', '--dir', this.siteFolder(site)], {
      logFile: join(this.folder, `${site}.log`),
    });
    this.#agents.set(site, this.#keep(agent));
  }

  /** The example, with so much work for so many sites, all of them by default. */
  async startRun(
    more: {
      readonly rounds?: number;
      readonly epochs?: number;
      readonly sites?: number;
      readonly api?: ApiClient;
    } = {},
  ): Promise<string> {
    const { rounds = 1, epochs = 2, sites = SITES.length, api = this.api } = more;
    const file = readFileSync(join(workspace, 'examples', 'iris', 'task.yaml'), 'utf8');
    const example: { readonly training: object } = parse(file);
    const task = stringify({
      ...example,
      training: { ...example.training, epochs },
      rounds: { max: rounds, cohort: sites, quorum: sites, deadlineS: 120, retryS: 0.5 },
      evaluation: {},
    });
    return (await api.startRun(task, 'task.yaml')).id;
  }

  async train(rounds = 1): Promise<void> {
    const id = await this.startRun({ rounds });
    for await (const event of this.api.events(id, { follow: true })) void event;
    expect((await this.api.run(id)).status).toBe('completed');
  }

  async stop(): Promise<void> {
    try {
      // The last checkpoint of a coordinator is cosigned by agents that are there.
      await this.#coordinator.stop();
    } finally {
      await Promise.all(this.#started.map((each) => each.stop()));
      rmSync(this.folder, { recursive: true, force: true });
    }
  }

  #keep<Process extends RunningProcess>(process: Process): Process {
    this.#started.push(process);
    return process;
  }
}

/** How a daemon ended by itself, and the codes that it told of. */
export async function endOf({ child, log }: RunningProcess) {
  if (child.exitCode === null) await once(child, 'close');
  return {
    exit: child.exitCode,
    codes: new Set([...log().matchAll(/"code":"(AUDIT_\w+)"/g)].map(([, code]) => code)),
  };
}

/** `muster ARGS --json`: its exit code, and what it says. */
export async function json(...args: readonly string[]) {
  const { code, stdout } = await muster([...args, '--json']);
  return { code, said: JSON.parse(stdout) };
}
