/**
 * @module A site that keeps its part of the contract (scale.md, section 2.5) without training: it keeps its update byte for byte until it is
 * told how it ended, brings it again after every break, and is soon back after each.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { asMusterError } from '@muster/errors';
import type { Offer, Outcome } from '@muster/protocol';
import {
  VirtualAgent,
  type VirtualBehaviour,
  type VirtualIdentity,
  type VirtualUpdate,
} from '../../tools/virtual/virtual-agent.ts';

export interface SiteConduct {
  makeUpdate(offer: Offer, modelBytes: number): VirtualUpdate;
  /** Resolves when the update may be brought. */
  before?(offer: Offer): Promise<unknown>;
  readonly behaviour?: Partial<VirtualBehaviour>;
}

const RETRY_MS = 100;

export class SteadfastSite implements Disposable {
  readonly name: string;
  readonly agent: VirtualAgent;
  /** Every word on an end that was ever heard, in its order. */
  readonly outcomes: Outcome[] = [];
  /** Codes of refusals that were not retryable. */
  readonly refusals: string[] = [];
  readonly #conduct: SiteConduct;
  readonly #kept = new Map<string, { readonly offer: Offer; readonly update: VirtualUpdate }>();
  readonly #bringing = new Set<string>();
  #stopped = false;

  constructor(identity: VirtualIdentity, conduct: SiteConduct) {
    this.name = identity.site;
    this.#conduct = conduct;
    this.agent = new VirtualAgent(identity, {
      dataset: 'flowers',
      kind: 'table',
      fetchModel: true,
      onError: () => {}, // a model that broke off: the offer comes again
      ...conduct.behaviour,
      makeUpdate: (offer, modelBytes) => {
        this.#keep(offer, modelBytes);
        return undefined;
      },
      onOutcome: (outcome) => {
        this.outcomes.push(outcome);
        this.#kept.delete(keyOf(outcome));
      },
      onClose: () => void this.connect(),
    });
  }

  /** Resolves when it is connected and registered. */
  async connect(): Promise<void> {
    while (!this.#stopped) {
      try {
        await this.agent.connect();
        for (const key of this.#kept.keys()) void this.#bring(key);
        return;
      } catch {
        await pause(RETRY_MS);
      }
    }
  }

  /** What it was told of a run, by round: each word once. */
  told(run: string): Readonly<Record<number, readonly string[]>> {
    const words: Record<number, string[]> = {};
    for (const { ref, outcome } of this.outcomes)
      if (ref?.run === run) words[ref.round] = [...new Set([...(words[ref.round] ?? []), outcome])];
    return words;
  }

  [Symbol.dispose](): void {
    this.#stopped = true;
    this.agent.close();
  }

  #keep(offer: Offer, modelBytes: number): void {
    const key = keyOf(offer);
    if (!this.#kept.has(key))
      this.#kept.set(key, { offer, update: this.#conduct.makeUpdate(offer, modelBytes) });
    void this.#bring(key);
  }

  async #bring(key: string): Promise<void> {
    if (this.#bringing.has(key)) return;
    this.#bringing.add(key);
    try {
      const kept = this.#kept.get(key);
      if (kept) await this.#conduct.before?.(kept.offer);
      for (;;) {
        const { session } = this.agent;
        const due = this.#kept.get(key);
        if (!due || this.#stopped) return;
        try {
          await this.agent.report(due.offer, due.update);
          // A connection that broke since may have taken the coordinator's memory of it along.
          if (session === this.agent.session) return;
        } catch (thrown) {
          const { retryable, code } = asMusterError(thrown);
          if (!retryable) {
            this.refusals.push(code);
            this.#kept.delete(key);
            return;
          }
          await pause(RETRY_MS);
        }
      }
    } finally {
      this.#bringing.delete(key);
    }
  }
}

function keyOf({ ref }: Pick<Offer, 'ref'>): string {
  return `${ref?.run} ${ref?.round} ${ref?.attempt}`;
}

/** An update of so many bytes that depends on the site and the round alone: f32, weight 10 and more. */
export function updateOf(site: string, round: number, bytes: number): VirtualUpdate {
  const seed = site.charCodeAt(0) + 31 * round;
  const floats = Float32Array.from({ length: bytes / 4 }, (_, at) => 0.01 * Math.sin(at * seed));
  return { bytes: new Uint8Array(floats.buffer), weight: 10 + (seed % 7) };
}
