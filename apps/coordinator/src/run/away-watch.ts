/** @module Sites that have no session while only their word is missing: after a while nobody waits for them. */
import type { Clock } from '@muster/transport';

/** A site that is away for so long, and up to twice that, is not waited for. */
const AWAY_MS = 5_000;

interface AwayWatchOf {
  readonly clock: Pick<Clock, 'after'>;
  readonly sites: readonly string[];
  readonly isHere: (site: string) => boolean;
  /** Asked each time: a site may be away while it trains. */
  readonly isWaiting: () => boolean;
  readonly lost: (site: string) => void;
}

export class AwayWatch implements Disposable {
  readonly #of: AwayWatchOf;
  #cancel: (() => void) | undefined;
  /** Those who were away when it was looked at last. */
  #away: ReadonlySet<string> = new Set();
  #disposed = false;

  constructor(of: AwayWatchOf) {
    this.#of = of;
  }

  /** Something has happened: looks again in a while, as long as a word is waited for. */
  stir(): void {
    const { clock, isWaiting } = this.#of;
    if (this.#cancel || this.#disposed || !isWaiting()) return;
    this.#cancel = clock.after(AWAY_MS, () => {
      this.#cancel = undefined;
      this.#look();
      this.stir();
    });
  }

  [Symbol.dispose](): void {
    this.#disposed = true;
    this.#cancel?.();
  }

  #look(): void {
    const { sites, isHere, isWaiting, lost } = this.#of;
    if (!isWaiting()) return;
    const before = this.#away;
    const away = sites.filter((site) => !isHere(site));
    this.#away = new Set(away);
    for (const site of away) if (before.has(site)) lost(site);
  }
}
