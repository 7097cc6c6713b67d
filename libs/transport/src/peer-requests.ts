/** @module The peer's requests: handed to whoever can answer, each answered once, so many at the same time and no more. */
import { asMusterError, MusterError } from '@muster/errors';
import type { Body } from '@muster/protocol';
import type { Link } from './link.ts';
import type { ObjectSource } from './object.ts';
import { servePull } from './pull.ts';
import { type Acceptance, receivePush } from './push.ts';

/** Who can answer. */
export interface Answering {
  /** What it throws is answered as a typed error. */
  onRequest(body: Body): Promise<Body | Acceptance>;
  /** An object by its hash, lower-case hex; undefined for one that the peer may not have. */
  openObject(sha256: string): Promise<ObjectSource | undefined>;
}

export class PeerRequests {
  readonly #link: Link;
  readonly #limits: { readonly handlersMax: number; readonly windowChunks: number };
  readonly #owner: Answering;
  #inWork = 0;

  constructor(
    link: Link,
    limits: { readonly handlersMax: number; readonly windowChunks: number },
    owner: Answering,
  ) {
    this.#link = link;
    this.#limits = limits;
    this.#owner = owner;
  }

  /** Requests that are being answered. */
  get inWork(): number {
    return this.#inWork;
  }

  /** Never throws: OVERLOADED beyond `handlersMax`, and whatever goes wrong, is the peer's answer. */
  async handle(id: number, body: Body): Promise<void> {
    const { messages } = this.#link;
    if (this.#inWork >= this.#limits.handlersMax) {
      const error = new MusterError('OVERLOADED', 'too many requests at the same time', {
        retryAfterMs: 1000,
      });
      messages.refuse(id, error);
      return;
    }
    this.#inWork += 1;
    try {
      await this.#answer(id, body);
    } catch (thrown) {
      messages.refuse(id, asMusterError(thrown));
    } finally {
      this.#inWork -= 1;
    }
  }

  async #answer(id: number, body: Body): Promise<void> {
    if (body.kind === 'pull') {
      await servePull(this.#link, id, body.value, (sha256) => this.#owner.openObject(sha256));
      return;
    }
    const result = await this.#owner.onRequest(body);
    if (result.kind === 'accept') await receivePush(this.#link, id, result, this.#limits.windowChunks);
    else this.#link.messages.answer(id, result);
  }
}
