import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { createServer } from 'node:https';
import { createConnection } from 'node:net';
import { connect as connectTls, createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { memorySource } from './object.ts';
import { type Bench, Collect, codeOf, ok, openBench, register, sha } from './testing.ts';

/** A self-signed certificate for 127.0.0.1 with an ECDSA P-256 key (RFC 5280; X.690 for the encoding), made anew for each run. */
function selfSigned(): { readonly cert: string; readonly key: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ecdsaSha256 = sequence(oid('1.2.840.10045.4.3.2'));
  const name = sequence(der(0x31, sequence(oid('2.5.4.3'), der(0x0c, Buffer.from('muster test')))));
  const time = (atMs: number): Buffer =>
    der(0x18, Buffer.from(`${new Date(atMs).toISOString().replace(/[-:T]|\.\d+/g, '')}`));
  const extension = (id: string, value: Buffer): Buffer => sequence(oid(id), der(0x04, value));
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))), // version 3
    der(0x02, Buffer.from([1, ...randomBytes(7)])),
    ecdsaSha256,
    name,
    sequence(time(Date.now() - 3_600_000), time(Date.now() + 3_600_000)),
    name,
    spki(publicKey),
    der(
      0xa3,
      sequence(
        extension('2.5.29.19', sequence(der(0x01, Buffer.from([0xff])))), // an authority
        extension('2.5.29.17', sequence(der(0x87, Buffer.from([127, 0, 0, 1])))), // for this address
      ),
    ),
  );
  const signature = der(0x03, Buffer.from([0]), sign('sha256', body, privateKey));
  const lines =
    sequence(body, ecdsaSha256, signature)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, ...parts);
}
function spki(key: KeyObject): Buffer {
  return key.export({ type: 'spki', format: 'der' });
}
function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  const septets = (value: number): number[] =>
    value < 0x80 ? [value] : [...septets(value >> 7).map((each) => each | 0x80), value & 0x7f];
  return der(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(septets)]));
}

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
      code: 'UNAVAILABLE',
      message: expect.stringContaining('self-signed certificate'),
    });
    expect(await codeOf(bench.connect({ certificateAuthority: stranger.cert }))).toBe('UNAVAILABLE');
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
