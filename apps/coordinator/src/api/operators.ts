/** @module Routes about operators: add, list, revoke. */
import {
  newOperatorSchema,
  type OperatorView,
  operatorNameSchema,
  operatorRequestSchema,
  operatorViewSchema,
} from '@muster/api';
import { systemRandom } from '@muster/identity';
import { hex } from '@muster/protocol';
import type { Operator } from '@muster/store';
import { z } from 'zod';
import { makeCredential } from '../credential.ts';
import type { Api } from './api.ts';
import type { LiveRequests } from './live-requests.ts';
import type { ApiParts } from './parts.ts';
import { iso } from './time.ts';

export function operatorRoutes(app: Api, { store, clock, log, trail }: ApiParts, live: LiveRequests): void {
  app.get(
    '/v1/operators',
    {
      schema: { summary: 'List operators, first added first', response: { 200: operatorViewSchema.array() } },
    },
    async () => store.operators.list().map(operatorView),
  );

  app.post(
    '/v1/operators',
    {
      schema: {
        summary: 'Add an operator; its secret is told once',
        body: operatorRequestSchema,
        response: { 200: newOperatorSchema },
      },
    },
    async ({ body, operator }) => {
      const { secret, hash } = makeCredential();
      const id = hex(systemRandom(8));
      const createdMs = Math.round(clock.wallMs());
      store.db.tx(() => {
        store.operators.add({ id, name: body.name, credentialHash: hash, createdMs });
        trail.administered('operator-added', operator, trail.operator(id));
      });
      log.info({ operator: body.name, by: operator }, 'operator added');
      return { ...operatorView({ name: body.name, createdMs, revokedMs: null }), secret };
    },
  );

  app.post(
    '/v1/operators/:name/revoke',
    {
      schema: {
        summary: 'End a credential at once; the last one stays',
        params: z.object({ name: operatorNameSchema }),
        response: { 200: operatorViewSchema },
      },
    },
    async ({ params, operator }, reply) => {
      const revoked = store.db.tx(() => {
        const ended = store.operators.revoke(params.name, Math.round(clock.wallMs()));
        trail.administered('operator-removed', operator, trail.operator(ended.id));
        return ended;
      });
      live.cut(revoked.id, reply.raw);
      log.warn({ operator: revoked.name, by: operator }, 'operator revoked');
      return operatorView(revoked);
    },
  );
}

function operatorView({
  name,
  createdMs,
  revokedMs,
}: Pick<Operator, 'name' | 'createdMs' | 'revokedMs'>): OperatorView {
  return {
    name,
    status: revokedMs === null ? 'active' : 'revoked',
    createdAt: iso(createdMs),
    revokedAt: revokedMs === null ? null : iso(revokedMs),
  };
}
