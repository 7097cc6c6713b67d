/** @module A whole federation on this machine: coordinator and agents as processes of their own, each with its own folder. */
import { appendFileSync, existsSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { ApiClient } from '@muster/api';
import { stringify } from 'yaml';
import { apiOf, muster, type RunningProcess, startDaemon } from './processes.ts';
import { type SiteFiles, writeSiteFiles } from './site-files.ts';

export interface LocalFederation {
  readonly folder: string;
  readonly coordinatorFolder: string;
  readonly api: ApiClient;
  readonly url: string;
  readonly coordinator: RunningProcess;
  readonly agents: readonly RunningProcess[];
  stop(): Promise<void>;
}

export interface LocalFederationOptions {
  readonly folder: string;
  readonly name: string;
  readonly sites: readonly SiteFiles[];
  /** Appended to coordinator.yaml. */
  readonly coordinatorConfig: Record<string, unknown>;
  readonly port?: number;
  onStep(text: string): void;
  /** Told of each process as it starts, so that a caller that is interrupted can stop it. */
  onProcess(process: RunningProcess): void;
}

/** Makes the folders, enrols each site with its own token, and starts everything. */
export async function startLocalFederation(options: LocalFederationOptions): Promise<LocalFederation> {
  const { folder, sites, onStep, onProcess } = options;
  mkdirSync(folder, { recursive: true });
  const home = join(folder, 'coordinator');
  if (!existsSync(join(home, 'coordinator.yaml'))) {
    await must([
      'coordinator',
      'init',
      '--dir',
      home,
      '--federation',
      options.name,
      '--port',
      String(options.port ?? (await freePort())),
    ]);
    appendFileSync(join(home, 'coordinator.yaml'), stringify(options.coordinatorConfig));
  }
  onStep('starting the coordinator');
  const coordinator = await startDaemon('coordinator', ['coordinator', 'start', '--dir', home], {
    logFile: join(folder, 'coordinator.log'),
  });
  onProcess(coordinator);
  const url = String(coordinator.ready.url);
  const api = apiOf(home, url);
  const agents: RunningProcess[] = [];
  for (const site of sites) {
    onStep(`enrolling ${site.name}`);
    const { token } = await api.invite(site.name);
    await must(['agent', 'enrol', '-', '--url', url.replace(/^http/, 'ws'), '--dir', site.folder], token);
    await writeSiteFiles(site);
  }
  for (const site of sites) {
    onStep(`starting the agent of ${site.name}`);
    const agent = await startDaemon(site.name, ['agent', 'start', '--dir', site.folder], {
      logFile: join(folder, `${site.name}.log`),
    });
    onProcess(agent);
    agents.push(agent);
  }
  return {
    folder,
    coordinatorFolder: home,
    api,
    url,
    coordinator,
    agents,
    async stop() {
      // Its last checkpoint is cosigned by agents that are there.
      await coordinator.stop();
      await Promise.all(agents.map((agent) => agent.stop()));
    },
  };
}

/** A port that is free now: fixed in the configuration, so that a restarted coordinator is found again. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

async function must(args: readonly string[], input = ''): Promise<void> {
  const { code, stderr } = await muster(args, { input });
  if (code !== 0) throw new Error(`muster ${args.join(' ')} failed:\n${stderr}`);
}
