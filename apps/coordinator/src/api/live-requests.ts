/** @module Requests under way, by operator: whoever is revoked is cut off in the middle of a stream, or of a request that comes slowly. */
import type { ServerResponse } from 'node:http';

export class LiveRequests {
  readonly #responses = new Map<string, Set<ServerResponse>>();

  /** Counts the request among those of the operator until its response has ended, however it ends. */
  add(operator: string, response: ServerResponse): void {
    const own = this.#responses.get(operator) ?? new Set();
    this.#responses.set(operator, own.add(response));
    response.once('close', () => {
      own.delete(response);
      if (own.size === 0 && this.#responses.get(operator) === own) this.#responses.delete(operator);
    });
  }

  /** Breaks off everything of the operator but `kept`: the request by which operators revoke themselves is answered. */
  cut(operator: string, kept: ServerResponse): void {
    for (const response of [...(this.#responses.get(operator) ?? [])])
      if (response !== kept) response.destroy();
  }
}
