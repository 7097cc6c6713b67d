/** @module A coordinator's endpoint and agents over loopback, for the tests of this package; and a peer that says what it wants. */
import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { asMusterError, MusterError } from '@muster/errors';
import {
  CERTIFICATE_LIFE_MS,
  type Identity,
  issueCertificate,
  makeKeyPair,
  type Peer,
  type SealedChannel,
  startClientHandshake,
  systemRandom,
} from '@muster/identity';
import { type Body, decodeEnvelope, type Envelope, encodeEnvelope, FRAME_BYTES_MAX } from '@muster/protocol';
import { WebSocket } from 'ws';
import type { Clock } from './clock.ts';
import { type ConnectOptions, connectOnce } from './connect.ts';
import { CoordinatorEndpoint, type EndpointOptions } from './endpoint.ts';
import type { ObjectSink } from './object.ts';
import type { Session, SessionHandlers } from './session.ts';
import { SESSION_SETTINGS, type SessionSettings } from './settings.ts';
import { systemClock } from './system-clock.ts';

/** Time that stands still until it is told to go on. */
export class FakeClock implements Clock {
  #nowMs = 0;
  #waiting: { readonly atMs: number; readonly act: () => void }[] = [];

  monotonicMs(): number {
    return this.#nowMs;
  }
  wallMs(): number {
    return 1_800_000_000_000 + this.#nowMs;
  }
  get waiting(): number {
    return this.#waiting.length;
  }
  after(ms: number, act: () => void): () => void {
    const entry = { atMs: this.#nowMs + ms, act };
    this.#waiting.push(entry);
    return () => {
      this.#waiting = this.#waiting.filter((each) => each !== entry);
    };
  }
  /** Lets time pass; what is due happens in order, at its time. */
  pass(ms: number): void {
    const endMs = this.#nowMs + ms;
    for (;;) {
      const next = this.#waiting
        .filter(({ atMs }) => atMs <= endMs)
        .sort((a, b) => a.atMs - b.atMs)
        .at(0);
      if (!next) break;
      this.#waiting = this.#waiting.filter((each) => each !== next);
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.act();
    }
    this.#nowMs = endMs;
  }
  /** The process sleeps: time passes, and what was due happens at its end. */
  sleep(ms: number): void {
    this.#nowMs += ms;
    this.pass(0);
  }
}

export const organisation = makeKeyPair('ed25519', systemRandom);
export const federationId = new Uint8Array(16).fill(1);

export function party(
  role: 'coordinator' | 'site',
  name: string = role,
): { identity: Identity; certificate: ReturnType<typeof issueCertificate> } {
  const identity = {
    signing: makeKeyPair('ed25519', systemRandom),
    sealing: makeKeyPair('x25519', systemRandom),
  };
  const certificate = issueCertificate(
    {
      role,
      name,
      serial: systemRandom(16),
      federationId,
      signingKey: identity.signing.publicKey,
      sealingKey: identity.sealing.publicKey,
      notBeforeMs: Date.now() - 1000,
      notAfterMs: Date.now() + CERTIFICATE_LIFE_MS,
    },
    organisation,
  );
  return { identity, certificate };
}

export function siteIdentity(name = 'site'): ConnectOptions['identity'] {
  return {
    purpose: 'session',
    federationId,
    organisationKey: organisation.publicKey,
    ...party('site', name),
    random: systemRandom,
  };
}

export const noHandlers: SessionHandlers = {
  onRequest: async () => {
    throw new MusterError('UNEXPECTED_MESSAGE', 'nothing is handled here');
  },
  onNotice: () => {},
  openObject: async () => undefined,
  onClose: () => {},
};

export interface Bench extends AsyncDisposable {
  readonly port: number;
  readonly server: Server;
  readonly endpoint: CoordinatorEndpoint;
  /** What the endpoint refused, and the sessions that it opened. */
  readonly refused: MusterError[];
  readonly opened: Session[];
  /** Why the endpoint's sessions ended. */
  readonly ended: MusterError[];
  /** Breaks every connection without a word, as a pulled cable would. */
  cut(): void;
  options(change?: Partial<ConnectOptions>): ConnectOptions;
  connect(change?: Partial<ConnectOptions>): Promise<Session>;
}

export interface BenchOptions {
  readonly handlers?: Partial<SessionHandlers>;
  readonly settings?: Partial<SessionSettings>;
  readonly endpoint?: Partial<EndpointOptions>;
  readonly server?: Server;
  readonly url?: (port: number) => string;
}

export async function openBench(change: BenchOptions = {}): Promise<Bench> {
  const server = change.server ?? createServer((_request, response) => response.end());
  const refused: MusterError[] = [];
  const opened: Session[] = [];
  const ended: MusterError[] = [];
  const sessions: Session[] = [];
  const cables = new Set<Socket>();
  server.on('connection', (socket: Socket) => cables.add(socket));
  const settings = { ...SESSION_SETTINGS, ...change.settings };
  const handlers = { ...noHandlers, ...change.handlers };
  const endpoint = new CoordinatorEndpoint({
    server,
    clock: systemClock,
    identity: {
      ...party('coordinator'),
      organisationKey: organisation.publicKey,
      federationId,
      random: systemRandom,
    },
    settings,
    handshakeMs: 2000,
    pendingMax: 4,
    sessionsMax: 100,
    authorise: () => {},
    accept: () => ({
      ...handlers,
      onClose: (reason, own, said) => {
        ended.push(reason);
        handlers.onClose(reason, own, said);
      },
    }),
    onSession: (session: Session, _peer: Peer) => opened.push(session),
    onRefused: (error: MusterError) => refused.push(error),
    ...change.endpoint,
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const options = (more: Partial<ConnectOptions> = {}): ConnectOptions => ({
    url: change.url?.(port) ?? `ws://127.0.0.1:${port}`,
    bindToTls: true,
    identity: siteIdentity(),
    clock: systemClock,
    settings,
    handshakeMs: 2000,
    handlers: noHandlers,
    ...more,
  });
  return {
    port,
    server,
    endpoint,
    refused,
    opened,
    ended,
    cut() {
      for (const cable of cables) cable.destroy();
      cables.clear();
    },
    options,
    async connect(more = {}) {
      const { session } = await connectOnce(options(more));
      sessions.push(session);
      return session;
    },
    async [Symbol.asyncDispose]() {
      for (const session of sessions) session.close(new MusterError('UNAVAILABLE', 'the test is over'));
      endpoint.close();
      for (const cable of cables) cable.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

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

export class Collect implements ObjectSink {
  readonly #chunks: Uint8Array[] = [];
  length = 0;
  aborted: MusterError | undefined;
  get bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }
  write(offset: number, bytes: Uint8Array): void {
    if (offset !== this.length) throw new Error(`a gap: ${offset} after ${this.length}`);
    this.#chunks.push(Uint8Array.from(bytes));
    this.length += bytes.length;
  }
  abort(reason: MusterError): void {
    this.aborted = reason;
  }
}

export const register: Body = {
  kind: 'register',
  value: {
    agentVersion: '1',
    nodeVersion: '24',
    platform: 'test',
    engine: null,
    datasets: [],
    policyVersion: 0,
    policyHash: new Uint8Array(),
  },
};
export const ok: Body = { kind: 'ok', value: {} };
export function received(hash: string): Body {
  return {
    kind: 'received',
    value: { ref: { run: 'r', round: 1, attempt: 1 }, updateHash: Buffer.from(hash, 'hex') },
  };
}

export function sha(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The error code of what was promised, or "resolved". */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'resolved',
    (thrown: unknown) => asMusterError(thrown).code,
  );
}

export async function until(condition: () => boolean, withinMs = 3000): Promise<void> {
  const end = performance.now() + withinMs;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`not within ${withinMs} ms: ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
