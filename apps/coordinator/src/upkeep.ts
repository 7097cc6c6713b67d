/** @module What is looked after while the coordinator runs: the disk, certificates, sites that fall silent, blobs that nothing names, and what the
 * vault has kept long enough. */
import type { Sweeper } from '@muster/store';
import type { Clock } from '@muster/transport';
import type { Alarms } from './alarms.ts';
import type { VaultKeeper } from './audit/vault-keeper.ts';
import type { DiskWatch } from './disk.ts';
import type { Logger } from './logger.ts';
import type { Runs } from './runs.ts';
import type { SiteEndpoint } from './sites/endpoint.ts';

export interface UpkeepParts {
  readonly disk: Pick<DiskWatch, 'look'>;
  readonly endpoint: Pick<SiteEndpoint, 'look'>;
  readonly runs: Pick<Runs, 'readinessChanged' | 'isBehind' | 'holds'>;
  readonly alarms: Pick<Alarms, 'any'>;
  readonly sweeper: Pick<Sweeper, 'sweep'>;
  /** Undefined where no log is kept. */
  readonly vault?: Pick<VaultKeeper, 'retain'> | undefined;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'info' | 'error'>;
}

/** Begins with a sweep; goes on, every so often, until it is closed. */
export class Upkeep implements Disposable {
  readonly #parts: UpkeepParts;
  /** Each prevents what is due next. */
  readonly #cancels = new Map<() => void, () => void>();

  constructor(
    parts: UpkeepParts,
    { lookMs, sweepMs }: { readonly lookMs: number; readonly sweepMs: number },
  ) {
    this.#parts = parts;
    const { disk, endpoint, runs } = parts;
    // A site that falls silent, or is heard again, tells nobody; nor does a certificate whose time is over.
    const look = (): void => {
      void disk.look();
      endpoint.look();
      runs.readinessChanged();
    };
    const sweep = (): void => {
      void this.sweep();
      parts.vault?.retain();
    };
    sweep();
    this.#every(lookMs, look);
    this.#every(sweepMs, sweep);
  }

  /** Not while rows may wait to be written: nobody knows then for how long what is made has no name. Never throws. */
  async sweep(): Promise<void> {
    const { sweeper, runs, clock, log } = this.#parts;
    if (this.#isBehind()) return;
    try {
      const time = { monotonicMs: clock.monotonicMs(), wallMs: clock.wallMs() };
      const { removed, bytes } = await sweeper.sweep(time, (hash) => this.#isBehind() || runs.holds(hash));
      if (removed > 0) log.info({ removed, bytes }, 'blobs that nothing names are gone');
    } catch (thrown) {
      log.error({ err: thrown }, 'blobs could not be swept');
    }
  }

  [Symbol.dispose](): void {
    for (const cancel of this.#cancels.values()) cancel();
  }

  #every(ms: number, act: () => void): void {
    const due = (): void => {
      this.#every(ms, act);
      act();
    };
    this.#cancels.set(act, this.#parts.clock.after(ms, due));
  }

  #isBehind(): boolean {
    const { alarms, runs } = this.#parts;
    return alarms.any !== undefined || runs.isBehind;
  }
}
