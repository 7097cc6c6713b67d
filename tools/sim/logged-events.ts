/** @module The log of one machine as its rows have it: read as it grows, and anew when the power has failed. */
import {
  type AuditEvent,
  appendLeaves,
  EMPTY_EDGE,
  type EventName,
  headOf,
  leafHash,
  nameOf,
  type RightEdge,
  readEvent,
} from '@muster/audit';
import type { VirtualRows } from './rows.ts';

/** An entry, and the event that it is. */
export interface LoggedEvent {
  readonly index: number;
  readonly entry: Uint8Array;
  readonly name: EventName;
  readonly event: AuditEvent;
}

export class LoggedEvents {
  readonly #rows: VirtualRows;
  #events: LoggedEvent[] = [];
  readonly #byPlace = new Map<string, LoggedEvent[]>();
  readonly #bySource = new Map<string, LoggedEvent[]>();
  /** Of each size so far that somebody asked about, from 0. */
  #edges: RightEdge[] = [EMPTY_EDGE];

  constructor(rows: VirtualRows) {
    this.#rows = rows;
  }

  /** In their order, as of the last look. */
  get entries(): readonly Uint8Array[] {
    return this.#events.map(({ entry }) => entry);
  }

  /** What has come since the last look. */
  look(): readonly LoggedEvent[] {
    const before = this.#events.length;
    const fresh = this.#rows.all(
      'SELECT idx, entry FROM audit_entry WHERE idx >= $1 ORDER BY idx',
      [before],
      ({ idx, entry }) => loggedOf(Number(idx), entry),
    );
    for (const logged of fresh) {
      this.#events.push(logged);
      add(this.#byPlace, placeOf(logged.name, logged.event.subject, siteOf(logged)), logged);
      add(this.#bySource, logged.event.source, logged);
    }
    return fresh;
  }

  /** Entries may have gone, and others come in their place. */
  forget(): void {
    this.#events = [];
    this.#byPlace.clear();
    this.#bySource.clear();
    this.#edges = [EMPTY_EDGE];
  }

  /** Events of this name about a subject, and a site where they are about one; oldest first. */
  about(name: EventName, subject: string, site = ''): readonly LoggedEvent[] {
    return this.#byPlace.get(placeOf(name, subject, site)) ?? [];
  }

  /** Of one source, by their numbers. */
  of(source: string): readonly LoggedEvent[] {
    return this.#bySource.get(source) ?? [];
  }

  /** Of its first entries, in hex; undefined where it has fewer. */
  rootOf(size: number): string | undefined {
    for (let next = this.#edges.length; next <= size; next += 1) {
      const [entry, edge] = [this.#events[next - 1]?.entry, this.#edges[next - 1]];
      if (!entry || !edge) return undefined;
      this.#edges.push(appendLeaves(edge, leafHash(entry)).edge);
    }
    const edge = this.#edges[size];
    return edge && Buffer.from(headOf(edge).root).toString('hex');
  }
}

function loggedOf(index: number, bytes: unknown): LoggedEvent {
  if (!(bytes instanceof Uint8Array)) throw new TypeError(`entry ${index} is no bytes`);
  const event = readEvent(bytes);
  return { index, entry: bytes, name: nameOf(event), event };
}

function siteOf({ event: { data } }: LoggedEvent): string {
  return 'site' in data && typeof data.site === 'string' ? data.site : '';
}

function placeOf(name: EventName, subject: string | undefined, site: string): string {
  return `${name} ${subject ?? ''} ${site}`;
}

function add(places: Map<string, LoggedEvent[]>, place: string, logged: LoggedEvent): void {
  const known = places.get(place);
  if (known) known.push(logged);
  else places.set(place, [logged]);
}
