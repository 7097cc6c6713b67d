/**
 * @module The places in which updates are received at the same time. Sites wait for one in the order in which they came. Who stands still
 * in a place while others wait loses it, and comes again behind all who did not: a site that stalls costs the others its patience, once.
 */
import { MusterError } from '@muster/errors';
import type { RoundRef } from '@muster/protocol';
import type { Clock } from '@muster/transport';

export interface PlaceLimits {
  readonly places: number;
  /** So long nothing may come in a place that somebody waits for. */
  readonly patienceMs: number;
}

interface Waiting {
  readonly site: string;
  readonly enter: () => void;
}

/** Held by one update on its way in, until it is left or lost. */
export class Place {
  readonly site: string;
  readonly key: string;
  readonly #leave: (place: Place) => void;
  movedAtMs: number;
  /** Told once that the place is lost. */
  onLost: (reason: MusterError) => void = () => {};
  isHeld = true;

  constructor(site: string, key: string, nowMs: number, leave: (place: Place) => void) {
    this.site = site;
    this.key = key;
    this.movedAtMs = nowMs;
    this.#leave = leave;
  }

  /** Does nothing when it was left or lost before. */
  leave(): void {
    if (!this.isHeld) return;
    this.isHeld = false;
    this.#leave(this);
  }
}

export class Places {
  readonly #clock: Clock;
  readonly #limits: PlaceLimits;
  readonly #held = new Set<Place>();
  readonly #waiting: Waiting[] = [];
  /** Who has a place or waits for one. */
  readonly #keys = new Set<string>();
  /** Sites that lost a place and have not brought an update since. */
  readonly #slow = new Set<string>();
  #cancelLook: (() => void) | undefined;

  constructor(clock: Clock, limits: PlaceLimits) {
    this.#clock = clock;
    this.#limits = limits;
  }

  get stats() {
    return { receiving: this.#held.size, waiting: this.#waiting.length };
  }

  /** Waits for a place. A site has one for each attempt: OVERLOADED while it waits for it or has it. */
  async take({ run, round, attempt }: RoundRef, site: string): Promise<Place> {
    const key = `${run} ${round} ${attempt} ${site}`;
    if (this.#keys.has(key))
      throw new MusterError('OVERLOADED', 'this site is bringing its update already', {
        retryAfterMs: 1_000,
      });
    this.#keys.add(key);
    if (this.#held.size < this.#limits.places) return this.#enter(site, key);
    const { promise, resolve } = Promise.withResolvers<Place>();
    this.#waiting.push({ site, enter: () => resolve(this.#enter(site, key)) });
    this.#cancelLook ??= this.#lookLater();
    return promise;
  }

  /** It has brought an update: it waits like everybody again. */
  hasBrought(site: string): void {
    this.#slow.delete(site);
  }

  #enter(site: string, key: string): Place {
    const place = new Place(site, key, this.#clock.monotonicMs(), (left) => this.#left(left));
    this.#held.add(place);
    return place;
  }

  #left(place: Place): void {
    this.#keys.delete(place.key);
    this.#held.delete(place);
    const first = this.#waiting.findIndex(({ site }) => !this.#slow.has(site));
    const [next] = this.#waiting.splice(Math.max(first, 0), 1);
    next?.enter();
  }

  #lookLater(): () => void {
    return this.#clock.after(this.#limits.patienceMs / 4, () => this.#look());
  }

  /** As long as somebody waits. */
  #look(): void {
    const { patienceMs } = this.#limits;
    const nowMs = this.#clock.monotonicMs();
    for (const place of [...this.#held]) {
      if (this.#waiting.length === 0) break;
      if (nowMs - place.movedAtMs < patienceMs) continue;
      this.#slow.add(place.site);
      place.leave();
      place.onLost(
        new MusterError('OVERLOADED', `nothing came for ${patienceMs} ms while other sites waited`, {
          retryAfterMs: patienceMs,
        }),
      );
    }
    this.#cancelLook = this.#waiting.length > 0 ? this.#lookLater() : undefined;
  }
}
