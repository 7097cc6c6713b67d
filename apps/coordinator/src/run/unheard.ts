/** @module Inputs of steps that could not be recorded: what happened anyway is heard again until it can be written. */
import type { RunInput } from '@muster/rounds';
import type { Clock } from '@muster/transport';

/** After a fault of the disk. */
export const RETRY_MS = 1_000;
/** Several for each site of the largest cohort that one coordinator asks. */
const UNHEARD_MAX = 10_000;
const ANSWERED: ReadonlySet<RunInput['type']> = new Set([
  'wake',
  'updateAnnounced',
  'updateReceived',
  'updateReleased',
]);

export class UnheardInputs {
  readonly #clock: Pick<Clock, 'after'>;
  readonly #hear: (input: RunInput) => void;
  readonly #waiting: RunInput[] = [];
  #cancel: () => void = () => {};

  constructor(clock: Pick<Clock, 'after'>, hear: (input: RunInput) => void) {
    this.#clock = clock;
    this.#hear = hear;
  }

  get size(): number {
    return this.#waiting.length;
  }

  /** A site, or a person, that waits for an answer is told of the fault, and comes again; what is due comes due again: none is kept. */
  add(input: RunInput): void {
    if (ANSWERED.has(input.type)) return;
    if (this.#waiting.length < UNHEARD_MAX) this.#waiting.push(input);
    this.#cancel();
    this.#cancel = this.#clock.after(RETRY_MS, () => {
      for (const each of this.#waiting.splice(0)) this.#hear(each);
    });
  }

  close(): void {
    this.#cancel();
  }
}
