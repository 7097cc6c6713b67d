/** @module An update that waits for its masks: one at a time, from the file that training has made to the words that are kept. */
import { MusterError } from '@muster/errors';
import type { RandomBytes } from '@muster/identity';
import type { Masked } from '@muster/protocol';
import type { ClientEffect, RoundTerms } from '@muster/secagg';
import { faultPoint } from '../fault-point.ts';
import type { Logger } from '../logger.ts';
import type { MaskedFile, MaskFile } from './masked-file.ts';

/** An update that is to be masked. */
export interface PlainUpdate {
  readonly file: string;
  /** Where its words go. */
  readonly target: string;
  readonly examples: number;
  /** Mean over the examples. */
  readonly loss: number;
  /** Of the tail. */
  readonly metrics: readonly number[];
}

/** Words that are on disk, and their announcement. */
export interface MaskedUpdate {
  readonly hash: string;
  readonly sizeBytes: number;
  readonly masked: Masked;
}

/** Takes the words over, and calls `besides` in the transaction that puts them on record. */
export type KeepMasked = (update: MaskedUpdate, besides: () => void) => Promise<void>;

interface Waiting {
  readonly update: PlainUpdate;
  readonly keep: KeepMasked;
  readonly resolve: () => void;
  readonly reject: (thrown: unknown) => void;
}

interface TurnParts {
  readonly mask: MaskFile;
  readonly random: RandomBytes;
  readonly log: Pick<Logger, 'error'>;
}

export class MaskingTurn {
  readonly #parts: TurnParts;
  #waiting: Waiting | undefined;
  #isMasking = false;

  constructor(parts: TurnParts) {
    this.#parts = parts;
  }

  /** Resolves when the words are kept. Rejects with CANCELLED when a signal fires, or with its own reason, and with what masking throws. `ready` is called once it waits. */
  async wait(
    { update, keep }: Pick<Waiting, 'update' | 'keep'>,
    {
      signal,
      over,
      ready,
    }: { readonly signal: AbortSignal; readonly over: AbortSignal; readonly ready: () => void },
  ): Promise<void> {
    over.throwIfAborted();
    if (signal.aborted) throw cancelled();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const cancel = (): void => reject(cancelled());
    const leave = (): void => reject(over.reason);
    signal.addEventListener('abort', cancel, { once: true });
    over.addEventListener('abort', leave, { once: true });
    this.#waiting = { update, keep, resolve, reject };
    try {
      ready();
      await promise;
    } finally {
      this.#waiting = undefined;
      signal.removeEventListener('abort', cancel);
      over.removeEventListener('abort', leave);
    }
  }

  /** Masks what waits, and hands the words over. A second set of boxes asks for the same masks again: then nothing is done. */
  async run(
    { encoding, cohort }: Pick<RoundTerms, 'encoding' | 'cohort'>,
    { roundId, masks }: Extract<ClientEffect, { type: 'mask' }>,
    handOver: (made: MaskedFile, keep: KeepMasked) => Promise<void>,
  ): Promise<void> {
    const waiting = this.#waiting;
    if (!waiting || this.#isMasking) return;
    this.#isMasking = true;
    const { file: updateFile, target, examples, loss, metrics } = waiting.update;
    const { mask, random, log } = this.#parts;
    try {
      const made = await mask({
        updateFile,
        target,
        terms: encoding,
        sitesMax: cohort.maxCohort,
        roundId,
        roundingKey: Uint8Array.from(random(32)),
        masks,
        examples,
        lossSum: loss * examples,
        metrics,
      });
      faultPoint('update-masked');
      if (made.encoded.nonfinite)
        log.error({}, 'the update has numbers that are not finite: the site is counted with weight 0');
      if (this.#waiting !== waiting) return;
      await handOver(made, waiting.keep);
      waiting.resolve();
    } catch (thrown) {
      waiting.reject(thrown);
    } finally {
      this.#isMasking = false;
    }
  }
}

function cancelled(): MusterError {
  return new MusterError('CANCELLED', 'the round is over');
}
