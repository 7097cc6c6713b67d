/** @module What is looked after while the coordinator runs: the disk, certificates, sites that fall silent, and blobs that nothing names. */
import type { Sweeper } from '@muster/store';
import type { Clock } from '@muster/transport';
import type { DiskWatch } from './disk.ts';
import type { Logger } from './logger.ts';
import type { Runs } from './runs.ts';
import type { SiteEndpoint } from './sites/endpoint.ts';

export interface UpkeepParts {
  readonly disk: DiskWatch;
  readonly endpoint: SiteEndpoint;
  readonly runs: Runs;
  readonly sweeper: Sweeper;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Begins with a sweep; goes on, every so often, until it is closed. */
export class Upkeep implements Disposable {
  readonly #timers: readonly NodeJS.Timeout[];

  constructor(
    { disk, endpoint, runs, sweeper, clock, log }: UpkeepParts,
    { lookMs, sweepMs }: { readonly lookMs: number; readonly sweepMs: number },
  ) {
    const sweep = (): void => {
      sweeper.sweep(clock.monotonicMs()).then(
        ({ removed, bytes }) => {
          if (removed > 0) log.info({ removed, bytes }, 'blobs that nothing names are gone');
        },
        (thrown: unknown) => log.error({ err: thrown }, 'blobs could not be swept'),
      );
    };
    // A site that falls silent, or is heard again, tells nobody; nor does a certificate whose time is over.
    const look = (): void => {
      void disk.look();
      endpoint.look();
      runs.readinessChanged();
    };
    sweep();
    this.#timers = [setInterval(look, lookMs), setInterval(sweep, sweepMs)];
  }

  [Symbol.dispose](): void {
    for (const timer of this.#timers) clearInterval(timer);
  }
}
