/** @module Frames thrown from several connections at the same time: which episodes were carried out, how they ended, and what broke. */
import { type Battlefield, carryOut, type Episode, episode, episodes } from './episode.ts';

export interface FireOptions {
  readonly seed: number;
  /** Connections at the same time. */
  readonly lanes: number;
  /** Only these, for a replay. */
  readonly episodes?: readonly number[] | undefined;
}

const FAULTS_MAX = 20;
/** Episodes named when nobody knows which one it was. */
const LATEST = 64;

export class Fire {
  frames = 0;
  episodes = 0;
  readonly outcomes: Record<string, number> = {};
  readonly faults: string[] = [];
  /** The episodes that were under way when the first rule was broken. */
  broken: { readonly error: string; readonly episodes: readonly number[] } | undefined;
  readonly #options: FireOptions;
  readonly #field: Battlefield;
  readonly #underWay = new Set<number>();
  #next = 0;

  constructor(options: FireOptions, field: Omit<Battlefield, 'onFrames'>) {
    this.#options = options;
    this.#field = { ...field, onFrames: (count) => this.count(count) };
  }

  /** The last episodes that were begun. */
  get latest(): readonly number[] {
    return Array.from({ length: Math.min(LATEST, this.#next) }, (_, index) => this.#next - 1 - index);
  }

  count(frames: number): void {
    this.frames += frames;
  }

  fault(words: string): void {
    if (this.faults.length < FAULTS_MAX) this.faults.push(words);
  }

  /** Until so many frames were thrown in all, the time is up, or a rule is broken. */
  async open(
    objects: readonly Uint8Array[],
    run: string,
    frames: number,
    timeMsMax: number,
    rate: number,
  ): Promise<void> {
    const { seed, lanes, episodes: only } = this.#options;
    const all = episodes({ objects, run });
    const startedMs = performance.now();
    const already = this.frames;
    const lane = async (): Promise<void> => {
      while (!this.broken && this.frames < frames && performance.now() - startedMs < timeMsMax) {
        const number = only ? only[this.#next] : this.#next;
        this.#next += 1;
        if (number === undefined) return;
        await this.#one(number, () => episode(all, seed, number));
        const aheadMs = ((this.frames - already) / rate) * 1000 - (performance.now() - startedMs);
        if (aheadMs > 0) await new Promise((resolve) => setTimeout(resolve, Math.min(aheadMs, 5_000)));
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
  }

  async #one(number: number, make: () => Episode): Promise<void> {
    this.#underWay.add(number);
    this.episodes += 1;
    try {
      const outcome = await carryOut(this.#field, make());
      this.outcomes[outcome] = (this.outcomes[outcome] ?? 0) + 1;
    } catch (thrown) {
      this.broken ??= { error: `episode ${number}: ${text(thrown)}`, episodes: [...this.#underWay] };
      this.fault(`episode ${number}: ${text(thrown)}`);
    } finally {
      this.#underWay.delete(number);
    }
  }
}

export function text(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}
