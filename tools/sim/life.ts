/** @module One process from its start to its end. Whatever it still does after its end reaches nothing: disk, network and clock are gone. */
import { MusterError } from '@muster/errors';

export class Life {
  readonly bornAtMs: number;
  readonly #ended = new Set<() => void>();
  #isAlive = true;

  constructor(bornAtMs: number) {
    this.bornAtMs = bornAtMs;
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  /** Throws once it is over: code that runs on after `kill -9` does not exist. */
  assertAlive(): void {
    if (!this.#isAlive)
      throw new MusterError('UNAVAILABLE', 'the process has been killed', { detail: { killed: true } });
  }

  onEnd(act: () => void): void {
    this.#ended.add(act);
  }

  end(): void {
    if (!this.#isAlive) return;
    this.#isAlive = false;
    for (const act of this.#ended) act();
    this.#ended.clear();
  }
}
