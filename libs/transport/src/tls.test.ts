import { randomBytes } from 'node:crypto';
import { createServer } from 'node:https';
import { createConnection } from 'node:net';
import { connect as connectTls, createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { selfSigned } from '@muster/identity/testing';
import { describe, expect, it } from 'vitest';
import { memorySource } from './object.ts';
import { type Bench, Collect, codeOf, ok, openBench, register, sha } from './testing.ts';

const coordinator = selfSigned();
const stranger = selfSigned();
const handlers = { onRequest: async () => ok };

function openTls(): Promise<Bench> {
  return openBench({ handlers, server: createServer(coordinator), url: (port) => `wss://127.0.0.1:${port}` });
}

/** Ends TLS with a certificate of its own and passes on what it reads, to TLS or plain TCP. */
async function proxyTo(port: number, inside: 'tls' | 'plain') {
  const open: { destroy(): void }[] = [];
  const server = createTlsServer(stranger, (outer: TLSSocket) => {
    const inner =
      inside === 'tls'
        ? connectTls({ port, host: '127.0.0.1', ca: coordinator.cert })
        : createConnection(port, '127.0.0.1');
    open.push(outer, inner);
    outer
      .on('error', () => {})
      .pipe(inner.on('error', () => {}))
      .pipe(outer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `wss://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    certificateAuthority: stranger.cert,
    [Symbol.dispose]() {
      for (const each of open) each.destroy();
      server.close();
    },
  };
}

describe('wss', () => {
  it('carries a session under a private authority', async () => {
    await using bench = await openTls();
    const session = await bench.connect({ certificateAuthority: coordinator.cert });
    expect(await session.request(register)).toEqual(ok);
  });

  it('carries bulk, frame by frame in buffers that are filled again', async () => {
    const bytes = randomBytes(20_000_000);
    await using bench = await openBench({
      handlers: { openObject: async () => memorySource(bytes) },
      server: createServer(coordinator),
      url: (port) => `wss://127.0.0.1:${port}`,
    });
    const sessions = await Promise.all(
      [1, 2, 3].map(() => bench.connect({ certificateAuthority: coordinator.cert })),
    );
    const sinks = sessions.map(() => new Collect());
    await Promise.all(
      sessions.map((session, index) =>
        session.pull(sha(bytes), sinks[index] ?? new Collect(), { sizeBytesMax: 1e9 }),
      ),
    );
    expect(sinks.every((sink) => sink.bytes.equals(bytes))).toBe(true);
  });

  it('goes to nobody whose certificate the authority did not issue', async () => {
    await using bench = await openTls();
    await expect(bench.connect()).rejects.toMatchObject({
      code: 'TLS_UNTRUSTED',
      message: expect.stringContaining('self-signed certificate'),
    });
    expect(await codeOf(bench.connect({ certificateAuthority: stranger.cert }))).toBe('TLS_UNTRUSTED');
  });

  it('notices somebody in the middle whose certificate the authority did issue', async () => {
    await using bench = await openTls();
    using middle = await proxyTo(bench.port, 'tls');
    const { url, certificateAuthority } = middle;
    expect(await codeOf(bench.connect({ url, certificateAuthority }))).toBe('COORDINATOR_MISMATCH');
    // The two ends must agree: one that is told of a proxy does not meet one that ends TLS itself.
    expect(await codeOf(bench.connect({ url, certificateAuthority, bindToTls: false }))).toBe(
      'COORDINATOR_MISMATCH',
    );
  });

  it('may end in a proxy that both sides were told of', async () => {
    await using bench = await openBench({ handlers });
    using proxy = await proxyTo(bench.port, 'plain');
    const { url, certificateAuthority } = proxy;
    const session = await bench.connect({ url, certificateAuthority, bindToTls: false });
    expect(await session.request(register)).toEqual(ok);
    expect(await codeOf(bench.connect({ url, certificateAuthority }))).toBe('COORDINATOR_MISMATCH');
  });

  it('binds to TLS 1.3 only, whose exporter names the connection', async () => {
    await using bench = await openBench({
      handlers,
      server: createServer({ ...coordinator, maxVersion: 'TLSv1.2' }),
      url: (port) => `wss://127.0.0.1:${port}`,
    });
    expect(await codeOf(bench.connect({ certificateAuthority: coordinator.cert }))).toBe('UNAVAILABLE');
  });
});
