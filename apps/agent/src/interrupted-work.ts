/** @module Work that the process before this one had begun: made again when it is offered again, else given up and the coordinator told. */
import { type RoundRef, refOf } from '@muster/protocol';
import type { SiteStore } from '@muster/store/site';
import type { Logger } from './logger.ts';

interface Store {
  readonly work: Pick<SiteStore['work'], 'find' | 'unsettled'>;
}

export class InterruptedWork {
  readonly #store: Store;
  readonly #log: Logger;
  readonly #rounds: Set<RoundRef>;

  constructor(store: Store, log: Logger) {
    this.#store = store;
    this.#log = log;
    const begun = store.work.unsettled().filter(({ status }) => status === 'working');
    this.#rounds = new Set(begun.map(refOf));
  }

  get isNone(): boolean {
    return this.#rounds.size === 0;
  }

  /**
   * Those that nobody has offered again, each once; `isBusyWith` tells which are in work. None while `isConnected` is false. Undefined when the
   * disk does not tell: nothing is given up then.
   */
  giveUp(isBusyWith: (ref: RoundRef) => boolean, isConnected: boolean): readonly RoundRef[] | undefined {
    let looked: readonly { readonly ref: RoundRef; readonly isOpen: boolean }[];
    try {
      looked = [...this.#rounds].map((ref) => ({
        ref,
        isOpen: this.#store.work.find(ref)?.status === 'working' && !isBusyWith(ref),
      }));
    } catch (thrown) {
      this.#log.warn({ err: thrown }, 'what a restart interrupted cannot be looked up; it is tried again');
      return undefined;
    }
    const givenUp: RoundRef[] = [];
    for (const { ref, isOpen } of looked) {
      if (isOpen && !isConnected) continue; // after the next connection
      this.#rounds.delete(ref);
      if (!isOpen) continue;
      this.#log.info({ run: ref.run, round: ref.round }, 'work that a restart interrupted is given up');
      givenUp.push(ref);
    }
    return givenUp;
  }
}
