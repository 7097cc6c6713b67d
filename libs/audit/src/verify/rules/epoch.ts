/** @module Which log of its keeper this is: a later one goes on with what was under way in the one before. */
import type { AuditEvent } from '../../event/event.ts';
import { millisOf } from './event-times.ts';

export class Epoch {
  #goesOn = false;
  #begunMs = Number.NEGATIVE_INFINITY;

  /** By the first entry. `epoch`: as the origin has it. */
  begin(epoch: string | undefined, { time }: Pick<AuditEvent, 'time'>): void {
    this.#goesOn = epoch !== '1';
    this.#begunMs = millisOf(time);
  }

  /** Whether there was a log before this one. */
  get goesOn(): boolean {
    return this.#goesOn;
  }

  /** Whether an event was written when the log was still the one before, by the clock of its author. */
  isOlder({ time }: Pick<AuditEvent, 'time'>): boolean {
    return this.#goesOn && millisOf(time) < this.#begunMs;
  }
}
