/** @module The sites that are connected now: their sessions, what they said of themselves, and what they work on. */
import type { VerifiedCertificate } from '@muster/identity';
import type { RoundRef } from '@muster/protocol';
import type { Session } from '@muster/transport';

interface SiteProgress {
  readonly phase: string;
  readonly fraction: number;
}

export interface ConnectedSite {
  readonly name: string;
  readonly session: Session;
  readonly certificate: VerifiedCertificate;
  readonly clockSkewMs: number;
  /** What it said of itself: names of its data sets, and its training engine. */
  readonly datasets: readonly string[];
  readonly engine: string | null;
  /** The round it accepted and has not ended. */
  busyWith: RoundRef | undefined;
  progress: SiteProgress | undefined;
  lastSeenMs: number;
}

export class Fleet {
  readonly #sites = new Map<string, ConnectedSite>();
  /** Whom no round selects, connected or not. */
  readonly #suspended = new Set<string>();

  get(name: string): ConnectedSite | undefined {
    return this.#sites.get(name);
  }
  get all(): readonly ConnectedSite[] {
    return [...this.#sites.values()];
  }

  /** Adds a site that has introduced itself; another connection of it is returned, to be closed: the newest counts. */
  add(site: ConnectedSite): ConnectedSite | undefined {
    const before = this.#sites.get(site.name);
    this.#sites.set(site.name, site);
    return before?.session === site.session ? undefined : before;
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
      .filter(({ name, datasets, busyWith, session }) => {
        if (session.suspect || this.#suspended.has(name)) return false;
        return datasets.includes(dataset) && (busyWith === undefined || busyWith.run === run);
      })
      .map(({ name }) => name)
      .sort();
  }
}
