/** @module The HTTP server: authentication, errors and the routes of each noun. */

import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import fastifySwagger from '@fastify/swagger';
import { problemSchema } from '@muster/api';
import { asMusterError, MusterError } from '@muster/errors';
import Fastify, { type FastifyRequest } from 'fastify';
import {
  hasZodFastifySchemaValidationErrors,
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import { credentialHash } from '../credential.ts';
import type { Api } from './api.ts';
import { auditRoutes } from './audit.ts';
import { answerClientError } from './client-error.ts';
import { healthRoutes } from './health.ts';
import { LiveRequests } from './live-requests.ts';
import { manifestRoutes } from './manifests.ts';
import { modelRoutes } from './models.ts';
import { operatorRoutes } from './operators.ts';
import type { ApiParts } from './parts.ts';
import { quarantineRoutes } from './quarantine.ts';
import { runRoutes } from './runs.ts';
import { sitePolicyRoutes } from './site-policies.ts';
import { siteRoutes } from './sites.ts';
import { statusRoutes } from './status.ts';
import { vaultRoutes } from './vault.ts';

export interface ServerOptions {
  /** PEM of the certificate chain and of its key. */
  readonly tls?: { readonly certificate: string; readonly key: string };
  readonly bodyBytesMax: number;
}

/** Builds the server; it does not listen yet. */
export async function buildApi(parts: ApiParts, options: ServerOptions): Promise<Api> {
  const tls = options.tls
    ? {
        https: {
          cert: options.tls.certificate,
          key: options.tls.key,
          minVersion: 'TLSv1.3' as const,
        },
      }
    : {};
  // Fastify has another type for each kind of server; a TLS one does all that a plain one does.
  const app: Api = Fastify<Server>({
    ...tls,
    bodyLimit: options.bodyBytesMax,
    genReqId: () => randomUUID(),
    logger: false,
    requestTimeout: 60_000,
    forceCloseConnections: true,
    clientErrorHandler: answerClientError,
    // A path that is none, such as `/%`: Fastify finds no route, and does not ask the error handler.
    frameworkErrors: (thrown, request, { raw }) => {
      const error = toMuster(thrown);
      raw.statusCode = httpStatus(error);
      raw.setHeader('content-type', 'application/json');
      raw.end(JSON.stringify(problem(error, request)));
    },
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.decorateRequest('operator', '');
  app.setErrorHandler((thrown, request, reply) => {
    const error = toMuster(thrown);
    if (error.code === 'INTERNAL') parts.log.error({ err: thrown, requestId: request.id }, 'request failed');
    void reply.code(httpStatus(error)).type('application/json').send(problem(error, request));
  });
  app.setNotFoundHandler((request, reply) => {
    const error = new MusterError('NOT_FOUND', `there is no ${request.method} ${request.url.split('?')[0]}`);
    void reply.code(404).type('application/json').send(problem(error, request));
  });
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Muster coordinator',
        version: '0.1.0',
        description: 'Operators, sites, runs and models of a federation.',
      },
      components: { securitySchemes: { operator: { type: 'http', scheme: 'bearer' } } },
      security: [{ operator: [] }],
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
  await app.register(async (open) => healthRoutes(open.withTypeProvider<ZodTypeProvider>(), parts));
  const live = new LiveRequests();
  await app.register(async (closed) => {
    closed.addHook('onRequest', async (request, reply) => {
      request.operator = admitted(parts, request);
      live.add(request.operator, reply.raw);
    });
    const routes = closed.withTypeProvider<ZodTypeProvider>();
    operatorRoutes(routes, parts, live);
    siteRoutes(routes, parts);
    manifestRoutes(routes, parts);
    sitePolicyRoutes(routes, parts);
    runRoutes(routes, parts);
    modelRoutes(routes, parts);
    quarantineRoutes(routes, parts);
    statusRoutes(routes, parts);
    auditRoutes(routes, parts);
    vaultRoutes(routes, parts);
  });
  return app;
}

/** As `authenticate`; the log tells of those who came, and of those who were turned away. */
function admitted(parts: ApiParts, request: FastifyRequest): string {
  const { access } = parts.trail;
  try {
    const operator = authenticate(parts, request);
    access?.succeeded(operator, request.ip);
    return operator;
  } catch (thrown) {
    if (asMusterError(thrown).code === 'UNAUTHENTICATED')
      access?.failed(request.headers.authorization === undefined ? 'malformed' : 'unknown', request.ip);
    throw thrown;
  }
}

/** Throws UNAUTHENTICATED. The credential is compared by its hash, which is what the database holds. */
function authenticate({ store }: ApiParts, request: FastifyRequest): string {
  const [scheme, secret] = (request.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'bearer' || !secret)
    throw new MusterError('UNAUTHENTICATED', 'the request carries no operator credential');
  return store.operators.authenticate(credentialHash(secret)).id;
}

function toMuster(thrown: unknown): MusterError {
  if (thrown instanceof MusterError) return thrown;
  if (hasZodFastifySchemaValidationErrors(thrown)) {
    const [first] = thrown.validation;
    const field = first?.instancePath.replace(/^\//, '').replaceAll('/', '.') ?? '';
    return new MusterError('INVALID_ARGUMENT', `${field ? `${field}: ` : ''}${first?.message ?? 'invalid'}`, {
      detail: { field },
    });
  }
  const status: unknown =
    thrown !== null && typeof thrown === 'object' ? Reflect.get(thrown, 'statusCode') : undefined;
  if (status === 413) return new MusterError('FRAME_TOO_LARGE', 'the body of the request is too large');
  if (typeof status === 'number' && status >= 400 && status < 500)
    return new MusterError('INVALID_ARGUMENT', asMusterError(thrown).message);
  return asMusterError(thrown);
}

function httpStatus(error: MusterError): number {
  return error.http;
}

function problem(error: MusterError, request: Pick<FastifyRequest, 'id'>) {
  // A fault of ours may carry paths and internals in its message: the caller gets the request id to ask about it.
  const message =
    error.code === 'INTERNAL'
      ? 'a fault in the coordinator; its log has the details under this request id'
      : error.message;
  return problemSchema.parse({ ...error.toJSON(), message, requestId: request.id });
}
