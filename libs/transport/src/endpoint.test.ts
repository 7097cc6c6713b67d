import { createConnection } from 'node:net';
import { MusterError } from '@muster/errors';
import type { Peer } from '@muster/identity';
import { encodeHandshake } from '@muster/protocol';
import { describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import type { Session } from './session.ts';
import { codeOf, ok, openBench, openSocket, RawAgent, register, siteIdentity, until } from './testing.ts';

const closeOf = (socket: WebSocket): Promise<string> =>
  new Promise((resolve) => socket.on('close', (code, reason) => resolve(`${code} ${reason}`)));

/** What the server answers to the bytes of an HTTP request, until it ends the connection. */
function http(port: number, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(port, '127.0.0.1', () => socket.write(request));
    let answer = '';
    socket.on('data', (data) => {
      answer += data.toString('latin1');
    });
    socket.on('end', () => socket.end());
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}
const upgrade = (target: string): string =>
  `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}\r\nSec-WebSocket-Protocol: muster.v1\r\n\r\n`;

describe('strangers', () => {
  it('are closed when they say nothing, garbage, text, or too much; honest agents notice nothing', async () => {
    await using bench = await openBench({
      handlers: { onRequest: async () => ok },
      endpoint: { handshakeMs: 200, pendingMax: 10 },
    });
    const honest = await bench.connect();
    const wrong = encodeHandshake({ kind: 'refusal', value: { code: '', message: '', timeMs: 0 } });
    const said: [string, (socket: WebSocket) => void][] = [
      ['4403 HANDSHAKE_TIMEOUT', () => {}],
      ['4403 MALFORMED', (socket) => socket.send(Buffer.from([0xc1]))],
      ['4403 MALFORMED', (socket) => socket.send('hello')],
      ['4403 MALFORMED', (socket) => socket.send(Buffer.alloc(9_000))],
      ['4403 MALFORMED', (socket) => socket.send(wrong)],
      ['4403 MALFORMED', (socket) => socket.send(Buffer.alloc(0))],
    ];
    const closes = await Promise.all(
      said.map(async ([, say]) => {
        const socket = await openSocket(bench.port);
        const closed = closeOf(socket);
        say(socket);
        return closed;
      }),
    );
    expect(closes).toEqual(said.map(([close]) => close));
    expect(bench.endpoint.stats).toMatchObject({ pending: 0, sessions: 1, refused: said.length });
    expect(await honest.request(register)).toEqual(ok);
  });

  it('that send 105 MB are cut off at the header', async () => {
    await using bench = await openBench({ endpoint: { handshakeMs: 60_000 } });
    const socket = await openSocket(bench.port);
    socket.on('error', () => {});
    const closed = closeOf(socket);
    socket.send(Buffer.alloc(105_000_000));
    expect(['1006 ', '1009 ']).toContain(await closed);
    await until(() => bench.refused.length === 1);
    expect(bench.refused[0]?.code).toBe('UNAVAILABLE');
  });

  it('that come with crooked requests get an answer, and the server lives', async () => {
    await using bench = await openBench({ handlers: { onRequest: async () => ok } });
    const statuses: string[] = [];
    for (const target of ['//', 'http://[', '*', '/other', '/v1/agent/../x', '/v1/agent%00'])
      statuses.push((await http(bench.port, upgrade(target))).slice(9, 12));
    expect(statuses).toEqual(['404', '404', '404', '404', '404', '404']);
    // Without the subprotocol there is no common language.
    const other = upgrade('/v1/agent').replace('muster.v1', 'chat');
    expect((await http(bench.port, `${other}\x81\x00`)).slice(9, 12)).toMatch(/101|400/);
    expect(await (await bench.connect()).request(register)).toEqual(ok);
  });

  it('that are answered and stay on hold no connection of the server', async () => {
    await using bench = await openBench({ endpoint: { sessionsMax: 0 } });
    const open = () =>
      new Promise<number>((resolve) => bench.server.getConnections((_error, count) => resolve(count)));
    const answers: string[] = [];
    const stubborn = ['/nothing', '/v1/agent'].map((path) => {
      const socket = createConnection({ port: bench.port, host: '127.0.0.1', allowHalfOpen: true });
      socket.on('error', () => {});
      socket.on('data', (data) => answers.push(data.toString().slice(0, 12)));
      socket.write(upgrade(path));
      return socket;
    });
    await until(() => answers.length === 2);
    expect(answers.sort()).toEqual(['HTTP/1.1 404', 'HTTP/1.1 503']);
    await expect.poll(open).toBe(0);
    for (const socket of stubborn) socket.destroy();
  });

  it('that leave in the middle of the handshake leave nothing behind', async () => {
    await using bench = await openBench();
    const socket = await openSocket(bench.port);
    await until(() => bench.endpoint.stats.pending === 1);
    socket.terminate();
    await until(() => bench.endpoint.stats.pending === 0);
    expect(bench.refused.map(({ code }) => code)).toEqual(['UNAVAILABLE']);
  });
});

describe('limits', () => {
  it('on handshakes and sessions are answered with when to come back', async () => {
    await using bench = await openBench({ endpoint: { pendingMax: 2, sessionsMax: 1 } });
    const idle = [await openSocket(bench.port), await openSocket(bench.port)];
    await until(() => bench.endpoint.stats.pending === 2);
    await expect(bench.connect()).rejects.toMatchObject({ code: 'OVERLOADED', retryAfterMs: 5_000 });
    for (const socket of idle) socket.terminate();
    await until(() => bench.endpoint.stats.pending === 0);
    await bench.connect();
    await until(() => bench.endpoint.stats.sessions === 1);
    await expect(bench.connect()).rejects.toMatchObject({ code: 'OVERLOADED', retryAfterMs: 5_000 });
    expect(await http(bench.port, upgrade('/v1/agent'))).toMatch(/^HTTP\/1\.1 503 .*\r\nRetry-After: 5\r\n/);
  });
});

describe('authorisation', () => {
  it('refuses whom the app refuses, at once or after a look-up', async () => {
    for (const authorise of [
      () => {
        throw new MusterError('SITE_REVOKED', 'the site was revoked');
      },
      async () => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        throw new MusterError('SITE_REVOKED', 'the site was revoked');
      },
    ]) {
      await using bench = await openBench({ endpoint: { authorise } });
      await expect(bench.connect()).rejects.toMatchObject({
        code: 'SITE_REVOKED',
        message: 'the coordinator refused: the site was revoked',
      });
      expect(bench.endpoint.stats.sessions).toBe(0);
    }
  });

  it('knows whom it lets in', async () => {
    const peers: Peer[] = [];
    await using bench = await openBench({ endpoint: { authorise: (peer) => void peers.push(peer) } });
    await bench.connect({ identity: siteIdentity('north') });
    expect(peers.map(({ purpose, certificate }) => [purpose, certificate?.name])).toEqual([
      ['session', 'north'],
    ]);
  });

  it('lets nobody speak before it is done', async () => {
    const { promise: gate, resolve } = Promise.withResolvers<void>();
    await using bench = await openBench({ endpoint: { authorise: () => gate } });
    using raw = await RawAgent.connect(bench, (hasty) => hasty.say({ id: 1, body: register }));
    resolve();
    expect((await raw.closed).reason).toBe('UNEXPECTED_MESSAGE');
    expect(raw.heard).toEqual([]);
    expect(bench.endpoint.stats.sessions).toBe(0);
  });

  it('ends with whoever speaks in the same breath as its proof: no frame is lost between handshake and session', async () => {
    await using bench = await openBench({ handlers: { onRequest: async () => ok } });
    using raw = await RawAgent.connect(bench, (hasty) => hasty.say({ id: 1, body: register }));
    expect((await raw.closed).reason).toBe('UNEXPECTED_MESSAGE');
    expect(bench.refused.map(({ code }) => code)).toEqual(['UNEXPECTED_MESSAGE']);
    expect(bench.endpoint.stats).toMatchObject({ sessions: 0, pending: 0 });
  });

  it('outlives a fault of the app', async () => {
    let faults = 2;
    await using bench = await openBench({
      endpoint: {
        accept: () => {
          if (faults-- > 0) throw new Error('a fault of ours');
          return {
            onRequest: async () => ok,
            onNotice: () => {},
            openObject: async () => undefined,
            onClose: () => {},
          };
        },
      },
    });
    expect(await codeOf(bench.connect())).not.toBe('resolved');
    expect(await codeOf(bench.connect())).not.toBe('resolved');
    expect(await (await bench.connect()).request(register)).toEqual(ok);
    expect(bench.endpoint.stats).toMatchObject({ sessions: 1, pending: 0 });
  });
});

