/**
 * @module A peer that did the handshake as it must be done and then says what it likes, in frames that are sealed as they must be or not:
 * as an agent who calls, or as a coordinator who is called.
 */
import {
  type ClientOptions,
  type SealedChannel,
  type ServerOptions,
  startClientHandshake,
  startServerHandshake,
} from '@muster/identity';
import { AGENT_PATH, decodeEnvelope, type Envelope, FRAME_BYTES_MAX, SUBPROTOCOL } from '@muster/protocol';
import { WebSocket, type WebSocketServer } from 'ws';

const TAKEN_MS = 20_000;
const SOCKET_BYTES_MAX = 262_144;

export class Peer {
  readonly socket: WebSocket;
  readonly #channel: SealedChannel;
  #fault: unknown;
  #closed = false;
  readonly #hear: (envelope: Envelope) => void;
  #wake = (): void => {};

  constructor(socket: WebSocket, channel: SealedChannel, hear: (envelope: Envelope) => void) {
    this.socket = socket;
    this.#channel = channel;
    this.#hear = hear;
    socket.on('message', (data) => this.#receive(data));
    socket.on('error', () => {});
    socket.on('close', () => {
      this.#closed = true;
      this.#wake();
    });
  }

  get closed(): boolean {
    return this.#closed || this.socket.readyState !== WebSocket.OPEN;
  }
  /** What was wrong with a frame of the other side, which is honest. */
  get fault(): unknown {
    return this.#fault;
  }

  seal(kind: 'control' | 'bulk', plaintext: Uint8Array): Buffer {
    return this.#channel.seal(kind, plaintext);
  }

  /** Puts bytes on the wire as one message. */
  send(frame: Uint8Array): void {
    if (!this.closed) this.socket.send(frame, { binary: true });
  }

  /** Resolves with true once the condition holds, with false when the connection is over or nothing came in time. */
  async until(condition: () => boolean, withinMs: number): Promise<boolean> {
    const endMs = performance.now() + withinMs;
    while (!condition()) {
      const leftMs = endMs - performance.now();
      if (leftMs <= 0 || this.#closed) return condition();
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, leftMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return true;
  }

  /** Waits until the socket has taken most of what was sent. */
  async drained(withinMs: number): Promise<void> {
    const endMs = performance.now() + withinMs;
    do await new Promise((resolve) => setImmediate(resolve));
    while (!this.closed && this.socket.bufferedAmount > SOCKET_BYTES_MAX && performance.now() < endMs);
  }

  /** Resolves when the connection is over; true if it is within the time. */
  ended(withinMs: number): Promise<boolean> {
    return this.until(() => this.#closed, withinMs);
  }

  #receive(data: unknown): void {
    try {
      // What does not begin with a frame's version is a refusal in the clear.
      if (data instanceof Buffer && data[0] === 1)
        this.#hear(decodeEnvelope(Buffer.from(this.#channel.open(data).plaintext), FRAME_BYTES_MAX));
    } catch (thrown) {
      this.#fault ??= thrown;
    }
    this.#wake();
  }
}

type Distribute<Union> = Union extends unknown ? Omit<Union, 'nowMs' | 'channelBinding'> : never;
export type PeerIdentity = Distribute<ClientOptions>;

/** Calls a coordinator over plain loopback; `early` does not wait until it is let in. Throws when it is not let in as far as the proof. */
export async function callCoordinator(
  url: string,
  identity: PeerIdentity,
  hear: (envelope: Envelope) => void,
  early = false,
): Promise<Peer> {
  const socket = await openSocket(url);
  try {
    const shake = startClientHandshake({ ...identity, nowMs: Date.now(), channelBinding: new Uint8Array() });
    const answer = nextMessage(socket);
    socket.send(shake.hello);
    const { proof, channel } = shake.receive(await answer);
    let isTaken = false;
    const peer = new Peer(socket, channel, (envelope) => {
      isTaken = true;
      hear(envelope);
    });
    socket.send(proof);
    // The first sealed frame says that we are in; who speaks before it is turned away.
    if (!early) await peer.until(() => isTaken, TAKEN_MS);
    return peer;
  } catch (thrown) {
    socket.terminate();
    throw thrown;
  }
}

/** The next agent that calls, taken in as an honest coordinator takes it. */
export async function takeAgent(
  server: WebSocketServer,
  identity: Omit<ServerOptions, 'nowMs' | 'channelBinding'>,
  hear: (envelope: Envelope) => void,
): Promise<Peer> {
  const socket = await new Promise<WebSocket>((resolve) => server.once('connection', resolve));
  const shake = startServerHandshake({ ...identity, nowMs: Date.now(), channelBinding: new Uint8Array() });
  socket.send(shake.receiveHello(await nextMessage(socket)));
  const { channel } = shake.receiveProof(await nextMessage(socket));
  return new Peer(socket, channel, hear);
}

/** A WebSocket to the agents' door, without any handshake of ours. */
export function openSocket(url: string): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${url}${AGENT_PATH}`, SUBPROTOCOL, {
      perMessageDeflate: false,
      handshakeTimeout: 20_000,
    });
    socket.once('open', () => {
      socket.on('error', () => {});
      resolve(socket);
    });
    socket.once('error', reject);
  });
}

function nextMessage(socket: WebSocket): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    socket.once('message', (data) => {
      if (data instanceof Buffer) resolve(data);
      else reject(new Error('a message in parts'));
    });
    socket.once('close', (_code, reason) => reject(new Error(`closed: ${reason.toString()}`)));
  });
}
