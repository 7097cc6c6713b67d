/** @module The sites that are connected now: their sessions, what they said of themselves, and what they work on. */
import type { RoundRef } from '@muster/protocol';
import type { Session } from '@muster/transport';

interface SiteProgress {
  readonly phase: string;
  readonly fraction: number;
}

export interface ConnectedSite {
  readonly name: string;
  readonly session: Session;
  /** Its clock minus ours, as its last heartbeat has it. */
  clockSkewMs: number;
  /** What it said of itself: names of its data sets, and its training engine. */
  readonly datasets: readonly string[];
  readonly engine: string | null;
  /** The round it accepted and has not ended. */
  busyWith: RoundRef | undefined;
  progress: SiteProgress | undefined;
  lastSeenMs: number;
}

/** So often within so long, a living connection of a site was replaced by a newer one: two agents use its keys. */
const CONTENDED_TIMES = 3;
const CONTENDED_WITHIN_MS = 30 * 60_000;
const TIMES_KEPT = 100;

export class Fleet {
  readonly #sites = new Map<string, ConnectedSite>();
  /** Whom no round selects, connected or not. */
  readonly #suspended = new Set<string>();
  /** When a living connection of a site was replaced, the newest last. */
  readonly #replaced = new Map<string, readonly number[]>();

  get(name: string): ConnectedSite | undefined {
    return this.#sites.get(name);
  }
  get all(): readonly ConnectedSite[] {
    return [...this.#sites.values()];
  }

  /** Adds a site that has introduced itself; another connection of it is returned, to be closed: the newest counts. */
  add(site: ConnectedSite, nowMs: number): ConnectedSite | undefined {
    const { name, session } = site;
    const before = this.#sites.get(name);
    this.#sites.set(name, site);
    if (before === undefined || before.session === session) return undefined;
    // One that fell silent was left behind by its own agent, whose network had failed.
    if (!before.session.suspect)
      this.#replaced.set(name, [...(this.#replaced.get(name) ?? []), nowMs].slice(-TIMES_KEPT));
    return before;
  }

  /** How often in the last half hour living connections of a site were replaced by newer ones; 0 below what tells of a second agent. */
  contended(name: string, nowMs: number): number {
    const times = this.#replaced.get(name)?.filter((atMs) => nowMs - atMs < CONTENDED_WITHIN_MS).length ?? 0;
    return times >= CONTENDED_TIMES ? times : 0;
  }

  /** Forgets a connection that ended. False when a newer one has taken its place. */
  remove(name: string, session: Session): boolean {
    if (this.#sites.get(name)?.session !== session) return false;
    return this.#sites.delete(name);
  }

  suspend(name: string): void {
    this.#suspended.add(name);
  }

  reinstate(name: string): void {
    this.#suspended.delete(name);
  }

  /** Names of the sites that could be selected for a task on this data set, sorted; of one that is silent nobody knows whether it is there. */
  ready(dataset: string, run: string): readonly string[] {
    return this.all
      .filter((site) => this.#standing(site, dataset, run) === 'ready')
      .map(({ name }) => name)
      .sort();
  }

  /** How many sites are connected, and why some of them could not be selected, in words. */
  inWords(dataset: string, run: string): string {
    const sites = this.all;
    if (sites.length === 0) return 'no site is connected';
    const counts = Map.groupBy(sites, (site) => this.#standing(site, dataset, run));
    const connected = sites.length === 1 ? '1 site is connected' : `${sites.length} sites are connected`;
    if (counts.get('without')?.length === sites.length)
      return `${connected}, ${sites.length === 1 ? 'which does not offer' : 'none offers'} the data set "${dataset}"`;
    const others = [...counts]
      .filter(([standing]) => standing !== 'ready')
      .map(([standing, { length }]) => `${length} ${OTHERS[standing](dataset)}`);
    return others.length === 0 ? connected : `${connected}, of which ${others.join(', ')}`;
  }

  #standing({ name, datasets, busyWith, session }: ConnectedSite, dataset: string, run: string): Standing {
    if (this.#suspended.has(name)) return 'suspended';
    if (!datasets.includes(dataset)) return 'without';
    if (session.suspect) return 'silent';
    return busyWith === undefined || busyWith.run === run ? 'ready' : 'busy';
  }
}

/** Whether a connected site could be selected, or what keeps it from being. */
type Standing = 'ready' | 'without' | 'suspended' | 'silent' | 'busy';

const OTHERS: Readonly<Record<Standing, (dataset: string) => string>> = {
  ready: () => 'ready',
  without: (dataset) => `without the data set "${dataset}"`,
  suspended: () => 'suspended',
  silent: () => 'silent',
  busy: () => 'at work for another run',
};
