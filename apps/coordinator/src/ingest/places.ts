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
  readonly key: string;
  /** Whose wait it is: a session. */
  readonly owner: object;
  readonly enter: () => void;
  readonly giveUp: (reason: MusterError) => void;
}

/** Of an update, what must come within the patience for its site not to stand still. */
const LEAST_SHARE = 64;
const LEAST_BYTES_MAX = 64 * 1024;

/** Held by one update on its way in, until it is left or lost. Its site has no other before it is given up. */
export class Place {
  readonly site: string;
  readonly key: string;
  readonly #clock: Clock;
  readonly #leave: (place: Place) => void;
  readonly #giveUp: (place: Place) => void;
  #leastBytes = 0;
  #bytes = 0;
  #writes = 0;
  #movedAtMs: number;
  #lost: MusterError | undefined;
  #onLost: (reason: MusterError) => void = () => {};
  #isHeld = true;

  constructor(
    site: string,
    key: string,
    clock: Clock,
    leave: (place: Place) => void,
    giveUp: (place: Place) => void,
  ) {
    this.site = site;
    this.key = key;
    this.#clock = clock;
    this.#movedAtMs = clock.monotonicMs();
    this.#leave = leave;
    this.#giveUp = giveUp;
  }

  get isHeld(): boolean {
    return this.#isHeld;
  }

  /** How long hardly anything has come; 0 while it is us who are slow. */
  get stillMs(): number {
    return this.#writes > 0 ? 0 : this.#clock.monotonicMs() - this.#movedAtMs;
  }

  /** Bytes begin to come, `sizeBytes` in all. `lost` is told if the place is lost, at once if it is already. */
  begin(sizeBytes: number, lost: (reason: MusterError) => void): void {
    this.#leastBytes = Math.min(LEAST_BYTES_MAX, sizeBytes / LEAST_SHARE);
    this.#movedAtMs = this.#clock.monotonicMs();
    this.#onLost = lost;
    if (this.#lost) lost(this.#lost);
  }

  /** Bytes have come, and are kept when `write` settles. */
  async take(bytes: number, write: () => void | Promise<void>): Promise<void> {
    this.#writes += 1;
    this.#bytes += bytes;
    const isEnough = this.#bytes >= this.#leastBytes;
    if (isEnough) this.#bytes = 0;
    const stoodMs = this.#clock.monotonicMs() - this.#movedAtMs;
    try {
      await write();
    } finally {
      this.#writes -= 1;
      this.#movedAtMs = this.#clock.monotonicMs() - (isEnough ? 0 : stoodMs);
    }
  }

  lose(reason: MusterError): void {
    this.#lost = reason;
    this.leave();
    this.#onLost(reason);
  }

  /** For somebody else; what came is looked at meanwhile. Does nothing when it was left or lost before. */
  leave(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.#leave(this);
  }

  /** It is over: its site may come again. */
  giveUp(): void {
    this.leave();
    this.#giveUp(this);
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

  /**
   * Waits for a place. A site has one for each attempt: OVERLOADED while it waits for it or has it. `owner` is the session whose wait it is:
   * UNAVAILABLE once `cancel` was called for it.
   */
  async take({ run, round, attempt }: RoundRef, site: string, owner: object): Promise<Place> {
    const key = `${run} ${round} ${attempt} ${site}`;
    if (this.#keys.has(key))
      throw new MusterError('OVERLOADED', 'this site is bringing its update already', {
        retryAfterMs: 1_000,
      });
    this.#keys.add(key);
    if (this.#held.size < this.#limits.places) return this.#enter(site, key);
    const { promise, resolve, reject } = Promise.withResolvers<Place>();
    const enter = (): void => resolve(this.#enter(site, key));
    this.#waiting.push({ site, key, owner, enter, giveUp: reject });
    this.#cancelLook ??= this.#lookLater();
    return promise;
  }

  /** Nobody is there any more to bring what is waited for. */
  cancel(owner: object): void {
    for (const each of this.#waiting.filter((waiting) => waiting.owner === owner)) {
      this.#waiting.splice(this.#waiting.indexOf(each), 1);
      this.#keys.delete(each.key);
      each.giveUp(new MusterError('UNAVAILABLE', 'the site left while it waited for its turn'));
    }
  }

  /** It has brought an update: it waits like everybody again. */
  hasBrought(site: string): void {
    this.#slow.delete(site);
  }

  #enter(site: string, key: string): Place {
    const place = new Place(
      site,
      key,
      this.#clock,
      (left) => this.#left(left),
      () => this.#keys.delete(key),
    );
    this.#held.add(place);
    return place;
  }

  #left(place: Place): void {
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
    for (const place of [...this.#held]) {
      if (this.#waiting.length === 0) break;
      if (place.stillMs < patienceMs) continue;
      this.#slow.add(place.site);
      place.lose(
        new MusterError('OVERLOADED', `hardly anything came for ${patienceMs} ms while other sites waited`, {
          retryAfterMs: patienceMs,
        }),
      );
    }
    this.#cancelLook = this.#waiting.length > 0 ? this.#lookLater() : undefined;
  }
}
