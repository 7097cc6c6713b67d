/** @module Routes about the manifests of the federation: those on record, and one that is to come into force. */
import { manifestInstalledSchema, manifestInstallSchema, manifestsSchema } from '@muster/api';
import { parseSigned, signedText } from '@muster/identity';
import { hex } from '@muster/protocol';
import { z } from 'zod';
import { installManifests } from '../manifest-install.ts';
import type { Api } from './api.ts';
import type { ApiParts } from './parts.ts';

export function manifestRoutes(
  app: Api,
  { registrar, coordinatorKey, runs, clock, trail, log }: ApiParts,
): void {
  const { manifests } = registrar;

  app.get(
    '/v1/manifests',
    {
      schema: {
        summary: 'The signed manifests after an epoch, in order',
        querystring: z.object({ after: z.coerce.number().int().min(0).max(4_294_967_295).default(0) }),
        response: { 200: manifestsSchema },
      },
    },
    async ({ query }) => ({
      manifests: manifests.after(query.after, Number.MAX_SAFE_INTEGER).map(signedText),
    }),
  );

  app.post(
    '/v1/manifests',
    {
      schema: {
        summary: 'Put later manifests in force, which enough organisations have signed',
        body: manifestInstallSchema,
        response: { 200: manifestInstalledSchema },
      },
    },
    async ({ body, operator }) => {
      const chain = body.manifests.map((text) => parseSigned(Buffer.from(text, 'base64')));
      const before = manifests.newest;
      const sitesOut = installManifests(registrar, chain, Math.round(clock.wallMs()));
      const { epoch, hash, coordinatorKeys } = manifests.newest;
      if (manifests.newest !== before) {
        trail.administered('manifest-installed', operator);
        log.warn({ manifest: epoch, by: operator, sitesOut }, 'another manifest is in force');
      }
      for (const site of sitesOut) runs.tellAll({ type: 'siteRevoked', nowMs: clock.monotonicMs(), site });
      const coordinates = coordinatorKeys.some((key) => Buffer.compare(key, coordinatorKey) === 0);
      return { epoch, hash: hex(hash), coordinates, sitesOut: [...sitesOut] };
    },
  );
}
