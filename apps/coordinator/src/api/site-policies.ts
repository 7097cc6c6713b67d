/** @module Routes about what sites allow: the policies that they have published. */
import {
  type PublishedPolicyView,
  publishedPolicySchema,
  siteDetailSchema,
  siteNameSchema,
} from '@muster/api';
import type { SitePolicy } from '@muster/store';
import { z } from 'zod';
import type { Api } from './api.ts';
import type { ApiParts } from './parts.ts';
import { siteView } from './sites.ts';
import { iso } from './time.ts';

export function sitePolicyRoutes(app: Api, parts: ApiParts): void {
  const { store, clock } = parts;

  app.get(
    '/v1/sites/:name',
    {
      schema: {
        summary: 'Show a site, and the policy that it has published',
        params: z.object({ name: siteNameSchema }),
        response: { 200: siteDetailSchema },
      },
    },
    async ({ params }) => {
      const view = siteView(parts, params.name);
      const policy = store.policies.find(params.name);
      const certificates = store.certificates.unexpired(params.name, Math.round(clock.wallMs()));
      return { ...view, policy: policy ? policyView(parts, policy) : null, certificates };
    },
  );

  app.get(
    '/v1/policies',
    {
      schema: {
        summary: 'List the policies that sites have published, but for those of revoked sites',
        response: { 200: publishedPolicySchema.array() },
      },
    },
    async () => store.policies.list().map((policy) => policyView(parts, policy)),
  );
}

function policyView(
  { store }: Pick<ApiParts, 'store'>,
  { site, hash, document, signature, sinceMs }: SitePolicy,
): PublishedPolicyView {
  return {
    site,
    hash,
    document,
    signature: Buffer.from(signature).toString('base64'),
    signingKey: store.sites.get(site).signingKey,
    since: iso(sinceMs),
  };
}
