/** @module /healthz, /readyz, /metrics and the OpenAPI document: open to whoever reaches the port, without data of anybody. */
import { z } from 'zod';
import type { Api } from './api.ts';
import type { ApiParts } from './parts.ts';

const health = z.object({ status: z.enum(['ok', 'not ready']), reason: z.string() });

export function healthRoutes(app: Api, { metrics, notReady }: ApiParts): void {
  app.get('/healthz', { schema: { response: { 200: health } } }, async () => ({
    status: 'ok' as const,
    reason: '',
  }));

  app.get('/readyz', { schema: { response: { 200: health, 503: health } } }, async (_request, reply) => {
    const reason = notReady();
    if (reason === '') return { status: 'ok' as const, reason };
    return reply.code(503).send({ status: 'not ready' as const, reason });
  });

  app.get('/metrics', { schema: { response: { 200: z.string() } } }, async (_request, reply) => {
    void reply.type(metrics.registry.contentType);
    return metrics.registry.metrics();
  });

  app.get('/openapi.json', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('application/json').send(JSON.stringify(app.swagger())),
  );
}
