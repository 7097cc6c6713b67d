/** @module A clock in a test's hands. */
import type { Clock } from '../clock.ts';

/** Time that stands still until it is told to go on. */
export class FakeClock implements Clock {
  #nowMs = 0;
  #waiting: { readonly atMs: number; readonly act: () => void }[] = [];

  monotonicMs(): number {
    return this.#nowMs;
  }
  wallMs(): number {
    return 1_800_000_000_000 + this.#nowMs;
  }
  get waiting(): number {
    return this.#waiting.length;
  }
  after(ms: number, act: () => void): () => void {
    const entry = { atMs: this.#nowMs + ms, act };
    this.#waiting.push(entry);
    return () => {
      this.#waiting = this.#waiting.filter((each) => each !== entry);
    };
  }
  /** Lets time pass; what is due happens in order, at its time. */
  pass(ms: number): void {
    const endMs = this.#nowMs + ms;
    for (;;) {
      const next = this.#waiting
        .filter(({ atMs }) => atMs <= endMs)
        .sort((a, b) => a.atMs - b.atMs)
        .at(0);
      if (!next) break;
      this.#waiting = this.#waiting.filter((each) => each !== next);
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.act();
    }
    this.#nowMs = endMs;
  }
  /** The process sleeps: time passes, and what was due happens at its end. */
  sleep(ms: number): void {
    this.#nowMs += ms;
    this.pass(0);
  }
}
