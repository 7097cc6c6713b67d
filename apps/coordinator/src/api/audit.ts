/** @module Routes about the federation's log: whose signatures count, and its files as they are. */
import { auditPartiesSchema } from '@muster/api';
import { MusterError } from '@muster/errors';
import { hex } from '@muster/protocol';
import { z } from 'zod';
import { readLogFile } from '../audit/log-file.ts';
import type { Api } from './api.ts';
import type { ApiParts } from './parts.ts';
import { iso } from './time.ts';

export function auditRoutes(app: Api, { trail, store, registrar }: ApiParts): void {
  const kept = () => {
    if (!trail.log)
      throw new MusterError('NOT_FOUND', 'this federation keeps no audit log: audit.log is off');
    return trail.log;
  };

  app.get(
    '/v1/audit/policy',
    {
      schema: {
        summary: 'Whose signatures on the log count, as C2SP tlog-policy',
        response: { 200: { description: 'The policy', content: { 'text/plain': { schema: z.string() } } } },
      },
    },
    async (_request, reply) => {
      void reply.type('text/plain; charset=utf-8');
      return kept().witnesses.policyText;
    },
  );

  app.get(
    '/v1/audit/parties',
    {
      schema: {
        summary: 'Whom the pseudonyms of the log stand for',
        response: { 200: auditPartiesSchema },
      },
    },
    async () => ({
      federation: {
        id: hex(registrar.manifests.newest.federationId),
        name: registrar.manifests.newest.federationName,
      },
      sites: store.parties.all().map(({ pseudonym, site, leftMs }) => ({
        pseudonym,
        name: site,
        leftAt: leftMs === null ? null : iso(leftMs),
      })),
    }),
  );

  app.get(
    '/v1/audit/log/*',
    {
      schema: {
        summary: 'A file of the log, as C2SP tlog-tiles names it',
        params: z.object({ '*': z.string().max(256) }),
      },
    },
    async ({ params }, reply) => {
      const path = params['*'];
      const bytes = await readLogFile(kept(), path);
      const isCheckpoint = path === 'checkpoint';
      void reply
        .type(isCheckpoint ? 'text/plain; charset=utf-8' : 'application/octet-stream')
        .header('cache-control', isCheckpoint ? 'no-cache' : 'private, max-age=31536000, immutable');
      return reply.send(Buffer.from(bytes));
    },
  );
}
