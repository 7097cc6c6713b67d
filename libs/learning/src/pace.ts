/** @module The pace of a long loop: it lets the event loop turn, tells how far it is a few times a second, and stops when cancelled. */
import { setImmediate } from 'node:timers/promises';
import { MusterError } from '@muster/errors';

/** A message that comes in waits no longer than this plus one batch. */
const BREATH_MS = 20;
const REPORT_MS = 200;

export class Pace {
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  readonly #signal: AbortSignal;
  #breathMs: number;
  #reportMs: number;

  constructor(now: () => number, signal: AbortSignal) {
    this.now = now;
    this.#signal = signal;
    this.#breathMs = now();
    this.#reportMs = this.#breathMs;
  }

  /** Called after each batch; `report` is called about five times a second. Throws CANCELLED once the signal is aborted. */
  async breathe(report: () => void = () => {}): Promise<void> {
    const ms = this.now();
    if (ms - this.#reportMs >= REPORT_MS) {
      this.#reportMs = ms;
      report();
    }
    if (ms - this.#breathMs >= BREATH_MS) {
      await setImmediate();
      this.#breathMs = this.now();
    }
    if (this.#signal.aborted) throw new MusterError('CANCELLED', 'The work was cancelled.');
  }
}
