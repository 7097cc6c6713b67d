/** @module Virtual time: what is due happens in order, at its moment, and all that follows from it before the next. */
import { setImmediate } from 'node:timers/promises';
import type { Clock } from '@muster/transport';
import type { Life } from './life.ts';

interface Due {
  readonly atMs: number;
  readonly turn: number;
  readonly act: () => void;
  cancelled: boolean;
}

/** The wall clock at virtual time zero. */
export const EPOCH_MS = 1_800_000_000_000;

export class VirtualTime {
  #nowMs = 0;
  #turns = 0;
  /** Hears what an act throws: in production its process would end. */
  readonly #fault: (thrown: unknown) => void;
  /** A heap: each entry is due no later than the two below it. */
  readonly #heap: Due[] = [];

  constructor(fault: (thrown: unknown) => void) {
    this.#fault = fault;
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  /** Does it `ms` from now; what is due at the same moment happens in the order of the calls. */
  after(ms: number, act: () => void): () => void {
    this.#turns += 1;
    const due: Due = { atMs: this.#nowMs + Math.max(0, ms), turn: this.#turns, act, cancelled: false };
    this.#push(due);
    return () => {
      due.cancelled = true;
    };
  }

  /** The next thing that is due, and all that follows from it at once. False when nothing is left. */
  async step(): Promise<boolean> {
    let due = this.#pop();
    while (due?.cancelled) due = this.#pop();
    if (!due) return false;
    this.#nowMs = due.atMs;
    try {
      due.act();
    } catch (thrown) {
      this.#fault(thrown);
    }
    await setImmediate(); // promises settle before it
    return true;
  }

  /** The clock of one process: it stops with it. Its wall clock is off by `skewMs` of the moment. */
  clockOf(life: Life, skewMs: (nowMs: number) => number): Clock {
    return {
      monotonicMs: () => this.#nowMs - life.bornAtMs,
      wallMs: () => EPOCH_MS + this.#nowMs + skewMs(this.#nowMs),
      after: (ms, act) =>
        this.after(ms, () => {
          if (life.isAlive) act();
        }),
    };
  }

  #push(due: Due): void {
    const heap = this.#heap;
    let at = heap.push(due) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const other = heap[above];
      if (!other || !isBefore(due, other)) break;
      heap[at] = other;
      at = above;
    }
    heap[at] = due;
  }

  #pop(): Due | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (!first || !last || first === last) return first;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const right = heap[left + 1];
      let below = heap[left];
      if (!below) break;
      let next = left;
      if (right && isBefore(right, below)) {
        below = right;
        next = left + 1;
      }
      if (!isBefore(below, last)) break;
      heap[at] = below;
      at = next;
    }
    heap[at] = last;
    return first;
  }
}

function isBefore(a: Due, b: Due): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.turn < b.turn);
}
