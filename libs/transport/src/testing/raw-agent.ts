/** @module A peer that says what it wants, with a handshake of ours or without any. */
import { type SealedChannel, startClientHandshake } from '@muster/identity';
import { type Body, decodeEnvelope, type Envelope, encodeEnvelope, FRAME_BYTES_MAX } from '@muster/protocol';
import { WebSocket } from 'ws';
import { siteIdentity } from './parties.ts';
import { until } from './waiting.ts';

/** An agent that did the handshake and then says what it wants, sealed as it must be or not. */
export class RawAgent implements Disposable {
  readonly socket: WebSocket;
  readonly heard: Envelope[] = [];
  readonly #channel: SealedChannel;
  readonly closed: Promise<{ code: number; reason: string }>;

  private constructor(socket: WebSocket, channel: SealedChannel) {
    this.socket = socket;
    this.#channel = channel;
    socket.on('message', (data) => {
      // What does not begin with a frame's version is a refusal in the clear; the close that follows repeats it.
      if (data instanceof Buffer && data[0] === 1)
        this.heard.push(decodeEnvelope(channel.open(data).plaintext, FRAME_BYTES_MAX));
    });
    this.closed = new Promise((resolve) =>
      socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() })),
    );
  }

  /** `early` speaks right after the proof, before the coordinator has said anything. */
  static async connect(
    { port }: { port: number },
    early: (raw: RawAgent) => void = () => {},
  ): Promise<RawAgent> {
    const socket = await openSocket(port);
    const shake = startClientHandshake({
      ...siteIdentity('raw'),
      nowMs: Date.now(),
      channelBinding: new Uint8Array(),
    });
    const answer = new Promise<Buffer>((resolve) =>
      socket.once('message', (data) => {
        if (data instanceof Buffer) resolve(data);
      }),
    );
    socket.send(shake.hello);
    const { proof, channel } = shake.receive(await answer);
    const agent = new RawAgent(socket, channel);
    socket.send(proof);
    early(agent);
    await until(() => agent.heard.length > 0 || socket.readyState === WebSocket.CLOSED);
    return agent;
  }

  seal(envelope: { id?: number; replyTo?: number; body: Body } | Uint8Array): Buffer {
    return this.#channel.seal(
      'control',
      envelope instanceof Uint8Array ? envelope : encodeEnvelope(envelope),
    );
  }
  say(envelope: { id?: number; replyTo?: number; body: Body } | Uint8Array): void {
    this.socket.send(this.seal(envelope));
  }
  /** The first message heard that passes, within the usual time. */
  async hear(test: (envelope: Envelope) => boolean): Promise<Envelope> {
    await until(() => this.heard.some(test));
    const found = this.heard.find(test);
    if (!found) throw new Error('it was heard a moment ago');
    return found;
  }
  [Symbol.dispose](): void {
    this.socket.terminate();
  }
}

/** A WebSocket without any handshake of ours. */
export function openSocket(port: number): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/v1/agent`, 'muster.v1', {
      perMessageDeflate: false,
    });
    socket.on('open', () => resolve(socket));
    socket.on('error', reject);
  });
}
