/** @module Inputs of steps that could not be recorded: what happened anyway is heard again until it can be written. */
import type { RunInput } from '@muster/rounds';
import type { Clock } from '@muster/transport';
import type { Logger } from '../logger.ts';

/** After a fault of the disk. */
export const RETRY_MS = 1_000;
/** Of sites: several for each one of the largest cohort that one coordinator asks. */
const OF_SITES_MAX = 10_000;

export class UnheardInputs {
  readonly #clock: Pick<Clock, 'after'>;
  readonly #log: Pick<Logger, 'error'>;
  readonly #hear: (input: RunInput) => void;
  readonly #waiting: RunInput[] = [];
  #ofSites = 0;
  #dropped = 0;
  #cancel: () => void = () => {};

  constructor(clock: Pick<Clock, 'after'>, log: Pick<Logger, 'error'>, hear: (input: RunInput) => void) {
    this.#clock = clock;
    this.#log = log;
    this.#hear = hear;
  }

  get size(): number {
    return this.#waiting.length;
  }

  /**
   * A site, or a person, that waits for an answer is told of the fault, and comes again; what is due comes due again: neither is kept. What sites say
   * is kept within a bound; what an operator wants, and what came of the coordinator's own work, always: without it the round never ends.
   */
  add(input: RunInput): void {
    if (COMES_AGAIN.has(input.type)) return;
    const isOfSite = isWordOfSite(input);
    if (isOfSite && this.#ofSites >= OF_SITES_MAX) {
      this.#drop(input);
      return;
    }
    if (isOfSite) this.#ofSites += 1;
    this.#waiting.push(input);
    this.#cancel();
    this.#cancel = this.#clock.after(RETRY_MS, () => {
      this.#ofSites = 0;
      for (const each of this.#waiting.splice(0)) this.#hear(each);
      if (this.#ofSites === 0) this.#dropped = 0;
    });
  }

  close(): void {
    this.#cancel();
  }

  /** One line for each time that nothing can be recorded. */
  #drop(input: Extract<RunInput, { site: string }>): void {
    this.#dropped += 1;
    if (this.#dropped > 1) return;
    const { type, site } = input;
    this.#log.error(
      { input: type, site },
      `more than ${OF_SITES_MAX} words of sites wait to be recorded; this one and those after it are dropped`,
    );
  }
}

/** An operator, too, says things about a site. */
function isWordOfSite(input: RunInput): input is Extract<RunInput, { site: string }> {
  return 'site' in input && input.type !== 'siteRevoked';
}

const COMES_AGAIN: ReadonlySet<RunInput['type']> = new Set([
  'wake',
  'readinessChanged',
  'updateAnnounced',
  'updateReceived',
  'updateReleased',
]);
