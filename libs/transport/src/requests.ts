/** @module Our requests that wait for an answer: each is settled once, by answer, timeout or the end of the session. */
import { asMusterError, MusterError } from '@muster/errors';
import type { Body, BodyKind } from '@muster/protocol';
import type { Clock } from './clock.ts';
import { SeldomMap } from './seldom-map.ts';
import { errorOf } from './wire-error.ts';

interface Pending {
  readonly kind: BodyKind;
  readonly resolve: (body: Body) => void;
  readonly reject: (error: MusterError) => void;
  readonly timeoutMs: number;
  /** Sees the first answer in the very turn in which it arrives, before any chunk that follows it; true when another answer comes. */
  look: ((body: Body) => boolean) | undefined;
  cancelTimer: () => void;
}

export class Requests {
  readonly #clock: Clock;
  readonly #max: number;
  readonly #pending = new SeldomMap<number, Pending>();
  #lastId = 0;

  constructor(clock: Clock, max: number) {
    this.#clock = clock;
    this.#max = max;
  }

  get size(): number {
    return this.#pending.size;
  }

  /** A new id, and the promise of its answer. What `look` throws rejects it. Throws OVERLOADED. */
  open(
    kind: BodyKind,
    timeoutMs: number,
    look?: (body: Body) => boolean,
  ): { readonly id: number; readonly answer: Promise<Body> } {
    if (this.#pending.size >= this.#max)
      throw new MusterError('OVERLOADED', 'too many requests wait for an answer');
    this.#lastId += 1;
    const id = this.#lastId;
    const { promise, resolve, reject } = Promise.withResolvers<Body>();
    const pending: Pending = { kind, resolve, reject, timeoutMs, look, cancelTimer: () => {} };
    this.#pending.set(id, pending);
    this.#arm(id, pending);
    return { id, answer: promise };
  }

  /** An answer came. False when nobody waits for it: it was late, or never asked for. */
  settle(id: number, body: Body | undefined): boolean {
    const pending = this.#pending.get(id);
    if (!pending) return false;
    if (body !== undefined && body.kind !== 'error' && pending.look) {
      const { look } = pending;
      pending.look = undefined; // a second first answer is just an answer
      try {
        if (look(body)) {
          pending.cancelTimer(); // from here on the transfer's own stall limit counts
          return true;
        }
      } catch (thrown) {
        this.fail(id, asMusterError(thrown));
        return true;
      }
    }
    this.#forget(id, pending);
    if (body === undefined)
      pending.reject(
        new MusterError('UNKNOWN_MESSAGE', `the answer to ${pending.kind} is of an unknown type`),
      );
    else if (body.kind === 'error') pending.reject(errorOf(body.value));
    else pending.resolve(body);
    return true;
  }

  /** Waits again, for the last answer of a push. */
  rearm(id: number): void {
    const pending = this.#pending.get(id);
    if (pending) this.#arm(id, pending);
  }

  fail(id: number, error: MusterError): void {
    const pending = this.#pending.get(id);
    if (!pending) return;
    this.#forget(id, pending);
    pending.reject(error);
  }

  failAll(error: MusterError): void {
    for (const [id] of this.#pending.entries) this.fail(id, error);
  }

  #arm(id: number, pending: Pending): void {
    pending.cancelTimer();
    pending.cancelTimer = this.#clock.after(pending.timeoutMs, () =>
      this.fail(
        id,
        new MusterError('TIMEOUT', `no answer to ${pending.kind} within ${pending.timeoutMs} ms`),
      ),
    );
  }

  #forget(id: number, pending: Pending): void {
    this.#pending.delete(id);
    pending.cancelTimer();
  }
}