describe('sessions', () => {
  it('of the same site replace one another: the newest stays', async () => {
    const bySite = new Map<string, Session>();
    await using bench = await openBench({
      handlers: { onRequest: async () => ok },
      endpoint: {
        onSession: (session, { certificate }) => {
          const name = certificate?.name ?? '';
          bySite.get(name)?.close(new MusterError('CONFLICT', 'the site opened a newer connection'));
          bySite.set(name, session);
        },
      },
    });
    const said: (string | undefined)[] = [];
    const identity = siteIdentity('north');
    const older = await bench.connect({
      identity,
      handlers: {
        ...bench.options().handlers,
        onClose: (_reason, _session, peerSaid) => said.push(peerSaid?.code),
      },
    });
    const newer = await bench.connect({ identity });
    await until(() => older.closed);
    expect(said).toEqual(['CONFLICT']);
    expect(await newer.request(register)).toEqual(ok);
    expect(bench.endpoint.stats.sessions).toBe(1);
  });

  it('are counted with their bytes, also when they are over', async () => {
    await using bench = await openBench({ handlers: { onRequest: async () => ok } });
    const session = await bench.connect();
    await session.request(register);
    const { bytesReceived, bytesSent } = bench.endpoint.stats;
    expect([bytesReceived, bytesSent]).toEqual([session.bytesSent, session.bytesReceived]);
    session.close(new MusterError('CANCELLED', 'enough'));
    await until(() => bench.endpoint.stats.sessions === 0);
    expect(bench.endpoint.stats.bytesReceived).toBe(session.bytesSent);
  });

  it('and handshakes end when the endpoint closes; agents hear when to come back', async () => {
    await using bench = await openBench();
    const windows: number[] = [];
    const session = await bench.connect({
      handlers: {
        ...bench.options().handlers,
        onNotice: (body) => {
          if (body.kind === 'comeBack') windows.push(body.value.delayMinMs, body.value.delayMaxMs);
        },
      },
    });
    const pending = closeOf(await openSocket(bench.port));
    await until(() => bench.endpoint.stats.pending === 1);
    bench.endpoint.close({ delayMinMs: 100, delayMaxMs: 300 });
    await until(() => session.closed);
    expect([windows, await pending]).toEqual([[100, 300], '4403 UNAVAILABLE']);
    await expect(bench.connect()).rejects.toMatchObject({ code: 'OVERLOADED' });
    expect(bench.endpoint.stats).toMatchObject({ sessions: 0, pending: 0 });
  });
});
