/** @module People who watch runs: stored events in order, and passing notices (progress) that are not stored. */
import { MusterError } from '@muster/errors';
import type { CoordinatorStore, NewEvent, StoredEvent } from '@muster/store';

/** A passing notice has the number 0. */
export type WatchedEvent = StoredEvent;

const PAGE = 256;
const RETRY_MS = 10_000;

export class Watchers {
  readonly #store: CoordinatorStore;
  readonly #listeners = new Set<(event: NewEvent) => void>();

  readonly #most: number;
  #count = 0;

  /** At most so many places. */
  constructor(store: CoordinatorStore, most: number) {
    this.#store = store;
    this.#most = most;
  }

  /** Places that are taken. */
  get count(): number {
    return this.#count;
  }

  /** A place to watch from, until it is disposed of. Throws OVERLOADED when all are taken. */
  enter(): Disposable {
    if (this.#count >= this.#most)
      throw new MusterError('OVERLOADED', `${this.#most} readers of events are here already`, {
        retryAfterMs: RETRY_MS,
      });
    this.#count += 1;
    let isHere = true;
    return {
      [Symbol.dispose]: () => {
        if (isHere) this.#count -= 1;
        isHere = false;
      },
    };
  }

  passing(event: NewEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  /**
   * Events of a run after `seq`, then the notices `opening`, then, while `goOn` says so, what happens from then on. Ends when the signal
   * fires.
   */
  async *watch(
    run: string,
    seq: number,
    goOn: () => boolean,
    signal: AbortSignal,
    opening: readonly NewEvent[] = [],
  ): AsyncGenerator<WatchedEvent> {
    let seen = seq;
    const passing = [...opening];
    let wake = (): void => {};
    // The database is asked only when it has something new.
    let hasStored = true;
    const onEvent = (event: NewEvent): void => {
      if (event.run !== run) return;
      // A slow reader loses notices, never stored events.
      if (passing.length < PAGE) passing.push(event);
      wake();
    };
    const stored = this.#store.events.listen((runs) => {
      if (!runs.has(run)) return;
      hasStored = true;
      wake();
    });
    const onAbort = (): void => wake();
    this.#listeners.add(onEvent);
    signal.addEventListener('abort', onAbort);
    try {
      while (!signal.aborted) {
        const next = new Promise<void>((resolve) => {
          wake = resolve;
        });
        let ended = false;
        if (hasStored) {
          hasStored = false;
          ended = !goOn();
          for (
            let page = this.#store.events.after(seen, run, PAGE);
            page.length > 0;
            page = this.#store.events.after(seen, run, PAGE)
          ) {
            for (const event of page) {
              seen = event.seq;
              yield event;
            }
          }
        }
        for (const event of passing.splice(0)) yield { ...event, seq: 0 };
        if (ended) return;
        await next;
      }
    } finally {
      stored[Symbol.dispose]();
      this.#listeners.delete(onEvent);
      signal.removeEventListener('abort', onAbort);
    }
  }
}
