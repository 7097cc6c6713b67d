/**
 * @module How much the sessions of one endpoint may do in one turn of the event loop: ciphers and sockets take their time, and whoever else
 * waits for the loop - a deadline, a heartbeat, a request to the API - waits for all of it.
 */

/** About 4 ms of one core, to and from sockets. */
const TURN_BYTES = 2 * 1024 * 1024;

export class Turn {
  #spent = 0;
  #waiting: (() => void)[] = [];
  #isCounting = false;

  get isSpent(): boolean {
    return this.#spent >= TURN_BYTES;
  }

  /** Bytes that were sealed or opened. */
  spend(bytes: number): void {
    this.#spent += bytes;
    this.#count();
  }

  /** Does it in the next turn. Throws nothing. */
  next(act: () => void): void {
    this.#waiting.push(act);
    this.#count();
  }

  #count(): void {
    if (this.#isCounting) return;
    this.#isCounting = true;
    setImmediate(() => {
      this.#isCounting = false;
      this.#spent = 0;
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const act of waiting) act();
    });
  }
}
