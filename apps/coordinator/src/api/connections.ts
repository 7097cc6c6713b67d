/** @module The connections to the one port on which operators and agents come: counted, and cut as they come beyond a bound. */
import type { Server } from 'node:net';

export class Connections {
  #open = 0;

  /** For a server that does not listen yet. `cut` is told of each connection that is one too many. */
  constructor(server: Server, most: number, cut: () => void) {
    server.maxConnections = most;
    server.on('drop', cut);
    server.on('connection', (socket) => {
      this.#open += 1;
      socket.once('close', () => {
        this.#open -= 1;
      });
    });
  }

  /** Those of agents, which end as sessions, too. */
  get open(): number {
    return this.#open;
  }
}
