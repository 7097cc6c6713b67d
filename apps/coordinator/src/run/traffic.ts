/** @module Bytes that each site's part in the open attempt, or in the evaluation after it, cost: objects and updates, not control messages. */

export interface RoundTraffic {
  readonly bytesUp: number;
  readonly bytesDown: number;
}

const NONE: RoundTraffic = { bytesUp: 0, bytesDown: 0 };

export class Traffic {
  readonly #bySite = new Map<string, RoundTraffic>();

  count(site: string, direction: keyof RoundTraffic, bytes: number): void {
    const before = this.of(site);
    this.#bySite.set(site, { ...before, [direction]: before[direction] + bytes });
  }

  of(site: string): RoundTraffic {
    return this.#bySite.get(site) ?? NONE;
  }

  total(): RoundTraffic {
    let { bytesUp, bytesDown } = NONE;
    for (const each of this.#bySite.values()) {
      bytesUp += each.bytesUp;
      bytesDown += each.bytesDown;
    }
    return { bytesUp, bytesDown };
  }

  /** An attempt opens, or has ended: what comes from then on is of another. */
  clear(): void {
    this.#bySite.clear();
  }
}
