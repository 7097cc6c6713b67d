/**
 * @module The honest federation: three agents with flowers (examples/iris), which train one run after another. The first run is begun before
 * anybody trains and copied with everything that belongs to it, so that it can be trained twice, once alone and once under fire: the same
 * run, the same seeds, the same bits, or something got through.
 */
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiClient, type RunDetail } from '@muster/api';
import { parse, stringify } from 'yaml';
import { makeIrisSlices } from '../../datasets/iris.ts';
import { startLocalFederation } from '../../processes/local-federation.ts';
import { type RunningProcess, startDaemon, workspace } from '../../processes/processes.ts';
import { enrolVirtual, type VirtualIdentity } from '../../virtual/virtual-agent.ts';
import { startWitnesses } from '../../virtual/witnesses.ts';
import { COLLECTABLE } from './collector.ts';

export const HONEST = ['garden', 'meadow', 'park'];
/** A member of the federation like the others, which never brings an update that counts. */
const MEMBER = 'member';
const HOSTILE = Array.from({ length: 6 }, (_, index) => `hostile-${index}`);
/** They only cosign: those above who do not are no quorum less. */
const WITNESSES = Array.from({ length: 6 }, (_, index) => `witness-${index}`);
/** Sites that have a session of their own for as long as the coordinator is up. */
export const FEDERATION = HONEST.length + [MEMBER].length + WITNESSES.length;

/** Of the arenas that glibc makes for threads each keeps what it once had, in pieces: that grows for a long time, and nobody holds it. */
const ONE_ARENA = { MALLOC_ARENA_MAX: '1' };

export interface Prepared {
  /** Holds the folders of coordinator and agents, stopped, with one run that waits. */
  readonly folder: string;
  readonly run: string;
  readonly member: VirtualIdentity;
  readonly hostile: readonly VirtualIdentity[];
  readonly witnesses: readonly VirtualIdentity[];
}

/** Enrols everybody, begins the run and stops everything. */
export async function prepare(
  folder: string,
  rounds: number,
  onProcess: (process: RunningProcess) => void,
): Promise<Prepared> {
  await makeIrisSlices({ folder, sites: HONEST, seed: 7 });
  const site = parse(readFileSync(join(workspace, 'examples', 'iris', 'site.yaml'), 'utf8'));
  const { version: _, ...example } = parse(
    readFileSync(join(workspace, 'examples', 'iris', 'policy.yaml'), 'utf8'),
  );
  const config = { ...site, log: 'warn' };
  const policy = { ...example, maxRounds: 1_000 };
  const federation = await startLocalFederation({
    folder,
    name: 'Fuzzed',
    sites: HONEST.map((name) => ({
      name,
      folder: join(folder, name),
      config: { ...config, site: name },
      policy,
    })),
    coordinatorConfig: {
      log: 'error',
      datasets: { 'iris-test': { type: 'csv', file: 'public/iris-test.csv' } },
      // The member is refused in nearly every round: suspended, it would try nothing more.
      quarantine: { strikes: 1_000, withinH: 0.001 },
      // The honest three and those that only cosign are more than half of all.
      audit: { faultyWitnesses: 0 },
    },
    onStep: () => {},
    onProcess,
  });
  const { api, url } = federation;
  const enrol = async (name: string): Promise<VirtualIdentity> =>
    enrolVirtual(url.replace(/^http/, 'ws'), (await api.invite(name)).token);
  const member = await enrol(MEMBER);
  const hostile: VirtualIdentity[] = [];
  for (const name of HOSTILE) hostile.push(await enrol(name));
  const witnesses: VirtualIdentity[] = [];
  for (const name of WITNESSES) witnesses.push(await enrol(name));
  await Promise.all(federation.agents.map((agent) => agent.stop()));
  const { id } = await api.startRun(taskText(rounds), 'task.yaml');
  await federation.coordinator.stop();
  return { folder, run: id, member, hostile, witnesses };
}

/** examples/iris/task.yaml for the honest three and the member. */
function taskText(rounds: number): string {
  const task = parse(readFileSync(join(workspace, 'examples', 'iris', 'task.yaml'), 'utf8'));
  return stringify({
    ...task,
    training: { ...task.training, epochs: 1 },
    rounds: {
      max: rounds,
      cohort: HONEST.length + 1,
      quorum: HONEST.length,
      deadlineS: 300,
      offerS: 60,
      gatherS: 5,
    },
    evaluation: { central: { dataset: 'iris-test' } },
  });
}

