import { createServer } from 'node:http';
import { createConnection, createServer as createTcpServer, type Socket } from 'node:net';
import { MusterError } from '@muster/errors';
import { refusal } from '@muster/identity';
import { describe, expect, it } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { type ConnectOptions, connectOnce } from './connect.ts';
import { AgentConnection, type AgentConnectionOptions } from './connection.ts';
import type { Session } from './session.ts';
import { type Bench, codeOf, ok, openBench, register, siteIdentity, until } from './testing.ts';
import { agentUrl, isLoopback } from './tls.ts';

function open(bench: Bench, change: Partial<AgentConnectionOptions> = {}) {
  const log: string[] = [];
  const sessions: Session[] = [];
  const { identity, ...options } = bench.options();
  const connection = new AgentConnection({
    ...options,
    identity: () => identity,
    backoff: { baseMs: 20, capMs: 100 },
    uniform: () => 0.5,
    onSession: (session) => sessions.push(session),
    onDown: (error, delayMs) => log.push(`${error.code} ${delayMs}`),
    onFatal: (error) => log.push(`fatal ${error.code}`),
    ...change,
  });
  return { log, sessions, connection, [Symbol.dispose]: () => connection.close() };
}

describe('AgentConnection', () => {
  it('comes back after its cable was pulled, and after the coordinator went away within the window it was told', async () => {
    await using bench = await openBench({ handlers: { onRequest: async () => ok } });
    using agent = open(bench);
    await until(() => agent.sessions.length === 1);
    bench.cut();
    await until(() => agent.sessions.length === 2);
    bench.opened[1]?.notify({ kind: 'comeBack', value: { delayMinMs: 40, delayMaxMs: 60, reason: 'test' } });
    bench.opened[1]?.close(new MusterError('UNAVAILABLE', 'restart'));
    await until(() => agent.sessions.length === 3);
    expect(agent.log).toEqual(['UNAVAILABLE 10', 'UNAVAILABLE 50']);
    expect(await agent.sessions.at(-1)?.request(register)).toEqual(ok);
  });

  it('stops for no word that the coordinator has not said under its keys', async () => {
    await using bench = await openBench();
    const server = createServer();
    const sockets = new WebSocketServer({ server, handleProtocols: () => 'muster.v1' });
    const ways = [
      (socket: WebSocket) => socket.close(4403, 'SITE_REVOKED'),
      (socket: WebSocket) => {
        socket.send(refusal(new MusterError('SITE_REVOKED', 'says somebody'), Date.now()));
        socket.close(4403, 'SITE_REVOKED');
      },
    ];
    let met = 0;
    sockets.on('connection', (socket) => {
      socket.on('message', () => ways[met++ % 2]?.(socket));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    using agent = open(bench, { url: `ws://127.0.0.1:${port}` });
    await until(() => agent.log.length >= 4);
    expect(new Set(agent.log.map((line) => line.split(' ')[0]))).toEqual(new Set(['SITE_REVOKED']));
    for (const client of sockets.clients) client.terminate();
    server.close();
  });

  it('waits longer after each failure, and anew after a session that lived', async () => {
    let refuse = 3;
    await using bench = await openBench({
      settings: { heartbeatMs: 50 },
      endpoint: {
        authorise: () => {
          if (refuse-- > 0) throw new MusterError('STORAGE_FAILED', 'the database is away');
        },
      },
    });
    using agent = open(bench);
    await until(() => agent.sessions.length === 1);
    expect(agent.log).toEqual(['STORAGE_FAILED 10', 'STORAGE_FAILED 20', 'STORAGE_FAILED 40']);
    // A session that ends at once is one more failure.
    bench.opened[0]?.close(new MusterError('MALFORMED', 'a frame that was broken on its way'));
    await until(() => agent.sessions.length === 2);
    expect(agent.log.at(-1)).toBe('MALFORMED 50');
    await new Promise((resolve) => setTimeout(resolve, 60));
    bench.cut();
    await until(() => agent.sessions.length === 3);
    expect(agent.log.at(-1)).toBe('UNAVAILABLE 10');
  });

  it('yields more and more to a second agent of its site, however long its sessions live', async () => {
    await using bench = await openBench({ settings: { heartbeatMs: 1 } });
    using agent = open(bench);
    const live = () => new Promise((resolve) => setTimeout(resolve, 20));
    for (let turn = 0; turn < 4; turn += 1) {
      await until(() => agent.sessions.length === turn + 1);
      await live();
      bench.opened[turn]?.close(new MusterError('SITE_DUPLICATE', 'another agent'));
    }
    await until(() => agent.sessions.length === 5);
    await live();
    bench.cut();
    await until(() => agent.log.length === 5);
    expect(agent.log).toEqual([
      'SITE_DUPLICATE 10',
      'SITE_DUPLICATE 20',
      'SITE_DUPLICATE 40',
      'SITE_DUPLICATE 50',
      'UNAVAILABLE 10',
    ]);
  });

  it('stops for good when a person must act: at the handshake, and in a session', async () => {
    let revoked = true;
    await using bench = await openBench({
      endpoint: {
        authorise: () => {
          if (revoked) throw new MusterError('SITE_REVOKED', 'revoked');
        },
      },
    });
    using first = open(bench);
    await until(() => first.log.length === 1);
    revoked = false;
    using second = open(bench);
    await until(() => second.sessions.length === 1);
    bench.opened[0]?.close(new MusterError('SITE_REVOKED', 'revoked'));
    await until(() => second.log.length === 1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect([first.log, second.log]).toEqual([['fatal SITE_REVOKED'], ['fatal SITE_REVOKED']]);
    expect([first.sessions.length, second.sessions.length]).toEqual([0, 1]);
  });

  it('comes back at once when it has another certificate, and by that one', async () => {
    let identity = siteIdentity();
    const names: (string | undefined)[] = [];
    await using bench = await openBench({
      endpoint: { authorise: ({ certificate }) => void names.push(certificate?.name) },
    });
    using agent = open(bench, { identity: () => identity });
    await until(() => agent.sessions.length === 1);
    identity = siteIdentity('renewed');
    agent.connection.reconnect();
    await until(() => agent.sessions.length === 2);
    expect(agent.log).toEqual(['UNAVAILABLE 0']);
    expect(names).toEqual(['site', 'renewed']);
    agent.connection.close();
    agent.connection.reconnect(); // too late: nothing happens
    await until(() => bench.ended.length === 2);
    expect(agent.sessions).toHaveLength(2);
  });

  it('is not stopped by what is said of a certificate that it has replaced', async () => {
    let identity = siteIdentity();
    await using bench = await openBench();
    using agent = open(bench, { identity: () => identity });
    await until(() => agent.sessions.length === 1);
    identity = siteIdentity('renewed');
    bench.opened[0]?.close(new MusterError('CERTIFICATE_EXPIRED', 'the first one'));
    await until(() => agent.sessions.length === 2);
    bench.opened[1]?.close(new MusterError('CERTIFICATE_EXPIRED', 'the second one'));
    await until(() => agent.log.length === 2);
    expect(agent.log).toEqual(['CERTIFICATE_EXPIRED 10', 'fatal CERTIFICATE_EXPIRED']);
  });

  it('goes on trying a coordinator that is not its own, ever more slowly', async () => {
    await using bench = await openBench();
    const own = siteIdentity();
    const identity = { ...own, manifest: { ...own.manifest, coordinatorKeys: [new Uint8Array(32)] } };
    using agent = open(bench, { identity: () => identity as ConnectOptions['identity'] });
    await until(() => agent.log.length === 3);
    expect(agent.log).toEqual([
      'COORDINATOR_MISMATCH 10',
      'COORDINATOR_MISMATCH 20',
      'COORDINATOR_MISMATCH 40',
    ]);
  });

  it('ends its attempt and its session when it is closed, and says nothing more', async () => {
    const silent = createTcpServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const accepted: Socket[] = [];
    silent.on('connection', (socket) => accepted.push(socket.resume()));
    await using bench = await openBench();
    const trying = open(bench, { url: `ws://127.0.0.1:${port}`, handshakeMs: 60_000 });
    await until(() => accepted.length === 1);
    trying.connection.close();
    await new Promise<void>((resolve) => silent.close(() => resolve())); // its connection is gone, or this would wait
    const agent = open(bench);
    await until(() => agent.sessions.length === 1);
    agent.connection.close();
    await until(() => bench.ended.length === 1);
    expect([trying.log, agent.log, agent.sessions[0]?.closed]).toEqual([[], [], true]);
  });

  it('notices a peer that went silent', async () => {
    await using bench = await openBench({ settings: { heartbeatMs: 30, suspectMs: 60, deadMs: 120 } });
    const pipes: Socket[] = [];
    let frozen = false;
    const proxy = createTcpServer((client) => {
      const server = createConnection(bench.port, '127.0.0.1');
      pipes.push(client, server);
      client.on('data', (data) => frozen || server.write(data));
      server.on('data', (data) => frozen || client.write(data));
      for (const each of [client, server]) each.on('error', () => {});
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const address = proxy.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    using agent = open(bench, {
      url: `ws://127.0.0.1:${port}`,
      backoff: { baseMs: 10_000, capMs: 10_000 },
    });
    await until(() => agent.sessions.length === 1);
    expect(agent.sessions[0]?.suspect).toBe(false);
    frozen = true;
    await until(() => agent.sessions[0]?.suspect === true);
    await until(() => agent.log.length === 1 && bench.ended.length === 1);
    expect(agent.log).toEqual(['TIMEOUT 5000']);
    expect(bench.ended[0]?.code).toBe('TIMEOUT');
    for (const each of pipes) each.destroy();
    proxy.close();
  });
});

describe('connectOnce', () => {
  it('says what answered instead of a coordinator', async () => {
    const answers: [number, Record<string, string>][] = [
      [404, {}],
      [502, {}],
      [503, { 'retry-after': '7' }],
      [429, { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' }],
    ];
    const server = createServer();
    server.on('upgrade', (_request, socket) => {
      const [status, headers] = answers.shift() ?? [500, {}];
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
      socket.end(`HTTP/1.1 ${status} X\r\n${lines.join('')}Content-Length: 0\r\n\r\n`);
    });
    await using bench = await openBench();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const url = `ws://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
    const errors: string[] = [];
    for (let index = 0; index < 4; index += 1)
      await connectOnce(bench.options({ url })).catch((error: MusterError) =>
        errors.push(`${error.code} ${error.retryAfterMs}`),
      );
    expect(errors).toEqual(['UNAVAILABLE 0', 'UNAVAILABLE 0', 'OVERLOADED 7000', 'OVERLOADED 0']);
    server.close();
  });

  it('gives up on a coordinator that says nothing, garbage, or text', async () => {
    await using bench = await openBench();
    expect(await codeOf(bench.connect({ url: 'ws://127.0.0.1:1' }))).toBe('UNAVAILABLE');
    const { WebSocketServer } = await import('ws');
    const said: (string | Buffer | undefined)[] = [undefined, Buffer.from([0xc1]), 'hello', Buffer.alloc(0)];
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    server.on('connection', (socket) => {
      const next = said.shift();
      if (next !== undefined) socket.send(next);
    });
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    const url = `ws://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
    const codes: string[] = [];
    for (let index = 0; index < 4; index += 1)
      codes.push(await codeOf(bench.connect({ url, handshakeMs: 100 })));
    expect(codes).toEqual(['HANDSHAKE_TIMEOUT', 'MALFORMED', 'MALFORMED', 'MALFORMED']);
    server.close();
  });

  it('never goes to another machine in the clear', async () => {
    await using bench = await openBench();
    expect(await codeOf(bench.connect({ url: 'ws://192.0.2.1:80' }))).toBe('TLS_REQUIRED');
    expect(await codeOf(bench.connect({ url: 'https://example.org' }))).toBe('INVALID_ARGUMENT');
    expect(await codeOf(bench.connect({ url: 'nonsense' }))).toBe('INVALID_ARGUMENT');
  });
});

describe('addresses', () => {
  it('of this machine are told from all others', () => {
    const own = ['localhost', 'LOCALHOST', '127.0.0.1', '127.255.0.9', '::1', '[::1]'];
    const others = [
      '127.0.0.1.example.org',
      'localhost.example.org',
      '128.0.0.1',
      '0.0.0.0',
      '::',
      '127.1',
      '127.0.0.256',
      '',
    ];
    expect(own.filter((host) => !isLoopback(host))).toEqual([]);
    expect(others.filter(isLoopback)).toEqual([]);
  });

  it('get the path of the agents when they have none', () => {
    expect(agentUrl('wss://muster.example.org', '/v1/agent').href).toBe('wss://muster.example.org/v1/agent');
    expect(agentUrl('wss://example.org/muster/agent', '/v1/agent').pathname).toBe('/muster/agent');
    for (const [written, meant] of [
      ['https://muster.example.org:7443', 'wss://muster.example.org:7443'],
      ['localhost:7443', 'wss://localhost:7443'],
      ['http://127.0.0.1:7443', 'ws://127.0.0.1:7443'],
    ] as const)
      expect(() => agentUrl(written, '/v1/agent')).toThrow(`did you mean ${meant}?`);
    expect(agentUrl('ws://127.1:8080', '/v1/agent').host).toBe('127.0.0.1:8080'); // the URL's own reading
  });
});
