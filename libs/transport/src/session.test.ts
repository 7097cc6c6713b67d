import { createHash, randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { createConnection, createServer as createTcpServer, type Socket } from 'node:net';
import { asMusterError, MusterError } from '@muster/errors';
import {
  CERTIFICATE_LIFE_MS,
  type Identity,
  issueCertificate,
  makeKeyPair,
  type Peer,
  systemRandom,
} from '@muster/identity';
import type { Body } from '@muster/protocol';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Clock } from './clock.ts';
import { type ConnectOptions, connectOnce } from './connect.ts';
import { AgentConnection } from './connection.ts';
import { CoordinatorEndpoint } from './endpoint.ts';
import { memorySource, type ObjectSink, type ObjectSource } from './object.ts';
import type { Session, SessionHandlers } from './session.ts';
import { SESSION_SETTINGS, type SessionSettings } from './settings.ts';

const clock: Clock = {
  monotonicMs: () => performance.now(),
  wallMs: () => Date.now(),
  after: (ms, act) => {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
};
const organisation = makeKeyPair('ed25519', systemRandom);
const federationId = new Uint8Array(16).fill(1);
function party(role: 'coordinator' | 'site'): {
  identity: Identity;
  certificate: ReturnType<typeof issueCertificate>;
} {
  const identity = {
    signing: makeKeyPair('ed25519', systemRandom),
    sealing: makeKeyPair('x25519', systemRandom),
  };
  const certificate = issueCertificate(
    {
      role,
      name: role,
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

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const noHandlers: SessionHandlers = {
  onRequest: async () => {
    throw new MusterError('UNEXPECTED_MESSAGE', 'nothing is handled here');
  },
  onNotice: () => {},
  openObject: async () => undefined,
  onClose: () => {},
};

interface Bench {
  readonly port: number;
  readonly endpoint: CoordinatorEndpoint;
  readonly refused: MusterError[];
  readonly opened: Session[];
  connect(change?: Partial<ConnectOptions>): Promise<Session>;
  options(change?: Partial<ConnectOptions>): ConnectOptions;
}

async function bench(
  handlers: Partial<SessionHandlers> = {},
  change: {
    settings?: Partial<SessionSettings>;
    handshakeMs?: number;
    authorise?: (peer: Peer) => void;
  } = {},
): Promise<Bench> {
  const server: Server = createServer((_request, response) => response.end());
  const refused: MusterError[] = [];
  const opened: Session[] = [];
  const settings = { ...SESSION_SETTINGS, ...change.settings };
  const endpoint = new CoordinatorEndpoint({
    server,
    clock,
    identity: {
      ...party('coordinator'),
      organisationKey: organisation.publicKey,
      federationId,
      random: systemRandom,
    },
    settings,
    handshakeMs: change.handshakeMs ?? 2000,
    pendingMax: 4,
    sessionsMax: 100,
    authorise: change.authorise ?? (() => {}),
    accept: () => ({ ...noHandlers, ...handlers }),
    onSession: (session) => opened.push(session),
    onRefused: (error) => refused.push(error),
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  closing.push(() => new Promise((resolve) => server.close(resolve)));
  closing.push(() => server.closeAllConnections());
  closing.push(() => endpoint.close());
  const site = party('site');
  const options = (more: Partial<ConnectOptions> = {}): ConnectOptions => ({
    url: `ws://127.0.0.1:${port}`,
    bindToTls: true,
    identity: {
      purpose: 'session',
      federationId,
      organisationKey: organisation.publicKey,
      ...site,
      random: systemRandom,
    },
    clock,
    settings,
    handshakeMs: 2000,
    handlers: noHandlers,
    ...more,
  });
  return {
    port,
    endpoint,
    refused,
    opened,
    options,
    async connect(more = {}) {
      const { session } = await connectOnce(options(more));
      closing.push(() => session.close(new MusterError('CANCELLED', 'test over')));
      return session;
    },
  };
}

const received = (hash: string): Body => ({
  kind: 'received',
  value: { ref: { run: 'r', round: 1, attempt: 1 }, updateHash: Buffer.from(hash, 'hex') },
});
const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const register: Body = {
  kind: 'progress',
  value: {
    ref: { run: 'r', round: 1, attempt: 1 },
    phase: 'train',
    fraction: 0.5,
    epoch: 0,
    step: 1,
    steps: 2,
    loss: 1,
    etaMs: 0,
  },
};

class Collect implements ObjectSink {
  readonly chunks: Uint8Array[] = [];
  aborted: MusterError | undefined;
  write(_offset: number, bytes: Uint8Array): void {
    this.chunks.push(Uint8Array.from(bytes));
  }
  abort(reason: MusterError): void {
    this.aborted = reason;
  }
  get bytes(): Buffer {
    return Buffer.concat(this.chunks);
  }
}

async function code(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'resolved',
    (thrown: unknown) => asMusterError(thrown).code,
  );
}
const until = async (holds: () => boolean, ms = 3000): Promise<void> => {
  for (const end = performance.now() + ms; !holds(); ) {
    if (performance.now() > end) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

describe('requests', () => {
  it('answers each request once, by result or by a typed error', async () => {
    const { connect } = await bench({
      onRequest: async (body) => {
        if (body.kind === 'progress' && body.value.fraction === 0.5) return { kind: 'ok', value: {} };
        throw new MusterError('LATE', 'too late', { retryAfterMs: 7, detail: { round: 3 } });
      },
    });
    const session = await connect();
    expect(await session.request(register)).toEqual({ kind: 'ok', value: expect.anything() });
    const refused = session.request({
      kind: 'failure',
      value: { ref: { run: 'r', round: 1, attempt: 1 }, code: '', reason: '' },
    });
    await expect(refused).rejects.toMatchObject({
      code: 'LATE',
      message: 'too late',
      retryAfterMs: 7,
      detail: { round: 3 },
    });
    expect(await Promise.all(Array.from({ length: 50 }, () => session.request(register)))).toHaveLength(50);
  });

  it('gives up after the time limit, and at the end of the session', async () => {
    const { connect, opened } = await bench({ onRequest: () => new Promise(() => {}) });
    const session = await connect();
    expect(await code(session.request(register, 30))).toBe('TIMEOUT');
    const open = session.request(register);
    opened[0]?.close(new MusterError('SITE_REVOKED', 'gone'));
    expect(await code(open)).toBe('UNAVAILABLE');
    expect(await code(session.request(register))).toBe('UNAVAILABLE');
  });

  it('answers what it does not know, and works on no more than its limit', async () => {
    const { connect } = await bench(
      {
        onRequest: () => new Promise((resolve) => setTimeout(() => resolve({ kind: 'ok', value: {} }), 100)),
      },
      { settings: { handlersMax: 2 } },
    );
    const session = await connect();
    const codes = await Promise.all([1, 2, 3].map(() => code(session.request(register))));
    expect(codes.sort()).toEqual(['OVERLOADED', 'resolved', 'resolved']);
  });
});

describe('objects', () => {
  it('pulls any size in chunks and checks the hash', async () => {
    for (const size of [0, 1, 262_144, 262_145, 5_000_000]) {
      const bytes = randomBytes(size);
      const { connect } = await bench({
        openObject: async (hash) => (hash === sha(bytes) ? memorySource(bytes) : undefined),
      });
      const session = await connect();
      const sink = new Collect();
      expect(await session.pull(sha(bytes), sink, { sizeBytesMax: size })).toBe(size);
      expect(sink.bytes.equals(bytes)).toBe(true);
      expect(await code(session.pull(sha(Buffer.from('other')), new Collect(), { sizeBytesMax: 10 }))).toBe(
        'OBJECT_UNKNOWN',
      );
      if (size > 0)
        expect(await code(session.pull(sha(bytes), new Collect(), { sizeBytesMax: size - 1 }))).toBe(
          'FRAME_TOO_LARGE',
        );
    }
  });

  it('notices bytes that are not those of the hash', async () => {
    const bytes = randomBytes(600_000);
    const { connect } = await bench({ openObject: async () => memorySource(bytes) });
    expect(
      await code((await connect()).pull(sha(Buffer.from('asked for')), new Collect(), { sizeBytesMax: 1e6 })),
    ).toBe('OBJECT_CORRUPT');
  });

  it('pushes against credits, slow sinks bound what is in memory, and the last answer comes after the last byte', async () => {
    const bytes = randomBytes(8_000_000);
    const sink = new Collect();
    let inFlight = 0;
    let most = 0;
    const slow: ObjectSink = {
      write: async (offset, data) => {
        inFlight += 1;
        most = Math.max(most, inFlight);
        await new Promise((resolve) => setTimeout(resolve, 1));
        sink.write(offset, data);
        inFlight -= 1;
      },
      abort: (reason) => sink.abort(reason),
    };
    const { connect } = await bench(
      {
        onRequest: async () => ({
          kind: 'accept',
          sizeBytes: bytes.length,
          offset: 0,
          sink: slow,
          finish: async () => received(sha(sink.bytes)),
        }),
      },
      { settings: { windowChunks: 4 } },
    );
    const session = await connect();
    const answer = await session.push(register, memorySource(bytes));
    expect(answer).toMatchObject({ kind: 'received', value: { updateHash: Buffer.from(sha(bytes), 'hex') } });
    expect(most).toBe(1); // chunks are written one after the other
  });

  it('resumes a push and a pull where the connection broke', async () => {
    const bytes = randomBytes(4_000_000);
    const kept = new Collect();
    let breakAt = 1_000_000;
    const settings = { windowChunks: 4 };
    const handlers: Partial<SessionHandlers> = {
      openObject: async () => memorySource(bytes),
      onRequest: async (_body, session) => ({
        kind: 'accept',
        sizeBytes: bytes.length,
        offset: kept.bytes.length,
        sink: {
          write: (offset, data) => {
            kept.write(offset, data);
            if (offset > breakAt) session.close(new MusterError('INTERNAL', 'broken by the test'));
          },
          abort: (reason) => kept.abort(reason),
        },
        finish: async () => received(sha(kept.bytes)),
      }),
    };
    const { connect, opened } = await bench(handlers, { settings });
    const first = await connect();
    expect(await code(first.push(register, memorySource(bytes)))).toBe('UNAVAILABLE');
    expect(kept.aborted?.code).toBe('UNAVAILABLE');
    const before = kept.bytes.length;
    expect(before).toBeGreaterThan(1_000_000);
    expect(before).toBeLessThan(4_000_000);
    breakAt = Number.POSITIVE_INFINITY;
    const second = await connect();
    const read: number[] = [];
    const source: ObjectSource = {
      ...memorySource(bytes),
      read: (offset, length) => {
        read.push(offset);
        return bytes.subarray(offset, offset + length);
      },
    };
    await second.push(register, source);
    expect(read[0]).toBe(before);
    expect(kept.bytes.equals(bytes)).toBe(true);

    const half = new Collect();
    const pulling = second.pull(
      sha(bytes),
      {
        write: (offset, data) => {
          half.write(offset, data);
          if (offset > 1e6) opened[1]?.close(new MusterError('INTERNAL', 'again'));
        },
        abort: () => {},
      },
      { sizeBytesMax: 1e7 },
    );
    expect(await code(pulling)).toBe('UNAVAILABLE');
    const third = await connect();
    const offset = half.bytes.length;
    await third.pull(sha(bytes), half, {
      sizeBytesMax: 1e7,
      resume: { offset, hash: createHash('sha256').update(half.bytes) },
    });
    expect(half.bytes.equals(bytes)).toBe(true);
  });

  it('lets heartbeats through while bulk flows, and tells both ends of a transfer that fails', async () => {
    const bytes = randomBytes(30_000_000);
    const beats: number[] = [];
    const { connect } = await bench(
      {
        onHeartbeat: () => beats.push(performance.now()),
        onRequest: async () => ({
          kind: 'accept',
          sizeBytes: bytes.length,
          offset: 0,
          sink: { write: () => new Promise((resolve) => setTimeout(resolve, 2)), abort: () => {} },
          finish: async () => received(sha(bytes)),
        }),
      },
      { settings: { heartbeatMs: 20 } },
    );
    const session = await connect();
    await session.push(register, memorySource(bytes));
    expect(beats.length).toBeGreaterThan(5);
    const broken: ObjectSource = {
      sizeBytes: 1e6,
      read: () => Promise.reject(new MusterError('STORAGE_FAILED', 'disk')),
      close: () => {},
    };
    expect(await code(session.push(register, broken))).toBe('STORAGE_FAILED');
  }, 20_000);

  it('ends a transfer in which nothing moves', async () => {
    const { connect } = await bench(
      {
        onRequest: async () => ({
          kind: 'accept',
          sizeBytes: 1e6,
          offset: 0,
          sink: { write: () => new Promise(() => {}), abort: () => {} },
          finish: async () => received(sha(Buffer.alloc(0))),
        }),
      },
      { settings: { stallMs: 50 } },
    );
    const session = await connect();
    expect(await code(session.push(register, memorySource(new Uint8Array(1e6))))).toBe('TIMEOUT');
  });
});

describe('strangers and broken peers', () => {
  it('closes a socket that says nothing, one that says 0xc1, text, or 105 MB; honest agents notice nothing', async () => {
    const { port, refused, connect } = await bench(
      { onRequest: async () => ({ kind: 'ok', value: {} }) },
      { handshakeMs: 200 },
    );
    const honest = await connect();
    const raw = (to = port): Promise<WebSocket> =>
      new Promise((resolve, reject) => {
        const socket = new WebSocket(`ws://127.0.0.1:${to}/v1/agent`, 'muster.v1', {
          perMessageDeflate: false,
        });
        socket.on('open', () => resolve(socket));
        socket.on('error', () => {});
        socket.once('error', reject);
      });
    const closed = (socket: WebSocket): Promise<number> =>
      new Promise((resolve) => socket.on('close', (code) => resolve(code)));
    const silent = closed(await raw());
    const garbage = await raw();
    const garbageClosed = closed(garbage);
    garbage.send(Buffer.from([0xc1]));
    const text = await raw();
    const textClosed = closed(text);
    text.send('hello');
    expect([await garbageClosed, await textClosed, await silent]).toEqual([4403, 4403, 4403]);
    const patient = await bench();
    const huge = await raw(patient.port);
    const hugeClosed = closed(huge);
    huge.send(Buffer.alloc(105_000_000));
    expect([1006, 1009]).toContain(await hugeClosed);
    await until(() => patient.refused.length === 1);
    expect(patient.refused.map((error) => error.code)).toEqual(['UNAVAILABLE']);
    expect(refused.map((error) => error.code).sort()).toEqual([
      'HANDSHAKE_TIMEOUT',
      'MALFORMED',
      'MALFORMED',
    ]);
    expect(await honest.request(register)).toMatchObject({ kind: 'ok' });
  });

  it('ends the session on a flipped bit, a replayed and a reordered frame, with the code', async () => {
    for (const [mangle, expected] of [
      [
        (frames: Buffer[]) =>
          frames.map((frame, index) =>
            index === 1 ? Buffer.from(frame.map((byte, at) => (at === 30 ? byte ^ 1 : byte))) : frame,
          ),
        'FRAME_FORGED',
      ],
      [(frames: Buffer[]) => [frames[0], frames[0]], 'FRAME_REPLAYED'],
      [(frames: Buffer[]) => [frames[1], frames[0]], 'FRAME_REPLAYED'],
    ] as const) {
      const reasons: MusterError[] = [];
      const { connect, opened } = await bench({ onClose: (reason) => reasons.push(reason) });
      const session = await connect();
      // Take the frames of two notices from the wire, and put others in their place.
      const frames: Buffer[] = [];
      const send = WebSocket.prototype.send;
      WebSocket.prototype.send = function (this: WebSocket, data: Buffer) {
        frames.push(Buffer.from(data));
        if (frames.length === 2)
          for (const frame of mangle(frames)) send.call(this, frame ?? '', { binary: true });
      } as typeof send;
      try {
        session.notify(register);
        session.notify(register);
      } finally {
        WebSocket.prototype.send = send;
      }
      await until(() => reasons.length > 0);
      expect(reasons[0]?.code).toBe(expected);
      expect(opened[0]?.closed).toBe(true);
    }
  });

  it('refuses whom the app refuses, and says so', async () => {
    const { connect } = await bench(
      {},
      {
        authorise: () => {
          throw new MusterError('SITE_REVOKED', 'the site was revoked');
        },
      },
    );
    expect(await code(connect())).toBe('SITE_REVOKED');
  });

  it('never goes to another machine in the clear', async () => {
    const { connect } = await bench();
    expect(await code(connect({ url: 'ws://192.0.2.1:80' }))).toBe('TLS_REQUIRED');
    expect(await code(connect({ url: 'https://example.org' }))).toBe('INVALID_ARGUMENT');
    expect(await code(connect({ url: 'ws://127.0.0.1:1' }))).toBe('UNAVAILABLE');
  });
});

describe('AgentConnection', () => {
  it('comes back after the coordinator went away, within the window it was told', async () => {
    const first = await bench();
    const delays: number[] = [];
    let sessions = 0;
    const connection = new AgentConnection({
      ...first.options(),
      backoff: { baseMs: 20, capMs: 100 },
      uniform: () => 0.5,
      onSession: () => {
        sessions += 1;
      },
      onDown: (_error, delayMs) => delays.push(delayMs),
      onFatal: () => {},
    });
    closing.push(() => connection.close());
    await until(() => sessions === 1);
    first.opened[0]?.notify({ kind: 'comeBack', value: { delayMinMs: 40, delayMaxMs: 60, reason: 'test' } });
    first.opened[0]?.close(new MusterError('UNAVAILABLE', 'restart'));
    await until(() => sessions === 2);
    expect(delays).toEqual([50]);
  });

  it('stops for good when a person must act', async () => {
    const { options } = await bench(
      {},
      {
        authorise: () => {
          throw new MusterError('SITE_REVOKED', 'revoked');
        },
      },
    );
    const fatal: MusterError[] = [];
    const connection = new AgentConnection({
      ...options(),
      backoff: { baseMs: 1, capMs: 1 },
      onSession: () => {},
      onDown: () => {},
      onFatal: (error) => fatal.push(error),
    });
    await until(() => fatal.length === 1);
    expect(fatal[0]?.code).toBe('SITE_REVOKED');
    connection.close();
  });

  it('notices a peer that went silent', async () => {
    const { options } = await bench({}, { settings: { heartbeatMs: 30, deadMs: 120 } });
    const real = new URL(options().url);
    const pipes: Socket[] = [];
    let frozen = false;
    const proxy = createTcpServer((client) => {
      const server = createConnection(Number(real.port), '127.0.0.1');
      pipes.push(client, server);
      client.on('data', (data) => frozen || server.write(data));
      server.on('data', (data) => frozen || client.write(data));
      for (const each of [client, server]) each.on('error', () => {});
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const address = proxy.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const downs: MusterError[] = [];
    let up = false;
    const connection = new AgentConnection({
      ...options({ url: `ws://127.0.0.1:${port}` }),
      backoff: { baseMs: 10_000, capMs: 10_000 },
      onSession: () => {
        up = true;
        frozen = true;
      },
      onDown: (error) => downs.push(error),
      onFatal: () => {},
    });
    closing.push(() => proxy.close());
    closing.push(() => {
      for (const each of pipes) each.destroy();
    });
    closing.push(() => connection.close());
    await until(() => up && downs.length > 0);
    expect(downs[0]?.code).toBe('TIMEOUT');
  });
});