/** On a connection of its own, which ends with the answer: none of ours is open when sockets are counted. */
export const fetchOnce: typeof fetch = (input, init) => {
  const headers = new Headers(init?.headers);
  headers.set('connection', 'close');
  return fetch(input, { ...init, headers });
};

export interface Training extends AsyncDisposable {
  readonly api: ApiClient;
  readonly url: string;
  readonly secret: string;
  readonly coordinator: RunningProcess;
  readonly agents: readonly RunningProcess[];
}

/** Starts coordinator and honest agents on a copy of what was prepared. */
export async function startTraining(
  prepared: Prepared,
  folder: string,
  onProcess: (process: RunningProcess) => void,
): Promise<Training> {
  mkdirSync(folder, { recursive: true });
  cpSync(prepared.folder, folder, { recursive: true });
  const home = join(folder, 'coordinator');
  const coordinator = await startDaemon('coordinator', ['coordinator', 'start', '--dir', home], {
    nodeArgs: COLLECTABLE,
    env: ONE_ARENA,
    logFile: join(folder, 'coordinator.log'),
  });
  onProcess(coordinator);
  const agents: RunningProcess[] = [];
  for (const name of HONEST) {
    const agent = await startDaemon(name, ['agent', 'start', '--dir', join(folder, name)], {
      logFile: join(folder, `${name}.log`),
    });
    onProcess(agent);
    agents.push(agent);
  }
  const url = String(coordinator.ready.url);
  const wsUrl = url.replace(/^http/, 'ws');
  const witnesses = await startWitnesses(prepared.witnesses.map((identity) => ({ ...identity, url: wsUrl })));
  const { secret } = JSON.parse(readFileSync(join(home, 'operator.json'), 'utf8'));
  return {
    api: new ApiClient({ url, secret: String(secret), fetch: fetchOnce }),
    url,
    secret: String(secret),
    coordinator,
    agents,
    async [Symbol.asyncDispose]() {
      witnesses.close();
      await Promise.all(agents.map((agent) => agent.stop()));
      await coordinator.stop();
    },
  };
}

/** Begins one run after another, of so many rounds each, as long as it is told to. */
export class Schedule {
  readonly #api: ApiClient;
  readonly #rounds: number;
  readonly #runs: string[];

  constructor(api: ApiClient, first: string, rounds: number) {
    this.#api = api;
    this.#rounds = rounds;
    this.#runs = [first];
  }

  /** Sees to it that a run is under way. */
  async goOn(): Promise<void> {
    const last = this.#runs.at(-1);
    const runs = await this.#api.runs();
    if (runs.some(({ id, endedAt }) => id === last && endedAt === null)) return;
    this.#runs.push((await this.#api.startRun(taskText(this.#rounds), 'task.yaml')).id);
  }

  runs(): Promise<readonly RunDetail[]> {
    return Promise.all(this.#runs.map((id) => this.#api.run(id)));
  }

  /** Rounds that are over, of all runs. */
  async rounds(): Promise<number> {
    return (await this.runs()).reduce((sum, { history }) => sum + closed(history).length, 0);
  }
}

function closed(history: RunDetail['history']): RunDetail['history'] {
  return history.filter(({ status }) => status !== 'open');
}

/** Resolves when the run has so many rounds, or has ended. */
export async function untilRounds(api: ApiClient, run: string, rounds: number): Promise<void> {
  for (;;) {
    const found = (await api.runs()).find(({ id }) => id === run);
    if (!found || found.round >= rounds || found.endedAt !== null) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Hashes of the models of a run, by round. */
export async function modelHashes(api: ApiClient, run: string, rounds: number): Promise<readonly string[]> {
  const hashes: string[] = [];
  for (let round = 0; round <= rounds; round += 1) hashes.push((await api.model(`${run}:${round}`)).hash);
  return hashes;
}

/** What is not as it would be if nobody had disturbed: in words, none if all is well. */
export function disturbances(runs: readonly RunDetail[]): readonly string[] {
  return runs.flatMap(({ id, history, status, reason }) => {
    const bad = status === 'failed' || status === 'paused' ? [`${id} is ${status}: ${reason}`] : [];
    const rounds = closed(history).flatMap(({ round, attempt, status: end, members }) => {
      if (end !== 'applied') return [`${id} round ${round}.${attempt} is ${end}`];
      return HONEST.flatMap((site) => {
        const member = members.find((each) => each.site === site);
        return member?.outcome === 'counted'
          ? []
          : [
              `${id} round ${round}.${attempt}: ${site} ${member?.outcome ?? 'is no member'} ${member?.code ?? ''}`,
            ];
      });
    });
    return [...bad, ...rounds];
  });
}
