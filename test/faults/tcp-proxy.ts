/**
 * @module A bad network between agents and coordinator: a TCP proxy that delays, throttles, loses, holds and cuts. It cannot drop a packet:
 * what TCP makes of a lost one is that it, and all behind it, comes a retransmission timeout later. That is what `loss` does.
 */
import { createServer, connect as openSocket, type Server, type Socket } from 'node:net';
import { SeededRandom } from '@muster/data';

export type Direction = 'up' | 'down';

interface Weather {
  /** One way. */
  delayMs: number;
  /** Of each connection in each direction. */
  bytesPerSecond: number;
  /** Share of segments that are lost, each time they are sent. */
  loss: number;
  /** Nothing passes in these directions; nothing is refused and nothing closed. */
  held: readonly Direction[];
}

/** As on Linux: the least, doubled at each loss in a row. */
const RETRANSMIT_MS = 200;
/** What counts as one packet for `loss`: Node reads up to 64 KiB at once. */
const SEGMENT_BYTES = 16_384;
/** Read before it can go on, of what is held and of what waits for room on the line. */
const AHEAD_BYTES = 65_536;
const AHEAD_MS = 30;

interface Connection {
  readonly agent: Socket;
  readonly coordinator: Socket;
  readonly lanes: readonly Lane[];
  /** One end is gone without a word to the other. */
  isHalfOpen: boolean;
}

export class TcpProxy implements AsyncDisposable {
  readonly weather: Weather = { delayMs: 0, bytesPerSecond: Number.POSITIVE_INFINITY, loss: 0, held: [] };
  /** Bytes that came in from one side, over all connections so far. */
  readonly passed: Record<Direction, number> = { up: 0, down: 0 };
  connections = 0;
  readonly #random = new SeededRandom('tcp-proxy', 1);
  readonly #open = new Set<Connection>();
  readonly #server: Server;
  #watch: { readonly direction: Direction; readonly bytes: number; act(): void } | undefined;

  private constructor(target: number) {
    this.#server = createServer((agent) => this.#join(agent, openSocket(target, '127.0.0.1')));
  }

  static async start(target: number): Promise<TcpProxy> {
    const proxy = new TcpProxy(target);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  /** Resolves, and `act` is done at once, when so many bytes more have come from that side. */
  after(direction: Direction, bytes: number, act: () => void): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const done = (): void => {
      act();
      resolve();
    };
    this.#watch = { direction, bytes: this.passed[direction] + bytes, act: done };
    return promise;
  }

  /** Both ends of every connection get a TCP reset. */
  reset(): void {
    for (const { agent, coordinator } of this.#open) {
      agent.resetAndDestroy();
      coordinator.resetAndDestroy();
    }
  }

  /** One end of every connection is gone; the other has an open socket on which nothing comes. */
  halfOpen(gone: 'agent' | 'coordinator'): void {
    for (const connection of this.#open) {
      connection.isHalfOpen = true;
      connection[gone].destroy();
    }
  }

  hold(...held: readonly Direction[]): void {
    this.weather.held = held;
  }

  /** Fair weather again; what was held goes on, in its order. */
  clear(): void {
    Object.assign(this.weather, { delayMs: 0, bytesPerSecond: Number.POSITIVE_INFINITY, loss: 0, held: [] });
    for (const { lanes } of this.#open) for (const lane of lanes) lane.pump();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { agent, coordinator } of this.#open) {
      agent.destroy();
      coordinator.destroy();
    }
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #join(agent: Socket, coordinator: Socket): void {
    this.connections += 1;
    const lane = (from: Socket, to: Socket, direction: Direction): Lane =>
      new Lane(from, to, direction, this.weather, this.#random, (bytes) => this.#count(direction, bytes));
    const lanes = [lane(agent, coordinator, 'up'), lane(coordinator, agent, 'down')];
    const connection: Connection = { agent, coordinator, lanes, isHalfOpen: false };
    this.#open.add(connection);
    for (const socket of [agent, coordinator]) {
      socket.setNoDelay(true);
      socket.on('error', () => {});
      socket.on('close', () => {
        if (connection.isHalfOpen && !(agent.destroyed && coordinator.destroyed)) return;
        this.#open.delete(connection);
        agent.destroy();
        coordinator.destroy();
      });
    }
  }

  #count(direction: Direction, bytes: number): void {
    this.passed[direction] += bytes;
    if (this.#watch?.direction !== direction || this.passed[direction] < this.#watch.bytes) return;
    const { act } = this.#watch;
    this.#watch = undefined;
    act();
  }
}

/** One direction of one connection: first in, first out. */
class Lane {
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #direction: Direction;
  readonly #weather: Weather;
  readonly #random: SeededRandom;
  readonly #queue: { readonly bytes: Buffer; readonly arrivesMs: number }[] = [];
  #queuedBytes = 0;
  #pacedMs = 0;
  #arrivesMs = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    from: Socket,
    to: Socket,
    direction: Direction,
    weather: Weather,
    random: SeededRandom,
    count: (bytes: number) => void,
  ) {
    this.#from = from;
    this.#to = to;
    this.#direction = direction;
    this.#weather = weather;
    this.#random = random;
    from.on('data', (bytes: Buffer) => {
      count(bytes.length);
      this.#take(bytes);
      this.pump();
    });
    from.on('close', () => clearTimeout(this.#timer));
  }

  /** Passes on what is due. */
  pump(): void {
    clearTimeout(this.#timer);
    const isHeld = this.#weather.held.includes(this.#direction);
    for (
      let next = this.#queue[0];
      next && !isHeld && next.arrivesMs <= performance.now();
      next = this.#queue[0]
    ) {
      this.#queue.shift();
      this.#queuedBytes -= next.bytes.length;
      if (!this.#to.destroyed) this.#to.write(next.bytes);
    }
    // What is on its way is read; what the line has no room for yet is left with the sender.
    const nowMs = performance.now();
    const aheadMs = this.#pacedMs - nowMs - AHEAD_MS;
    const isAhead = isHeld ? this.#queuedBytes > AHEAD_BYTES : aheadMs > 0;
    if (isAhead) this.#from.pause();
    else if (this.#from.isPaused()) this.#from.resume();
    const [first] = this.#queue;
    if (!first || isHeld) return;
    const waitMs = Math.min(first.arrivesMs - nowMs, isAhead ? aheadMs : Number.POSITIVE_INFINITY);
    this.#timer = setTimeout(() => this.pump(), Math.max(1, waitMs));
  }

  #take(bytes: Buffer): void {
    const { delayMs, bytesPerSecond } = this.#weather;
    this.#pacedMs = Math.max(this.#pacedMs, performance.now()) + (1000 * bytes.length) / bytesPerSecond;
    // What is behind a lost segment waits for it.
    this.#arrivesMs = Math.max(this.#arrivesMs, this.#pacedMs + delayMs + this.#lostMs(bytes.length));
    this.#queue.push({ bytes, arrivesMs: this.#arrivesMs });
    this.#queuedBytes += bytes.length;
  }

  #lostMs(bytes: number): number {
    let waitMs = 0;
    for (let segment = 0; segment < bytes / SEGMENT_BYTES; segment += 1)
      for (let again = RETRANSMIT_MS; this.#random.uniform() < this.#weather.loss; again *= 2)
        waitMs += again;
    return waitMs;
  }
}
