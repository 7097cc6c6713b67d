/** @module The seats of an open round, by site. They are never changed: `with` gives others, and knows how many there are of each stage. */
import { MusterError } from '@muster/errors';
import type { Seat } from './seat.ts';

type Counts = Readonly<Record<Seat['stage'], number>>;

const NONE: Counts = { offered: 0, working: 0, announced: 0, received: 0, counted: 0, ended: 0 };

/** Seats that are copied when one of them changes: a message costs the same in a round of ten sites and of thousands. */
const PAGE_SEATS = 64;

type Page = readonly (readonly [site: string, seat: Seat])[];

export class Seats {
  /** In the order in which they were drawn, all pages but the last full. */
  readonly #pages: readonly Page[];
  /** Where in that order a site sits. */
  readonly #places: ReadonlyMap<string, number>;
  readonly #counts: Counts;

  private constructor(pages: readonly Page[], places: ReadonlyMap<string, number>, counts: Counts) {
    this.#pages = pages;
    this.#places = places;
    this.#counts = counts;
  }

  static of(entries: Iterable<readonly [string, Seat]>): Seats {
    const seats = [...new Map(entries)];
    const places = new Map(seats.map(([site], place) => [site, place]));
    const pages = Array.from({ length: Math.ceil(seats.length / PAGE_SEATS) }, (_, page) =>
      seats.slice(page * PAGE_SEATS, (page + 1) * PAGE_SEATS),
    );
    const counts = { ...NONE };
    for (const [, { stage }] of seats) counts[stage] += 1;
    return new Seats(pages, places, counts);
  }

  find(site: string): Seat | undefined {
    const place = this.#places.get(site);
    if (place === undefined) return undefined;
    return this.#pages[Math.floor(place / PAGE_SEATS)]?.[place % PAGE_SEATS]?.[1];
  }

  /** In the order in which they were drawn. */
  get entries(): readonly (readonly [string, Seat])[] {
    return this.#pages.flat();
  }

  get sites(): readonly string[] {
    return [...this.#places.keys()];
  }

  count(...stages: readonly Seat['stage'][]): number {
    return stages.reduce((sum, stage) => sum + this.#counts[stage], 0);
  }

  /** The same seats, but for that of this site, which has one. Throws INTERNAL for any other. */
  with(site: string, seat: Seat): Seats {
    const place = this.#places.get(site);
    const before = this.find(site);
    if (place === undefined || !before) throw new MusterError('INTERNAL', `${site} has no seat`);
    if (before === seat) return this;
    const page = Math.floor(place / PAGE_SEATS);
    const changed = this.#pages[page]?.with(place % PAGE_SEATS, [site, seat]) ?? [];
    const counts = { ...this.#counts };
    counts[before.stage] -= 1;
    counts[seat.stage] += 1;
    return new Seats(this.#pages.with(page, changed), this.#places, counts);
  }

  /** As they are saved: a record by site. */
  toJSON(): Readonly<Record<string, Seat>> {
    return Object.fromEntries(this.entries);
  }
}
