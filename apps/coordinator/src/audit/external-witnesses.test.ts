import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { formatVerifierKey, makeSigningKey } from '@muster/audit';
import { asMusterError } from '@muster/errors';
import { afterEach, describe, expect, it } from 'vitest';
import { coordinatorConfigSchema } from '../config.ts';
import { ExternalWitness } from './external-witnesses.ts';

const signing = makeSigningKey('w.example.org', 'cosignature/v1', new Uint8Array(32).fill(1));
const key = formatVerifierKey(signing.verifier);
let server: Server | undefined;
const told: string[] = [];

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  told.length = 0;
});

async function asked(listener: RequestListener): Promise<ExternalWitness> {
  server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return witnessAt(`http://127.0.0.1:${port}/prefix`);
}

function witnessAt(url: string): ExternalWitness {
  const say = (_about: unknown, text?: string): void => void told.push(text ?? '');
  return new ExternalWitness({ name: 'regulator', key, url }, { log: { warn: say, info: say }, fetch });
}

const codeOf = (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => '',
    (thrown: unknown) => asMusterError(thrown).code,
  );

describe('a witness that is no site', () => {
  it('is asked below its address, and answers as it does', async () => {
    const witness = await asked(async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part);
      response.writeHead(409, { 'content-type': 'text/x.tlog.size' });
      response.end(`${request.method} ${request.url} ${Buffer.concat(parts)}`);
    });
    const { status, contentType, body } = await witness.ask(Buffer.from('old 7'));
    expect([status, contentType, Buffer.from(body).toString()]).toEqual([
      409,
      'text/x.tlog.size',
      'POST /prefix/add-checkpoint old 7',
    ]);
    expect(told).toEqual([]);
  });

  it.each<[string, RequestListener, string]>([
    ['that says nothing', () => {}, 'TIMEOUT'],
    [
      'that never ends',
      (_request, response) => {
        const more = (): void =>
          void (response.writable && response.write('x'.repeat(65_536), () => setImmediate(more)));
        more();
      },
      'FRAME_TOO_LARGE',
    ],
    ['that stops in the middle', (_request, response) => void response.write('half'), 'TIMEOUT'],
    [
      'that sends away',
      (_request, response) => void response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end(),
      'UNAVAILABLE',
    ],
    ['that hangs up', (request) => request.socket.destroy(), 'UNAVAILABLE'],
  ])('%s keeps nobody', async (_, listener, code) => {
    const witness = await asked(listener);
    expect(await codeOf(witness.ask(new Uint8Array()))).toBe(code);
  });

  it('is told of once when it cosigns nothing, and once when it does again', async () => {
    let status = 200;
    const witness = await asked((request, response) => {
      if (status === 0) request.socket.destroy();
      else response.writeHead(status).end('unknown log\n');
    });
    for (const next of [200, 0, 0, 409, 200, 404, 404, 0, 422]) {
      status = next;
      await codeOf(witness.ask(new Uint8Array()));
    }
    expect(told).toEqual([
      expect.stringMatching(/^the witness cosigns nothing: http.* cannot be asked/),
      'the witness cosigns again',
      'the witness cosigns nothing: 404, unknown log',
      'the witness cosigns again',
    ]);
  });
});

describe('coordinator.yaml', () => {
  const parse = (witnesses: unknown) =>
    coordinatorConfigSchema.safeParse({ federation: 'f', audit: { witnesses } }).success;
  const good = { name: 'regulator', key, url: 'https://witness.example.org' };
  const logKey = formatVerifierKey(makeSigningKey('w', 'ed25519', new Uint8Array(32).fill(1)).verifier);

  it.each([
    ['one', [good], true],
    ['one on this machine without TLS', [{ ...good, url: 'http://127.0.0.1:7460' }], true],
    ['one elsewhere without TLS', [{ ...good, url: 'http://witness.example.org' }], false],
    [
      'a name twice',
      [
        good,
        {
          ...good,
          key: formatVerifierKey(makeSigningKey('x', 'cosignature/v1', new Uint8Array(32)).verifier),
        },
      ],
      false,
    ],
    ['a key twice', [good, { ...good, name: 'other' }], false],
    ['the name of a site', [{ ...good, name: 's-0123456789abcdef' }], false],
    ['the key of a log', [{ ...good, key: logKey }], false],
    ['a key that is none', [{ ...good, key: 'w+00000000+AAAA' }], false],
  ])('takes %s or not', (_, witnesses, is) => expect(parse(witnesses)).toBe(is));
});
