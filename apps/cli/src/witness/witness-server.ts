/** @module A witness over HTTP (C2SP tlog-witness): `POST /add-checkpoint`, and `GET /HASH/checkpoint` for whoever monitors it. */
import type { Server } from 'node:http';
import { ADD_CHECKPOINT_BYTES_MAX } from '@muster/audit';
import { asMusterError } from '@muster/errors';
import Fastify, { type FastifyInstance } from 'fastify';
import type { PublicWitness } from './public-witness.ts';

/** A request whole, with its body. */
const REQUEST_MS = 10_000;
/** How often requests are looked at that do not end. */
const LOOK_MS = 1_000;
const CONNECTIONS_MAX = 512;
const TEXT = 'text/plain; charset=utf-8';

export interface WitnessServerOptions {
  /** PEM of the certificate chain and of its key. */
  readonly tls?: { readonly certificate: string; readonly key: string };
}

/** Builds the server; it does not listen yet. */
export function buildWitnessServer(
  witness: PublicWitness,
  { tls }: WitnessServerOptions,
): FastifyInstance<Server> {
  // Node takes the larger of both for the whole, so headers have no more time than the request that they begin.
  const timeouts = { connectionsCheckingInterval: LOOK_MS, headersTimeout: REQUEST_MS };
  const app: FastifyInstance<Server> = Fastify<Server>({
    ...(tls
      ? { https: { cert: tls.certificate, key: tls.key, minVersion: 'TLSv1.3' as const, ...timeouts } }
      : { http: timeouts }),
    bodyLimit: ADD_CHECKPOINT_BYTES_MAX,
    requestTimeout: REQUEST_MS,
    keepAliveTimeout: REQUEST_MS,
    forceCloseConnections: true,
    logger: false,
  });
  app.server.maxConnections = CONNECTIONS_MAX;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.setErrorHandler((thrown, _request, reply) => {
    const status: unknown =
      thrown !== null && typeof thrown === 'object' ? Reflect.get(thrown, 'statusCode') : 500;
    const code = typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
    const text = code === 500 ? 'a fault of the witness' : asMusterError(thrown).message;
    void reply.code(code).type(TEXT).send(`${text}\n`);
  });
  app.setNotFoundHandler((_request, reply) => {
    void reply
      .code(404)
      .type(TEXT)
      .send('a witness has /add-checkpoint, and /HASH/checkpoint of the logs that it knows\n');
  });

  app.post('/add-checkpoint', async ({ body }, reply) => {
    const answer = await witness.answer(body instanceof Uint8Array ? body : new Uint8Array());
    return reply.code(answer.status).type(answer.contentType).send(Buffer.from(answer.body));
  });

  app.get<{ Params: { origin: string } }>('/:origin/checkpoint', async ({ params }, reply) => {
    const note = witness.latestOf(params.origin);
    if (!note) return reply.callNotFound();
    return reply.type(TEXT).header('cache-control', 'no-cache').send(Buffer.from(note));
  });
  return app;
}
