/** @module The peer's requests: handed to whoever can answer, each answered once, so many at the same time and no more. */
import { asMusterError, MusterError } from '@muster/errors';
import type { Body } from '@muster/protocol';
import type { Link } from './link.ts';
import type { Messages } from './messages.ts';
import type { ObjectSource } from './object.ts';
import { servePull } from './pull.ts';
import { type Acceptance, receivePush } from './push.ts';

export interface PeerRequestsParts {
  readonly link: Link;
  readonly messages: Messages;
  readonly limits: { readonly handlersMax: number; readonly windowChunks: number };
  /** What it throws is answered as a typed error. */
  onRequest(body: Body): Promise<Body | Acceptance>;
  /** An object by its hash, lower-case hex; undefined for one that the peer may not have. */
  openObject(sha256: string): Promise<ObjectSource | undefined>;
}

export class PeerRequests {
  readonly #parts: PeerRequestsParts;
  #inWork = 0;

  constructor(parts: PeerRequestsParts) {
    this.#parts = parts;
  }

  /** Requests that are being answered. */
  get inWork(): number {
    return this.#inWork;
  }

  /** Never throws: OVERLOADED beyond `handlersMax`, and whatever goes wrong, is the peer's answer. */
  async handle(id: number, body: Body): Promise<void> {
    const { messages, limits } = this.#parts;
    if (this.#inWork >= limits.handlersMax) {
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
    const { link, messages, limits } = this.#parts;
    if (body.kind === 'pull') {
      await servePull(link, id, body.value, (sha256) => this.#parts.openObject(sha256));
      return;
    }
    const result = await this.#parts.onRequest(body);
    if (result.kind === 'accept') await receivePush(link, id, result, limits.windowChunks);
    else messages.answer(id, result);
  }
}
