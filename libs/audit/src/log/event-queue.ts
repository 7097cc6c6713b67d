/**
 * @module Events that are about no row: written together, so that one wait for the disk is enough for many. Whoever records one hears when
 * it is durable; a critical one does not wait for others.
 */
import { MusterError } from '@muster/errors';
import { type EventName, kindOf } from '../event/catalogue.ts';
import type { EventDraft } from '../event/event.ts';
import type { AuditLog, Recorded } from './audit-log.ts';

const BATCH_MAX = 256;
const BATCH_MS = 250;
/** More than that wait only when the disk does not keep up: then nothing is begun that would have to be logged. */
const WAITING_MAX = 4_096;

interface Waiting {
  readonly draft: EventDraft;
  readonly resolve: (recorded: Recorded) => void;
  readonly reject: (error: unknown) => void;
}

export class EventQueue {
  readonly #log: AuditLog;
  readonly #after: (ms: number, act: () => void) => () => void;
  #waiting: Waiting[] = [];
  #cancel: (() => void) | undefined;

  /** `after` does something so many milliseconds later, and gives the way to prevent it. */
  constructor(log: AuditLog, after: (ms: number, act: () => void) => () => void) {
    this.#log = log;
    this.#after = after;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Resolves when the event is on the disk. Rejects as `AuditLog.record`, and with OVERLOADED when too many wait. */
  append<Name extends EventName>(draft: EventDraft<Name>): Promise<Recorded> {
    if (this.#waiting.length >= WAITING_MAX)
      return Promise.reject(new MusterError('OVERLOADED', 'the audit log does not keep up'));
    const { promise, resolve, reject } = Promise.withResolvers<Recorded>();
    this.#waiting.push({ draft, resolve, reject });
    if (this.#waiting.length >= BATCH_MAX || kindOf(draft.name).critical) this.flush();
    else this.#cancel ??= this.#after(BATCH_MS, () => this.flush());
    return promise;
  }

  /** Writes what waits. */
  flush(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    const batch = this.#waiting;
    this.#waiting = [];
    for (let first = 0; first < batch.length; first += BATCH_MAX)
      this.#write(batch.slice(first, first + BATCH_MAX));
  }

  #write(batch: readonly Waiting[]): void {
    let recorded: readonly (Recorded | MusterError)[];
    try {
      recorded = this.#log.recordAll(batch.map(({ draft }) => draft));
    } catch (thrown) {
      for (const { reject } of batch) reject(thrown);
      return;
    }
    for (const [index, { resolve, reject }] of batch.entries()) {
      const result = recorded[index];
      if (result && !(result instanceof MusterError)) resolve(result);
      else reject(result);
    }
  }
}
